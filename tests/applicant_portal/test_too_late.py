"""An answer that comes when the request is no longer open: a clear page, and nothing lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from applications.models import PlanningApplication
from applications.services import make_access_link
from audit.models import AuditEvent
from documents.models import Document
from tests.applicant_portal.test_answers import pdf, url
from tests.factories.applications import ColleagueFactory, PartyFactory
from tests.factories.documents import a_pdf
from tests.factories.validation import ValidationRequestFactory
from validation import services


@pytest.fixture
def proposed(application: PlanningApplication) -> Any:
    payload = {"proposed": "Erect a rear extension", "previous": application.description}
    return ValidationRequestFactory.create(case=application.case, kind="description_change", payload=payload, sent=True)


@pytest.fixture
def agent(application: PlanningApplication, authority: Any) -> Client:
    """The agent's browser, in beside the applicant's."""
    party = PartyFactory.create(case=application.case, role="agent", email="agent@example.com", first_name="Alex", last_name="Agent")
    _, token = make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())
    client = Client(HTTP_HOST=authority.public_host)
    client.post(f"/my/{token}/", {"action": "open"})
    return client


def send(client: Client, request: Any, **fields: Any) -> Any:
    return client.post(url(request), {"action": "send", **fields})


def test_agent_and_applicant_disagree_the_second_sees_the_first_and_nothing_is_lost(
    inside: Client, agent: Client, proposed: Any, application: PlanningApplication
) -> None:
    assert send(agent, proposed, agree="yes").status_code == 302
    page = send(inside, proposed, agree="no", text="It is a side extension.")
    words = page.content.decode()
    assert page.status_code == 422 and "by Alex Agent (agent)" in words and "You agreed" in words and "What you wrote is not lost" in words
    proposed.refresh_from_db()
    application.refresh_from_db()
    assert proposed.approved is True and application.description == "Erect a rear extension"
    kept = proposed.messages.get()
    assert "I do not agree." in kept.text and "It is a side extension." in kept.text and "answered already" in kept.text
    assert application.unread_messages == 1 and kept.party.role == "applicant"
    assert AuditEvent.objects.filter(case=application.case, type="request_message_written").count() == 1
    assert "It is a side extension." in inside.get(url(proposed, "messages/")).content.decode()


def test_an_answer_to_a_cancelled_request_is_a_message_with_its_files(
    inside: Client, wanted: Any, application: PlanningApplication, officer: Any, now: Any
) -> None:
    services.cancel_request(request=wanted, reason="We found it", by=officer, now=now)
    words = send(inside, wanted, text="Here it is", files=[pdf("late.pdf")]).content.decode()
    assert "You need not answer this" in words and "We found it" in words and "not lost" in words
    document = Document.objects.get(case=application.case)
    assert (document.name, document.source, document.visibility) == ("late.pdf", "applicant", "private")
    kept = wanted.messages.get()
    assert "Here it is" in kept.text and "late.pdf" in kept.text and "cancelled already" in kept.text


def test_a_bad_file_that_came_too_late_is_named(inside: Client, wanted: Any, application: Any, officer: Any, now: Any) -> None:
    from tests.applicant_portal.test_answers import bad

    services.cancel_request(request=wanted, reason="We found it", by=officer, now=now)
    send(inside, wanted, files=[bad("broken.pdf")])
    assert "broken.pdf" in wanted.messages.get().text and not Document.objects.filter(case=application.case).exists()


def test_a_certificate_that_came_too_late_is_kept_in_words(inside: Client, agent: Client, application: Any) -> None:
    asked = ValidationRequestFactory.create(case=application.case, kind="ownership_certificate", payload={"previous": None}, sent=True)
    send(agent, asked, agree="no", text="It is right.")
    owner = {"owner_0": "Olga Owner", "owner_address_0": "1 Field Lane", "owner_told_on_0": "2026-11-20"}
    send(inside, asked, agree="yes", certificate="b", rows="2", **owner)
    assert "Certificate B" in asked.messages.get().text and "Olga Owner, 1 Field Lane, told on 2026-11-20" in asked.messages.get().text


def test_pressing_send_twice_is_one_answer_and_no_message(inside: Client, proposed: Any) -> None:
    for _ in range(2):
        answer = send(inside, proposed, agree="no", text="It is wider.")
        assert answer.status_code == 302 and answer["Location"].endswith("/sent/")
    assert not proposed.messages.exists()


def test_nothing_written_leaves_no_message(inside: Client, wanted: Any, officer: Any, now: Any) -> None:
    services.cancel_request(request=wanted, reason="We found it", by=officer, now=now)
    words = send(inside, wanted).content.decode()
    assert "You need not answer this" in words and "not lost" not in words and not wanted.messages.exists()


def test_an_answer_after_the_end_of_the_application_is_a_message(inside: Client, proposed: Any, application: Any) -> None:
    PlanningApplication.objects.filter(pk=application.pk).update(status="withdrawn")
    words = send(inside, proposed, agree="no", text="We changed our minds.").content.decode()
    assert "has ended" in words and "not lost" in words and "We changed our minds." in proposed.messages.get().text


def test_another_file_from_another_tab_is_kept_and_the_same_again_is_a_second_press(inside: Client, wanted: Any, application: Any) -> None:
    assert send(inside, wanted, text="", files=[pdf("a.pdf")]).status_code == 302
    assert send(inside, wanted, text="", files=[pdf("a.pdf")])["Location"].endswith("/sent/")
    assert not wanted.messages.exists()
    page = send(inside, wanted, text="", files=[other("b.pdf")])
    assert page.status_code == 422 and "not lost" in page.content.decode()
    assert "b.pdf" in wanted.messages.get().text
    assert set(application.case.documents.values_list("name", flat=True)) == {"a.pdf", "b.pdf"}


def test_the_other_answer_from_another_tab_is_no_second_press(inside: Client, proposed: Any) -> None:
    assert send(inside, proposed, agree="no", text="It is a porch.").status_code == 302
    assert send(inside, proposed, agree="yes", text="It is a porch.").status_code == 422
    assert "I agree." in proposed.messages.get().text


def test_a_file_that_is_sent_by_itself_too_late_is_kept_once(inside: Client, wanted: Any, application: Any) -> None:
    assert send(inside, wanted, text="", files=[pdf("a.pdf")]).status_code == 302
    for _ in range(2):
        answer = inside.post(url(wanted, "files/"), {"files": [other("b.pdf")]})
        assert answer.status_code == 422 and "not lost" in answer.json()["words"]
    assert application.case.documents.filter(name="b.pdf").count() == 1 and "b.pdf" in wanted.messages.get().text


def test_an_agent_of_the_same_name_and_role_label_does_not_press_twice_for_somebody_else(
    inside: Client, wanted: Any, authority: Any, application: Any
) -> None:
    twins = [ColleagueFactory.create(case=application.case, party=application.case.parties.get(), name="Jo Twin") for _ in range(2)]
    first, second = (browser_of(authority, application, twin) for twin in twins)
    send(first, wanted, text="Here it is", files=[pdf("a.pdf")])
    assert send(second, wanted, text="Here it is").status_code == 422
    assert "Here it is" in wanted.messages.get().text


def browser_of(authority: Any, application: Any, person: Any) -> Client:
    _, token = make_access_link(case=application.case, party=person, purpose="applicant", now=timezone.now())
    client = Client(HTTP_HOST=authority.public_host)
    client.post(f"/my/{token}/", {"action": "open"})
    return client


def other(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(words=name), "application/pdf")


def test_unsent_files_say_whose_they_are_and_only_their_sender_takes_them_back(
    inside: Client, agent: Client, wanted: Any, application: Any
) -> None:
    inside.post(url(wanted, "files/"), {"files": [other("theirs.pdf")]})
    page = agent.get(url(wanted)).content.decode()
    document = Document.objects.get(name="theirs.pdf")
    assert f"added by {document.created_by_name}" in page and f'value="{document.public_id}"' not in page
    refused = agent.post(url(wanted), {"remove": str(document.public_id), "text": ""})
    assert refused.status_code == 422 and "only they can take it back" in refused.content.decode()
    document.refresh_from_db()
    assert document.archived_at is None
    assert inside.post(url(wanted), {"remove": str(document.public_id), "text": ""}).status_code == 302
    document.refresh_from_db()
    assert document.archived_at is not None
