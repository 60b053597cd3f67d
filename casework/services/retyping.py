"""Correct the type of an application: what was done is kept, what is new is added, what falls away is named and stays on record."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.facts import facts_for
from applications.lifecycle import WITH_REVIEWER, Block, Blocked, lock
from applications.models import ApplicationType, PlanningApplication
from audit.services import record
from casework import events, messages
from casework.selectors.foreseeing import dates_of
from casework.selectors.retyping import as_type, checks_to_repeat, types_for, valid_from_as
from casework.services.undoing import blocked_by_its_end, finish, need_reason
from core.errors import DomainError
from statute import ContradictoryFacts, StatuteError, statutory_expiry


def blocks_to_retype(application: PlanningApplication) -> list[Block]:
    """What stands in the way of correcting the type, each with what to do first."""
    if application.status in WITH_REVIEWER:
        words = "The recommendation is with the person who decides. Take it back, or have it returned, first."
        return [Block(words, "decision:recommend")]
    return blocked_by_its_end(application)


def refuse_type(application: PlanningApplication, type_: ApplicationType) -> None:
    """DomainError (`type`) for a type that this application cannot have."""
    if blocks := blocks_to_retype(application):
        raise Blocked(blocks)
    if type_.pk == application.type_id:
        raise DomainError("This is the type that it has already", "type")
    if not types_for(application).filter(pk=type_.pk).exists():
        raise DomainError("Choose a type that the council takes", "type")
    try:
        statutory_expiry(facts_for(as_type(application, type_)))
    except ContradictoryFacts as error:
        words = error.message.replace(type_.code, type_.name)
        raise DomainError(f"{words}. Put the development in figures right first, or choose another type", "type") from error
    except StatuteError:
        pass  # what the law cannot answer yet is shown beside the dates


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
