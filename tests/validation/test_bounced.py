"""A payment that the bank did not honour."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from applications.models import Payment, PlanningApplication
from audit.models import AuditEvent
from core.errors import DomainError
from notifications.models import Message
from statute.tables import lookup
from tests.factories.accounts import UserFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from validation import services
from validation.models import ValidationCheck
from validation.presenters import fee_position
from validation.selectors import blocks_to_validate

BOUNCED = date(2026, 11, 23)


@pytest.fixture
def valid(authority: Any, officer: Any) -> PlanningApplication:
    """Valid, with the fee paid by cheque and an applicant who can be emailed."""
    application = PlanningApplicationFactory.create(authority=authority, valid=True, officer=officer)
    application.case.parties.update(email="ada@example.com")
    PaymentFactory.create(case=application.case, amount=fee_position(application).due, method="cheque", reference="CHQ-1")
    return application


def bounce(application: Any, by: Any, now: datetime, **changes: Any) -> Payment:
    payment = changes.pop("payment", None) or application.case.payments.get(state="received")
    given = {"bounced_on": BOUNCED, "because": "Refer to drawer", **changes}
    return services.mark_bounced(application=application, payment=payment, by=by, now=now, **given)


def pay(application: Any, by: Any, now: datetime, day: date, reference: str = "CHQ-2") -> Payment:
    due = fee_position(application).due
    return services.record_payment(
        application=application, amount=due, method="cheque", reference=reference, received_on=day, by=by, now=now
    )


def expiry(application: Any) -> date | None:
    return PlanningApplication.objects.get(pk=application.pk).effective_expiry_on


class TestAfterValidation:
    def test_the_clock_stands_still_until_the_fee_is_there(self, valid: Any, officer: Any, now: Any) -> None:
        services.record_payment(
            application=valid, amount=Decimal(1), method="card", reference="x", received_on=BOUNCED, by=officer, now=now
        )
        before = expiry(valid)
        assert before is not None
        bounce(valid, officer, now, payment=valid.case.payments.get(reference="CHQ-1"))
        assert expiry(valid) is None
        pay(valid, officer, now + timedelta(days=10), date(2026, 12, 4))
        assert expiry(valid) == before + timedelta(days=10), "told on 24 November, paid on 4 December"

    def test_part_of_the_fee_does_not_start_it_again(self, valid: Any, officer: Any, now: Any) -> None:
        bounce(valid, officer, now)
        services.record_payment(
            application=valid, amount=Decimal(20), method="card", reference="x", received_on=BOUNCED, by=officer, now=now
        )
        assert expiry(valid) is None

    def test_a_payment_that_bounces_again_leaves_it_standing_from_the_first_day(self, valid: Any, officer: Any, now: Any) -> None:
        pay(valid, officer, now, BOUNCED, "early")
        before = expiry(valid)
        bounce(valid, officer, now, payment=valid.case.payments.get(reference="CHQ-1"))
        assert expiry(valid) == before, "the other payment covers the fee"
        later = now + timedelta(days=3)
        bounce(valid, officer, later, payment=valid.case.payments.get(reference="early"), bounced_on=date(2026, 11, 26))
        assert expiry(valid) is None
        pay(valid, officer, later, date(2026, 11, 27), "third")
        assert expiry(valid) == before + timedelta(days=3)

    def test_everybody_is_told_and_it_is_in_the_history(self, valid: Any, officer: Any, now: Any) -> None:
        bounce(valid, UserFactory.create(name="Fin Finance"), now)
        told = dict(Message.objects.filter(case=valid.case).values_list("template", "to"))
        assert told == {"validation.payment_bounced": "ada@example.com", "validation.payment_bounced_officer": officer.email}
        assert "Refer to drawer" in Message.objects.get(template="validation.payment_bounced").body
        event = AuditEvent.objects.get(case=valid.case, type="payment_bounced")
        assert (event.actor_name, event.data["because"]) == ("Fin Finance", "Refer to drawer")
        assert "bounced on 23 November 2026" in PlanningApplication.objects.get(pk=valid.pk).attention

    def test_when_it_is_paid_the_applicant_is_told_once(self, valid: Any, officer: Any, now: Any) -> None:
        bounce(valid, officer, now)
        pay(valid, officer, now, date(2026, 11, 24))
        pay(valid, officer, now, date(2026, 11, 24), "CHQ-3")
        assert Message.objects.filter(template="validation.fee_made_good").count() == 1
        assert AuditEvent.objects.filter(case=valid.case, type="payment_made_good").count() == 1

    def test_taken_back_the_time_never_stood_still(self, valid: Any, officer: Any, now: Any) -> None:
        services.record_payment(
            application=valid, amount=Decimal(1), method="card", reference="x", received_on=BOUNCED, by=officer, now=now
        )
        before = expiry(valid)
        row = bounce(valid, officer, now, payment=valid.case.payments.get(reference="CHQ-1"))
        services.take_back_bounce(application=valid, payment=row, reason="The bank was wrong", by=officer, now=now)
        assert expiry(valid) == before
        assert valid.case.payments.get(reference="CHQ-1").state == "received"


class TestBeforeValidation:
    def test_the_fee_has_to_be_checked_again(self, checked: Any, officer: Any, now: Any) -> None:
        assert blocks_to_validate(checked) == []
        bounce(checked, officer, now)
        assert [block.url_name for block in blocks_to_validate(checked)] == ["validation:check_fee"]
        assert ValidationCheck.objects.get(case=checked.case, check_name="fee").ok is None

    def test_valid_from_the_day_of_the_new_payment(self, checked: Any, officer: Any, now: Any) -> None:
        bounce(checked, officer, now)
        pay(checked, officer, now, date(2026, 11, 24))
        services.record_check(application=checked, check="fee", ok=True, by=officer, now=now)
        valid = services.validate(application=checked, by=officer, now=now)
        assert valid.valid_from_on == date(2026, 11, 24)


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"bounced_on": date(2026, 11, 25)}, "bounced_on"),
            ({"bounced_on": date(2026, 11, 1)}, "bounced_on"),
            ({"because": " "}, "because"),
            ({"told_on": date(2026, 11, 22)}, "told_on"),
            ({"told_on": date(2026, 11, 25)}, "told_on"),
        ],
        ids=["tomorrow", "before it came", "no words", "told before", "told tomorrow"],
    )
    def test_is_refused(self, valid: Any, officer: Any, now: Any, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(DomainError) as refusal:
            bounce(valid, officer, now, **changes)
        assert refusal.value.field == field
        assert valid.case.payments.get().state == "received"

    def test_nobody_to_email_needs_the_day_of_a_letter(self, valid: Any, officer: Any, now: Any) -> None:
        valid.case.parties.update(email="")
        with pytest.raises(DomainError) as refusal:
            bounce(valid, officer, now)
        assert refusal.value.field == "told_on"
        assert bounce(valid, officer, now, told_on=BOUNCED).told_on == BOUNCED

    def test_not_twice(self, valid: Any, officer: Any, now: Any) -> None:
        row = bounce(valid, officer, now)
        with pytest.raises(DomainError, match="is bounced"):
            bounce(valid, officer, now, payment=row)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"amount": 0}, "payment_more_than_nothing"),
        ({"state": "bounced"}, "payment_bounced_has_when"),
        ({"told_on": BOUNCED}, "payment_bounced_by_and_when"),
        ({"state": "cancelled"}, "payment_cancelled_by_and_why"),
    ],
)
def test_the_database_keeps_the_rules(authority: Any, changes: dict[str, Any], rule: str) -> None:
    payment = PaymentFactory.create(case__authority=authority)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**changes)


def test_the_law_has_the_rule() -> None:
    assert "dishonoured" in lookup("validity", "dishonoured", BOUNCED).says


class TestCancelling:
    def test_a_wrong_entry_counts_as_nothing_and_stays(self, application: Any, officer: Any, now: Any) -> None:
        row = PaymentFactory.create(case=application.case)
        services.cancel_payment(application=application, payment=row, reason="Another case", by=officer, now=now)
        assert fee_position(application).paid == 0
        row.refresh_from_db()
        assert (row.state, row.cancelled_because, row.cancelled_by) == ("cancelled", "Another case", officer)

    def test_its_reference_can_be_recorded_again(self, application: Any, officer: Any, now: Any) -> None:
        row = PaymentFactory.create(case=application.case, reference="CHQ-2")
        services.cancel_payment(application=application, payment=row, reason="Wrong amount", by=officer, now=now)
        assert pay(application, officer, now, date(2026, 11, 20)).state == "received"

    def test_not_money_that_waits_to_be_paid_back(self, application: Any, officer: Any, now: Any) -> None:
        row = PaymentFactory.create(case=application.case)
        services.request_refund(application=application, amount=Decimal(10), ground="other", reason="Because", by=officer, now=now)
        with pytest.raises(DomainError, match="refund first"):
            services.cancel_payment(application=application, payment=row, reason="Wrong", by=officer, now=now)
