"""The consultation's period follows from what was posted and displayed; it is never shortened."""

from datetime import date, datetime
from typing import Any

from applications.facts import facts_for
from applications.models import PlanningApplication
from audit.services import record
from consultation import events
from consultation.models import Consultation
from consultation.selectors import period_ends


def extend_period(application: PlanningApplication, *, begun_on: date, by: Any, now: datetime) -> None:
    """Something was posted or displayed on `begun_on`: move the period's start back and its end on, where that is needed."""
    row, _ = Consultation.objects.select_for_update().get_or_create(
        case=application.case, defaults={"authority_id": application.authority_id}
    )
    ends = [answer.value for answer in period_ends(application, facts_for(application)).values()]
    started = min(day for day in [row.started_on, begun_on] if day)
    last = max(day for day in [row.ends_on, *ends] if day)
    if (started, last) != (row.started_on, row.ends_on):
        row.started_on, row.ends_on, row.version = started, last, row.version + 1
        row.save()
        record(events.PERIOD_SET, case=application.case, by=by, now=now, started_on=started, ends_on=last)
