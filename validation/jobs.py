"""The entries of the clock."""

from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import PlanningApplication
from audit.actors import System
from core.tenancy import acting_for
from validation.selectors import not_acknowledged
from validation.services import acknowledge

WITHIN = timedelta(days=1)  # an application that was brought in from elsewhere long ago is not greeted as new
AT_ONCE = 100  # of one council
log = structlog.get_logger()


@shared_task(name="validation.jobs.acknowledge_new")
def acknowledge_new() -> int:
    """Tell applicants and agents that their application has arrived, once, whichever way it came. How many applications."""
    done = 0
    for authority in LocalAuthority.objects.all():
        try:
            done += _acknowledge_new_of(authority)
        except Exception:  # one council keeps no other waiting
            log.exception("not_acknowledged", authority_id=authority.pk)
    return done


def _acknowledge_new_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        waiting = list(not_acknowledged(authority, since=now - WITHIN)[:AT_ONCE])
        return sum(_acknowledged(application, now) for application in waiting)


def _acknowledged(application: PlanningApplication, now: datetime) -> bool:
    """Whether somebody was told; a fault is logged and keeps no other application waiting."""
    try:
        return bool(acknowledge(application=application, by=System(), now=now))
    except Exception:
        log.exception("not_acknowledged", authority_id=application.authority_id, application_id=application.pk)
        return False
