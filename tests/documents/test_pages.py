"""The document pages of officers, and files on both hosts: who gets what, and how it is sent."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse, set_urlconf

from audit.models import AuditEvent
from audit.registry import event_type
from core.tenancy import acting_for
from documents import selectors, storage, tasks
from documents.models import Document
from documents.presenters import public_cards
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf, a_picture


@contextmanager
def override(urlconf: str) -> Iterator[None]:
    """Addresses of another site, as inside one of its requests."""
    set_urlconf(urlconf)
    try:
        yield
    finally:
        set_urlconf(None)


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority)


@pytest.fixture
def officer(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["case_officer"])[0]
    return client


@pytest.fixture
def reader(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["land_charges"])[0]
    return client


@pytest.fixture
def public(authority: Any) -> Client:
    return Client(headers={"host": authority.public_host})


def page(name: str, application: Any, document: Any = None) -> str:
    kwargs = {"reference": application.reference} | ({"public_id": document.public_id} if document else {})
    return reverse(f"documents:{name}", kwargs=kwargs)


def upload(name: str, content: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


class TestGallery:
    def test_shows_documents_by_group_with_their_facts(self, application: Any, officer: Client) -> None:
        DocumentFactory.create(case=application.case, name="Site plan.pdf", number="A-101", public=True)
        DocumentFactory.create(case=application.case, name="Old plan.pdf", archived=True)
        DocumentFactory.create(case=application.case, name="Statement.pdf", tags=["designAndAccessStatement"])
        html = officer.get(page("list", application)).content.decode()

        for words in [
            "Drawings",
            "Supporting documents",
            "Site plan.pdf",
            "A-101",
            "3 November 2026",
            "PDF, 1 page",
            "Public",
            "Statement.pdf",
            "Archived",
        ]:
            assert words in html
        assert html.index("Drawings") < html.index("Site plan.pdf") < html.index("Statement.pdf") < html.index("Old plan.pdf")

    def test_says_what_to_do_when_it_is_empty(self, application: Any, officer: Client) -> None:
        assert "No documents yet" in officer.get(page("list", application)).content.decode()

    def test_costs_as_much_with_sixty_documents_as_with_two(
        self, application: Any, officer: Client, django_assert_max_num_queries: Any
    ) -> None:
        DocumentFactory.create_batch(2, case=application.case)
        officer.get(page("list", application))
        with django_assert_max_num_queries(20) as few:
            officer.get(page("list", application))
        DocumentFactory.create_batch(58, case=application.case)
        with django_assert_max_num_queries(len(few.captured_queries)):
            officer.get(page("list", application))

    def test_a_reader_sees_no_forms(self, application: Any, reader: Client) -> None:
        DocumentFactory.create(case=application.case)
        html = reader.get(page("list", application)).content.decode()

        assert "Add documents" not in html
        assert "Make public" not in html


class TestChoosingWhatIsShown:
    @pytest.fixture(autouse=True)
    def papers(self, application: Any) -> None:
        for fields in [
            {"name": "plan.pdf", "number": "A-2", "checked": True, "public": True},
            {"name": "elevation.pdf", "number": "A-1", "tags": ["elevations.proposed"], "received_on": "2026-11-09"},
            {"name": "noise.pdf", "tags": ["noiseAssessment"], "description": "Fans on the roof", "source": "applicant"},
            {"name": "bank.pdf", "tags": ["bankStatement"], "checked": False, "check_note": "Cut off"},
        ]:
            DocumentFactory.create(case=application.case, **fields)

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("group=drawings", ["elevation.pdf", "plan.pdf"]),
            ("tag=noiseAssessment", ["noise.pdf"]),
            ("source=applicant", ["noise.pdf"]),
            ("visibility=public", ["plan.pdf"]),
            ("visibility=due", ["elevation.pdf", "noise.pdf"]),
            ("checked=yes", ["plan.pdf"]),
            ("checked=no", ["bank.pdf"]),
            ("checked=unseen", ["elevation.pdf", "noise.pdf"]),
            ("words=roof+FANS", ["noise.pdf"]),
            ("words=a-1", ["elevation.pdf"]),
            ("words=elephant", []),
            ("group=drawings&visibility=private", ["elevation.pdf"]),
            ("sort=name", ["bank.pdf", "elevation.pdf", "noise.pdf", "plan.pdf"]),
            ("sort=number", ["elevation.pdf", "plan.pdf", "bank.pdf", "noise.pdf"]),
            ("sort=-received&group=drawings", ["elevation.pdf", "plan.pdf"]),
            ("sort=received&group=drawings", ["plan.pdf", "elevation.pdf"]),
            ("group=picnic&sort=weight&tag=%00", ["bank.pdf", "elevation.pdf", "noise.pdf", "plan.pdf"]),
        ],
    )
    def test_by_group_tag_source_visibility_check_text_and_order(
        self, application: Any, officer: Client, query: str, names: list[str]
    ) -> None:
        html = officer.get(f"{page('list', application)}?{query}").content.decode()
        shown = sorted((one for one in ["plan.pdf", "elevation.pdf", "noise.pdf", "bank.pdf"] if f">{one}</a>" in html), key=html.index)

        assert (shown if "sort=" in query and "picnic" not in query else sorted(shown)) == names

    def test_all_can_be_ticked_without_javascript(self, application: Any, officer: Client) -> None:
        assert 'data-bulk="item" checked' not in officer.get(page("list", application)).content.decode()
        html = officer.get(f"{page('list', application)}?tick=all&group=drawings").content.decode()
        assert html.count('data-bulk="item" checked') == 2

    def test_says_what_is_kept_back_or_must_be_replaced(self, application: Any, officer: Client) -> None:
        html = officer.get(page("list", application)).content.decode()
        assert "Kept back" in html and "To be replaced" in html


class TestAdding:
    def test_several_files_at_once(self, application: Any, officer: Client) -> None:
        files = [upload("one.pdf", a_pdf(words="1")), upload("two.png", a_picture())]
        answer = officer.post(page("add", application), {"files": files, "tag": "locationPlan", "received_on": "2026-11-20"}, follow=True)

        assert "2 documents added." in answer.content.decode()
        assert sorted(Document.objects.values_list("name", flat=True)) == ["one.pdf", "two.png"]
        assert {tuple(d.tags) for d in Document.objects.all()} == {("locationPlan",)}

    def test_the_good_ones_are_kept_and_the_bad_one_named(self, application: Any, officer: Client) -> None:
        files = [upload("one.pdf", a_pdf()), upload("page.pdf", b"<html><script>alert(1)</script></html>")]
        answer = officer.post(page("add", application), {"files": files})
        html = answer.content.decode()

        assert answer.status_code == 422
        assert "“page.pdf” is not a PDF, PNG or JPEG file" in html
        assert "1 document added." in html
        assert Document.objects.get().name == "one.pdf"

    def test_nothing_chosen(self, application: Any, officer: Client) -> None:
        assert "Choose files" in officer.post(page("add", application), {}).content.decode()

    def test_readers_may_not(self, application: Any, reader: Client) -> None:
        assert reader.post(page("add", application), {"files": upload("one.pdf", a_pdf())}).status_code == 403
        assert not Document.objects.exists()


class TestOneDocument:
    def form(self, **changes: Any) -> dict[str, Any]:
        return {
            "version": 1,
            "name": "Plan.pdf",
            "number": "A-9",
            "drawings": ["sitePlan.existing"],
            "received_on": "2026-11-02",
            "visibility": "public",
        } | changes

    def test_facts_are_saved(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        officer.post(page("document", application, document), self.form(in_decision_notice="on"))
        document.refresh_from_db()

        assert (document.number, document.tags, document.visibility, document.in_decision_notice) == (
            "A-9",
            ["sitePlan.existing"],
            "public",
            True,
        )

    def test_a_tag_that_nobody_knows_is_not_lost(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case, tags=["somethingNew", "sitePlan.existing"])
        assert officer.post(page("document", application, document), self.form()).status_code == 302
        document.refresh_from_db()

        assert document.tags == ["somethingNew", "sitePlan.existing"]

    def test_a_refusal_stands_beside_its_field(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        answer = officer.post(page("document", application, document), self.form(number="", in_decision_notice="on"))

        assert answer.status_code == 422
        assert "Enter the drawing number" in answer.content.decode()

    def test_a_stale_page_saves_nothing(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case, version=5, name="Theirs.pdf")
        answer = officer.post(page("document", application, document), self.form())
        document.refresh_from_db()

        assert "changed this while you were working on it" in answer.content.decode()
        assert document.name == "Theirs.pdf"

    def test_readers_look_and_change_nothing(self, application: Any, reader: Client) -> None:
        document = DocumentFactory.create(case=application.case, name="Before.pdf")

        assert "Before.pdf" in reader.get(page("document", application, document)).content.decode()
        refused = reader.post(page("document", application, document), self.form())
        assert refused.status_code == 403
        assert "You cannot open this page" in refused.content.decode() and "not change them" in refused.content.decode()
        document.refresh_from_db()
        assert document.name == "Before.pdf"

    def test_archived_and_brought_back(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        officer.post(page("archive", application, document), {"reason": "Sent twice"})
        document.refresh_from_db()
        assert document.archive_reason == "Sent twice"

        assert "Sent twice" in officer.get(page("document", application, document)).content.decode()
        officer.post(page("restore", application, document))
        document.refresh_from_db()
        assert document.archived_at is None

    @pytest.mark.parametrize(("name", "link"), [("replace", "replaces"), ("redact", "redaction_of")])
    def test_a_new_file_is_linked_to_the_old_one(self, application: Any, officer: Client, name: str, link: str) -> None:
        document = DocumentFactory.create(case=application.case)
        officer.post(page(name, application, document), {"files": upload("new.pdf", a_pdf(words="new")), "seen": "private"})

        new = Document.objects.get(name="new.pdf")
        assert (getattr(new, link), new.visibility) == (document, "private")

    def test_a_redacted_copy_is_public_only_when_somebody_says_so_and_why(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case, name="form.pdf", public=True)
        address = page("redact", application, document)
        sent = {"files": upload("new.pdf", a_pdf(words="new"))}
        unsaid, without_reason = officer.post(address, sent), officer.post(address, sent | {"seen": "public", "reason": " "})
        assert "Select who can see the copy" in unsaid.content.decode()
        assert "Say what was taken out" in without_reason.content.decode()
        document.refresh_from_db()
        assert (Document.objects.count(), document.visibility) == (1, "public")

        officer.post(address, sent | {"files": upload("new.pdf", a_pdf(words="new")), "seen": "public", "reason": "Two phone numbers"})
        copy = Document.objects.get(redaction_of=document)
        told = AuditEvent.objects.get(type="document_redacted")
        assert (copy.visibility, event_type(told.type).describe(told.data), told.actor_name) == (
            "public",
            "Redacted copy of form.pdf added: new.pdf. Made public at once. Two phone numbers",
            copy.created_by_name,
        )

    def test_the_copy_of_what_an_issued_notice_lists_has_to_be_public(self, authority: Any, officer: Client) -> None:
        decided = PlanningApplicationFactory.create(authority=authority, determined=True)
        listed = DocumentFactory.create(case=decided.case, number="A-1", public=True, in_decision_notice=True)
        answer = officer.post(page("redact", decided, listed), {"files": upload("new.pdf", a_pdf(words="new")), "seen": "private"})

        assert answer.status_code == 422 and "has to be public" in answer.content.decode()
        assert not Document.objects.filter(redaction_of=listed).exists()

    def test_a_bad_new_file_is_refused_on_the_page(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        answer = officer.post(page("replace", application, document), {"files": upload("new.pdf", b"MZ" + b"\0" * 99)})

        assert answer.status_code == 422
        assert "is not a PDF, PNG or JPEG" in answer.content.decode()


class TestFiles:
    def test_an_officer_gets_the_file_as_it_is(self, application: Any, officer: Client) -> None:
        content = a_pdf(words="the very file")
        document = DocumentFactory.create(case=application.case, file=content, name="Plän 1.pdf")
        answer = officer.get(reverse("documents:file", args=[document.public_id]))

        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == "inline; filename*=utf-8''Pl%C3%A4n%201.pdf"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")

    def test_or_to_keep(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        answer = officer.get(reverse("documents:file", args=[document.public_id]) + "?download")
        list(answer.streaming_content)

        assert answer["Content-Disposition"].startswith("attachment;")

    def test_another_councils_file_is_not_found(self, officer: Client) -> None:
        other = LocalAuthorityFactory.create()
        with acting_for(other):
            document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=other).case, public=True)

        assert officer.get(reverse("documents:file", args=[document.public_id])).status_code == 404
        assert officer.get(reverse("documents:file", args=[uuid.uuid4()])).status_code == 404

    def test_nobody_gets_an_officers_file_without_signing_in(self, application: Any) -> None:
        document = DocumentFactory.create(case=application.case, public=True)
        client = Client(headers={"host": application.authority.officer_host})

        assert client.get(reverse("documents:file", args=[document.public_id])).status_code == 302

    def test_a_picture_of_it(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        address = reverse("documents:rendition", args=[document.public_id, "thumbnail"])
        assert officer.get(address).status_code == 404

        tasks.make_previews(application.authority_id, document.current.pk)
        answer = officer.get(address)
        list(answer.streaming_content)
        assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/webp", "private, max-age=300")
        assert address in officer.get(page("list", application)).content.decode()
        assert officer.get(reverse("documents:rendition", args=[document.public_id, "poster"])).status_code == 404

    def test_a_file_that_the_store_has_lost_is_not_found_and_the_page_still_works(self, application: Any, officer: Client) -> None:
        document = DocumentFactory.create(case=application.case)
        storage.default_storage.delete(document.current.key)

        assert officer.get(reverse("documents:file", args=[document.public_id])).status_code == 404
        assert officer.get(page("list", application)).status_code == 200


class TestFilesOnThePublicHost:
    def address(self, document: Any, rendition: str = "") -> str:
        return f"/applications/{document.case.reference}/documents/{document.public_id}/{rendition}"

    def test_a_public_document_of_a_public_case(self, authority: Any, public: Client) -> None:
        document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority, published=True).case, public=True)
        answer = public.get(self.address(document))

        assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == document.current.sha256

    @pytest.mark.parametrize("document", [{}, {"visibility": "consultees"}, {"public": True, "archived": True}])
    def test_a_private_shared_or_archived_document_is_not_found(self, authority: Any, public: Client, document: dict[str, Any]) -> None:
        made = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority, published=True).case, **document)

        assert public.get(self.address(made)).status_code == 404
        assert public.get(self.address(made, "page/")).status_code == 404

    def test_a_public_document_that_is_being_checked_is_said_to_come(self, authority: Any, public: Client) -> None:
        document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority, published=True).case, public=True)
        document.versions.update(scan="pending", previews_at=None)
        for rendition in ("", "page/"):
            answer = public.get(self.address(document, rendition))

            assert (answer.status_code, answer["Retry-After"]) == (503, "20")
            assert "It can be opened" in answer.content.decode()
        document.versions.update(scan="refused")
        assert public.get(self.address(document)).status_code == 404

    def test_a_public_document_of_a_case_that_is_not_public_is_not_found(self, application: Any, public: Client) -> None:
        assert public.get(self.address(DocumentFactory.create(case=application.case, public=True))).status_code == 404

    def test_its_card_leads_to_the_public_file_and_picture(self, authority: Any, public: Client) -> None:
        case = PlanningApplicationFactory.create(authority=authority, published=True).case
        document = DocumentFactory.create(case=case, public=True)
        tasks.make_previews(authority.pk, document.current.pk)
        with override("bops.urls_public"):
            card = public_cards(selectors.public_documents_of(case), case.reference)[0]

        assert (card.file_url, card.kind, card.tags) == (self.address(document), "PDF, 1 page", ["Site plan - proposed"])
        assert card.thumbnail_url == self.address(document, "thumbnail/")
        assert public.get(card.thumbnail_url).getvalue()[:4] == b"RIFF"

    def test_a_document_under_another_case_is_not_found(self, authority: Any, public: Client) -> None:
        one, two = PlanningApplicationFactory.create_batch(2, authority=authority, published=True)
        document = DocumentFactory.create(case=one.case, public=True)
        assert public.get(f"/applications/{two.reference}/documents/{document.public_id}/").status_code == 404

    def test_the_officers_addresses_are_not_there(self, application: Any, public: Client) -> None:
        document = DocumentFactory.create(case=application.case, public=True)
        assert public.get(f"/documents/{document.public_id}/").status_code == 404
        assert public.get(page("list", application)).status_code == 404
