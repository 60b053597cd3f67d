"""Correct the type of an application: what was done is kept, what is new is added, what falls away is named and stays on record."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import lock
from applications.models import ApplicationType, PlanningApplication
from audit.services import record
from casework import events, messages
from casework.guards import refuse_type
from casework.selectors.foreseeing import dates_of
from casework.selectors.retyping import checks_to_repeat, valid_from_as
from casework.services.undoing import finish, need_reason


@transaction.atomic
def change_type(*, application: PlanningApplication, type: ApplicationType, reason: str, by: Any, now: datetime) -> None:
    """Correct the type, with the reason. The reference stays; dates, fee and duties follow the law of the new type.

    DomainError (`type`, `reason`) for a type that it cannot have; Blocked with what to do first. The applicant and the agent are told.
    """
    application, reason = lock(application), need_reason(reason)
    refuse_type(application, type)
    before, was, repeat = dates_of(application), application.type, checks_to_repeat(application, type)
    application.valid_from_on, application.type = valid_from_as(application, type), type
    application.save(update_fields=["type", "valid_from_on"])
    for check in repeat:
        check.ok, check.note = None, f"The type was corrected from {was.name}: answer this again."
        check.save(update_fields=["ok", "note"])
    record(events.TYPE_CHANGED, case=application.case, by=by, now=now, before=was.name, after=type.name, reason=reason)
    context = {"before": was.name, "after": type.name, "reason": reason}
    finish(application, before, messages.TYPE_CHANGED, context, by=by, now=now)
