"""Paying back: one person asks, another approves."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.lifecycle import lock
from applications.models import Payment, PlanningApplication, Refund
from applications.payments import can_be_refunded, paid
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.filters import money
from validation import events, messages
from validation.selectors import people_to_tell
from validation.services.links import email_with_link

State = Refund.State


class SecondPersonNeeded(DomainError):
    """Nobody approves what they asked for themselves."""


@transaction.atomic
def request_refund(*, application: PlanningApplication, amount: Decimal, ground: str, reason: str, by: Any, now: datetime) -> Refund:
    """Ask that money be paid back, in pounds. DomainError for more than was paid and is not paid back or asked for already."""
    application = lock(application)
    case, reason = application.case, reason.strip()
    if amount <= 0:
        raise DomainError("Enter the amount to be paid back.", "amount")
    if not reason:
        raise DomainError("Say why it is to be paid back.", "reason")
    most = can_be_refunded(case)
    if amount > most:
        raise DomainError(f"At most {money(most)} can be paid back: no more was paid and is not paid back or asked for already.", "amount")
    refund = Refund.objects.create(
        authority_id=application.authority_id, case=case, amount=amount, ground=ground, reason=reason, requested_by=by, requested_at=now
    )
    record(events.REFUND_REQUESTED, case=case, by=by, now=now, amount=money(amount), why=f"{refund.get_ground_display()}. {reason}")
    return refund


@transaction.atomic
def approve_refund(*, application: PlanningApplication, refund: Refund, by: Any, now: datetime) -> Payment:
    """Approve what a colleague asked for; the money counts as paid back, and the applicant is told.

    SecondPersonNeeded for who asked. DomainError when it has been decided already, or no longer so much is there.
    """
    application = lock(application)
    row = _waiting(application, refund)
    if row.requested_by_id == by.pk:
        raise SecondPersonNeeded("You asked for this refund yourself. Somebody else has to approve it.")
    if row.amount > paid(application.case):
        raise DomainError(f"Only {money(paid(application.case))} is there to be paid back. Turn this request down and ask anew.")
    entry = Payment.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        state=Payment.State.REFUNDED,
        amount=row.amount,
        recorded_at=now,
        recorded_by=by,
    )
    row.state, row.decided_at, row.decided_by, row.payment = State.APPROVED, now, by, entry
    row.save()
    record(events.REFUND_APPROVED, case=application.case, by=by, now=now, amount=money(row.amount), asked_by=row.requested_by.name)
    for party in people_to_tell(application):
        context = {"amount": money(row.amount), "why": row.get_ground_display()}
        email_with_link(application=application, party=party, message=messages.REFUND_APPROVED, context=context, by=by, now=now)
    refresh(application, now=now)
    return entry


@transaction.atomic
def refuse_refund(*, application: PlanningApplication, refund: Refund, reason: str, by: Any, now: datetime) -> Refund:
    """Turn a request down, or take back one's own; the reason is kept."""
    application = lock(application)
    row = _waiting(application, refund)
    if not reason.strip():
        raise DomainError("Say why it is not paid back.", "reason")
    row.state, row.decided_at, row.decided_by, row.decided_because = State.REFUSED, now, by, reason.strip()
    row.save()
    record(events.REFUND_REFUSED, case=application.case, by=by, now=now, amount=money(row.amount), reason=row.decided_because)
    return row


def _waiting(application: PlanningApplication, refund: Refund) -> Refund:
    """The request, read again under a lock. DomainError when a colleague was faster."""
    rows = Refund.objects.select_for_update(of=("self",)).select_related("requested_by")
    row = rows.get(case=application.case, pk=refund.pk)
    if row.state != State.REQUESTED:
        raise DomainError(f"A colleague was faster: this refund is {row.get_state_display().lower()} already.")
    return row
