"""Files come in by three doors: the officer's page, the applicant's reply, the fetch of a submission. What is hostile gets through none."""

import errno
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import PlanningApplication
from documents import services, storage, taking_in
from documents.kinds import ENDINGS, office_program
from documents.models import Document
from documents.uploads import CarefulUpload
from intake import tasks as intake_tasks
from intake.fetching import Fetched
from intake.models import FetchedFile
from tests.documents.hostile import HOSTILE, Hostile
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf
from tests.factories.intake import FetchedFileFactory, SubmissionFactory
from tests.factories.validation import ValidationRequestFactory
from validation.services import add_answer_files

NEED_OFFICE = (".docx", ".ods")


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority)


@pytest.fixture
def officer(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["case_officer"])[0]
    return client


@pytest.fixture
def send(application: Any, officer: Client) -> Callable[..., Any]:
    """One file by the page's script: the answer."""

    def send(content: bytes, name: str = "plan.pdf", **more: str) -> Any:
        address = reverse("documents:upload", kwargs={"reference": application.reference})
        return officer.post(address, {"files": SimpleUploadedFile(name, content), **more})

    return send


def usable() -> list[Hostile]:
    """All of them; without LibreOffice every Office file gets one and the same answer, which test_mail looks at."""
    return [file for file in HOSTILE if office_program() or not file.name.endswith(NEED_OFFICE)]


class TestOneByOne:
    def test_a_file_is_kept_the_moment_it_arrives(self, application: Any, send: Any) -> None:
        answer = send(a_pdf(words="one"), "one.pdf", tag="locationPlan")
        document = Document.objects.get()

        assert answer.status_code == 201
        assert answer.json() == {
            "state": "added",
            "name": "one.pdf",
            "url": f"/cases/{application.reference}/documents/{document.public_id}/",
            "checking": False,
        }
        assert document.tags == ["locationPlan"]

    def test_one_that_was_sent_before_is_noticed_and_added_only_when_asked(self, send: Any) -> None:
        send(a_pdf(words="one"), "one.pdf")
        answer = send(a_pdf(words="one"), "copy of one.pdf")
        assert (answer.status_code, answer.json()["words"]) == (409, "Already here as “one.pdf”")
        assert Document.objects.count() == 1

        assert send(a_pdf(words="one"), "copy of one.pdf", again="on").status_code == 201
        assert Document.objects.count() == 2

    def test_a_refusal_says_why(self, send: Any) -> None:
        answer = send(b"MZ\x90\x00" + b"\0" * 99, "plan.pdf")

        assert (answer.status_code, answer.json()["state"]) == (422, "refused")
        assert "“plan.pdf” is not a PDF, PNG or JPEG file" in answer.json()["words"]

    def test_nothing_chosen(self, application: Any, officer: Client) -> None:
        answer = officer.post(reverse("documents:upload", kwargs={"reference": application.reference}), {})
        assert (answer.status_code, answer.json()["words"]) == (422, "Choose files")

    def test_a_reader_may_not(self, application: Any, authority: Any, officer_client: Any) -> None:
        reader = officer_client(authority, ["land_charges"])[0]
        address = reverse("documents:upload", kwargs={"reference": application.reference})
        assert reader.post(address, {"files": SimpleUploadedFile("a.pdf", a_pdf())}).status_code == 403


class TestWithoutJavaScript:
    def test_a_file_that_is_already_here_is_named_and_may_be_added_anyway(self, application: Any, officer: Client) -> None:
        DocumentFactory.create(case=application.case, name="First.pdf", file=a_pdf(words="same"))
        address = reverse("documents:add", kwargs={"reference": application.reference})
        answer = officer.post(address, {"files": SimpleUploadedFile("again.pdf", a_pdf(words="same"))})
        html = answer.content.decode()

        assert answer.status_code == 422
        assert "“again.pdf” is already here as “First.pdf”" in html
        assert 'name="again"' in html
        assert Document.objects.count() == 1

        officer.post(address, {"files": SimpleUploadedFile("again.pdf", a_pdf(words="same")), "again": "on"})
        assert Document.objects.count() == 2

    def test_the_same_file_twice_in_one_go_is_kept_once(self, application: Any, officer: Client) -> None:
        files = [SimpleUploadedFile(name, a_pdf(words="same")) for name in ("a.pdf", "b.pdf")]
        html = officer.post(reverse("documents:add", kwargs={"reference": application.reference}), {"files": files}).content.decode()

        assert "“b.pdf” is already here as “a.pdf”" in html
        assert Document.objects.get().name == "a.pdf"

    def test_the_page_has_the_form_and_says_what_is_taken(self, application: Any, officer: Client) -> None:
        html = officer.get(reverse("documents:add", kwargs={"reference": application.reference})).content.decode()

        assert "Up to 250 MB each" in html
        assert 'data-largest="250000000"' in html
        assert 'name="again"' not in html


class TestLargeFiles:
    def test_the_councils_own_limit_counts(self, authority: Any, send: Any) -> None:
        authority.settings = {"officer_upload_mb": 1}
        authority.save()
        answer = send(a_pdf() + b"\n%" + b"x" * 1_500_000)

        assert answer.status_code == 422
        assert "is 2 MB. The largest file we can take is 1 MB" in answer.json()["words"]

    def test_of_a_file_that_is_too_large_no_more_is_written(self, rf: Any, authority: Any) -> None:
        authority.settings = {"applicant_upload_mb": 1}
        handler = handler_for(rf, authority, "public")
        for start in range(0, 3_000_000, 65_536):
            handler.receive_data_chunk(b"x" * 65_536, start)
        kept = handler.file_complete(3_000_000)
        kept.seek(0, 2)

        assert (kept.size, kept.tell() <= 1_000_000) == (3_000_000, True)


def handler_for(rf: Any, authority: Any, site: str) -> CarefulUpload:
    request = rf.post("/")
    request.authority, request.site = authority, site
    handler = CarefulUpload(request)
    handler.new_file("files", "plan.pdf", "application/pdf", 0)
    return handler


class TestFullDisk:
    def test_while_it_comes_in(self, rf: Any, authority: Any, application: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        handler = handler_for(rf, authority, "officers")
        monkeypatch.setattr(handler.file.file, "write", no_room)
        handler.receive_data_chunk(b"%PDF", 0)
        upload = handler.file_complete(4)
        files = [services.NewFile(upload, "plan.pdf"), services.NewFile(a_pdf(), "good.pdf")]
        added = services.add_documents(case=application.case, files=files, source="officer", by=UserFactory.create(), now=now)

        assert [why for _, why in added.refused] == [
            "“plan.pdf” was not kept: there is no room left to store files. Tell the administrators, then choose it again."
        ]
        assert [document.name for document in added.documents] == ["good.pdf"]

    def test_while_it_is_stored_nothing_half_done_stays(self, send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        names: list[str] = []

        def save(name: str, content: Any) -> str:
            names.append(name)
            (path := storage_path(name)).parent.mkdir(parents=True)
            path.write_bytes(content.read(10))
            no_room()
            return name

        monkeypatch.setattr(default_storage, "save", save)
        answer = send(a_pdf())

        assert (answer.status_code, answer.json()["state"]) == (422, "refused")
        assert "there is no room left" in answer.json()["words"]
        assert not Document.objects.exists()
        assert names
        assert not default_storage.exists(names[0])


def storage_path(name: str) -> Any:
    from pathlib import Path

    return Path(default_storage.path(name))


def no_room(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class TestCheckedLater:
    """A large PDF is looked into by a worker; nobody gets it before."""

    @pytest.fixture
    def large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("documents.checks.HEAVY", 100)

    @pytest.mark.usefixtures("large")
    def test_nothing_is_served_until_it_is_checked(self, send: Any, officer: Client, application: Any, authority: Any) -> None:
        assert send(a_pdf(2)).json()["checking"] is True
        document = Document.objects.get()
        address = reverse("documents:file", kwargs={"public_id": document.public_id})
        page = officer.get(reverse("documents:list", kwargs={"reference": application.reference})).content.decode()

        assert document.current.scan == "pending"
        assert "PDF, being checked" in page and "1 file is being checked, and can be opened after that." in page
        assert officer.get(address).status_code == 404
        with pytest.raises(FileNotFoundError):
            storage.open_rendition(document.current)

        taking_in.take_in(authority.pk, document.current.pk)
        document = Document.objects.get()
        assert (document.current.scan, document.current.pages) == ("not_scanned", 2)
        assert b"".join(officer.get(address)).startswith(b"%PDF")
        papers = reverse("documents:list", kwargs={"reference": application.reference})
        assert "All files are checked." in officer.get(f"{papers}?was_checking=1").content.decode()

    @pytest.mark.usefixtures("large")
    def test_one_that_is_not_fit_is_given_to_nobody_and_the_officer_told(
        self, send: Any, officer: Client, application: Any, authority: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        script = next(file for file in HOSTILE if file.name == "script on opening.pdf")
        send(script.content, script.name)
        document = Document.objects.get()
        key = document.current.key
        assert default_storage.exists(key)
        with django_capture_on_commit_callbacks(execute=True):
            taking_in.take_in(authority.pk, document.current.pk)
        document = Document.objects.get()

        assert document.current.scan == "refused"
        assert "has a script inside" in document.archive_reason
        assert "was not kept" in PlanningApplication.objects.get().attention
        assert officer.get(reverse("documents:list", kwargs={"reference": application.reference})).status_code == 200
        assert officer.get(reverse("documents:file", kwargs={"public_id": document.public_id})).status_code == 404
        assert default_storage.exists(key)  # for a month: see test_passing_faults

    @pytest.mark.usefixtures("large")
    def test_what_it_was_to_replace_is_in_use_again(self, application: Any, authority: Any, officer: Client) -> None:
        script = next(file for file in HOSTILE if file.name == "script on opening.pdf")
        old = DocumentFactory.create(case=application.case, name="old.pdf", number="A-1", public=True)
        where = {"reference": application.reference, "public_id": old.public_id}
        given = {"files": SimpleUploadedFile("new.pdf", script.content), "number": "A-1"}
        assert officer.post(reverse("documents:replace", kwargs=where), given).status_code == 302
        new = Document.objects.get(replaces=old)
        old.refresh_from_db()
        assert (new.current.scan, bool(old.archived_at)) == ("pending", True)

        taking_in.take_in(authority.pk, new.current.pk)
        old.refresh_from_db()
        assert (old.archived_at, old.visibility) == (None, "public")
        assert "old.pdf, which it had replaced, is in use again" in PlanningApplication.objects.get().attention

    @pytest.mark.usefixtures("large")
    def test_a_redacted_copy_gives_back_its_place_in_the_notice(self, application: Any, authority: Any, officer: Client) -> None:
        script = next(file for file in HOSTILE if file.name == "script on opening.pdf")
        original = DocumentFactory.create(case=application.case, name="form.pdf", number="A-1", public=True, in_decision_notice=True)
        where = {"reference": application.reference, "public_id": original.public_id}
        officer.post(
            reverse("documents:redact", kwargs=where), {"files": SimpleUploadedFile("copy.pdf", script.content), "seen": "private"}
        )
        copy = Document.objects.get(redaction_of=original)
        assert (copy.current.scan, copy.in_decision_notice) == ("pending", True)
        assert not copy.current.is_served

        taking_in.take_in(authority.pk, copy.current.pk)
        original.refresh_from_db()
        copy.refresh_from_db()
        assert (original.visibility, original.in_decision_notice) == ("private", True)
        assert (copy.visibility, copy.in_decision_notice, bool(copy.archived_at)) == ("private", False, True)

    @pytest.mark.usefixtures("large")
    def test_while_the_scanner_is_away_it_waits(self, send: Any, authority: Any, settings: Any) -> None:
        send(a_pdf(2))
        settings.CLAMAV_SOCKET = "127.0.0.1:9"
        version = Document.objects.get().current
        taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()

        assert (version.scan, version.preview_error) == ("pending", "")


class TestThreeDoors:
    """Each hostile file: a clear answer, or kept and harmless. Then the documents page still opens."""

    def test_the_officers_page(self, send: Any, application: Any, officer: Client) -> None:
        for file in usable():
            answer = send(file.content, file.name)
            said = answer.json()
            if said.get("checking"):
                words = self.looked_into(said["url"].split("/")[-2])
                assert re.search(file.answer, words) if file.answer else not words, (file.name, words)
            elif file.answer or not file.content:
                assert (answer.status_code, said["state"]) == (422, "refused"), file.name
            else:
                assert answer.status_code == 201, (file.name, said)
        self.only_harmless_ones_are_there(application)
        assert officer.get(reverse("documents:list", kwargs={"reference": application.reference})).status_code == 200
        for document in Document.objects.all():
            page = officer.get(reverse("documents:document", kwargs={"reference": application.reference, "public_id": document.public_id}))
            assert page.status_code == 200, document.name
            if document.archived_at is None:
                self.sent_as_what_it_is(officer.get(reverse("documents:file", kwargs={"public_id": document.public_id})))

    def test_the_applicants_reply(self, application: Any, now: Any) -> None:
        for file in usable():
            request = ValidationRequestFactory.create(case=application.case, sent=True, kind="other_change")
            faults = add_answer_files(
                request=request, files=[SimpleUploadedFile(file.name, file.content)], by=UserFactory.create(), now=now
            )
            refused = [self.looked_into(document.public_id) for document in Document.objects.filter(versions__scan="pending")]
            assert bool(faults or any(refused)) == bool(file.answer), (file.name, faults)
        self.only_harmless_ones_are_there(application)

    def test_the_fetch_of_a_submission(self, application: Any, authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        submission = SubmissionFactory.create(authority=authority, case=application.case)
        for file in usable():
            row = FetchedFileFactory.create(submission=submission, name=file.name.replace("\x00", "")[:200])

            @contextmanager
            def fetch(*_: Any, content: bytes = file.content, **__: Any) -> Iterator[Fetched]:
                yield Fetched(BytesIO(content), "plan.pdf", len(content), "", "application/pdf")

            monkeypatch.setattr(intake_tasks, "fetch", fetch)
            intake_tasks.fetch_file(authority.pk, row.pk)
            row.refresh_from_db()
            assert (row.state == FetchedFile.State.REFUSED) == bool(file.answer), (file.name, row.error)
            assert bool(row.error) == bool(file.answer)
        self.only_harmless_ones_are_there(application)

    def looked_into(self, public_id: Any) -> str:
        """What a worker says against a file that was left for it; "" for nothing."""
        version = Document.objects.get(public_id=public_id).current
        assert version.scan == "pending"
        return "" if taking_in.look_inside(version) else str(Document.objects.get(public_id=public_id).archive_reason)

    def only_harmless_ones_are_there(self, application: Any) -> None:
        kept = [file for file in usable() if not file.answer]
        documents = list(Document.objects.filter(case=application.case, archived_at=None))

        assert len(usable()) >= 40
        assert len(documents) == len(kept)
        for document in documents:
            assert document.name.endswith(ENDINGS[document.current.content_type])
            assert not set(document.name) & set("/\\\0\u202e")
            assert len(document.name) <= 255

    def sent_as_what_it_is(self, response: Any) -> None:
        assert response["Content-Type"] in ENDINGS
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        response.getvalue()


def test_pictures_of_kept_ones_are_drawn_or_it_is_said_why_not(application: Any, now: Any, django_capture_on_commit_callbacks: Any) -> None:
    for file in usable():
        if file.answer or "thousand pages" in file.name:
            continue
        with django_capture_on_commit_callbacks(execute=True):
            made = services.add_document(
                case=application.case, content=file.content, name=file.name, source="officer", by=UserFactory.create(), now=now
            )
        version = Document.objects.get(pk=made.pk).current
        assert version.previews_at or version.preview_error, file.name
