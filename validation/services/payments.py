"""Money that arrives after the application, and money that turns out not to have arrived."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.facts import facts_for
from applications.lifecycle import BEFORE_VALIDATION, lock
from applications.models import Payment, PlanningApplication
from applications.payments import can_be_refunded
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.filters import money, show_date
from core.hosts import url_for
from notifications.services import send_email
from validation import events, messages
from validation.models import ValidationCheck
from validation.selectors import people_to_tell, people_with_email
from validation.services.links import email_with_link

State = Payment.State


class AlreadyRecorded(DomainError):
    """The case has a payment with this reference."""


@dataclass(frozen=True)
class Received:
    """What an officer knows of money that has arrived, in pounds."""

    amount: Decimal
    method: str
    reference: str
    received_on: date
    payer: str = ""


@transaction.atomic
def record_payment(
    *,
    application: PlanningApplication,
    amount: Decimal,
    method: str,
    reference: str,
    received_on: date,
    payer: str = "",
    by: Any,
    now: datetime,
) -> Payment:
    """Note that money for the case has arrived, in pounds; also on a case that has ended, for the money is there.

    It comes off what was expected. AlreadyRecorded: the case has a payment of this reference.
    """
    application = lock(application)
    was_stopped = _stands_still(application)
    said = Received(amount, method, reference.strip(), received_on, payer.strip())
    _refuse_impossible(application.case, said, now)
    payment = _off_the_expected(application, said)
    payment.recorded_at, payment.recorded_by = now, by
    payment.save()
    record(
        events.PAYMENT_RECORDED, case=application.case, by=by, now=now, amount=money(amount), received_on=received_on, reference=reference
    )
    if was_stopped and not _stands_still(application):
        record(events.CLOCK_RUNS_ON, case=application.case, by=by, now=now, paid_on=received_on)
        _tell_people(application, messages.FEE_MADE_GOOD, {"amount": money(amount)}, by, now)
    refresh(application, now=now)
    return payment


def _refuse_impossible(case: Any, said: Received, now: datetime) -> None:
    if said.amount <= 0:
        raise DomainError("Enter the amount that was paid.", "amount")
    if said.received_on > timezone.localdate(now):
        raise DomainError("The day on which the payment arrived cannot be in the future.", "received_on")
    if said.reference and case.payments.filter(reference__iexact=said.reference, state=State.RECEIVED).exists():
        raise AlreadyRecorded(f"A payment with the reference {said.reference} has been recorded already.", "reference")


def _off_the_expected(application: PlanningApplication, said: Received) -> Payment:
    """The entry to be written: what was expected has come, or part of it, or money that nobody expected."""
    case = application.case
    expected = Payment.objects.select_for_update().filter(case=case, state=State.EXPECTED).order_by("pk").first()
    if expected is not None and expected.amount > said.amount:
        expected.amount -= said.amount
        expected.save(update_fields=["amount"])
        expected = None
    payment = expected or Payment(authority_id=application.authority_id, case=case)
    payment.state = State.RECEIVED
    for name in ("amount", "method", "reference", "received_on", "payer"):
        setattr(payment, name, getattr(said, name))
    return payment


def _stands_still(application: PlanningApplication) -> bool:
    """Whether the time to decide stands still because a payment bounced and the fee has not come since."""
    facts = facts_for(application)
    return facts.fee_dishonoured_on is not None and facts.fee_made_good_on is None


def _locked(application: PlanningApplication, payment: Payment, *states: str) -> Payment:
    """The entry, read again under a lock. DomainError when it is not in one of these states any more."""
    row = Payment.objects.select_for_update(of=("self",)).get(case=application.case, pk=payment.pk)
    if row.state not in states:
        raise DomainError(f"This cannot be done now: the entry is {row.get_state_display().lower()}. Open the page again.")
    return row


@transaction.atomic
def mark_bounced(
    *,
    application: PlanningApplication,
    payment: Payment,
    bounced_on: date,
    because: str,
    told_on: date | None = None,
    by: Any,
    now: datetime,
) -> Payment:
    """Note that the bank did not honour a payment, and tell the applicant and the officer.

    From the day on which the applicant is told the time to decide stands still, until the fee is there (DMPO article 34). Before
    validation the fee has to be checked again. `told_on`: when a letter told them; needed where nobody can be emailed.
    """
    application = lock(application)
    row = _locked(application, payment, State.RECEIVED)
    today, reachable = timezone.localdate(now), people_with_email(application)
    _refuse_impossible_bounce(row, bounced_on, told_on, today)
    if not because.strip():
        raise DomainError("Say what the bank said.", "because")
    if not reachable and told_on is None:
        raise DomainError("Nobody on this case can be emailed. Write to them first, then enter the day of the letter.", "told_on")
    row.state, row.bounced_on, row.bounced_because = State.BOUNCED, bounced_on, because.strip()
    row.bounced_at, row.bounced_by, row.told_on = now, by, told_on or today
    row.save()
    record(events.PAYMENT_BOUNCED, case=application.case, by=by, now=now, amount=money(row.amount), because=row.bounced_because)
    _check_fee_again(application, row, by, now)
    _note(application, row)
    context = {"amount": money(row.amount), "because": row.bounced_because}
    _tell_people(application, messages.PAYMENT_BOUNCED, context, by, now, told_by_hand=told_on is not None)
    _tell_officer(application, row, by, now)
    refresh(application, now=now)
    return row


def _refuse_impossible_bounce(row: Payment, bounced_on: date, told_on: date | None, today: date) -> None:
    if bounced_on > today:
        raise DomainError("The day on which it bounced cannot be in the future.", "bounced_on")
    if row.received_on and bounced_on < row.received_on:
        raise DomainError(f"It was received on {show_date(row.received_on)}: it cannot have bounced before.", "bounced_on")
    if told_on is not None and (told_on > today or told_on < bounced_on):
        raise DomainError("The day on which the applicant was told lies between the day it bounced and today.", "told_on")


def _check_fee_again(application: PlanningApplication, row: Payment, by: Any, now: datetime) -> None:
    """Before validation the question of the fee is open again, so that the application cannot be made valid unpaid."""
    if application.status not in BEFORE_VALIDATION:
        return
    note = f"The payment of {money(row.amount)} bounced: check the fee again"
    found = application.case.validation_checks.filter(check_name=ValidationCheck.Check.FEE, ok=True)
    found.update(ok=None, note=note, by=by, at=now)


def _note(application: PlanningApplication, row: Payment) -> None:
    words = f"A payment of {money(row.amount)} bounced on {show_date(row.bounced_on)}. Look at the payments before going on."
    application.attention = "\n".join(part for part in [application.attention, words] if part)
    application.save(update_fields=["attention"])


def _tell_people(
    application: PlanningApplication, message: Any, context: dict[str, Any], by: Any, now: datetime, *, told_by_hand: bool = False
) -> None:
    """`told_by_hand`: those without email know already, from a letter that somebody wrote."""
    for party in people_with_email(application) if told_by_hand else people_to_tell(application):
        email_with_link(application=application, party=party, message=message, context=context, by=by, now=now)


def _tell_officer(application: PlanningApplication, row: Payment, by: Any, now: datetime) -> None:
    case = application.case
    if case.officer is None or case.officer == by:
        return
    context = {
        "amount": money(row.amount),
        "because": row.bounced_because,
        "address": case.address,
        "url": url_for(case.authority, "officers", "payments:payments", reference=case.reference),
    }
    send_email(
        authority=case.authority,
        case=case,
        message=messages.PAYMENT_BOUNCED_OFFICER.key,
        to=case.officer.email,
        to_name=case.officer.name,
        context=context,
        by=by,
        now=now,
    )


@transaction.atomic
def take_back_bounce(*, application: PlanningApplication, payment: Payment, reason: str, by: Any, now: datetime) -> Payment:
    """The payment had not bounced after all: it counts as received on its day again, and the time never stood still."""
    application = lock(application)
    row = _locked(application, payment, State.BOUNCED)
    if not reason.strip():
        raise DomainError("Say why it counts as received after all.", "reason")
    row.state, row.bounced_on, row.bounced_because = State.RECEIVED, None, ""
    row.bounced_at = row.bounced_by = row.told_on = None
    row.save()
    record(events.BOUNCE_TAKEN_BACK, case=application.case, by=by, now=now, amount=money(row.amount), reason=reason.strip())
    refresh(application, now=now)
    return row


@transaction.atomic
def cancel_payment(*, application: PlanningApplication, payment: Payment, reason: str, by: Any, now: datetime) -> Payment:
    """Take a wrong entry out of the sums; it stays to be read. Not of money that has been paid back, or is asked to be."""
    application = lock(application)
    row = _locked(application, payment, State.EXPECTED, State.RECEIVED)
    if not reason.strip():
        raise DomainError("Say why the entry is wrong.", "reason")
    if row.state == State.RECEIVED and row.amount > can_be_refunded(application.case):
        raise DomainError("Some of this money has been paid back or waits to be. Deal with the refund first.")
    row.state, row.cancelled_because = State.CANCELLED, reason.strip()
    row.cancelled_at, row.cancelled_by = now, by
    row.save()
    record(events.PAYMENT_CANCELLED, case=application.case, by=by, now=now, amount=money(row.amount), reason=row.cancelled_because)
    refresh(application, now=now)
    return row
