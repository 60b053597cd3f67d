"""The entries of the clock."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import System
from core.tenancy import acting_for
from validation.selectors import not_acknowledged
from validation.services import acknowledge

WITHIN = timedelta(days=1)  # an application that was brought in from elsewhere long ago is not greeted as new
AT_ONCE = 100  # of one council


@shared_task(name="validation.jobs.acknowledge_new")
def acknowledge_new() -> int:
    """Tell applicants and agents that their application has arrived, once, whichever way it came. How many applications."""
    return sum(_acknowledge_new_of(authority) for authority in LocalAuthority.objects.all())


def _acknowledge_new_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        waiting = list(not_acknowledged(authority, since=now - WITHIN)[:AT_ONCE])
        return sum(bool(acknowledge(application=application, by=System(), now=now)) for application in waiting)
