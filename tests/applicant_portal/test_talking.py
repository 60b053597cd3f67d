"""Messages about a request, and the council's own files with it, on both sides."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.models import AccessLink, PlanningApplication
from applications.snapshot import CaseSnapshot
from audit.models import AuditEvent
from core.errors import DomainError
from documents.models import Document
from notifications.models import Message
from tests.applicant_portal.test_answers import bad, pdf, url
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from tests.factories.validation import CaseMessageFactory, ValidationRequestFactory
from validation import services, tasklist
from validation.selectors import attachments_of, documents_to_check, unread_messages
from validation.services.requests import NoLongerOpen


def ask(inside: Client, request: Any, text: str = "Which scale do you need?") -> Any:
    return inside.post(url(request, "messages/"), {"text": text})


def officers(name: str, request: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": request.case.reference, "request_id": request.public_id})


def test_the_applicant_asks_and_the_officer_sees_it_on_every_list(inside: Client, wanted: Any, application: Any, officer: Any) -> None:
    assert ask(inside, wanted).status_code == 302
    words = inside.get(url(wanted, "messages/")).content.decode()
    assert "Which scale do you need?" in words and "(applicant)" in words
    word = Message.objects.get(case=application.case, template="validation.message_from_applicant")
    assert word.to == officer.email and "Which scale do you need?" in word.body and "/messages/" in word.body
    application = PlanningApplication.objects.with_case().get(pk=application.pk)
    assert (application.unread_messages, application.unread_answers) == (1, 0)
    snapshot = CaseSnapshot(application)
    assert tasklist.REQUESTS.status(snapshot) == "Action required" and "1 unread message" in tasklist.REQUESTS.line(snapshot)
    assert AuditEvent.objects.get(case=application.case, type="request_message_written").actor_kind == "applicant"


def test_the_officer_answers_and_has_read_it_by_that(
    inside: Client, wanted: Any, application: Any, authority: Any, officer_client: Any
) -> None:
    ask(inside, wanted)
    client, user = officer_client(authority)
    assert "Messages (1 new)" in client.get(reverse("validation:requests", kwargs={"reference": application.reference})).content.decode()
    page = client.get(officers("messages", wanted)).content.decode()
    assert "Which scale do you need?" in page and "Mark as read" in page
    assert client.post(officers("messages", wanted), {"text": "One to a hundred."}).status_code == 302
    application.refresh_from_db()
    assert application.unread_messages == 0 and wanted.messages.first().read_by == user
    letter = Message.objects.get(case=application.case, template="validation.message_from_officer")
    assert letter.to == application.case.parties.get().email and "One to a hundred." in letter.body and "/my/" in letter.body
    mine = inside.get(url(wanted, "messages/")).content.decode()
    assert "One to a hundred." in mine and user.name not in mine


def test_an_answer_goes_to_whoever_asked_and_else_to_the_agent(
    inside: Client, wanted: Any, application: Any, officer: Any, now: Any
) -> None:
    PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    services.write_message(request=wanted, text="We found the plan.", by=officer, now=now)
    ask(inside, wanted)
    services.write_message(request=wanted, text="One to a hundred.", by=officer, now=now)
    told = Message.objects.filter(case=application.case, template="validation.message_from_officer").order_by("pk")
    assert [message.to for message in told] == ["agent@example.com", application.case.parties.get(role="applicant").email]


def test_reading_a_page_marks_nothing_as_read_and_a_button_does(wanted: Any, authority: Any, application: Any, officer_client: Any) -> None:
    CaseMessageFactory.create(request=wanted)
    client, _ = officer_client(authority)
    client.get(officers("messages", wanted))
    assert wanted.messages.get().read_at is None
    client.post(officers("mark_read", wanted))
    assert wanted.messages.get().read_at is not None
    assert AuditEvent.objects.filter(case=application.case, type="request_messages_read").count() == 1


def test_messages_go_on_after_the_answer(inside: Client, wanted: Any) -> None:
    inside.post(url(wanted), {"action": "send", "files": [pdf()]})
    assert "Ask a question about this" in inside.get(url(wanted)).content.decode()
    assert ask(inside, wanted, "Did it arrive?").status_code == 302


@pytest.mark.parametrize(("text", "words"), [("", "Enter your message"), ("   ", "Enter your message"), ("x" * 5001, "5000")])
def test_a_message_has_bounds_and_what_was_written_stays(inside: Client, wanted: Any, text: str, words: str) -> None:
    page = ask(inside, wanted, text)
    assert page.status_code == 422 and words in page.content.decode() and text.strip() in page.content.decode()
    assert not wanted.messages.exists()


def test_nobody_fills_a_request_with_messages(wanted: Any, now: Any, officer: Any) -> None:
    CaseMessageFactory.create_batch(200, request=wanted)
    with pytest.raises(DomainError, match="too many"):
        services.write_message(request=wanted, text="Another", by=officer, now=now)


def test_what_was_cancelled_or_not_sent_or_has_ended_takes_no_message(inside: Client, wanted: Any, application: Any, now: Any) -> None:
    officer = wanted.created_by
    pending = ValidationRequestFactory.create(case=application.case, number=7)
    with pytest.raises(NoLongerOpen):
        services.write_message(request=pending, text="Hello", by=officer, now=now)
    services.cancel_request(request=wanted, reason="Found it", by=officer, now=now)
    page = ask(inside, wanted)
    assert page.status_code == 422 and "Nothing more can be written" in page.content.decode()
    ended = PlanningApplicationFactory.create(authority=application.case.authority, determined=True)
    theirs = ValidationRequestFactory.create(case=ended.case, sent=True)
    with pytest.raises(DomainError, match="cannot be changed"):
        services.write_message(request=theirs, text="Hello", by=officer, now=now)


def test_markup_in_a_message_stays_words(inside: Client, wanted: Any) -> None:
    ask(inside, wanted, "<script>alert(1)</script>")
    assert "<script>alert(1)" not in inside.get(url(wanted, "messages/")).content.decode()


@pytest.mark.parametrize("how", ["without", "expired", "revoked", "another case"])
def test_messages_and_files_are_404_without_a_link_of_this_case(
    visitor: Client, link: Any, wanted: Any, authority: Any, application: Any, how: str
) -> None:
    row, token = link
    if how == "another case":
        other = PlanningApplicationFactory.create(authority=authority)
        wanted = ValidationRequestFactory.create(case=other.case, sent=True)
    if how != "without":
        visitor.post(f"/my/{token}/", {"action": "open"})
    services.attach_files(request=wanted, files=[pdf("plan.pdf")], by=wanted.created_by, now=timezone.now())
    file = attachments_of(wanted).get()
    if how == "expired":
        AccessLink.objects.filter(pk=row.pk).update(used_at=timezone.now() - timedelta(hours=13))
    if how == "revoked":
        AccessLink.objects.filter(pk=row.pk).update(revoked_at=timezone.now())
    assert visitor.get(url(wanted, "messages/")).status_code == 404
    assert visitor.post(url(wanted, "messages/"), {"text": "Hello"}).status_code == 404
    assert visitor.get(f"/my/documents/{file.public_id}/").status_code == 404
    assert not wanted.messages.exists()


def test_a_link_that_was_used_and_passed_on_opens_no_messages(inside: Client, link: Any, wanted: Any, authority: Any) -> None:
    somebody = Client(HTTP_HOST=authority.public_host)
    assert somebody.post(f"/my/{link[1]}/", {"action": "open"}).status_code == 404
    assert somebody.get(url(wanted, "messages/")).status_code == 404


def test_the_councils_files_are_for_the_applicant_alone(
    inside: Client, wanted: Any, application: Any, authority: Any, officer_client: Any
) -> None:
    client, _ = officer_client(authority)
    page = client.post(officers("attachments", wanted), {"files": [pdf("marked-up.pdf")]}, follow=True)
    assert "marked-up.pdf" in page.content.decode()
    file = Document.objects.get(name="marked-up.pdf")
    assert (file.visibility, file.source) == ("private", "officer") and file not in documents_to_check(application)
    words = inside.get(url(wanted)).content.decode()
    assert "Files from us" in words and "marked-up.pdf" in words
    opened = inside.get(f"/my/documents/{file.public_id}/")
    assert opened.status_code == 200 and opened.getvalue().startswith(b"%PDF")
    wanted.refresh_from_db()
    assert wanted.state == "open"
    inside.post(url(wanted), {"action": "send", "files": [pdf("answer.pdf")]})
    wanted.refresh_from_db()
    assert wanted.answer["files"] == ["answer.pdf"]


def test_a_file_of_a_request_that_was_not_sent_is_not_there_yet(inside: Client, application: Any, officer: Any, now: Any) -> None:
    pending = ValidationRequestFactory.create(case=application.case, number=7)
    services.attach_files(request=pending, files=[pdf("early.pdf")], by=officer, now=now)
    assert inside.get(f"/my/documents/{attachments_of(pending).get().public_id}/").status_code == 404


def test_bad_files_are_named_and_the_good_ones_stay(wanted: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    page = client.post(officers("attachments", wanted), {"files": [pdf("good.pdf"), bad("odd.pdf")]})
    assert page.status_code == 422 and "odd.pdf" in page.content.decode()
    assert [file.name for file in attachments_of(wanted)] == ["good.pdf"]
    empty = client.post(officers("attachments", wanted), {"files": [SimpleUploadedFile("none.pdf", b"")]})
    assert empty.status_code == 422


def test_a_file_is_taken_off_and_another_cases_is_not(wanted: Any, authority: Any, officer_client: Any, now: Any, inside: Client) -> None:
    services.attach_files(request=wanted, files=[pdf("plan.pdf")], by=wanted.created_by, now=now)
    file = attachments_of(wanted).get()
    client, _ = officer_client(authority)
    client.post(officers("remove_attachment", wanted), {"remove": "nonsense"})
    assert attachments_of(wanted).count() == 1
    client.post(officers("remove_attachment", wanted), {"remove": str(file.public_id)})
    assert attachments_of(wanted).count() == 0
    assert inside.get(f"/my/documents/{file.public_id}/").status_code == 404


def test_unread_messages_cost_no_query_of_their_own(wanted: Any, application: Any, django_assert_num_queries: Any) -> None:
    CaseMessageFactory.create_batch(3, request=wanted)
    with django_assert_num_queries(1):
        requests = CaseSnapshot(application)["requests"]
        assert [unread_messages(request) for request in requests] == [3]
