"""Asking the applicant."""

from datetime import date
from typing import Any

import pytest

from applications.models import AccessLink, PlanningApplication
from audit.models import AuditEvent
from core.errors import DomainError, StaleRecord
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.applications import PartyFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services
from validation.models import ValidationRequest
from validation.services.requests import CannotAsk, NoLongerOpen


def ask(application: PlanningApplication, officer: Any, now: Any, kind: str = "additional_document", **more: Any) -> ValidationRequest:
    given = {"reason": "The north elevation is missing.", "payload": {"document_type": "Elevations"}, **more}
    return services.create_request(application=application, kind=kind, by=officer, now=now, **given)


def test_a_request_waits_for_the_invalid_notice(application: Any, officer: Any, now: Any) -> None:
    request = ask(application, officer, now)
    assert request.state == "pending" and request.due_on is None
    assert not Message.objects.filter(case=application.case).exists()
    assert AuditEvent.objects.filter(case=application.case, type="request_added").get().actor_name == officer.name


def test_numbers_are_never_used_again(application: Any, officer: Any, now: Any) -> None:
    first = ask(application, officer, now)
    services.cancel_request(request=first, reason="Found it", by=officer, now=now)
    assert ask(application, officer, now).number == first.number + 1


def test_a_request_leaves_at_once_after_the_invalid_notice(application: Any, officer: Any, now: Any) -> None:
    ask(application, officer, now)
    services.invalidate(application=application, by=officer, now=now)
    late = ask(application, officer, now)
    late.refresh_from_db()
    assert late.state == "open" and late.due_on == date(2026, 12, 15)
    assert Message.objects.filter(case=application.case, template="validation.requests_sent").count() == 1


def test_days_on_which_the_council_is_closed_do_not_count(application: Any, officer: Any, now: Any) -> None:
    council = application.case.authority
    council.settings = {"closure_days": ["2026-11-26", "2026-11-27", "2026-11-28"]}
    council.save()
    request = ask(
        application, officer, now, "description_change", payload={"proposed": "Erect an extension", "previous": application.description}
    )
    request.refresh_from_db()
    assert request.due_on == date(2026, 12, 3)


def test_a_description_is_proposed_at_once_with_its_own_period(application: Any, officer: Any, now: Any) -> None:
    request = ask(
        application, officer, now, "description_change", payload={"proposed": "Erect an extension", "previous": application.description}
    )
    request.refresh_from_db()
    assert request.state == "open" and request.due_on == date(2026, 12, 1)
    application.refresh_from_db()
    assert application.description == "Build a single storey rear extension"


def test_only_one_fee_request_at_a_time(application: Any, officer: Any, now: Any) -> None:
    ask(application, officer, now, "fee_change")
    with pytest.raises(CannotAsk, match="already"):
        ask(application, officer, now, "fee_change")


def test_the_fee_is_not_asked_about_once_valid(authority: Any, officer: Any, now: Any) -> None:
    from tests.factories.applications import PlanningApplicationFactory

    valid = PlanningApplicationFactory.create(authority=authority, valid=True)
    with pytest.raises(CannotAsk, match="before the application is valid"):
        ask(valid, officer, now, "fee_change")


def test_nothing_is_asked_of_an_ended_application(authority: Any, officer: Any, now: Any) -> None:
    from tests.factories.applications import PlanningApplicationFactory

    determined = PlanningApplicationFactory.create(authority=authority, determined=True)
    with pytest.raises(DomainError, match="cannot be changed"):
        ask(determined, officer, now)


def test_the_second_of_two_officers_is_shown_both_texts_and_nothing_is_saved(application: Any, officer: Any, now: Any) -> None:
    request = ask(application, officer, now)
    services.edit_request(request=request, version=1, reason="The east elevation is missing.", by=UserFactory.create(name="Vera"), now=now)
    with pytest.raises(StaleRecord) as refusal:
        services.edit_request(request=request, version=1, reason="The west elevation is missing.", by=officer, now=now)
    assert refusal.value.theirs == "The east elevation is missing."
    assert "Vera" in refusal.value.message
    request.refresh_from_db()
    assert request.reason == "The east elevation is missing."


def test_a_sent_request_is_not_edited(application: Any, officer: Any, now: Any) -> None:
    sent = ValidationRequestFactory.create(case=application.case, sent=True)
    with pytest.raises(NoLongerOpen):
        services.edit_request(request=sent, version=sent.version, reason="Other", by=officer, now=now)


def test_the_applicant_is_told_of_a_cancelled_request_only_if_it_had_been_sent(application: Any, officer: Any, now: Any) -> None:
    services.cancel_request(request=ask(application, officer, now), reason="Found it", by=officer, now=now)
    assert not Message.objects.filter(case=application.case).exists()
    sent = ValidationRequestFactory.create(case=application.case, sent=True, number=40)
    services.cancel_request(request=sent, reason="Found it in the post", by=officer, now=now)
    assert "Found it in the post" in Message.objects.get(case=application.case).body


def test_a_cancellation_needs_a_reason(application: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="why"):
        services.cancel_request(request=ask(application, officer, now), reason="  ", by=officer, now=now)


def test_an_answered_request_is_not_cancelled(application: Any, officer: Any, now: Any) -> None:
    answered = ValidationRequestFactory.create(case=application.case, answered=True)
    with pytest.raises(NoLongerOpen):
        services.cancel_request(request=answered, reason="No", by=officer, now=now)


def test_the_agent_is_written_to_where_there_is_one_and_with_a_link_of_their_own(application: Any, officer: Any, now: Any) -> None:
    agent = PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    ask(application, officer, now)
    services.invalidate(application=application, by=officer, now=now)
    message = Message.objects.get(case=application.case)
    assert message.to == "agent@example.com"
    link = AccessLink.objects.get(case=application.case)
    assert link.party == agent and "/my/" in message.body
    assert link.token_hash not in message.body


def test_nobody_is_emailed_where_nobody_has_an_address(application: Any, officer: Any, now: Any) -> None:
    application.case.parties.update(email="")
    ask(application, officer, now)
    assert services.invalidate(application=application, by=officer, now=now) is False
    assert AuditEvent.objects.get(case=application.case, type="request_sent").data["to"].startswith("nobody")


def test_an_officer_marks_an_answer_as_seen_and_the_counter_falls(application: Any, officer: Any, now: Any) -> None:
    from applications.projection import refresh

    answered = ValidationRequestFactory.create(case=application.case, answered=True)
    refresh(application, now=now)
    application.refresh_from_db()
    assert application.unread_answers == 1 and application.next_task == "required_documents"
    services.mark_answer_seen(request=answered, by=officer, now=now)
    answered.refresh_from_db()
    application.refresh_from_db()
    assert answered.seen_by == officer and application.unread_answers == 0
