"""The desk's entries of the clock: every night the dates of all open cases are computed again and differences reported."""

import time
from datetime import date, datetime
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import CaseDates, PlanningApplication
from applications.projection import refresh
from applications.querysets import OPEN
from audit.actors import System
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


@shared_task(name="casework.jobs.check_dates")
def check_dates() -> int:
    """Start the check for each council; answers how many there are."""
    ids = list(LocalAuthority.objects.values_list("pk", flat=True))
    for authority_id in ids:
        check_dates_of.delay(authority_id, 0)
    return len(ids)


@bops_task
def check_dates_of(authority_id: int, after: int) -> list[int]:
    """Refresh one chunk of the council's open cases, those with a key beyond `after`; hand the rest to the next task.

    Answers the cases that differed.
    """
    started, now = time.monotonic(), timezone.now()
    open_cases = PlanningApplication.objects.filter(authority_id=authority_id, status__in=OPEN, pk__gt=after).order_by("pk")
    ids = list(open_cases.values_list("pk", flat=True)[:CHUNK])
    differing, done = [], after
    for pk in ids:
        try:
            if check_one(pk, now=now):
                differing.append(pk)
        except Exception:  # one case that cannot be computed must not keep the others from being checked
            log.exception("dates_not_checked", authority_id=authority_id, application_id=pk)
        done = pk
        if time.monotonic() - started > LONGEST:
            break
    if ids and (len(ids) == CHUNK or done != ids[-1]):
        check_dates_of.delay(authority_id, done)
    log.info("dates_checked", authority_id=authority_id, cases=len(ids), differing=differing)
    return differing


@transaction.atomic
def check_one(pk: int, *, now: datetime) -> str:
    """Compute one case again; a date that differs is put right, and the history says so. Answers the change in words, or ""."""
    application = PlanningApplication.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
    before = CaseDates.objects.filter(application=application).values(*WATCHED).first() or {}
    after = refresh(application, now=now)
    changes = _changes(before, after)
    if changes and before:
        record(events.DATES_CORRECTED, case=application.case, by=System("Nightly check"), now=now, changes=changes)
    return changes


def _changes(before: dict[str, Any], after: CaseDates) -> str:
    def say(value: date | None) -> str:
        return show_date(value, "no date")

    pairs = [(words, before.get(column), getattr(after, column)) for column, words in WATCHED.items()]
    return "; ".join(f"{words} {say(old)} is now {say(new)}" for words, old, new in pairs if old != new)
