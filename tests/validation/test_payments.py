"""Money that arrives after the application."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Payment, PlanningApplication
from applications.payments import paid
from audit.models import AuditEvent
from core.errors import DomainError
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from validation import services
from validation.presenters import fee_position
from validation.selectors import valid_from_answer


def pay(application: Any, officer: Any, now: Any, **changes: Any) -> Payment:
    given = {"amount": Decimal("100.00"), "method": "cheque", "reference": "CHQ-7", "received_on": date(2026, 11, 20), **changes}
    return services.record_payment(application=application, by=officer, now=now, **given)


def test_the_payment_that_completes_the_fee_moves_the_day_of_validity(application: Any, officer: Any, now: Any) -> None:
    due = fee_position(application).due
    PaymentFactory.create(case=application.case, amount=due - 100)
    pay(application, officer, now)
    again = PlanningApplication.objects.get(pk=application.pk)
    assert paid(again.case) == due
    assert valid_from_answer(again).value == date(2026, 11, 20)


def test_what_is_paid_on_top_moves_nothing(checked: Any, officer: Any, now: Any) -> None:
    due, before = fee_position(checked).due, valid_from_answer(checked).value
    PaymentFactory.create(case=checked.case, amount=due)
    pay(checked, officer, now)
    again = PlanningApplication.objects.get(pk=checked.pk)
    assert valid_from_answer(again).value == before == date(2026, 11, 2)
    assert fee_position(again).over > 0


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


def test_money_that_comes_after_the_end_is_recorded_too(authority: Any, officer: Any, now: Any) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    assert pay(ended, officer, now).state == "received"


def test_it_comes_off_what_was_expected(application: Any, officer: Any, now: Any) -> None:
    PaymentFactory.create(case=application.case, state="expected", amount="150.00", received_on=None, reference="")
    pay(application, officer, now)
    assert rows(application) == [("expected", 50), ("received", 100)]
    pay(application, officer, now, amount=Decimal(60), reference="CHQ-8")
    assert rows(application) == [("received", 60), ("received", 100)]


def rows(application: Any) -> list[tuple[str, Decimal]]:
    return list(application.case.payments.order_by("pk").values_list("state", "amount"))


def test_an_officer_records_it_from_the_fee_page(authority: Any, officer_client: Any, application: Any) -> None:
    client, _ = officer_client(authority)
    fee = reverse("validation:check_fee", kwargs={"reference": application.reference})
    there = reverse("payments:record", kwargs={"reference": application.reference})
    assert there in client.get(fee).content.decode()
    assert client.get(there).status_code == 200
    today, late = timezone.localdate(), timezone.localdate() + timedelta(days=2)
    given = {"amount": "£258.00", "method": "card", "reference": "PAY-9"}
    refused = client.post(there, {**given, **parts(late)})
    assert refused.status_code == 422 and "must be on or before" in refused.content.decode()
    listed = reverse("payments:payments", kwargs={"reference": application.reference})
    assert client.post(there, {**given, **parts(today)})["Location"] == listed
    assert "Recorded by" in client.get(listed).content.decode()
    words = client.get(fee).content.decode()
    assert "£258 received" in words and "reference PAY-9" in words


def parts(day: date) -> dict[str, int]:
    return {"received_on-day": day.day, "received_on-month": day.month, "received_on-year": day.year}
