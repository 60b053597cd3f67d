"""What came in on one day, as the finance department reads it, and the refunds that wait for a second person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from applications.models import Payment, Refund
from core.filters import money
from core.spreadsheets import csv_lines

HEAD = ("Reference", "Payer", "Amount", "Method", "Payment reference", "Received on", "Recorded by", "State")
METHODS = {"card": "Card", "bank_transfer": "Bank transfer", "cheque": "Cheque", "cash": "Cash"}
CAME = (Payment.State.RECEIVED, Payment.State.BOUNCED)


@dataclass(frozen=True)
class Receipt:
    """A payment of one day. What bounced since is shown, and counts as nothing."""

    payment: Payment

    @property
    def reference(self) -> str:
        return str(self.payment.case.reference)

    @property
    def payer(self) -> str:
        """Who paid: as recorded, else the agent, else the applicant."""
        parties = sorted(self.payment.case.parties.all(), key=lambda party: party.role != "agent")
        return self.payment.payer or next((party.name for party in parties if party.role in ("agent", "applicant")), "")

    @property
    def method(self) -> str:
        return METHODS.get(self.payment.method, self.payment.method)

    @property
    def recorded_by(self) -> str:
        return self.payment.recorded_by.name if self.payment.recorded_by else "Came with the application"

    @property
    def amount(self) -> str:
        return money(self.payment.amount)

    @property
    def state(self) -> str:
        return str(self.payment.get_state_display())

    def cells(self) -> tuple[Any, ...]:
        """One line of the CSV file; the amount as a plain number."""
        row = self.payment
        return (self.reference, self.payer, f"{row.amount:.2f}", self.method, row.reference, row.received_on, self.recorded_by, self.state)


def receipts_of(authority: Any, on: date) -> list[Receipt]:
    """What arrived on this day at the council, in the order in which it was recorded."""
    rows: QuerySet[Payment] = Payment.objects.filter(authority=authority, received_on=on, state__in=CAME)
    return [Receipt(row) for row in rows.select_related("case", "recorded_by").prefetch_related("case__parties")]


def total_of(receipts: list[Receipt]) -> Decimal:
    return sum((r.payment.amount for r in receipts if r.payment.state == Payment.State.RECEIVED), start=Decimal(0))


def receipts_csv(receipts: list[Receipt]) -> Iterator[str]:
    return csv_lines(HEAD, (receipt.cells() for receipt in receipts))


def refunds_waiting(authority: Any) -> QuerySet[Refund]:
    """What somebody asked to be paid back and nobody has decided, the oldest first."""
    return Refund.objects.filter(authority=authority, state=Refund.State.REQUESTED).select_related("case", "requested_by")
