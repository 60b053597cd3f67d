"""Valid or invalid."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from applications.lifecycle import Blocked
from applications.models import StatusChange
from applications.snapshot import CaseSnapshot
from notifications.models import Message
from tests.factories.applications import PartyFactory, PaymentFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services
from validation.models import ValidationCheck, ValidationRequest
from validation.questions import checks_of, task_of
from validation.selectors import blocks_to_invalidate, blocks_to_validate

LONDON = ZoneInfo("Europe/London")


def reasons(application: Any) -> str:
    return " ".join(block.reason for block in blocks_to_validate(application))


def test_a_new_application_is_blocked_by_every_check_of_its_type(application: Any) -> None:
    pages = [block.url_name.removeprefix("validation:") for block in blocks_to_validate(application)]
    assert pages == [task_of(check) for check in checks_of(CaseSnapshot(application))]


def test_nothing_blocks_an_application_that_was_checked(checked: Any) -> None:
    assert blocks_to_validate(checked) == []


@pytest.mark.parametrize(
    ("trait", "words"),
    [({}, "has not been sent"), ({"sent": True}, "has not been answered"), ({"answered": True}, "has not been looked at")],
)
def test_requests_block(checked: Any, trait: dict[str, bool], words: str) -> None:
    ValidationRequestFactory.create(case=checked.case, **trait)
    assert words in reasons(checked)


def test_a_cancelled_request_blocks_nothing(checked: Any) -> None:
    ValidationRequestFactory.create(case=checked.case, cancelled=True)
    assert blocks_to_validate(checked) == []


def test_a_proposed_description_does_not_hold_the_application_up(checked: Any) -> None:
    ValidationRequestFactory.create(case=checked.case, kind="description_change", sent=True)
    assert blocks_to_validate(checked) == []


@pytest.mark.parametrize(("verdict", "words"), [(None, "not looked at"), (False, "not fit")])
def test_documents_block(checked: Any, verdict: bool | None, words: str) -> None:
    DocumentFactory.create(case=checked.case, checked=verdict, check_note="" if verdict is None else "No scale")
    assert words in reasons(checked)


def test_a_check_answered_no_blocks_once_its_request_is_gone(checked: Any, officer: Any, now: Any) -> None:
    services.record_check(application=checked, check="fee", ok=False, note="Short", by=officer, now=now)
    services.cancel_request(request=ValidationRequest.objects.get(case=checked.case), reason="No", by=officer, now=now)
    assert "Fee: the answer was no" in reasons(checked)


def test_the_service_enforces_the_list(application: Any, officer: Any, now: Any) -> None:
    with pytest.raises(Blocked) as refusal:
        services.validate(application=application, by=officer, now=now)
    assert len(refusal.value.blocks) == len(checks_of(CaseSnapshot(application)))
    application.refresh_from_db()
    assert application.status == "not_started" and application.valid_from_on is None


def test_valid_starts_the_clock_on_the_day_of_receipt(checked: Any, officer: Any, now: Any) -> None:
    services.validate(application=checked, by=officer, now=now)
    checked.refresh_from_db()
    assert (checked.status, checked.valid_from_on, checked.validated_by) == ("in_assessment", date(2026, 11, 2), officer)
    assert checked.dates.statutory_expiry_on == date(2026, 12, 28)
    assert StatusChange.objects.get(application=checked).verb == "validate"


def test_the_last_required_answer_moves_the_start(checked: Any, officer: Any, now: Any) -> None:
    late = datetime(2026, 11, 18, 21, 0, tzinfo=LONDON)
    answered = ValidationRequestFactory.create(case=checked.case, answered=True, answered_at=late)
    services.mark_answer_seen(request=answered, by=officer, now=now)
    services.validate(application=checked, by=officer, now=now)
    checked.refresh_from_db()
    assert checked.valid_from_on == date(2026, 11, 19)


def test_a_late_fee_moves_the_start(checked: Any, officer: Any, now: Any) -> None:
    checked.case.payments.update(amount="1.00")
    PaymentFactory.create(case=checked.case, received_on=date(2026, 11, 20))
    services.validate(application=checked, by=officer, now=now)
    checked.refresh_from_db()
    assert checked.valid_from_on == date(2026, 11, 20)


def test_applicant_and_agent_are_both_told_with_expiry_and_appeal(checked: Any, officer: Any, now: Any) -> None:
    PartyFactory.create(case=checked.case, role="agent", email="agent@example.com")
    services.validate(application=checked, by=officer, now=now)
    sent = Message.objects.filter(case=checked.case, template="validation.valid")
    assert sent.count() == 2
    for message in sent:
        assert checked.reference in message.body and "28 December 2026" in message.body and "appeal" in message.body


def test_invalid_needs_something_to_ask_for(application: Any, officer: Any, now: Any) -> None:
    assert "nothing to ask" in blocks_to_invalidate(application)[0].reason
    with pytest.raises(Blocked):
        services.invalidate(application=application, by=officer, now=now)


def test_invalid_sends_every_waiting_request_in_one_email(application: Any, officer: Any, now: Any) -> None:
    for text in ["No north elevation", "No site plan", "No roof plan"]:
        services.create_request(application=application, kind="additional_document", reason=text, by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    application.refresh_from_db()
    assert application.status == "invalidated"
    message = Message.objects.get(case=application.case)
    assert all(text in message.body for text in ["No north elevation", "No site plan", "No roof plan"])
    requests = ValidationRequest.objects.filter(case=application.case)
    assert {(r.state, r.sent_at, r.due_on) for r in requests} == {("open", now, date(2026, 12, 15))}


def test_the_due_date_follows_the_councils_own_period(application: Any, officer: Any, now: Any) -> None:
    application.authority.settings = {"request_answer_working_days": 3}
    application.authority.save()
    services.create_request(application=application, kind="other_change", reason="Call us", by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    assert ValidationRequest.objects.get(case=application.case).due_on == date(2026, 11, 27)


def test_invalid_twice_is_refused(application: Any, officer: Any, now: Any) -> None:
    services.create_request(application=application, kind="other_change", reason="Call us", by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    with pytest.raises(Blocked, match="already"):
        services.invalidate(application=application, by=officer, now=now)


def test_an_invalid_application_becomes_valid_when_all_is_answered(application: Any, officer: Any, now: Any) -> None:
    PaymentFactory.create(case=application.case)
    for check in ValidationCheck.Check.values:
        services.record_check(application=application, check=check, ok=True, by=officer, now=now)
    request = services.create_request(application=application, kind="other_change", reason="Say which door", by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    services.answer_request(request=request, text="The green one", by=officer, now=now)
    services.mark_answer_seen(request=request, by=officer, now=now)
    services.validate(application=application, by=officer, now=now)
    application.refresh_from_db()
    assert (application.status, application.valid_from_on) == ("in_assessment", date(2026, 11, 24))


def test_nothing_is_sent_when_the_transaction_fails(application: Any, officer: Any, now: Any, monkeypatch: Any) -> None:
    services.create_request(application=application, kind="other_change", reason="Call us", by=officer, now=now)
    monkeypatch.setattr("validation.services.decisions.refresh", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.invalidate(application=application, by=officer, now=now)
    assert not Message.objects.filter(case=application.case).exists()
    assert ValidationRequest.objects.get(case=application.case).state == "pending"
