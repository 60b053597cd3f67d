"""What is due for a case, what was paid, and what that does to its clock. The one place where money of a case is counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.models import Payment, PlanningApplication, Refund
from statute import Answer, CaseFacts, Reason, StatuteError, planning_guarantee
from statute.fees import fee_due

NOTHING = Decimal(0)
State = Payment.State


def total(case: Any, *states: str) -> Decimal:
    """The sum of the entries in these states, in pounds."""
    return _sum(case.payments.all(), *states)


def _sum(payments: Iterable[Payment], *states: str) -> Decimal:
    return sum((payment.amount for payment in payments if payment.state in states), start=NOTHING)


def paid(case: Any) -> Decimal:
    """What was received and has not been paid back. Never less than nothing."""
    return _paid(list(case.payments.all()))


def _paid(payments: list[Payment]) -> Decimal:
    return max(_sum(payments, State.RECEIVED) - _sum(payments, State.REFUNDED), NOTHING)


@dataclass(frozen=True)
class Position:
    """The fee by law against what was claimed and paid, in pounds. `fault` says why the law could not be asked (then `due` is None)."""

    due: Decimal | None
    because: tuple[Reason, ...]
    fault: str
    claimed: Decimal | None
    paid: Decimal
    refunded: Decimal
    reasons_claimed: list[str]
    payments: list[Payment]
    agreed: Decimal | None = None
    agreed_because: str = ""

    @property
    def wanted(self) -> Decimal | None:
        """What should be paid: what an officer worked out, else the fee by law, else what the applicant worked out."""
        return next((fee for fee in (self.agreed, self.due, self.claimed) if fee is not None), None)

    @property
    def balance(self) -> Decimal:
        """More than nothing: still to be paid. Less: paid too much."""
        return (self.wanted or NOTHING) - self.paid

    @property
    def short(self) -> Decimal:
        """What is still to be paid."""
        return max(self.balance, NOTHING)

    @property
    def over(self) -> Decimal:
        """What was paid too much, where the fee is known."""
        return max(-self.balance, NOTHING) if self.wanted is not None else NOTHING

    @property
    def verdict(self) -> str:
        """The comparison in one sentence."""
        if self.due is None and self.agreed is None:
            return "Work the fee out yourself: it could not be computed."
        if self.paid == self.wanted:
            return "The fee by law is what was paid." if self.agreed is None else "The fee that an officer worked out is what was paid."
        if self.short:
            return f"£{self.short:,.2f} more is due than was paid."
        return f"£{self.over:,.2f} more was paid than is due."

    @property
    def is_right(self) -> bool:
        return (self.due is not None or self.agreed is not None) and self.wanted == self.paid


def position(application: PlanningApplication, facts: CaseFacts | None) -> Position:
    """The fee by the law in force on the day of receipt, beside what was claimed and what was paid."""
    claimed = application.fee_payable if application.fee_payable is not None else application.fee_calculated
    answer, fault = by_law(application, facts)
    payments = list(application.case.payments.all())
    return Position(
        due=answer.value if answer else None,
        because=answer.because if answer else (),
        fault=fault,
        claimed=claimed,
        paid=_paid(payments),
        refunded=_sum(payments, State.REFUNDED),
        reasons_claimed=list(application.fee_reasons),
        payments=payments,
        agreed=application.fee_set,
        agreed_because=application.fee_set_because,
    )


def by_law(application: PlanningApplication, facts: CaseFacts | None) -> tuple[Answer[Decimal] | None, str]:
    """The fee as the statute engine works it out, or None and why it could not."""
    if facts is None:
        return None, ""
    try:
        return fee_due(facts, on=application.received_on), ""
    except StatuteError as error:
        return None, str(error)


def paid_in_full_on(payments: Iterable[Payment], wanted: Decimal | None) -> date | None:
    """The day on which what had been received reached `wanted`. Of less, or of an unknown fee: the last day."""
    arrived = sorted((p.received_on, p.amount) for p in payments if p.state == State.RECEIVED and p.received_on)
    sum_so_far = NOTHING
    for day, amount in arrived:
        sum_so_far += amount
        if wanted is not None and sum_so_far >= wanted:
            return day
    return arrived[-1][0] if arrived else None


def with_money(application: PlanningApplication, facts: CaseFacts) -> CaseFacts:
    """The same facts with what was paid, and with the time that stood still because a payment bounced."""
    payments = list(application.case.payments.all())
    facts = replace(facts, fee_paid=_paid(payments) or None)
    told = [p.told_on for p in payments if p.state == State.BOUNCED and p.told_on]
    if not told:
        return facts
    stopped, wanted = min(told), _wanted(application, facts, payments)
    whole = _sum(payments, State.RECEIVED) >= wanted
    made_good = paid_in_full_on(payments, wanted) if whole else None
    if made_good is not None and made_good <= stopped:
        return facts
    return replace(facts, fee_dishonoured_on=stopped, fee_made_good_on=made_good)


def _wanted(application: PlanningApplication, facts: CaseFacts, payments: list[Payment]) -> Decimal:
    """What has to be there before the clock runs on; where nobody knows the fee, as much as bounced and stands."""
    if application.fee_set is not None:
        return application.fee_set
    answer, _ = by_law(application, facts)
    claimed = application.fee_payable if application.fee_payable is not None else application.fee_calculated
    known = answer.value if answer else claimed
    return known if known is not None else max(p.amount for p in payments if p.state == State.BOUNCED)


def fee_received_on(application: PlanningApplication, facts: CaseFacts | None) -> date | None:
    """The day on which the fee had arrived in full; while it has not, the day of the last payment."""
    answer, _ = by_law(application, facts)
    by_the_law = answer.value if answer else None
    return paid_in_full_on(application.case.payments.all(), by_the_law if application.fee_set is None else application.fee_set)


def waiting_refunds(case: Any) -> Decimal:
    """What somebody asked to be paid back and nobody has decided."""
    return sum((r.amount for r in case.refunds.all() if r.state == Refund.State.REQUESTED), start=NOTHING)


def can_be_refunded(case: Any) -> Decimal:
    """What was paid, less what is paid back already or waits to be."""
    return max(paid(case) - waiting_refunds(case), NOTHING)


@dataclass(frozen=True)
class GuaranteeRefund:
    """Whether the fee has to be paid back because the decision is late, from which day, and why."""

    due: bool
    last_day: date | None
    because: tuple[Reason, ...]


def guarantee_refund(application: PlanningApplication, facts: CaseFacts, *, on: date) -> GuaranteeRefund:
    """What the planning guarantee says on this day: due once its last day has passed without a decision or another end of the case."""
    try:
        answer = planning_guarantee(facts)
    except StatuteError as error:
        return GuaranteeRefund(False, None, (Reason(str(error)),))
    ended = _ended_on(application) or on
    due = answer.value is not None and answer.value < min(ended, on)
    return GuaranteeRefund(due, answer.value, answer.because)


def _ended_on(application: PlanningApplication) -> date | None:
    if application.determined_on:
        return application.determined_on
    last = application.status_changes.order_by("-pk").first() if application.is_closed else None
    return timezone.localdate(last.at) if last else None
