"""Boxes kept, joined and burnt in: verbs and pages."""

import errno
import io
import json
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from core.errors import DomainError, StaleRecord
from documents import storage
from documents.models import Document, Redaction
from documents.redaction import tasks
from documents.redaction.spots import Known, matches, names_of
from documents.rendering.sandbox import WORDS
from documents.services import redacting
from tests.documents.test_redaction_burning import a_form, survivals
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, DocumentPageFactory, DocumentVersionFactory, a_pdf, a_picture

SECRET = "Zanzibarsecret"
BOX = {"id": "a", "left": 20, "top": 30, "width": 120, "height": 25, "reason": "name"}


@pytest.fixture
def document(authority: Any) -> Document:
    application = PlanningApplicationFactory.create(authority=authority, published=True)
    document = DocumentFactory.create(case=application.case, name="form.pdf", file=a_pdf(words=SECRET))
    document.versions.update(previews_at=timezone.now(), read_at=timezone.now())
    DocumentPageFactory.create(version=document.current, text=SECRET, drawn_whole=True)
    return document


@pytest.fixture
def officer() -> Any:
    return UserFactory.create()


def begin(document: Document, by: Any) -> Redaction:
    return redacting.start_redaction(document=document, by=by, now=timezone.now())


def save(redaction: Redaction, by: Any, *boxes: dict[str, Any], version: int | None = None) -> Redaction:
    number = redaction.version if version is None else version
    return redacting.save_boxes(redaction=redaction, page=1, boxes=boxes, version=number, by=by, now=timezone.now())


class TestDrawing:
    def test_two_officers_go_on_with_the_same_boxes_and_neither_loses_any(self, document: Document, officer: Any) -> None:
        first = begin(document, officer)
        assert begin(document, UserFactory.create()).pk == first.pk
        assert save(first, officer, BOX).version == 2
        with pytest.raises(StaleRecord):
            save(first, officer, version=1)
        assert len(Redaction.objects.get().boxes) == 1

    @pytest.mark.parametrize(
        "odd",
        [None, 5, {}, BOX | {"width": 0.1}, BOX | {"left": 500}, BOX | {"top": "nan"}, BOX | {"left": "1e999"}, BOX | {"reason": "x"}],
    )
    def test_what_is_no_box_is_refused_with_words(self, document: Document, officer: Any, odd: Any) -> None:
        with pytest.raises(DomainError, match=r"box|millimetres|reason"):
            save(begin(document, officer), officer, odd)

    def test_a_copy_is_made_of_what_the_officer_saw_only(self, document: Document, officer: Any) -> None:
        redaction = begin(document, officer)
        with pytest.raises(DomainError, match="at least one box"):
            redacting.ask_for_copy(redaction=redaction, version=1, by=officer, now=timezone.now())
        save(redaction, officer, BOX)
        with pytest.raises(StaleRecord):
            redacting.ask_for_copy(redaction=redaction, version=1, by=officer, now=timezone.now())

    def test_boxes_over_the_page_come_back_by_address_with_newer_ones(
        self, document: Document, authority: Any, officer_client: Any, officer: Any
    ) -> None:
        client, _ = officer_client(authority)
        redaction = save(begin(document, officer), officer, BOX)
        address = f"/cases/{document.case.reference}/documents/{document.public_id}/redact/boxes/"
        late = client.post(address, {"page": 1, "version": 1, "boxes": "[]"}).json()
        assert (late["version"], [box["id"] for box in late["boxes"]]) == (2, ["a"])
        assert client.post(address, {"page": 1, "version": redaction.version, "boxes": json.dumps([])}).json()["version"] == 3
        assert client.post(address, {"page": 1, "version": "x", "boxes": "{"}).status_code == 400
        assert client.post(address, {"page": 9, "version": 3, "boxes": json.dumps([BOX])}).status_code == 422


@pytest.mark.slow
class TestTheCopy:
    def make(self, document: Document, officer: Any, run: Any) -> Redaction:
        redaction = save(begin(document, officer), officer, BOX)
        with run(execute=True):
            redacting.ask_for_copy(redaction=redaction, version=redaction.version, by=officer, now=timezone.now())
        redaction.refresh_from_db()
        return redaction

    def test_it_is_linked_private_and_without_the_words(
        self, document: Document, officer: Any, django_capture_on_commit_callbacks: Any, authority: Any
    ) -> None:
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        copy = redaction.copy
        assert copy is not None, redaction.fault
        assert (copy.redaction_of, copy.name, copy.visibility) == (document, "form redacted.pdf", "private")
        assert survivals(storage.read(copy.current)) == []
        assert not storage.default_storage.exists(storage.rendition_key(document.current, tasks.burnt_name(redaction, 1)))
        with pytest.raises(DomainError, match="redacted copy"):
            redacting_publish(document, officer)
        public = Client(HTTP_HOST=authority.public_host)
        assert public.get(f"/applications/{document.case.reference}/documents/{document.public_id}/").status_code == 404

    def test_that_of_a_public_paper_takes_its_place_at_once(
        self, document: Document, officer: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        redacting_publish(document, officer)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        document.refresh_from_db()
        assert redaction.copy and (redaction.copy.visibility, document.visibility) == ("public", "private")

    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_a_photograph_is_painted(self, authority: Any, officer: Any, kind: str, django_capture_on_commit_callbacks: Any) -> None:
        case = PlanningApplicationFactory.create(authority=authority).case
        document = DocumentFactory.create(case=case, name=f"front.{kind.lower()}")
        picture = a_picture(kind, (800, 600), "orange")
        DocumentVersionFactory.create(document=document, content=picture, content_type=f"image/{kind.lower()}", previews_at=timezone.now())
        DocumentPageFactory.create(version=document.current, width_mm=800 / 96 * 25.4, height_mm=600 / 96 * 25.4)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        assert redaction.copy, redaction.fault
        painted = Image.open(io.BytesIO(storage.read(redaction.copy.current))).convert("RGB")
        assert max(painted.getpixel((300, 160))) < 8  # type: ignore[arg-type]
        assert painted.getpixel((20, 20))[0] > 240  # type: ignore[index]

    def test_a_file_that_cannot_be_taken_apart_is_said_so_and_the_boxes_stay(
        self, document: Document, officer: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("documents.redaction.tasks.LARGEST_COPY", 10)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        assert (redaction.state, redaction.copy, len(redaction.boxes), redaction.burnt) == ("drawing", None, 1, [])
        assert redaction.fault == WORDS["large"]

    def test_a_copy_that_is_too_large_to_be_kept_is_said_so(
        self, document: Document, officer: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(tasks, "largest_mb", lambda case, source: 0)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        assert (redaction.state, redaction.copy) == ("drawing", None)
        assert "Split the file into parts" in redaction.fault

    @pytest.mark.parametrize(
        ("error", "cause"), [(OSError(errno.ENOSPC, "full"), "disk"), (FileNotFoundError("x"), "missing"), (OSError(5, "i/o"), "store")]
    )
    def test_a_store_that_fails_is_said_so(
        self, document: Document, officer: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any, error: OSError, cause: str
    ) -> None:
        def fail(*_: Any) -> None:
            raise error

        monkeypatch.setattr(storage, "put_rendition", fail)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)
        assert (redaction.state, redaction.fault) == ("drawing", WORDS[cause])

    def test_two_workers_at_once_keep_each_page_once_and_a_late_one_spoils_nothing(self, document: Document, officer: Any) -> None:
        redaction = save(begin(document, officer), officer, BOX)
        redaction = redacting.ask_for_copy(redaction=redaction, version=redaction.version, by=officer, now=timezone.now())
        one, other, late = (Redaction.objects.get(pk=redaction.pk) for _ in range(3))
        assert tasks._note(one, [{"page": 1}, {"page": 2}], []) and tasks._note(other, [{"page": 2}, {"page": 3}], [])
        assert [line["page"] for line in Redaction.objects.get().burnt] == [1, 2, 3]

        Redaction.objects.update(asked_at=timezone.now(), burnt=[])
        assert not tasks._note(late, [{"page": 1}], [])
        tasks._give_up(late, "too late")
        again = Redaction.objects.get()
        assert (again.state, again.burnt, again.fault) == ("making", [], "")
        assert tasks.burnt_name(again, 1) != tasks.burnt_name(late, 1)

    def test_pages_that_hide_something_are_told(
        self, authority: Any, officer: Any, officer_client: Any, django_capture_on_commit_callbacks: Any, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(tasks, "DPI", 40)
        case = PlanningApplicationFactory.create(authority=authority).case
        document = DocumentFactory.create(case=case, name="halves.pdf", file=two_halves())
        document.versions.update(previews_at=timezone.now(), read_at=timezone.now(), pages=2)
        for number in (1, 2):
            DocumentPageFactory.create(version=document.current, number=number, drawn_whole=True)
        redaction = self.make(document, officer, django_capture_on_commit_callbacks)

        assert redaction.hiding == [2] and redaction.copy and survivals(storage.read(redaction.copy.current)) == []
        page = officer_client(authority)[0].get(f"/cases/{case.reference}/documents/{document.public_id}/redact/pages/")
        assert "Page 2 held more than it showed" in page.content.decode()


def two_halves() -> bytes:
    """One sheet cut into two pages: both have all of its content."""
    with pikepdf.open(io.BytesIO(a_form(pages=2))) as pdf:
        first, second = (page.obj for page in pdf.pages)
        second.Contents, second.CropBox = first.Contents, pikepdf.Array([0, 0, 595, 400])
        output = io.BytesIO()
        pdf.save(output)
    return output.getvalue()


def redacting_publish(document: Document, by: Any) -> None:
    from documents import services

    services.publish(document=document, by=by, now=timezone.now())


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Call 01632 960 741 or +44 (0)7700 900123", ["phone", "phone"]),
        ("ada.brook@marlbury.example", ["email"]),
        ("Flat 2, MB1 4AA and MB3 7TT", ["address"]),
        ("Van AB12 CDE outside", ["vehicle"]),
        ("NI QQ 12 34 56 C and AB123456C", ["number"]),
        ("Sort code: 12-34-56 account number: 12345678", ["money", "money"]),
        ("Signed by A. Brook, Ada  Brook", ["signature", "name", "name"]),
        ("Drawing A101 rev B, 1:100 at A1, 02/10/2026, 0.5 m, UPRN 100012345678", []),
        ("Brookfield, Brooklyn", []),
    ],
)
def test_words_that_may_be_private_are_known(text: str, kinds: list[str]) -> None:
    known = Known(frozenset(names_of("Ada", "Brook")), frozenset(), frozenset({"MB37TT"}))
    assert [kind for kind, _, _ in matches(text, known)] == kinds
