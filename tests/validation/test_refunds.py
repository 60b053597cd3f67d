"""Paying back needs two people; the day's receipts go to the finance department."""

import csv
import io
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import LocalAuthority
from applications.facts import facts_for
from applications.models import Payment, PlanningApplication, Refund
from applications.payments import can_be_refunded, guarantee_refund, paid
from audit.models import AuditEvent
from core.errors import DomainError
from core.tenancy import acting_for
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory, RefundFactory
from validation import services
from validation.services import SecondPersonNeeded


@pytest.fixture
def leader(db: None) -> Any:
    return UserFactory.create(name="Lee Leader")


@pytest.fixture
def asked(application: Any, officer: Any, now: Any) -> Refund:
    """£100 of £548 asked for by the officer."""
    PaymentFactory.create(case=application.case)
    return ask(application, officer, now)


def ask(application: Any, by: Any, now: Any, **changes: Any) -> Refund:
    given = {"amount": Decimal(100), "ground": "overpaid", "reason": "Paid twice", **changes}
    return services.request_refund(application=application, by=by, now=now, **given)


class TestTwoPeople:
    def test_a_second_person_approves_and_the_applicant_is_told(
        self, application: Any, asked: Refund, officer: Any, leader: Any, now: Any
    ) -> None:
        assert (paid(application.case), can_be_refunded(application.case)) == (548, 448)
        entry = services.approve_refund(application=application, refund=asked, by=leader, now=now)
        assert (entry.state, entry.amount, paid(application.case)) == ("refunded", 100, 448)
        assert Message.objects.filter(template="validation.refund_approved").count() == 1
        said = AuditEvent.objects.get(case=application.case, type="refund_approved")
        assert (said.actor_name, said.data["asked_by"]) == ("Lee Leader", "Olu Officer")

    def test_nobody_approves_their_own(self, application: Any, asked: Refund, officer: Any, now: Any) -> None:
        with pytest.raises(SecondPersonNeeded):
            services.approve_refund(application=application, refund=asked, by=officer, now=now)
        assert paid(application.case) == 548

    def test_turned_down_the_money_can_be_asked_for_again(
        self, application: Any, asked: Refund, officer: Any, leader: Any, now: Any
    ) -> None:
        services.refuse_refund(application=application, refund=asked, reason="It was due", by=leader, now=now)
        assert can_be_refunded(application.case) == 548
        with pytest.raises(DomainError, match="faster"):
            services.approve_refund(application=application, refund=asked, by=leader, now=now)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"amount": Decimal(0)}, "amount"), ({"amount": Decimal("448.01")}, "amount"), ({"reason": " "}, "reason")],
        ids=["nothing", "more than is left", "no reason"],
    )
    def test_what_cannot_be_asked_for(self, application: Any, asked: Refund, officer: Any, now: Any, changes: Any, field: str) -> None:
        with pytest.raises(DomainError) as refusal:
            ask(application, officer, now, **changes)
        assert refusal.value.field == field

    def test_not_after_the_money_turned_out_not_to_be_there(
        self, application: Any, asked: Refund, officer: Any, leader: Any, now: Any
    ) -> None:
        row = application.case.payments.get()
        services.mark_bounced(application=application, payment=row, bounced_on=date(2026, 11, 23), because="No funds", by=officer, now=now)
        with pytest.raises(DomainError, match="Only £0"):
            services.approve_refund(application=application, refund=asked, by=leader, now=now)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A refund that waits in a council of its own, really committed: two connections must see it. Nothing else looks at that council."""
    with django_db_blocker.unblock():
        name = uuid.uuid4().hex
        before = LocalAuthority.objects.filter(subdomain__startswith="purse-").count()
        council = LocalAuthorityFactory.create(subdomain=f"purse-{name}", council_code=f"P{before:03X}")
        leaders = [UserFactory.create(email=f"{n}-{name}@example.com") for n in range(2)]
        with acting_for(council):
            application = PlanningApplicationFactory.create(authority=council, case__reference=f"26-{name[:8]}-HAPP")
            PaymentFactory.create(case=application.case)
            asker = UserFactory.create(email=f"asker-{name}@example.com")
            yield application, RefundFactory.create(case=application.case, amount="100.00", requested_by=asker), leaders
        connection.close()


def test_two_who_approve_at_once_pay_back_once(committed: Any, now: Any) -> None:
    application, refund, leaders = committed
    start = threading.Barrier(2)

    def approve(leader: Any) -> str:
        try:
            with acting_for(application.case.authority):
                start.wait(10)
                services.approve_refund(application=application, refund=refund, by=leader, now=now)
            return "approved"
        except DomainError as refusal:
            return refusal.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(approve, leaders))
    assert Payment.objects.filter(case=application.case, state="refunded").count() == 1
    assert said[1] == "approved" and "faster" in said[0]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"amount": 0}, "refund_more_than_nothing"),
        ({"reason": ""}, "refund_has_a_reason"),
        ({"decided_because": "x", "state": "refused"}, "refund_decided_by_and_when"),
        ({"state": "approved", "own": True}, "refund_approved_by_somebody_else"),
        ({"state": "approved", "own": False}, "refund_approved_has_its_entry"),
    ],
)
def test_the_database_keeps_the_rules(authority: Any, leader: Any, now: Any, changes: dict[str, Any], rule: str) -> None:
    refund = RefundFactory.create(case__authority=authority)
    if "own" in changes:
        own = changes.pop("own")
        entry = PaymentFactory.create(case=refund.case, state="refunded") if own else None
        changes = {**changes, "decided_at": now, "decided_by": refund.requested_by if own else leader, "payment": entry}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(**changes)


class TestPlanningGuarantee:
    def test_it_is_due_once_its_last_day_has_passed_without_a_decision(self, authority: Any) -> None:
        application = PlanningApplicationFactory.create(authority=authority, valid=True)
        last = guarantee_refund(application, facts_for(application), on=date(2026, 11, 24)).last_day
        assert last is not None
        for day, due in [(last, False), (last + timedelta(days=1), True)]:
            said = guarantee_refund(application, facts_for(application), on=day)
            assert (said.due, said.because != ()) == (due, True)

    def test_not_where_it_was_decided_in_time(self, authority: Any) -> None:
        application = PlanningApplicationFactory.create(authority=authority, determined=True)
        assert not guarantee_refund(application, facts_for(application), on=date(2028, 1, 1)).due

    def test_it_is_proposed_with_its_reason(self, authority: Any, officer_client: Any) -> None:
        application = PlanningApplicationFactory.create(authority=authority, valid=True)
        PlanningApplication.objects.filter(pk=application.pk).update(received_on=date(2026, 1, 5), valid_from_on=date(2026, 1, 5))
        PaymentFactory.create(case=application.case)
        client, _ = officer_client(authority)
        page = client.get(page_of(application, "request_refund")).content.decode()
        assert 'value="548.00"' in page or 'value="548"' in page
        assert "The fee has to be paid back" in page and "9A" in page


def page_of(application: Any, name: str, **more: Any) -> str:
    return reverse(f"payments:{name}", kwargs={"reference": application.reference, **more}, urlconf="bops.urls_officers")


class TestPages:
    def test_from_asking_to_approval(self, authority: Any, application: Any, officer_client: Any) -> None:
        PaymentFactory.create(case=application.case)
        client, asker = officer_client(authority)
        given = {"amount": "£20", "ground": "overpaid", "reason": "Twice"}
        listed = page_of(application, "payments")
        assert client.post(page_of(application, "request_refund"), given)["Location"] == listed
        refund = Refund.objects.get()
        assert "Somebody else has to approve it" in client.get(listed).content.decode()
        assert client.get(page_of(application, "approve", refund=refund.public_id)).status_code == 403
        boss, _ = officer_client(authority, roles=["team_leader"])
        waiting = boss.get(reverse("payments:refunds", urlconf="bops.urls_officers")).content.decode()
        there = page_of(application, "approve", refund=refund.public_id)
        assert there in waiting and asker.name in waiting
        assert "Twice" in boss.get(there).content.decode()
        assert boss.post(there)["Location"] == listed
        assert "Paid back" in boss.get(listed).content.decode()
        assert Payment.objects.get(state="refunded").amount == 20

    def test_the_work_list_tells_who_may_approve(self, authority: Any, application: Any, officer_client: Any) -> None:
        RefundFactory.create(case=application.case)
        for role, told in [("team_leader", True), ("case_officer", False)]:
            client, _ = officer_client(authority, roles=[role])
            page = client.get(reverse("casework:work", urlconf="bops.urls_officers")).content.decode()
            assert ("1 refund waits" in page) == told

    def test_who_asked_finds_no_button_to_approve(self, authority: Any, application: Any, officer_client: Any) -> None:
        PaymentFactory.create(case=application.case)
        boss, user = officer_client(authority, roles=["team_leader"])
        refund = RefundFactory.create(case=application.case, requested_by=user)
        there = page_of(application, "approve", refund=refund.public_id)
        assert "Approve the refund" not in boss.get(there).content.decode()
        assert boss.post(there).status_code == 422
        back = page_of(application, "take_back", refund=refund.public_id)
        assert boss.post(back, {"reason": "Wrong case"}).status_code == 302
        refund.refresh_from_db()
        assert refund.state == "refused"

    def test_nobody_takes_back_what_another_asked_for(self, authority: Any, application: Any, officer_client: Any) -> None:
        PaymentFactory.create(case=application.case)
        refund = RefundFactory.create(case=application.case)
        client, _ = officer_client(authority)
        assert client.post(page_of(application, "take_back", refund=refund.public_id), {"reason": "x"}).status_code == 404

    def test_marked_as_bounced_and_taken_back_by_an_officer(self, authority: Any, application: Any, officer_client: Any) -> None:
        row = PaymentFactory.create(case=application.case)
        client, _ = officer_client(authority)
        there = page_of(application, "bounced", entry=row.public_id)
        assert "tell the applicant" in client.get(there).content.decode()
        assert client.post(there, {"bounced_on": "2026-11-03", "because": "No funds"}).status_code == 302
        page = client.get(page_of(application, "payments")).content.decode()
        assert "No funds" in page and "stands still" in page
        back = page_of(application, "not_bounced", entry=row.public_id)
        assert client.get(back).status_code == 200
        assert client.post(back, {"reason": "Bank error"}).status_code == 302
        away = page_of(application, "cancel", entry=row.public_id)
        assert client.get(away).status_code == 200
        assert client.post(away, {}).status_code == 422
        assert client.post(away, {"reason": "Another case"}).status_code == 302
        assert "Another case" in client.get(page_of(application, "payments")).content.decode()

    def test_an_entry_of_another_case_is_not_found(self, authority: Any, application: Any, officer_client: Any) -> None:
        other = PaymentFactory.create(case__authority=authority)
        client, _ = officer_client(authority)
        assert client.get(page_of(application, "bounced", entry=other.public_id)).status_code == 404


class TestReceipts:
    def test_a_day_as_csv_without_formulas(self, authority: Any, application: Any, officer: Any, officer_client: Any) -> None:
        day = date(2026, 11, 20)
        PaymentFactory.create(
            case=application.case,
            received_on=day,
            payer="=cmd()",
            method="cheque",
            recorded_by=officer,
            recorded_at=application.received_at,
        )
        PaymentFactory.create(case=application.case, received_on=day + timedelta(days=1))
        client, _ = officer_client(authority)
        address = reverse("payments:receipts_csv", urlconf="bops.urls_officers")
        text = b"".join(client.get(f"{address}?on=2026-11-20").streaming_content).decode("utf-8-sig")
        [line] = csv.DictReader(io.StringIO(text))
        assert line == {
            "Reference": application.reference,
            "Payer": "'=cmd()",
            "Amount": "548.00",
            "Method": "Cheque",
            "Payment reference": "pay-1",
            "Received on": "2026-11-20",
            "Recorded by": "Olu Officer",
            "State": "Received",
        }

    @pytest.mark.parametrize("day", ["x", "2026-02-30"])
    def test_what_is_no_day_is_not_found(self, authority: Any, officer_client: Any, day: str) -> None:
        client, _ = officer_client(authority)
        assert client.get(reverse("payments:receipts_csv", urlconf="bops.urls_officers") + f"?on={day}").status_code == 404

    def test_the_page_of_a_day(self, authority: Any, application: Any, officer_client: Any) -> None:
        PaymentFactory.create(case=application.case, received_on=date(2026, 11, 20))
        PaymentFactory.create(
            case=application.case, received_on=date(2026, 11, 20), amount="10.00", state="bounced", bounced_on=date(2026, 11, 21),
            bounced_at=application.received_at, bounced_by=UserFactory.create(),
        )  # fmt: skip
        client, _ = officer_client(authority)
        address = reverse("payments:receipts", urlconf="bops.urls_officers")
        page = client.get(f"{address}?on=2026-11-20").content.decode()
        assert "£548 in all" in page and "£10" in page and application.reference in page
        assert client.get(f"{address}?on=nonsense").status_code == 422
        assert "Nothing was received" in client.get(f"{address}?on=2026-11-01").content.decode()

    def test_another_council_sees_none_of_it(self, authority: Any, application: Any, officer_client: Any) -> None:
        PaymentFactory.create(case=application.case, received_on=date(2026, 11, 20))
        RefundFactory.create(case=application.case)
        other = LocalAuthorityFactory.create()
        with acting_for(other):
            client, _ = officer_client(other, roles=["team_leader"])
        for name in ("receipts", "refunds"):
            address = reverse(f"payments:{name}", urlconf="bops.urls_officers") + "?on=2026-11-20"
            assert application.reference not in client.get(address).content.decode()
        assert client.get(page_of(application, "payments")).status_code == 404

    def test_only_who_may_take_lists_away(self, authority: Any, officer_client: Any) -> None:
        client, _ = officer_client(authority, roles=["land_charges"])
        assert client.get(reverse("payments:receipts_csv", urlconf="bops.urls_officers")).status_code == 403
