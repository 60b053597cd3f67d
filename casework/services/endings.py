"""A case that ends without a decision."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import Block, Blocked, guard, lock, move
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.registry import EventType
from audit.services import record
from casework import events, messages
from casework.services.withdrawals import settle_withdrawal, waiting_withdrawal
from core.errors import DomainError
from core.filters import show_date
from notifications.letters import tell
from validation.disputes import open_dispute
from validation.selectors import is_live, load_requests, people_to_tell
from validation.services.requests import cancel_row


@dataclass(frozen=True)
class Ending:
    """A way in which a case ends without a decision: the verb of the table of states, the event, and the word for the applicant."""

    verb: str
    event: EventType
    word: str


WITHDRAW = Ending("withdraw", events.WITHDRAWN, "withdrawn")
RETURN = Ending("return", events.RETURNED, "returned as invalid")
CLOSE = Ending("close", events.CLOSED, "closed")


def blocks_to_withdraw(application: PlanningApplication) -> list[Block]:
    """An application can be withdrawn until it is decided."""
    return _not_ended(application)


def blocks_to_return(application: PlanningApplication) -> list[Block]:
    """Only what was never valid can be returned as invalid, and not while a notice under article 12 waits for its answer."""
    if application.validated_at is not None and not application.is_closed:
        return [Block("The application is valid, so it cannot be returned as invalid. Undo the validation first, or choose another way.")]
    if not application.is_closed and (dispute := open_dispute(application)):
        words = f"The applicant’s notice that something is not needed (article 12) is to be answered by {show_date(dispute.answer_by_on)}."
        return [Block(f"{words} Answer it first.", url_name="validation:answer_dispute")]
    return _not_ended(application)


def blocks_to_close(application: PlanningApplication) -> list[Block]:
    """A case is closed for another reason as long as it has not ended."""
    return _not_ended(application)


def _not_ended(application: PlanningApplication) -> list[Block]:
    return [Block(f"The application is {application.get_status_display().lower()} already.")] if application.is_closed else []


@transaction.atomic
def withdraw(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """End the case because the applicant took the application back."""
    _end(lock(application), WITHDRAW, blocks_to_withdraw, reason, by, now)


@transaction.atomic
def accept_withdrawal(*, application: PlanningApplication, by: Any, now: datetime) -> None:
    """End the case as the applicant or the agent asked. NothingAsked where no request waits."""
    application = lock(application)
    row = waiting_withdrawal(application)
    reason = f"{row.asked_by_name} asked for it on {show_date(row.asked_at)}"
    _end(application, WITHDRAW, blocks_to_withdraw, reason, by, now)


@transaction.atomic
def return_invalid(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """Send back an application that never became valid."""
    _end(lock(application), RETURN, blocks_to_return, reason, by, now)


@transaction.atomic
def close(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """End the case for another reason, such as a duplicate."""
    _end(lock(application), CLOSE, blocks_to_close, reason, by, now)


def _end(application: PlanningApplication, ending: Ending, blocks_to: Any, reason: str, by: Any, now: datetime) -> None:
    if not reason.strip():
        raise DomainError("Enter a reason.", "reason")
    if blocks := blocks_to(application):
        raise Blocked(blocks)
    guard(application, ending.verb)
    for request in filter(is_live, load_requests(application)):
        cancel_row(application, request, reason=f"The application was {ending.word}.", by=by, now=now)
    settle_withdrawal(application, withdrawn=ending is WITHDRAW, by=by, now=now)
    move(application, ending.verb, by=by, now=now, reason=reason)
    application.closed_reason = reason
    application.save(update_fields=["closed_reason"])
    record(ending.event, case=application.case, by=by, now=now, reason=reason)
    _tell(application, ending, reason, by, now)
    refresh(application, now=now)


def _tell(application: PlanningApplication, ending: Ending, reason: str, by: Any, now: datetime) -> None:
    case = application.case
    context = {"how": ending.word, "address": case.address, "reason": reason}
    for party in people_to_tell(application):
        tell(authority=case.authority, case=case, party=party, message=messages.ENDED.key, context=context, by=by, now=now)
