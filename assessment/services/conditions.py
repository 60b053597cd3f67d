from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.models import PlanningApplication
from applications.projection import refresh
from assessment import events
from assessment.library import standard_conditions
from assessment.models import Condition
from assessment.selectors import conditions_of
from assessment.services.guards import lock_for_assessment, locked_item
from audit.services import record
from core.services import check_version


@transaction.atomic
def add_condition(
    *,
    application: PlanningApplication,
    title: str,
    text: str,
    reason: str,
    pre_commencement: bool = False,
    standard: bool = False,
    by: Any,
    now: datetime,
) -> Condition:
    """Add a condition at the end of the list. Its reason is a field of its own: the notice must give one for each (DMPO article 35)."""
    application = lock_for_assessment(application)
    condition = Condition.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        position=_last_position(application) + 1,
        title=title,
        text=text,
        reason=reason,
        pre_commencement=pre_commencement,
        standard=standard,
    )
    record(events.CONDITION_ADDED, case=application.case, by=by, now=now, title=title, text=text, reason=reason)
    refresh(application, now=now)
    return condition


@transaction.atomic
def add_standard_conditions(*, application: PlanningApplication, by: Any, now: datetime) -> list[Condition]:
    """Add the standard conditions that the case has not got yet (time limit, approved plans, matching materials)."""
    application = lock_for_assessment(application)
    there = {row.title for row in conditions_of(application.case)}
    wanted = [entry for entry in standard_conditions(application) if entry["title"] not in there]
    return [
        add_condition(
            application=application, title=entry["title"], text=entry["text"], reason=entry["reason"], standard=True, by=by, now=now
        )
        for entry in wanted
    ]


@transaction.atomic
def edit_condition(
    *,
    application: PlanningApplication,
    condition: Condition,
    title: str,
    text: str,
    reason: str,
    pre_commencement: bool,
    version: int,
    by: Any,
    now: datetime,
) -> None:
    """Change a condition's words. StaleRecord when a colleague changed it after the page was opened."""
    application = lock_for_assessment(application)
    condition = locked_item(Condition, application, condition)
    check_version(condition, version, theirs=f"{condition.text}\n\n{condition.reason}")
    condition.title, condition.text, condition.reason, condition.pre_commencement = title, text, reason, pre_commencement
    condition.save()
    record(events.CONDITION_EDITED, case=application.case, by=by, now=now, title=title, text=text, reason=reason)
    refresh(application, now=now)


@transaction.atomic
def remove_condition(*, application: PlanningApplication, condition: Condition, by: Any, now: datetime) -> None:
    """Take a condition off the list; it is kept with who and when."""
    application = lock_for_assessment(application)
    condition = locked_item(Condition, application, condition)
    condition.cancelled_at, condition.cancelled_by = now, by
    condition.save(update_fields=["cancelled_at", "cancelled_by"])
    record(events.CONDITION_REMOVED, case=application.case, by=by, now=now, title=condition.title)
    refresh(application, now=now)


@transaction.atomic
def move_condition(*, application: PlanningApplication, condition: Condition, up: bool, by: Any, now: datetime) -> None:
    """Move a condition one place up or down in the notice."""
    application = lock_for_assessment(application)
    condition = locked_item(Condition, application, condition)
    rows = conditions_of(application.case)
    place = rows.index(condition)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Condition.objects.bulk_update(rows, ["position"])
    record(events.CONDITION_MOVED, case=application.case, by=by, now=now, title=condition.title, position=other + 1)
    refresh(application, now=now)


def _last_position(application: PlanningApplication) -> int:
    return Condition.objects.filter(case=application.case).aggregate(last=Max("position"))["last"] or 0
