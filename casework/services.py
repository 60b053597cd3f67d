"""Verbs that reach across the stages: a case that ends without a decision, and many cases for one officer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import LocalAuthority, User, hash_token
from applications import services as cases
from applications.lifecycle import Block, Blocked, guard, lock, move
from applications.models import LawFigure, PlanningApplication
from applications.projection import refresh
from audit.registry import EventType
from audit.services import record
from casework import events, messages
from casework.models import CalendarFeed
from casework.tasks import recompute_open_cases
from core.errors import DomainError
from core.tasks import enqueue_on_commit
from notifications.services import send_email
from validation.selectors import is_live, load_requests, people_with_email
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
    """Only what was never valid can be returned as invalid."""
    if application.validated_at is not None and not application.is_closed:
        return [Block("The application is valid, so it cannot be returned as invalid. Undo the validation first, or choose another way.")]
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
    move(application, ending.verb, by=by, now=now, reason=reason)
    application.closed_reason = reason
    application.save(update_fields=["closed_reason"])
    record(ending.event, case=application.case, by=by, now=now, reason=reason)
    _tell(application, ending, reason, by, now)
    refresh(application, now=now)


def _tell(application: PlanningApplication, ending: Ending, reason: str, by: Any, now: datetime) -> None:
    case = application.case
    for party in people_with_email(application):
        send_email(
            authority=case.authority,
            case=case,
            message=messages.ENDED.key,
            to=party.email,
            to_name=party.name,
            context={"how": ending.word, "address": case.address, "reason": reason},
            by=by,
            now=now,
        )


@transaction.atomic
def assign_many(*, applications: Iterable[PlanningApplication], officer: User | None, by: Any, now: datetime) -> int:
    """Give several cases to one officer (None: to nobody), all of them or none. Answers how many there were."""
    # One order of locking, so that two people never wait for each other
    ordered = sorted(applications, key=lambda application: application.pk)
    for application in ordered:
        cases.assign(application=application, officer=officer, by=by, now=now)
    return len(ordered)


@transaction.atomic
def make_calendar_feed(*, authority: LocalAuthority, user: User, now: datetime) -> tuple[CalendarFeed, str]:
    """A secret address for an officer's calendar of deadlines, in place of any before: the row, and the token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    feed, _ = CalendarFeed.objects.update_or_create(
        authority=authority, user=user, defaults={"token_hash": hash_token(token), "made_at": now, "revoked_at": None}
    )
    record(events.CALENDAR_MADE, authority=authority, by=user, now=now, officer=user.name)
    return feed, token


@transaction.atomic
def revoke_calendar_feed(*, authority: LocalAuthority, user: User, now: datetime) -> None:
    """End an officer's calendar address: from now on it shows nothing. Where there is none, nothing happens."""
    if CalendarFeed.objects.filter(authority=authority, user=user, revoked_at=None).update(revoked_at=now):
        record(events.CALENDAR_REVOKED, authority=authority, by=user, now=now, officer=user.name)


@transaction.atomic
def confirm_figure(*, authority: Any, by: Any, now: datetime, **entry: Any) -> LawFigure:
    """Enter a figure of the law for this council (applications.services.confirm_figure); every open case is computed again."""
    figure = cases.confirm_figure(authority=authority, by=by, now=now, **entry)
    enqueue_on_commit(recompute_open_cases, authority.pk, 0)
    return figure


@transaction.atomic
def withdraw_figure(*, entry: LawFigure, reason: str, by: Any, now: datetime) -> None:
    """Take back a figure of the law that the council entered; every open case is computed again."""
    cases.withdraw_figure(entry=entry, reason=reason, by=by, now=now)
    enqueue_on_commit(recompute_open_cases, entry.authority_id, 0)
