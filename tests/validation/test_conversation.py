"""The conversation about the application as a whole, from the officers' side."""

from typing import Any

import pytest
from django.urls import reverse

from applications.models import PlanningApplication
from applications.snapshot import CaseSnapshot
from audit.actors import Applicant
from audit.models import AuditEvent
from casework.presenters.rows import CaseRow
from core.errors import DomainError
from notifications.models import Message
from tests.factories.applications import ColleagueFactory, PlanningApplicationFactory
from validation import services, tasklist
from validation.models import CaseMessage


def written(application: Any, now: Any, text: str = "Is it valid?") -> CaseMessage:
    party = application.case.parties.get()
    return services.write_to_each_other(application=application, text=text, party=party, by=Applicant(party), now=now)


@pytest.fixture
def case(authority: Any) -> PlanningApplication:
    return PlanningApplicationFactory.create(authority=authority, valid=True)


def url(name: str, case: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": case.reference})


def test_an_unread_message_is_what_needs_the_officer(case: Any, now: Any) -> None:
    written(case, now)
    application = PlanningApplication.objects.with_case().get(pk=case.pk)
    assert CaseRow(application, now.date()).unread == ["1 message"] and application.next_task == "requests"
    snapshot = CaseSnapshot(application)
    assert tasklist.REQUESTS.status(snapshot) == "Action required" and "1 unread message" in tasklist.REQUESTS.line(snapshot)


def test_the_officer_reads_and_answers(case: Any, now: Any, authority: Any, officer_client: Any) -> None:
    message = written(case, now)
    client, user = officer_client(authority)
    assert "Messages about the application (1 new)" in client.get(url("requests", case)).content.decode()
    assert "Is it valid?" in client.get(url("conversation", case)).content.decode()
    message.refresh_from_db()
    assert message.read_at is None
    assert client.post(url("conversation", case), {"text": "It is."}).status_code == 302
    message.refresh_from_db()
    case.refresh_from_db()
    assert message.read_by == user and case.unread_messages == 0
    assert "It is." in Message.objects.get(case=case.case, template="validation.message_from_officer").body


def test_marking_as_read_is_in_the_history_once(case: Any, now: Any, authority: Any, officer_client: Any) -> None:
    written(case, now)
    client, _ = officer_client(authority)
    for _ in range(2):
        assert client.post(url("mark_all_read", case)).status_code == 302
    assert AuditEvent.objects.filter(case=case.case, type="messages_read").count() == 1


def test_whoever_wrote_gets_a_receipt_a_colleague_their_own(case: Any, now: Any) -> None:
    party = case.case.parties.get()
    colleague = ColleagueFactory.create(case=case.case, party=party, party_email=party.email, email="cora@example.com")
    services.write_to_each_other(application=case, text="May I ask?", party=colleague, by=Applicant(colleague), now=now)
    receipt = Message.objects.get(case=case.case, template="validation.message_received")
    assert receipt.to == "cora@example.com" and "May I ask?" in receipt.body
    assert case.case.conversation.get().party == party


@pytest.mark.parametrize(("text", "words"), [(" ", "Enter your message"), ("x" * 5001, "5000")])
def test_a_message_has_bounds(case: Any, now: Any, text: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        written(case, now, text)


def test_one_can_still_write_after_the_decision(authority: Any, now: Any) -> None:
    decided = PlanningApplicationFactory.create(authority=authority, determined=True)
    written(decided, now, "How do I discharge condition 3?")
    decided.refresh_from_db()
    assert decided.unread_messages == 1
