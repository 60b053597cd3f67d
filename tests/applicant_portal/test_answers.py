"""Answering requests, with JavaScript off."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import PlanningApplication
from applications.snapshot import CaseSnapshot
from audit.actors import System
from audit.models import AuditEvent
from core.errors import DomainError
from documents.models import Document
from documents.taking_in import take_in
from notifications.models import Message
from tests.documents.hostile import HOSTILE
from tests.factories.documents import DocumentFactory, a_pdf
from tests.factories.validation import ValidationRequestFactory
from validation import services, tasklist
from validation.services import AlreadyAnswered


def pdf(name: str = "elevations.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(words=name), content_type="application/pdf")


def bad(name: str = "virus.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"<html><script>alert(1)</script></html>", content_type="application/pdf")


def url(request: Any, more: str = "") -> str:
    return f"/my/requests/{request.public_id}/{more}"


def test_the_page_says_why_what_to_do_and_what_happens_if_not(inside: Client, wanted: Any) -> None:
    words = inside.get(url(wanted)).content.decode()
    assert 'type="file"' in words and 'name="files"' in words and "30 MB" in words
    assert wanted.reason in words and "What to do" in words and "return the application" in words and "25 November 2026" in words


def test_documents_are_sent_and_the_officer_sees_it_at_once(inside: Client, wanted: Any, application: Any) -> None:
    answer = inside.post(url(wanted), {"action": "send", "text": "Sorry", "files": [pdf("a.pdf"), pdf("b.pdf")]}, follow=True)
    assert "We have your answer" in answer.content.decode()
    wanted.refresh_from_db()
    assert (wanted.state, wanted.answer["files"]) == ("closed", ["a.pdf", "b.pdf"])
    documents = Document.objects.filter(case=application.case)
    assert {(d.source, d.checked, d.visibility) for d in documents} == {("applicant", None, "private")}
    assert documents[0].tags == ["elevations.proposed"]
    application = PlanningApplication.objects.with_case().get(pk=application.pk)
    assert application.unread_answers == 1 and application.next_task == "required_documents"
    assert tasklist.REQUIRED_DOCUMENTS.status(CaseSnapshot(application)) == "Action required"
    assert AuditEvent.objects.get(case=application.case, type="request_answered").actor_kind == "applicant"


def test_a_receipt_goes_to_the_sender_and_word_to_the_officer(inside: Client, wanted: Any, application: Any, officer: Any) -> None:
    inside.post(url(wanted), {"action": "send", "files": [pdf()]})
    receipt = Message.objects.get(case=application.case, template="validation.answer_received")
    assert receipt.to == application.case.parties.get().email and "elevations.pdf" in receipt.body
    assert Message.objects.get(case=application.case, template="validation.answer_arrived").to == officer.email


def test_one_bad_file_costs_nobody_the_good_ones(inside: Client, wanted: Any) -> None:
    page = inside.post(url(wanted), {"action": "send", "text": "My words", "files": [pdf("good.pdf"), bad("odd.pdf"), pdf("fine.pdf")]})
    words = page.content.decode()
    assert page.status_code == 422 and "odd.pdf" in words and "not a PDF" in words
    assert "good.pdf" in words and "fine.pdf" in words and "My words" in words
    wanted.refresh_from_db()
    assert wanted.state == "open"
    assert inside.post(url(wanted), {"action": "send"}).status_code == 302
    wanted.refresh_from_db()
    assert wanted.answer["files"] == ["good.pdf", "fine.pdf"]


def test_an_empty_file_is_said_beside_the_field(inside: Client, wanted: Any) -> None:
    page = inside.post(url(wanted), {"action": "send", "files": [SimpleUploadedFile("none.pdf", b""), pdf("good.pdf")]})
    assert page.status_code == 422 and "is empty" in page.content.decode() and "good.pdf" in page.content.decode()


def test_files_are_added_in_steps_and_taken_back(inside: Client, wanted: Any) -> None:
    inside.post(url(wanted), {"action": "add", "text": "Draft words", "files": [pdf("first.pdf")]})
    inside.post(url(wanted), {"action": "add", "text": "Draft words", "files": [pdf("second.pdf")]})
    words = inside.get(url(wanted)).content.decode()
    assert "first.pdf" in words and "second.pdf" in words and "Draft words" in words
    first = Document.objects.get(name="first.pdf")
    inside.post(url(wanted), {"remove": str(first.public_id), "text": "Draft words"})
    first.refresh_from_db()
    assert first.archived_at is not None
    inside.post(url(wanted), {"action": "send", "text": "Done"})
    wanted.refresh_from_db()
    assert wanted.answer == {"text": "Done", "files": ["second.pdf"]}


def test_another_cases_file_cannot_be_taken_back(inside: Client, wanted: Any, application: Any) -> None:
    submitted = DocumentFactory.create(case=application.case)
    page = inside.post(url(wanted), {"remove": str(submitted.public_id)})
    submitted.refresh_from_db()
    assert page.status_code == 422 and submitted.archived_at is None


def test_nothing_chosen_is_said_beside_the_field(inside: Client, wanted: Any) -> None:
    page = inside.post(url(wanted), {"action": "send"})
    assert page.status_code == 422 and "Choose at least one file to send" in page.content.decode()


def test_the_same_file_sent_again_is_kept_once(inside: Client, wanted: Any) -> None:
    inside.post(url(wanted), {"action": "add", "files": [pdf("a.pdf")]})
    inside.post(url(wanted), {"action": "add", "files": [pdf("a.pdf"), pdf("b.pdf")]})
    again = inside.post(url(wanted, "files/"), {"files": pdf("b.pdf")})
    assert (again.status_code, again.json()["state"]) == (201, "added")
    assert sorted(Document.objects.values_list("name", flat=True)) == ["a.pdf", "b.pdf"]


class TestOneByOne:
    """As the page's script sends them."""

    def test_each_file_is_kept_the_moment_it_arrives(self, inside: Client, wanted: Any) -> None:
        answer = inside.post(url(wanted, "files/"), {"files": pdf("one.pdf"), "text": "half a thought"})
        document = Document.objects.get()
        assert (answer.status_code, answer.json()) == (
            201,
            {"state": "added", "name": "one.pdf", "url": f"/my/documents/{document.public_id}/", "checking": False},
        )
        assert "one.pdf" in inside.get(url(wanted)).content.decode()

    def test_a_refusal_says_why(self, inside: Client, wanted: Any) -> None:
        answer = inside.post(url(wanted, "files/"), {"files": bad()})
        assert (answer.status_code, answer.json()["state"]) == (422, "refused")
        assert "is not a PDF" in answer.json()["words"]
        assert inside.post(url(wanted, "files/")).json()["words"] == "Choose a file to add"

    def test_nobody_without_a_link_and_nothing_after_the_answer(self, visitor: Client, wanted: Any, link: Any) -> None:
        assert visitor.post(url(wanted, "files/"), {"files": pdf()}).status_code == 404
        visitor.post(f"/my/{link[1]}/", {"action": "open"})
        visitor.post(url(wanted), {"action": "send", "files": [pdf("sent.pdf")]})
        late = visitor.post(url(wanted, "files/"), {"files": pdf("late.pdf")})
        assert late.status_code == 422 and "This was answered on" in late.json()["words"]
        wanted.refresh_from_db()
        assert wanted.answer["files"] == ["sent.pdf"] and "late.pdf" in wanted.messages.get().text


class TestLargeFiles:
    """Up to 30 MB each, by default."""

    @pytest.mark.parametrize("way", ["files/", ""])
    def test_29_mb_are_taken(self, inside: Client, wanted: Any, way: str) -> None:
        answer = inside.post(url(wanted, way), {"action": "add", "files": megabytes(29)})
        assert answer.status_code in {201, 302}
        assert Document.objects.get().current.size == 29_000_000

    @pytest.mark.parametrize("way", ["files/", ""])
    @pytest.mark.parametrize("size", [30.4, 31])
    def test_31_mb_are_refused_with_words(self, inside: Client, wanted: Any, way: str, size: float) -> None:
        answer = inside.post(
            url(wanted, way), {"action": "add", "files": megabytes(size)}, HTTP_ACCEPT="application/json" if way else "*/*"
        )
        words = answer.json()["words"] if way else answer.content.decode()
        assert answer.status_code in {413, 422}
        assert "largest file we can take" in words and "30 MB" in words and "save it at a lower quality" in words
        assert not Document.objects.exists()


def megabytes(size: float) -> SimpleUploadedFile:
    start = a_pdf() + b"\n%"
    return SimpleUploadedFile("plan.pdf", start.ljust(int(size * 1_000_000), b"x"), content_type="application/pdf")


class TestCheckedLater:
    """What takes long to check is checked by a worker, after the answer may have been sent."""

    @pytest.fixture
    def slow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("documents.checks.HEAVY", 100)

    @pytest.fixture
    def script(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("plan.pdf", next(file.content for file in HOSTILE if file.name == "script on opening.pdf"))

    @pytest.mark.usefixtures("slow")
    def test_the_page_says_that_it_is_being_checked(self, inside: Client, wanted: Any) -> None:
        assert inside.post(url(wanted, "files/"), {"files": pdf("one.pdf")}).json()["checking"] is True
        words = inside.get(url(wanted)).content.decode()
        document = Document.objects.get()
        assert "PDF, being checked" in words and f'href="/my/documents/{document.public_id}/"' not in words
        early = inside.get(f"/my/documents/{document.public_id}/")
        assert early.status_code == 503 and "Retry-After" in early.headers

    @pytest.mark.usefixtures("slow")
    def test_refused_before_the_answer_is_sent(self, inside: Client, wanted: Any, script: Any) -> None:
        inside.post(url(wanted), {"action": "add", "files": [script]})
        taken_in(Document.objects.get())
        words = inside.get(url(wanted)).content.decode()
        assert "“plan.pdf” could not be kept" in words and "has a script inside" in words
        told = Message.objects.get(template="validation.file_refused")
        assert "has a script inside" in told.body and "Please send it again here" in told.body
        assert inside.post(url(wanted), {"action": "send"}).status_code == 422

    @pytest.mark.usefixtures("slow")
    def test_refused_after_it_the_answer_stands_and_everybody_is_told(
        self, inside: Client, wanted: Any, script: Any, officer: Any, application: Any, now: Any, officer_client: Any
    ) -> None:
        inside.post(url(wanted), {"action": "send", "files": [script, pdf("good.pdf")]})
        services.mark_answer_seen(request=type(wanted).objects.get(pk=wanted.pk), by=officer, now=now)
        taken_in(Document.objects.get(name="plan.pdf"))
        wanted.refresh_from_db()
        application.refresh_from_db()

        assert (wanted.state, wanted.answer["files"], wanted.seen_at) == ("closed", ["good.pdf"], None)
        assert wanted.answer["refused"][0]["name"] == "plan.pdf"
        assert application.unread_answers == 1 and "The file plan.pdf was not kept" in application.attention
        told = Message.objects.get(template="validation.file_refused")
        assert told.to == application.case.parties.get().email and "Your answer stands without it" in told.body
        assert "“plan.pdf” could not be kept" in inside.get(url(wanted)).content.decode()
        desk = officer_client(application.authority, user=officer)[0]
        page = desk.get(f"/cases/{application.reference}/validation/requests/").content.decode()
        assert "Not kept" in page and "has a script inside" in page

    @pytest.mark.usefixtures("slow")
    def test_the_document_that_it_was_to_replace_is_in_use_again(self, inside: Client, application: Any, script: Any) -> None:
        old = DocumentFactory.create(case=application.case, name="old.pdf", checked=False, check_note="No scale", number="P-01")
        payload = {"document": str(old.public_id), "document_name": "old.pdf"}
        asked = ValidationRequestFactory.create(case=application.case, number=2, kind="replacement_document", payload=payload, sent=True)
        inside.post(url(asked), {"action": "send", "files": [script]})
        taken_in(Document.objects.get(name="plan.pdf"))
        old.refresh_from_db()
        assert old.archived_at is None

    @pytest.mark.usefixtures("slow")
    def test_one_that_was_taken_back_is_nobodys_concern(self, inside: Client, wanted: Any, script: Any) -> None:
        inside.post(url(wanted), {"action": "add", "files": [script]})
        document = Document.objects.get()
        inside.post(url(wanted), {"remove": str(document.public_id)})
        taken_in(document)
        document.refresh_from_db()
        assert document.current.scan == "refused" and "Taken back" in document.archive_reason
        assert not Message.objects.filter(template="validation.file_refused").exists()


def taken_in(document: Document) -> None:
    take_in(document.authority_id, document.versions.get().pk)


def test_an_answer_is_given_once(inside: Client, wanted: Any) -> None:
    inside.post(url(wanted), {"action": "send", "files": [pdf()]})
    page = inside.post(url(wanted), {"action": "send", "files": [pdf("again.pdf")]})
    assert "This was answered on" in page.content.decode()
    wanted.refresh_from_db()
    assert wanted.answer["files"] == ["elevations.pdf"] and "again.pdf" in wanted.messages.get().text
    words = inside.get(url(wanted)).content.decode()
    assert "The answer" in words and "elevations.pdf" in words and "<form" not in words.split("<main")[1].split("</main")[0]


def test_an_answer_to_a_cancelled_request_gets_a_clear_page(inside: Client, wanted: Any, officer: Any, now: Any) -> None:
    services.cancel_request(request=wanted, reason="We found it", by=officer, now=now)
    page = inside.post(url(wanted), {"action": "send", "files": [pdf()]})
    assert "We found it" in page.content.decode() and "need not answer" in page.content.decode()


def test_an_unsent_request_is_not_there(inside: Client, application: Any) -> None:
    pending = ValidationRequestFactory.create(case=application.case, number=9)
    assert inside.get(url(pending)).status_code == 404


def test_agreeing_changes_the_description(inside: Client, application: Any) -> None:
    payload = {"proposed": "Erect a rear extension", "previous": application.description}
    asked = ValidationRequestFactory.create(case=application.case, number=2, kind="description_change", payload=payload, sent=True)
    assert inside.post(url(asked), {"action": "send"}).status_code == 422
    inside.post(url(asked), {"action": "send", "agree": "yes"})
    application.refresh_from_db()
    assert application.description == "Erect a rear extension"
    assert application.description_submitted == "Build a single storey rear extension"


def test_disagreeing_needs_words_and_changes_nothing(inside: Client, application: Any) -> None:
    payload = {"proposed": "Erect a rear extension", "previous": application.description}
    asked = ValidationRequestFactory.create(case=application.case, number=2, kind="description_change", payload=payload, sent=True)
    assert "Tell us why" in inside.post(url(asked), {"action": "send", "agree": "no"}).content.decode()
    inside.post(url(asked), {"action": "send", "agree": "no", "text": "It is a side extension"})
    asked.refresh_from_db()
    application.refresh_from_db()
    assert asked.approved is False and application.description == "Build a single storey rear extension"


def test_a_replacement_takes_the_old_documents_place(inside: Client, application: Any) -> None:
    old = DocumentFactory.create(case=application.case, name="old.pdf", checked=False, check_note="No scale", number="P-01")
    payload = {"document": str(old.public_id), "document_name": "old.pdf"}
    asked = ValidationRequestFactory.create(case=application.case, number=2, kind="replacement_document", payload=payload, sent=True)
    inside.post(url(asked), {"action": "send", "files": [pdf("new.pdf")]})
    old.refresh_from_db()
    new = Document.objects.get(name="new.pdf")
    assert old.archived_at is not None and new.replaces == old and new.number == "P-01" and new.tags == old.tags


@pytest.mark.parametrize("kind", ["fee_change", "other_change"])
def test_words_answer_the_rest(inside: Client, application: Any, kind: str) -> None:
    asked = ValidationRequestFactory.create(case=application.case, number=2, kind=kind, payload={"suggestion": "Pay £50"}, sent=True)
    assert "Pay £50" in inside.get(url(asked)).content.decode()
    assert "Enter your answer" in inside.post(url(asked), {"action": "send"}).content.decode()
    inside.post(url(asked), {"action": "send", "text": "Paid today"})
    asked.refresh_from_db()
    assert asked.answer["text"] == "Paid today"


def test_a_draft_is_kept(inside: Client, wanted: Any) -> None:
    inside.post(url(wanted, "draft/"), {"text": "Half a thought"})
    assert "Half a thought" in inside.get(url(wanted)).content.decode()


def test_nothing_is_taken_once_the_application_has_ended(authority: Any, now: Any) -> None:
    from tests.factories.applications import PlanningApplicationFactory

    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    asked = ValidationRequestFactory.create(case=ended.case, sent=True)
    with pytest.raises(DomainError, match="cannot be changed"):
        services.answer_request(request=asked, text="Late", files=[pdf()], by=System(), now=now)


def test_two_answers_at_once_keep_the_first(wanted: Any, now: Any) -> None:
    stale = type(wanted).objects.get(pk=wanted.pk)
    services.answer_request(request=wanted, files=[pdf("one.pdf")], by=System("Agent"), now=now)
    with pytest.raises(AlreadyAnswered, match="Agent"):
        services.answer_request(request=stale, files=[pdf("two.pdf")], by=System("Applicant"), now=now)


def test_own_documents_open_and_private_ones_of_the_council_do_not(inside: Client, application: Any) -> None:
    own = DocumentFactory.create(case=application.case)
    report = DocumentFactory.create(case=application.case, made=True)
    file = inside.get(f"/my/documents/{own.public_id}/")
    assert file.status_code == 200 and file.getvalue().startswith(b"%PDF")
    assert inside.get(f"/my/documents/{report.public_id}/").status_code == 404


def test_the_portal_costs_the_same_with_a_full_case(inside: Client, application: Any, django_assert_max_num_queries: Any) -> None:
    DocumentFactory.create_batch(15, case=application.case)
    ValidationRequestFactory.create_batch(10, case=application.case, sent=True)
    with django_assert_max_num_queries(20):  # 5 of them for the dates with their reasons
        inside.get("/my/")
