"""The entries of the clock."""

from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import PlanningApplication
from audit.actors import System
from core.tenancy import acting_for
from validation.selectors import not_acknowledged, open_requests, with_open_requests
from validation.services import acknowledge, chase, let_silence_agree, remind
from validation.services.reminding import silence_agrees, to_chase, to_remind

WITHIN = timedelta(days=1)  # an application that was brought in from elsewhere long ago is not greeted as new
AT_ONCE = 100  # of one council
AHEAD = timedelta(weeks=8)  # no council reminds of a day that is further off
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


@shared_task(name="validation.jobs.look_after_requests")
def look_after_requests() -> int:
    """Remind before the last day to answer, chase after it, let silence agree where a council chose that. How many cases."""
    done = 0
    for authority in LocalAuthority.objects.all():
        try:
            with acting_for(authority):
                now = timezone.now()
                cases = list(with_open_requests(authority, due_by=timezone.localdate(now) + AHEAD))
                done += sum(_looked_after(authority, application) for application in cases)
        except Exception:  # one council keeps no other waiting
            log.exception("requests_not_looked_after", authority_id=authority.pk)
    return done


def _looked_after(authority: LocalAuthority, application: PlanningApplication) -> bool:
    """Whether somebody was written to. A look without a lock first, for most cases need nothing; the verbs look again under theirs."""
    now, today = timezone.now(), timezone.localdate()
    requests = open_requests(application)
    try:
        agreed = [let_silence_agree(request=r, now=now) for r in requests if silence_agrees(authority, r, today)]
        done = any(agreed)
        if to_remind(authority, requests, today):
            done = bool(remind(application=application, by=System(), now=now)) or done
        if to_chase(authority, requests, today):
            done = bool(chase(application=application, by=System(), now=now)) or done
    except Exception:
        log.exception("requests_not_looked_after", authority_id=authority.pk, application_id=application.pk)
        return False
    return done
