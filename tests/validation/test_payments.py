"""Money that arrives after the application."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Payment, PlanningApplication
from audit.models import AuditEvent
from core.errors import DomainError
from tests.factories.applications import PlanningApplicationFactory
from validation import services
from validation.selectors import fee_paid, valid_from_answer


def pay(application: Any, officer: Any, now: Any, **changes: Any) -> Payment:
    given = {"amount": Decimal("100.00"), "method": "cheque", "reference": "CHQ-7", "received_on": date(2026, 11, 20), **changes}
    return services.record_payment(application=application, by=officer, now=now, **given)


def test_a_later_payment_moves_the_day_from_which_the_application_is_valid(checked: Any, officer: Any, now: Any) -> None:
    before, paid = valid_from_answer(checked).value, fee_paid(checked)
    payment = pay(checked, officer, now)
    application = PlanningApplication.objects.get(pk=checked.pk)
    assert (fee_paid(application), payment.state) == (paid + 100, "received")
    assert before < date(2026, 11, 20) == valid_from_answer(application).value


def test_it_is_in_the_history_with_who_recorded_it(application: Any, officer: Any, now: Any) -> None:
    pay(application, officer, now)
    event = AuditEvent.objects.get(case=application.case, type="payment_recorded")
    assert (event.actor_name, event.data["amount"], event.data["received_on"], event.data["reference"]) == (
        "Olu Officer",
        "£100",
        "2026-11-20",
        "CHQ-7",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"amount": Decimal(0)}, "amount"), ({"received_on": date(2999, 1, 1)}, "received_on"), ({"reference": "chq-7"}, "reference")],
    ids=["nothing", "in the future", "recorded already"],
)
def test_what_cannot_be_is_refused(application: Any, officer: Any, now: Any, changes: Any, field: str) -> None:
    pay(application, officer, now)
    with pytest.raises(DomainError) as refusal:
        pay(application, officer, now, **changes)
    assert refusal.value.field == field
    assert Payment.objects.filter(case=application.case).count() == 1


def test_not_on_a_case_that_has_ended(authority: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError):
        pay(PlanningApplicationFactory.create(authority=authority, determined=True), officer, now)


def test_an_officer_records_it_from_the_fee_page(authority: Any, officer_client: Any, application: Any) -> None:
    client, _ = officer_client(authority)
    fee = reverse("validation:check_fee", kwargs={"reference": application.reference})
    there = reverse("validation:record_payment", kwargs={"reference": application.reference})
    assert there in client.get(fee).content.decode()
    assert client.get(there).status_code == 200
    today, late = timezone.localdate(), timezone.localdate() + timedelta(days=2)
    given = {"amount": "£258.00", "method": "card", "reference": "PAY-9"}
    refused = client.post(there, {**given, **parts(late)})
    assert refused.status_code == 422 and "must be on or before" in refused.content.decode()
    assert client.post(there, {**given, **parts(today)})["Location"] == fee
    words = client.get(fee).content.decode()
    assert "£258 received" in words and "reference PAY-9" in words


def parts(day: date) -> dict[str, int]:
    return {"received_on-day": day.day, "received_on-month": day.month, "received_on-year": day.year}
