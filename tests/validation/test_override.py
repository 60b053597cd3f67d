"""Valid in spite of what stands in the way."""

from typing import Any

import pytest

from applications.lifecycle import Blocked
from applications.models import Case, PlanningApplication
from audit.selectors import history_of
from core.errors import DomainError
from notifications.models import Message
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services
from validation.models import ValidationRequest, ValidityOverride
from validation.selectors import blocks_to_invalidate, blocks_to_validate

WHY = "The inspector said on appeal that it was valid"


@pytest.fixture
def blocked(checked: PlanningApplication) -> PlanningApplication:
    """Checked, but a document is not fit and a plan that was asked for has not come."""
    DocumentFactory.create(case=checked.case, checked=False, check_note="No scale")
    ValidationRequestFactory.create(case=checked.case, sent=True)
    return checked


def named(application: PlanningApplication) -> list[str]:
    return [block.reason for block in blocks_to_validate(application)]


def override(application: PlanningApplication, officer: Any, now: Any, **values: Any) -> None:
    values = {"in_spite_of": named(application), "reason": WHY} | values
    services.validate(application=application, **values, by=officer, now=now)


def test_is_valid_and_everything_is_itemised(blocked: Any, officer: Any, now: Any) -> None:
    wanted = named(blocked)
    assert len(wanted) == 2
    override(blocked, officer, now)
    blocked.refresh_from_db()
    row = ValidityOverride.objects.get()
    assert (blocked.status, row.blocks, row.reason, row.by, row.verb) == ("in_assessment", wanted, WHY, officer, "validate")
    event = history_of(blocked.case).get(type="validity_overridden")
    assert all(words in event.data["blocks"] for words in wanted)
    assert event.data["reason"] == WHY


def test_nobody_waits_any_more_for_what_was_asked(blocked: Any, officer: Any, now: Any) -> None:
    override(blocked, officer, now)
    assert set(blocked.case.validation_requests.values_list("state", flat=True)) == {"cancelled"}
    assert Message.objects.filter(template="validation.request_cancelled").count() == 1
    assert Message.objects.filter(template="validation.valid").exists()


def test_what_was_not_named_blocks(blocked: Any, officer: Any, now: Any) -> None:
    first, second = named(blocked)
    with pytest.raises(Blocked) as refusal:
        override(blocked, officer, now, in_spite_of=[first])
    assert [block.reason for block in refusal.value.blocks] == [second]
    blocked.refresh_from_db()
    assert (blocked.status, ValidityOverride.objects.count()) == ("not_started", 0)


def test_wants_a_reason(blocked: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="Enter why") as refusal:
        override(blocked, officer, now, reason=" ")
    assert refusal.value.field == "reason"


def test_where_nothing_blocks_nothing_is_overridden(checked: Any, officer: Any, now: Any) -> None:
    override(checked, officer, now, in_spite_of=["Anything"])
    assert not ValidityOverride.objects.exists()


class TestHard:
    def test_a_case_without_a_site(self, checked: Any, officer: Any, now: Any) -> None:
        Case.objects.filter(pk=checked.pk).update(boundary_submitted=None, point=None, address_lines="")
        with pytest.raises(Blocked, match="has no site"):
            override(PlanningApplication.objects.get(pk=checked.pk), officer, now)

    def test_an_application_that_proposes_nothing(self, checked: Any, officer: Any, now: Any) -> None:
        PlanningApplication.objects.filter(pk=checked.pk).update(description=" ")
        with pytest.raises(Blocked, match="does not say what is proposed"):
            override(checked, officer, now)

    def test_an_application_without_its_fee(self, application: Any, officer: Any, now: Any) -> None:
        with pytest.raises(Blocked, match="cannot be valid without its fee") as refusal:
            override(application, officer, now)
        assert [block.url_name for block in refusal.value.blocks] == ["validation:check_fee"]
        PaymentFactory.create(case=application.case)
        override(application, officer, now)
        application.refresh_from_db()
        assert application.status == "in_assessment"

    @pytest.mark.parametrize("sent", [False, True], ids=["not sent yet", "with the applicant"])
    def test_an_application_whose_fee_is_asked_for(self, application: Any, officer: Any, now: Any, sent: bool) -> None:
        ask = {"ok": False, "note": "Nothing has arrived", "payload": {"suggestion": "Pay"}}
        services.record_check(application=application, check="fee", **ask, by=officer, now=now)
        if sent:
            services.invalidate(application=application, by=officer, now=now)
        with pytest.raises(Blocked, match="cannot be valid without its fee"):
            override(application, officer, now)
        assert ValidationRequest.objects.get(case=application.case).state != "cancelled"

    def test_an_application_whose_fee_is_said_to_be_paid_and_is_not(self, checked: Any, officer: Any, now: Any) -> None:
        checked.case.payments.all().delete()
        (block,) = blocks_to_validate(checked)
        assert (block.hard, block.url_name) == (True, "validation:check_fee")

    def test_nothing_is_due_where_an_officer_found_it_exempt(self, checked: Any, officer: Any, now: Any) -> None:
        checked.case.payments.all().delete()
        exempt = {"ok": True, "data": {"fee": "0", "because": "Works for a disabled person"}}
        services.record_check(application=checked, check="fee", **exempt, by=officer, now=now)
        checked.refresh_from_db()
        assert blocks_to_validate(checked) == []

    @pytest.mark.parametrize("status", ["in_assessment", "awaiting_determination", "withdrawn", "returned"])
    def test_an_application_in_another_state(self, authority: Any, officer: Any, now: Any, status: str) -> None:
        application = PlanningApplicationFactory.create(authority=authority, status=status)
        with pytest.raises(Blocked, match="already"):
            override(application, officer, now)

    def test_the_invalid_notice_must_ask_for_something(self, checked: Any) -> None:
        (block,) = blocks_to_invalidate(checked)
        assert block.hard


class TestPage:
    @pytest.fixture
    def leader(self, authority: Any, officer_client: Any) -> Any:
        return officer_client(authority, roles=["team_leader"])[0]

    def address(self, application: PlanningApplication) -> str:
        return f"/cases/{application.reference}/validation/decision/in-spite/"

    def test_marks_it_valid(self, blocked: Any, leader: Any) -> None:
        answers = {"in_spite_of": named(blocked), "reason": WHY, "action": "complete"}
        page = leader.post(self.address(blocked), answers, follow=True).content.decode()
        assert "in spite of what stood in the way" in page
        assert WHY in page, "the case shows it"
        blocked.refresh_from_db()
        assert blocked.status == "in_assessment"

    def test_each_thing_must_be_ticked(self, blocked: Any, leader: Any) -> None:
        response = leader.post(self.address(blocked), {"in_spite_of": named(blocked)[:1], "reason": WHY, "action": "complete"})
        assert response.status_code == 422
        assert "Tick each thing on the list" in response.content.decode()

    def test_is_offered_to_those_who_may(self, blocked: Any, leader: Any, authority: Any, officer_client: Any) -> None:
        decision = f"/cases/{blocked.reference}/validation/decision/"
        assert self.address(blocked) in leader.get(decision).content.decode()
        client, _ = officer_client(authority, roles=["case_officer"])
        assert self.address(blocked) not in client.get(decision).content.decode()
        assert client.get(self.address(blocked)).status_code == 403
        assert client.post(self.address(blocked), {"in_spite_of": named(blocked), "reason": WHY}).status_code == 403

    def test_says_what_nobody_can_override(self, application: Any, leader: Any) -> None:
        page = leader.get(self.address(application)).content.decode()
        assert "cannot be valid without its fee" in page
        assert 'name="reason"' not in page
