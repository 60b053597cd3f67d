"""The clock of look-ups: questions whose task died, whose service failed a while ago, or that nobody asked yet."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import Case, SiteLookUp
from applications.querysets import OPEN
from applications.surroundings import look_up_site
from applications.tasks import look_up
from core.tenancy import acting_for

AT_ONCE = 200  # questions a council and sweep
log = structlog.get_logger()


@shared_task
def sweep_look_ups() -> int:
    """Ask every question whose time has come. How many; a council where it breaks keeps no other waiting."""
    done = 0
    for authority in LocalAuthority.objects.all():
        try:
            done += _sweep_of(authority)
        except Exception:
            log.exception("sweep_broke_off", sweep="sweep_look_ups", authority_id=authority.pk)
    return done


def _sweep_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        never = Case.objects.filter(authority=authority, application__status__in=OPEN, look_ups=None)
        for case in never.exclude(boundary_submitted=None, boundary_corrected=None, point=None)[:AT_ONCE]:
            look_up_site(case=case, now=now)
        due = SiteLookUp.objects.filter(authority=authority, next_attempt_at__lte=now).exclude(state=SiteLookUp.State.DONE)
        waiting = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE])
    for look_up_id in waiting:
        look_up.delay(authority.pk, look_up_id)
    return len(waiting)
