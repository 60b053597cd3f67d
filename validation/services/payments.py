"""Money that arrives after the application."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock, refuse_ended
from applications.models import Payment, PlanningApplication
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.filters import money
from validation import events


class AlreadyRecorded(DomainError):
    """The case has a payment with this reference."""


@transaction.atomic
def record_payment(
    *, application: PlanningApplication, amount: Decimal, method: str, reference: str, received_on: date, by: Any, now: datetime
) -> Payment:
    """Note that money for the case has arrived, in pounds. The application can be valid no earlier than its last payment.

    AlreadyRecorded: the case has a payment of this reference.
    """
    application = lock(application)
    refuse_ended(application)
    if amount <= 0:
        raise DomainError("Enter the amount that was paid.", "amount")
    if received_on > timezone.localdate(now):
        raise DomainError("The day on which the payment arrived cannot be in the future.", "received_on")
    case = application.case
    if reference and case.payments.filter(reference__iexact=reference, state=Payment.State.RECEIVED).exists():
        raise AlreadyRecorded(f"A payment with the reference {reference} has been recorded already.", "reference")
    payment = Payment.objects.create(
        authority_id=application.authority_id, case=case, amount=amount, method=method, reference=reference, received_on=received_on
    )
    record(events.PAYMENT_RECORDED, case=case, by=by, now=now, amount=money(amount), received_on=received_on, reference=reference)
    refresh(application, now=now)
    return payment
