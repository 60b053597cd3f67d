"""The clock of look-ups: questions whose task died, whose service failed a while ago, or that nobody asked yet; and those whose answer is
older than the data sets that were imported since."""

from __future__ import annotations

from datetime import datetime

import structlog
from celery import shared_task
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import BreachReport, Case, SiteLookUp
from applications.querysets import OPEN
from applications.surroundings import look_up_site
from applications.tasks import look_up
from core.tenancy import acting_for
from places.models import DataSet

AT_ONCE = 200  # questions a council and sweep
AGAIN_AT_ONCE = 50  # of those answered before an import: what arrives today goes first
What, State = SiteLookUp.What, SiteLookUp.State
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
        _ask_again_after_imports(authority, now)
        due = SiteLookUp.objects.filter(authority=authority, next_attempt_at__lte=now).exclude(state=SiteLookUp.State.DONE)
        waiting = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE])
    for look_up_id in waiting:
        look_up.delay(authority.pk, look_up_id)
    return len(waiting)


def _ask_again_after_imports(authority: LocalAuthority, now: datetime) -> int:
    """Questions about open cases whose answer is older than the newest data set that could say otherwise; the oldest first. How many."""
    imports = DataSet.objects.order_by().values_list("kind").annotate(Max("imported_at"))
    newest: dict[str, datetime] = {}
    for kind, imported_at in imports:
        what = What.CONSTRAINTS if kind == DataSet.Kind.CONSTRAINT else What.WARD
        newest[what] = max(imported_at, newest.get(what, imported_at))
    older = Q()
    for what, imported_at in newest.items():
        older |= Q(what=what, done_at__lt=imported_at)
    if not older:
        return 0
    answered = SiteLookUp.objects.filter(older, authority=authority, state=State.DONE).order_by("done_at", "pk")
    open_cases = [
        Q(case__in=authority.applications.open().order_by().values("pk")),
        Q(case__in=authority.breaches.exclude(status=BreachReport.Status.CLOSED).order_by().values("pk")),
    ]
    asked: list[int] = []
    for are_open in open_cases:
        asked += answered.filter(are_open).values_list("pk", flat=True)[: AGAIN_AT_ONCE - len(asked)]
    return SiteLookUp.objects.filter(pk__in=asked).update(state=State.WAITING, asked_at=now, attempts=0, next_attempt_at=now)
