"""The applicant asks to withdraw; the council ends the case, or answers why not. What was asked is kept, whatever came of it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import NotAllowedNow, can, lock
from applications.models import Party, PlanningApplication, WithdrawalRequest
from applications.projection import refresh
from audit.actors import actor_of, user_of
from audit.services import record
from casework import events, messages
from casework.selectors.withdrawals import asked_withdrawal
from core.errors import DomainError
from core.hosts import url_for
from notifications.catalogue import MessageType
from notifications.letters import way_to
from notifications.services import send_email
from validation.selectors import people_to_tell
from validation.services.links import email_with_link

State = WithdrawalRequest.State
LONGEST = 5000  # characters of what the applicant writes


class AlreadyAsked(DomainError):
    """There is a request to withdraw that waits for the council."""


class NothingAsked(DomainError):
    """No request to withdraw waits for an answer: it was answered, taken back, or never made."""


@transaction.atomic
def ask_to_withdraw(*, application: PlanningApplication, text: str, party: Party, by: Any, now: datetime) -> WithdrawalRequest:
    """The applicant or the agent (`party`) asks to withdraw, saying why. The case goes on until an officer answers.

    Whoever asks gets a receipt, the other of the two is told, and so is the case officer. NotAllowedNow once the application has
    ended, AlreadyAsked while a request waits, DomainError (`text`) for an empty or too long reason.
    """
    application = lock(application)
    _guard_ask(application, text)
    row = WithdrawalRequest.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        party=party,
        text=text.strip(),
        asked_at=now,
        asked_by_name=actor_of(by).name,
    )
    _note_waiting(application, now)
    record(events.WITHDRAWAL_ASKED, case=application.case, by=by, now=now, who=row.asked_by_name, text=row.text)
    refresh(application, now=now)
    said = {"who": row.asked_by_name, "text": row.text, "asked_at": now}
    if way_to(party):
        email_with_link(application=application, party=party, message=messages.WITHDRAWAL_RECEIPT, context=said, by=by, now=now)
    for other in _others(application, party):
        email_with_link(application=application, party=other, message=messages.WITHDRAWAL_ASKED, context=said, by=by, now=now)
    _tell_officer(application, messages.WITHDRAWAL_TO_ANSWER, {"who": row.asked_by_name, "text": row.text}, by, now)
    return row


def _guard_ask(application: PlanningApplication, text: str) -> None:
    if not can(application, "withdraw"):
        label = application.get_status_display().lower()
        raise NotAllowedNow(f"This application is {label}, so it cannot be withdrawn. If that is a mistake, write to us.")
    if (waiting := asked_withdrawal(application)) is not None:
        raise AlreadyAsked(
            f"{waiting.asked_by_name} asked on {waiting.asked_at:%-d %B %Y} to withdraw it. We will answer; you need not do anything."
        )
    if not text.strip():
        raise DomainError("Tell us why you want to withdraw it", "text")
    if len(text.strip()) > LONGEST:
        raise DomainError(f"Your reason must be {LONGEST} characters or fewer", "text")


@transaction.atomic
def take_back_withdrawal(*, application: PlanningApplication, party: Party, by: Any, now: datetime) -> None:
    """Whoever asked to withdraw wants a decision after all. The other of the two and the case officer are told.

    NothingAsked where nothing waits; DomainError for somebody who did not ask.
    """
    application = lock(application)
    row = waiting_withdrawal(application)
    if row.party_id != party.pk:
        raise DomainError(f"{row.asked_by_name} asked to withdraw it, so only they can take that back. If you do not agree, write to us.")
    _answer(application, row, State.TAKEN_BACK, "", by, now)
    record(events.WITHDRAWAL_TAKEN_BACK, case=application.case, by=by, now=now, who=row.asked_by_name)
    refresh(application, now=now)
    for other in _others(application, party):
        context = {"who": row.asked_by_name}
        email_with_link(application=application, party=other, message=messages.WITHDRAWAL_TAKEN_BACK, context=context, by=by, now=now)
    _tell_officer(application, messages.WITHDRAWAL_NO_LONGER, {"who": row.asked_by_name}, by, now)


@transaction.atomic
def decline_withdrawal(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """Answer that the application is not withdrawn, and why. The applicant and the agent are told, and the case goes on."""
    application = lock(application)
    row = waiting_withdrawal(application)
    if not reason.strip():
        raise DomainError("Say why it is not withdrawn.", "reason")
    _answer(application, row, State.DECLINED, reason.strip(), by, now)
    record(events.WITHDRAWAL_DECLINED, case=application.case, by=by, now=now, who=row.asked_by_name, reason=reason.strip())
    refresh(application, now=now)
    context = {"who": row.asked_by_name, "reason": reason.strip()}
    for party in people_to_tell(application):
        email_with_link(application=application, party=party, message=messages.NOT_WITHDRAWN, context=context, by=by, now=now)


def settle_withdrawal(application: PlanningApplication, *, withdrawn: bool, by: Any, now: datetime) -> None:
    """The case ends: what was asked is accepted, or overtaken by another ending. Part of that verb, which has locked the application."""
    row = asked_withdrawal(application)
    if row is not None:
        _answer(application, row, State.ACCEPTED if withdrawn else State.OVERTAKEN, "", by, now)


def waiting_withdrawal(application: PlanningApplication) -> WithdrawalRequest:
    """The request that waits for the council. NothingAsked where none does."""
    row = asked_withdrawal(application)
    if row is None:
        raise NothingAsked(
            "Nobody is waiting for an answer about withdrawing this application. Open the case again to see where it stands."
        )
    return row


def _answer(application: PlanningApplication, row: WithdrawalRequest, state: State, words: str, by: Any, now: datetime) -> None:
    row.state, row.answer, row.answered_at = state, words, now
    row.answered_by, row.answered_by_name = user_of(by), actor_of(by).name
    row.save(update_fields=["state", "answer", "answered_at", "answered_by", "answered_by_name"])
    _note_waiting(application, None)


def _note_waiting(application: PlanningApplication, since: datetime | None) -> None:
    application.withdrawal_asked_at = since
    application.save(update_fields=["withdrawal_asked_at"])


def _others(application: PlanningApplication, party: Party) -> list[Party]:
    """The agent where the applicant acts, and the other way round; nobody twice at one address for email."""
    same = party.email.lower() or None
    return [other for other in people_to_tell(application) if other.pk != party.pk and other.email.lower() != same]


def _tell_officer(application: PlanningApplication, message: MessageType, said: dict[str, Any], by: Any, now: datetime) -> None:
    case = application.case
    if case.officer is None:
        return
    url = url_for(case.authority, "officers", "casework:case", reference=case.reference)
    send_email(
        authority=case.authority,
        case=case,
        message=message.key,
        to=case.officer.email,
        to_name=case.officer.name,
        context={"address": case.address, "url": url, **said},
        by=by,
        now=now,
    )
