"""Verbs about the site of a case: have it looked up, look it up again, correct its red line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction

from applications import events, tasks
from applications.lifecycle import lock, refuse_ended
from applications.models import Case, PlanningApplication, SiteLookUp
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.services import check_version
from core.tasks import enqueue_on_commit
from places.adapters.paapi import PAAPI

LEFT_ALONE = timedelta(minutes=2)  # after which the sweep takes a question for forgotten
What, State = SiteLookUp.What, SiteLookUp.State


@transaction.atomic(savepoint=False)
def look_up_site(*, case: Case, now: datetime) -> None:
    """Ask everything about the site of a case, in the background: when a case is opened and when its red line or place changes."""
    questions = [What.CONSTRAINTS, What.WARD, *([What.HISTORY] if PAAPI.is_set_up else [])]
    _ask(case, questions, now)


def look_up_site_now(*, case: Case, now: datetime) -> None:
    """The same at once, from what is imported: for the demo, where nobody waits for a worker."""
    for what in (What.CONSTRAINTS, What.WARD):
        row, _ = SiteLookUp.objects.get_or_create(case=case, what=what, defaults={"authority_id": case.authority_id, "asked_at": now})
        tasks.answer(row, now=now)


def _ask(case: Case, questions: list[What], now: datetime) -> None:
    """Each question is one row of its case: asked for the first time or again, all in one statement."""
    asked: dict[str, Any] = {"state": State.WAITING, "asked_at": now, "attempts": 0, "fault": "", "next_attempt_at": now + LEFT_ALONE}
    rows = SiteLookUp.objects.bulk_create(
        [SiteLookUp(case=case, authority_id=case.authority_id, what=what, **asked) for what in questions],
        update_conflicts=True,
        unique_fields=["case", "what"],
        update_fields=list(asked),
    )
    for row in rows:
        enqueue_on_commit(tasks.look_up, case.authority_id, row.pk)


@transaction.atomic
def look_up_again(*, case: Case, what: str, now: datetime) -> None:
    """An officer presses "Look up again". DomainError for a question that nobody can answer here."""
    if what not in What.values or (what == What.HISTORY and not PAAPI.is_set_up):
        raise DomainError("There is nobody to ask: the service is not set up.")
    _ask(case, [What(what)], now)


@transaction.atomic
def correct_red_line(
    *, application: PlanningApplication, boundary: MultiPolygon, reason: str, version: int | None = None, by: Any, now: datetime
) -> None:
    """Put a corrected red line beside the one that was submitted, and look the site up again. `boundary`: EPSG:4326."""
    application = lock(application)
    refuse_ended(application)
    case = application.case
    check_version(case, version)
    if not boundary.valid or not boundary.area:
        raise DomainError("The red line encloses nothing, or its edges cross. Draw it again.", "boundary")
    if case.boundary is not None and boundary.equals(case.boundary):
        raise DomainError("This is the red line that the case has already.", "boundary")
    case.boundary_corrected = boundary
    case.version += 0 if version is not None else 1
    case.save(update_fields=["boundary_corrected", "version"])
    record(events.RED_LINE_CORRECTED, case=case, by=by, now=now, reason=reason)
    look_up_site(case=case, now=now)
    refresh(application, now=now)
