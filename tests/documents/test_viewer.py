"""Pages of documents in the browser: who sees them, what waits, what is measured, what is found."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import DomainError
from documents import selectors, services, storage
from documents.comparing import Comparison
from documents.models import Document, Measurement
from documents.showing import Look, Viewer, officer_addresses
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, DocumentPageFactory, DocumentVersionFactory, MeasurementFactory, a_picture

PICTURE = b"RIFF\x00\x00\x00\x00WEBP"


def a_drawn(document: Document, text: str = "", **more: Any) -> Any:
    """The document's first page as the worker leaves it."""
    version = document.current
    assert version
    version.previews_at = version.read_at = timezone.now()
    version.save()
    for name in ("page", "p1-small", "thumbnail", "p1-1-0-0"):
        storage.put_rendition(version, name, PICTURE)
    return DocumentPageFactory.create(version=version, drawn_whole=True, text=text, **more)


@pytest.fixture(autouse=True)
def nothing_asked_for_yet() -> None:
    cache.clear()


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, published=True)


@pytest.fixture
def document(application: Any) -> Document:
    return DocumentFactory.create(case=application.case, name="Ground floor.pdf", number="P-101")


@pytest.fixture
def officer(authority: Any, officer_client: Any) -> Client:
    return officer_client(authority)[0]


@pytest.fixture
def public(authority: Any) -> Client:
    return Client(HTTP_HOST=authority.public_host)


def view(document: Document, query: str = "", place: str = "view/") -> str:
    return f"/cases/{document.case.reference}/documents/{document.public_id}/{place}{query}"


def public_view(document: Document, place: str = "view/") -> str:
    return f"/applications/{document.case.reference}/documents/{document.public_id}/{place}"


@pytest.mark.parametrize("address", ["", "https://store.example/signed"], ids=["file system", "S3"])
@pytest.mark.parametrize("scan", ["pending", "refused"])
def test_no_picture_of_a_file_that_is_not_checked_leaves_whatever_the_store(
    officer: Client, public: Client, application: Any, monkeypatch: pytest.MonkeyPatch, address: str, scan: str
) -> None:
    document = DocumentFactory.create(case=application.case, public=True)
    a_drawn(document)
    monkeypatch.setattr(storage, "signed_address", lambda *_: address or None)
    asked = {officer: f"/documents/{document.public_id}/pages/1/page/", public: public_view(document, "pages/1/page/")}
    answers = [client.get(path) for client, path in asked.items()]
    assert {answer.status_code for answer in answers} == {302 if address else 200}
    assert address or all(answer.getvalue() == PICTURE for answer in answers)

    document.versions.update(scan=scan)
    for client, path in asked.items():
        assert client.get(path).status_code == 404
        assert client.get(path, HTTP_IF_NONE_MATCH=f'"{document.current.sha256[:24]}-page"').status_code == 404


class TestThePage:
    def test_a_drawn_page_is_shown_with_its_words_and_its_paper(self, officer: Client, document: Document) -> None:
        a_drawn(document, "Kitchen <b>& hall</b>", width_mm=841, height_mm=594)
        page = officer.get(view(document)).content.decode()

        assert f"/documents/{document.public_id}/pages/1/page/" in page
        assert "A1, 841 × 594 mm" in page
        assert "Kitchen &lt;b&gt;" in page

    def test_a_page_that_is_not_drawn_yet_is_waited_for(
        self, officer: Client, document: Document, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert "The pages of this file are being drawn" in officer.get(view(document)).content.decode()
        assert "HX-Refresh" not in officer.get(view(document, place="pages/1/state/")).headers
        with django_capture_on_commit_callbacks() as asked:
            answer = officer.post(view(document, place="pages/1/draw/"))
            officer.post(view(document, place="pages/1/draw/"))
        assert (answer.url, len(asked)) == (view(document), 1)
        a_drawn(document)
        assert officer.get(view(document, place="pages/1/state/")).headers["HX-Refresh"] == "true"

    def test_a_fault_is_said_with_a_way_to_try_again(self, officer: Client, document: Document) -> None:
        document.versions.update(preview_error="This PDF is locked with a password.")
        page = officer.get(view(document)).content.decode()

        assert "This PDF is locked with a password." in page
        assert view(document, place="view/again/") in page

    def test_looking_changes_nothing(self, officer: Client, document: Document) -> None:
        officer.get(view(document))
        assert document.versions.get().page_rows.count() == 0

    @pytest.mark.parametrize("query", ["?page=2", "?page=99999999999"])
    def test_a_page_that_the_file_has_not_is_not_found(self, officer: Client, document: Document, query: str) -> None:
        assert officer.get(view(document, query)).status_code == 404

    @pytest.mark.parametrize("query", ["?page=0", "?page=-1", "?page=x", "?page=²", "?zoom=9&turn=45", "?page="])
    def test_nonsense_in_the_address_shows_the_first_page(self, officer: Client, document: Document, query: str) -> None:
        a_drawn(document)
        assert officer.get(view(document, query)).status_code == 200

    def test_an_archived_document_can_still_be_looked_at(self, officer: Client, application: Any) -> None:
        document = DocumentFactory.create(case=application.case, archived=True)
        a_drawn(document)
        assert "Archived document" in officer.get(view(document)).content.decode()

    def test_next_goes_through_the_case_as_the_gallery_has_it(self, officer: Client, application: Any, document: Document) -> None:
        DocumentFactory.create(case=application.case, name="Elevations.pdf", number="P-102")
        DocumentFactory.create(case=application.case, name="Statement.pdf", tags=["designAndAccessStatement"])
        a_drawn(document)
        page = officer.get(view(document)).content.decode()
        assert "Document 1 of 3" in page
        assert "document: Elevations.pdf" in page

    def test_without_javascript_a_large_page_is_tiles_once_they_are_drawn(self, document: Document) -> None:
        page = a_drawn(document, width_mm=841, height_mm=594)
        viewer = Viewer(document, page.version, 1, page, Look("100"), [document], set(), officer_addresses("X"))
        assert viewer.sheet and viewer.sheet.sharper and not viewer.sheet.rows
        page.drawn = ["0", *(f"1:{column}:{row}" for column, row in page.sheet.blocks_at(1))]
        rows = viewer.sheet.rows

        assert viewer.sheet.shown_size == (3179, 2245)
        assert (sum(tile.width for tile in rows[0]), sum(row[0].height for row in rows)) == (3179, 2245)


class TestPictures:
    def address(self, document: Document, picture: str = "page", number: int = 1) -> str:
        return f"/documents/{document.public_id}/pages/{number}/{picture}/"

    def test_a_picture_stays_private_and_is_sent_once(self, officer: Client, document: Document) -> None:
        a_drawn(document)
        first = officer.get(self.address(document))
        assert first.getvalue() == PICTURE
        assert first["Cache-Control"].startswith("private")
        assert "sandbox" in first["Content-Security-Policy"]
        again = officer.get(self.address(document), headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("picture", ["original", "1-0", "1-0-0-0", "1-x-0", "-1-0-0", "99999-0-0", "p1-words", "2-0-0"])
    def test_what_is_no_picture_of_the_page_is_not_found(self, officer: Client, document: Document, picture: str) -> None:
        a_drawn(document)
        assert officer.get(self.address(document, picture)).status_code == 404

    def test_another_councils_is_not_found(self, officer_client: Any, document: Document) -> None:
        from tests.factories.accounts import LocalAuthorityFactory

        a_drawn(document)
        stranger, _ = officer_client(LocalAuthorityFactory.create())
        assert stranger.get(self.address(document)).status_code == 404
        assert stranger.get(view(document)).status_code == 404

    def test_only_members_of_the_council(self, authority: Any, document: Document) -> None:
        a_drawn(document)
        assert Client(HTTP_HOST=authority.officer_host).get(self.address(document)).status_code == 302

    def test_it_costs_as_many_queries_however_many_papers_there_are(self, officer: Client, application: Any, document: Document) -> None:
        a_drawn(document)

        def queries(address: str) -> int:
            with CaptureQueriesContext(connection) as said:
                answer = officer.get(address)
                assert answer.getvalue()
            return len(said)

        queries(view(document))  # what is read once a process
        few = [queries(address) for address in (self.address(document), view(document))]
        for _ in range(12):
            a_drawn(DocumentFactory.create(case=application.case))
        assert [queries(address) for address in (self.address(document), view(document))] == few


class TestTheBeginningOfAHeavyPage:
    @pytest.mark.parametrize("drawn_before", [False, True], ids=["of a new file", "of a later page"])
    def test_is_shown_until_the_whole_is_there(self, officer: Client, document: Document, drawn_before: bool) -> None:
        version = document.current
        version.previews_at = timezone.now() if drawn_before else None
        version.save()
        storage.put_rendition(version, "p1-glance", PICTURE)
        row = DocumentPageFactory.create(version=version, drawn=["g"])
        page = officer.get(view(document)).content.decode()

        assert "Still being drawn." in page and "parts of the plan are missing" in page
        assert officer.get(f"/documents/{document.public_id}/pages/1/glance/").getvalue() == PICTURE
        assert officer.get(view(document, place="pages/1/state/")).headers["HX-Refresh"] == "true"
        assert "pages/1/state/?glance" in page
        assert "HX-Refresh" not in officer.get(view(document, place="pages/1/state/?glance")).headers

        row.drawn, version.previews_at = ["g", "0"], timezone.now()
        row.save()
        version.save()
        assert officer.get(view(document, place="pages/1/state/?glance")).headers["HX-Refresh"] == "true"
        assert "Still being drawn." not in officer.get(view(document)).content.decode()


class TestThePublicHost:
    def test_a_published_document_has_pictures_for_phones(self, public: Client, application: Any) -> None:
        document = DocumentFactory.create(case=application.case, public=True)
        a_drawn(document)
        page = public.get(public_view(document)).content.decode()
        assert public_view(document, "pages/1/small/") in page
        assert "Measure" not in page and "Compare" not in page
        assert public.get(public_view(document, "pages/1/small/")).getvalue() == PICTURE

    @pytest.mark.parametrize("place", ["view/", "pages/1/page/", "pages/1/small/", "pages/1/1-0-0/", "pages/1/state/"])
    def test_what_is_not_published_is_not_found(self, public: Client, document: Document, place: str) -> None:
        a_drawn(document)
        assert public.get(public_view(document, place)).status_code == 404

    @pytest.mark.parametrize("place", ["pages/1/draw/", "pages/1/blocks/"])
    def test_nor_drawn_for_strangers(self, public: Client, document: Document, place: str) -> None:
        assert public.post(public_view(document, place)).status_code == 404

    def test_nor_before_the_case_is_public(self, public: Client, authority: Any) -> None:
        document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case, public=True)
        a_drawn(document)
        assert public.get(public_view(document)).status_code == 404


class TestSharperParts:
    def ask(self, client: Client, document: Document, level: str, blocks: str) -> Any:
        return client.post(view(document, place="pages/1/blocks/"), {"level": level, "blocks": blocks})

    def test_missing_ones_are_asked_for_and_those_there_are_named(
        self, officer: Client, document: Document, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = a_drawn(document, width_mm=1189, height_mm=841)
        page.drawn = ["0", "2:0:0"]
        page.save()
        with django_capture_on_commit_callbacks() as asked:
            answer = self.ask(officer, document, "2", "0-0,1-0,1-1,77-0")
        assert answer.json() == {"drawn": ["0", "2:0:0"], "fault": ""}
        assert len(asked) == 2

    @pytest.mark.parametrize(("level", "blocks"), [("0", "0-0"), ("99", "0-0"), ("x", ""), ("1", "a-b,1,1-1-1,²-0"), ("1", "-1-0")])
    def test_nonsense_asks_for_nothing(
        self, officer: Client, document: Document, level: str, blocks: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        a_drawn(document)
        with django_capture_on_commit_callbacks() as asked:
            assert self.ask(officer, document, level, blocks).status_code == 200
        assert asked == []


class TestMeasuring:
    def keep(self, officer: Client, document: Document, **changes: Any) -> str:
        sent = {"page": 1, "kind": "length", "points": "[[10, 10], [110, 10]]", "scale": "100", "label": "Depth"} | changes
        return officer.post(view(document, place="measurements/"), sent, follow=True).content.decode()

    def test_the_server_works_out_what_the_points_come_to(self, officer: Client, document: Document) -> None:
        a_drawn(document)
        assert "Kept: 10.00 m Depth" in self.keep(officer, document)
        assert "60.00 m²" in self.keep(officer, document, kind="area", points="[[0,0],[100,0],[100,60],[0,60]]")
        assert [(kept.value, kept.scale) for kept in Measurement.objects.all()] == [
            (Decimal(10), Decimal(100)),
            (Decimal(60), Decimal(100)),
        ]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"points": "[[10, 10]]"}, "Set two points or more"),
            ({"kind": "area"}, "Set two points or more"),
            ({"kind": "volume"}, "Choose whether to measure"),
            ({"points": "[[10,10],[10,10]]"}, "on one spot"),
            ({"points": "[[10,10],[9000,10]]"}, "beside the page"),
            ({"points": "[[10,10],[NaN,10]]"}, "beside the page"),
            ({"points": "{nonsense"}, "Set two points or more"),
            ({"points": json.dumps([[1, 2]] * 501)}, "Set two points or more"),
            ({"scale": "0"}, "Say what the scale"),
            ({"scale": "NaN"}, "Say what the scale"),
            ({"scale": "1e9"}, "Say what the scale"),
            ({"scale": ""}, "Say what the scale"),
        ],
    )
    def test_what_makes_no_measurement_is_refused_with_words(
        self, officer: Client, document: Document, changes: dict[str, str], words: str
    ) -> None:
        a_drawn(document)
        assert words in self.keep(officer, document, **changes)
        assert not Measurement.objects.exists()

    def test_it_is_shown_to_the_next_who_looks_with_its_scale(self, officer: Client, document: Document) -> None:
        page = a_drawn(document)
        MeasurementFactory.create(version=page.version, scale=Decimal("97.35"))
        shown = officer.get(view(document)).content.decode()
        assert 'data-ratio="97.35"' in shown
        assert "Depth of the extension" in shown and "1:97" in shown
        assert "Remove" not in shown  # somebody else's

    def test_only_who_made_it_removes_it(self, authority: Any, officer_client: Any, document: Document, now: Any) -> None:
        client, user = officer_client(authority)
        page = a_drawn(document)
        mine = MeasurementFactory.create(version=page.version, created_by=user)
        other = MeasurementFactory.create(version=page.version)
        for measurement in (mine, other):
            client.post(view(document, place=f"measurements/{measurement.pk}/remove/"))
        assert list(Measurement.objects.all()) == [other]
        with pytest.raises(DomainError, match="Only the officer"):
            services.remove_measurement(measurement=other, by=user, now=now)


class TestComparing:
    def test_the_older_revision_is_found_by_itself(self, officer: Client, application: Any, document: Document) -> None:
        new = DocumentFactory.create(case=application.case, name="Ground floor B.pdf", replaces=document)
        for one in (document, new):
            a_drawn(one)
        page = officer.get(f"/cases/{application.reference}/documents/compare/?a={new.public_id}").content.decode()
        assert page.count("data-sheet=") == 2
        older, newer = (page.index(f"/documents/{one.public_id}/pages/1/page/") for one in (document, new))
        assert older < newer  # the older one lies below

    def test_a_drawing_of_another_case_is_not_offered(self, officer: Client, authority: Any, application: Any, document: Document) -> None:
        other = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case)
        page = officer.get(f"/cases/{application.reference}/documents/compare/?a={document.public_id}&b={other.public_id}&page_b=²")
        assert str(other.public_id) not in page.content.decode()

    def test_what_is_not_drawn_is_waited_for(self, application: Any, document: Document) -> None:
        other = DocumentFactory.create(case=application.case)
        query = {"a": str(document.public_id), "b": str(other.public_id), "page_a": "7", "way": "sideways"}
        comparison = Comparison.of(query, selectors.drawn_documents_of(application.case), officer_addresses("X"), selectors.page_of)
        assert [(side.number, side.sheet, side.fault) for side in comparison.sides] == [(1, None, ""), (1, None, "")]
        assert comparison.way == "over"


class TestFinding:
    def find(self, client: Client, reference: str, words: str, *, public: bool = False) -> str:
        place = "applications" if public else "cases"
        return client.get(f"/{place}/{reference}/documents/search/", {"words": words}).content.decode()

    def test_words_are_marked_and_what_the_file_says_does_not_run(self, officer: Client, document: Document) -> None:
        a_drawn(document, "Extensions by Tom & Co <script>alert(1)</script> would harm the oak tree.")
        page = self.find(officer, document.case.reference, "extension oak")
        assert "<mark>Extensions</mark>" in page and "<mark>oak</mark>" in page
        assert "Tom &amp; Co" in page and "<script>alert" not in page

    def test_a_name_or_drawing_number_is_found_too(self, officer: Client, document: Document) -> None:
        assert "Its name has these words" in self.find(officer, document.case.reference, "p-101")

    @pytest.mark.parametrize("words", ["", "   ", "the", '"', "a\x00b", "x" * 5000, "OR AND -", "'); DROP"])
    def test_nonsense_finds_nothing_and_breaks_nothing(self, officer: Client, document: Document, words: str) -> None:
        a_drawn(document, "Kitchen")
        assert "app-found" not in self.find(officer, document.case.reference, words)

    def test_papers_of_other_cases_archived_ones_and_older_files_are_left_out(
        self, officer: Client, authority: Any, application: Any, document: Document
    ) -> None:
        a_drawn(document, "badger sett")
        DocumentVersionFactory.create(document=document, content=a_picture(), content_type="image/png")
        a_drawn(DocumentFactory.create(case=application.case, archived=True), "badger sett")
        a_drawn(DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case), "badger sett")
        assert "No page of these documents has “badger”" in self.find(officer, application.reference, "badger")

    def test_the_public_finds_published_words_only(self, public: Client, application: Any, document: Document) -> None:
        a_drawn(document, "Her telephone number is private")
        shown = DocumentFactory.create(case=application.case, public=True, name="Statement.pdf")
        a_drawn(shown, "The private drive is widened")
        page = self.find(public, application.reference, "private", public=True)
        assert "Statement.pdf" in page
        assert "telephone" not in page
        assert public_view(shown) in page

    def test_finding_takes_as_many_queries_for_many_papers(
        self, application: Any, document: Document, django_assert_num_queries: Any
    ) -> None:
        for _ in range(5):
            a_drawn(DocumentFactory.create(case=application.case), "badger sett")
        with django_assert_num_queries(3):
            assert len(selectors.search_papers(selectors.documents_of(application.case), "badger")) == 5
