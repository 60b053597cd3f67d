"""What the desk leaves to a worker: all open cases of a council computed again after its law has changed."""

import time
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from applications.models import CaseDates, PlanningApplication
from applications.projection import refresh
from applications.querysets import OPEN
from audit.actors import System
from audit.registry import EventType
from audit.services import record
from casework import events
from core.filters import show_date
from core.tasks import bops_task

CHUNK = 200  # cases in one go
LONGEST = 180  # seconds after which the rest is left to the next task
WATCHED = {
    "statutory_expiry_on": "statutory expiry",
    "effective_expiry_on": "expiry",
    "guarantee_on": "planning guarantee",
    "publicity_end_on": "end of publicity",
    "earliest_decision_on": "earliest decision",
    "next_consequence_on": "next legal consequence",
}
log = structlog.get_logger()


@bops_task
def recompute_open_cases(authority_id: int, after: int) -> int:
    """Compute one chunk of the open cases again, those with a key beyond `after`, and hand the rest to the next task.

    A task that is lost does no harm: the nightly check of dates does the same.
    """
    started, now = time.monotonic(), timezone.now()
    cases = PlanningApplication.objects.filter(authority_id=authority_id, status__in=OPEN, pk__gt=after).order_by("pk")
    ids, done = list(cases.values_list("pk", flat=True)[:CHUNK]), after
    for pk in ids:
        try:
            compute_again(pk, event=events.DATES_BY_LAW, by=System("Figures of the law"), now=now)
        except Exception:  # one case that cannot be computed must not keep the others waiting
            log.exception("dates_not_computed", authority_id=authority_id, application_id=pk)
        done = pk
        if time.monotonic() - started > LONGEST:
            break
    if ids and (len(ids) == CHUNK or done != ids[-1]):
        recompute_open_cases.delay(authority_id, done)
    return len(ids)


@transaction.atomic
def compute_again(pk: int, *, event: EventType, by: Any, now: datetime) -> str:
    """Compute one case; a date that differs from the one kept is put right, and the history says so. Answers the change in words, or ""."""
    application = PlanningApplication.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
    before = CaseDates.objects.filter(application=application).values(*WATCHED).first() or {}
    after = refresh(application, now=now)
    changes = _changes(before, after)
    if changes and before:
        record(event, case=application.case, by=by, now=now, changes=changes)
    return changes


def _changes(before: dict[str, Any], after: CaseDates) -> str:
    def say(value: date | None) -> str:
        return show_date(value, "no date")

    pairs = [(words, before.get(column), getattr(after, column)) for column, words in WATCHED.items()]
    return "; ".join(f"{words} {say(old)} is now {say(new)}" for words, old, new in pairs if old != new)
