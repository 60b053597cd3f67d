"""Pictures and words of a stored file: made once, in a process that may die without harm."""

import io
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from documents import jobs, services, storage, taking_in, tasks
from documents.models import DocumentPage, DocumentVersion
from documents.rendering import sandbox
from documents.rendering.pages import print_of, words_on
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, a_pdf, a_picture

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def nothing_asked_for_yet() -> None:
    cache.clear()


@pytest.fixture
def document(authority: Any) -> Any:
    return DocumentFactory.create(case=CaseFactory.create(authority=authority), file=a_pdf(3, "Ground floor plan"))


def picture(version: Any, rendition: str) -> Any:
    with storage.open_rendition(version, rendition) as file:
        return Image.open(io.BytesIO(file.read()))


def previews_of(document: Any) -> DocumentVersion:
    tasks.make_previews(document.authority_id, document.current.pk)
    version = document.current
    version.refresh_from_db()
    return version


def test_a_pdf_gets_pictures_of_its_first_page_the_next_ones_and_its_words(document: Any) -> None:
    version = previews_of(document)

    assert (version.pages, version.preview_error) == (3, "")
    assert version.previews_at and version.read_at
    pages = list(version.page_rows.all())
    assert [(page.number, page.drawn, page.text) for page in pages] == [(number, ["0"], "Ground floor plan") for number in (1, 2, 3)]
    assert {(round(page.width_mm), round(page.height_mm)) for page in pages} == {(210, 297)}
    assert picture(version, "page").size == (1400, 1981)
    assert picture(version, "thumbnail").height == 340
    assert max(picture(version, "p3-small").size) == 900


def test_only_the_first_pages_are_drawn_before_anybody_asks(authority: Any) -> None:
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority), file=a_pdf(tasks.AHEAD + 3, "Report"))
    version = previews_of(document)

    assert list(version.page_rows.filter(drawn=[]).values_list("number", flat=True)) == [11, 12, 13]
    assert version.page_rows.exclude(text="Report").count() == 0


def test_a_page_is_drawn_when_somebody_looks_and_the_next_one_with_it(document: Any) -> None:
    version = previews_of(document)
    version.page_rows.update(drawn=[])
    tasks.draw_page(document.authority_id, version.pk, 2)

    assert list(version.page_rows.exclude(drawn=[]).values_list("number", flat=True)) == [2, 3]


def test_a_task_that_comes_back_does_nothing_twice(document: Any, monkeypatch: Any) -> None:
    version = previews_of(document)
    monkeypatch.setattr(tasks, "room", lambda *_: pytest.fail("drawn twice"))
    tasks.make_previews(document.authority_id, version.pk)
    tasks.draw_page(document.authority_id, version.pk, 2)
    tasks.read_pages(document.authority_id, version.pk, 1)


def test_a_part_of_a_page_is_drawn_larger_in_tiles(document: Any) -> None:
    version = previews_of(document)
    page = version.page_rows.get(number=1)
    services.ask_for_blocks(page=page, level=1, blocks=[(0, 0), (9, 9)])
    tasks.draw_block(document.authority_id, version.pk, 1, 1, 0, 0)
    page.refresh_from_db()

    assert page.drawn == ["0", "1:0:0"]
    assert picture(version, "p1-1-0-0").size == (1024, 1024)
    width, height = page.sheet.size_at(1)
    assert picture(version, "p1-1-2-3").size == (width - 2048, height - 3072)


def test_the_file_is_kept_when_drawing_it_dies(authority: Any) -> None:
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority), file=b"%PDF-1.7 nothing that can be drawn")
    before = storage.read(document.current)
    version = previews_of(document)

    assert version.preview_error == sandbox.WORDS["damaged"]
    assert version.previews_at is None
    assert storage.read(version) == before


def test_it_can_be_tried_again(document: Any, django_capture_on_commit_callbacks: Any) -> None:
    version = document.current
    version.preview_error = sandbox.WORDS["time"]
    version.save()
    with django_capture_on_commit_callbacks(execute=True):
        services.draw_again(version=version)
    version.refresh_from_db()

    assert version.previews_at is not None
    assert version.preview_error == ""


def test_a_page_that_kills_its_reader_is_noted_and_passed_over(document: Any, monkeypatch: Any) -> None:
    version = document.current
    version.pages, version.previews_at = 3, timezone.now()
    version.save()
    run = sandbox.Room.run

    def dies_on_page_two(self: Any, do: str, **job: Any) -> Any:
        if do == "read" and job["first"] <= 2 <= job["last"]:
            found = run(self, do, first=1, last=1) if job["first"] == 1 else []
            raise sandbox.RenderingFailed("memory", found)
        return run(self, do, **job)

    monkeypatch.setattr(sandbox.Room, "run", dies_on_page_two)
    tasks.read_pages(document.authority_id, version.pk, 1)
    version.refresh_from_db()

    assert [(page.number, bool(page.text), page.fault) for page in version.page_rows.all()] == [
        (1, True, ""),
        (2, False, sandbox.WORDS["memory"]),
        (3, True, ""),
    ]
    assert version.read_at is not None


def test_a_part_that_cannot_be_drawn_is_said_and_not_asked_for_again(document: Any, monkeypatch: Any) -> None:
    version = previews_of(document)

    def fails(self: Any, do: str, **job: Any) -> Any:
        raise sandbox.RenderingFailed("time")

    monkeypatch.setattr(sandbox.Room, "run", fails)
    tasks.draw_block(document.authority_id, version.pk, 1, 1, 0, 0)
    page = version.page_rows.get(number=1)
    assert (page.fault, page.drawn) == (sandbox.WORDS["time"], ["0"])

    monkeypatch.setattr(services.looking, "enqueue_on_commit", lambda *_: pytest.fail("asked for again"))
    services.ask_for_blocks(page=page, level=1, blocks=[(0, 0)])


def test_the_same_is_asked_for_once(document: Any, monkeypatch: Any) -> None:
    version = previews_of(document)
    page = version.page_rows.get(number=1)
    asked: list[Any] = []
    monkeypatch.setattr(services.looking, "enqueue_on_commit", lambda task, *args: asked.append(args))
    for _ in range(3):
        services.ask_for_blocks(page=page, level=1, blocks=[(0, 0)])
        services.ask_for_page(version=version, number=2)

    assert asked == [(version.authority_id, version.pk, 1, 1, 0, 0), (version.authority_id, version.pk, 2)]


def test_words_have_their_places_in_millimetres(document: Any) -> None:
    words = words_on(document.current, 1)

    assert [word.text for word in words] == ["Ground", "floor", "plan"]
    first = words[0]
    assert abs(first.left - 72 / 72 * 25.4) < 1
    assert abs(first.bottom - (842 - 720) / 72 * 25.4) < 3
    assert words_on(document.current, 1) == words  # the second time from beside the file


def test_a_page_is_made_a_picture_at_so_many_dots_an_inch(document: Any) -> None:
    drawn = Image.open(io.BytesIO(print_of(document.current, 1, dpi=200)))

    assert (drawn.format, drawn.size) == ("PNG", (1653, 2339))


def test_a_photograph_has_one_page_without_words(authority: Any) -> None:
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority), name="front.jpg")
    version = DocumentVersionFactory.create(document=document, content=a_picture("JPEG", (800, 600)), content_type="image/jpeg")
    tasks.make_previews(authority.pk, version.pk)
    version.refresh_from_db()

    assert (version.pages, version.page_rows.get().text, words_on(version, 1)) == (1, "", [])
    assert picture(version, "page").size == (800, 600)  # never larger than it is


def test_what_a_dead_worker_left_is_asked_for_again(authority: Any, monkeypatch: Any) -> None:
    now = timezone.now()
    asked: list[Any] = []
    monkeypatch.setattr(jobs.take_in, "delay", lambda authority_id, version_id: asked.append(version_id))
    monkeypatch.setattr(jobs.read_pages, "delay", lambda authority_id, version_id, page: asked.append((version_id, page)))
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority))
    left = document.current
    for minutes, fields in [(10, {"preview_error": "No picture"}), (1, {}), (10, {"scan": "refused"})]:
        DocumentVersionFactory.create(document=document, created_at=now - timedelta(minutes=minutes), **fields)
    old, full = (
        DocumentVersionFactory.create(document=document, created_at=now - timedelta(days=40), **fields)
        for fields in ({"scan": "pending"}, {"preview_error": sandbox.WORDS["disk"]})
    )
    DocumentVersionFactory.create(document=document, previews_at=now, read_at=now)
    half = DocumentVersionFactory.create(document=document, previews_at=now - timedelta(minutes=9), pages=5)
    DocumentPage.objects.create(authority=authority, version=half, number=2, width_mm=210, height_mm=297, text="Half read")
    DocumentVersion.objects.filter(pk=left.pk).update(created_at=now - timedelta(minutes=10))
    jobs.sweep_previews()
    jobs.sweep_previews()
    # Reading goes on for minutes, and a task may stand in a long queue: neither is asked for twice.
    assert asked == [left.pk, old.pk, full.pk, (half.pk, 3)]

    for version in (left, old, full):  # their tasks have come to an end, and left them as they were
        cache.delete(taking_in.queued_key(version.pk))
    jobs.sweep_previews()
    assert asked[4:] == [left.pk]  # without end, but seldom, what waits for long


def test_words_are_not_lost_with_the_words_of_another_council(document: Any) -> None:
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    previews_of(document)
    with acting_for(LocalAuthorityFactory.create()):
        assert DocumentPage.objects.count() == 0


def a_heavy_plan() -> bytes:
    """A page of some thousand lines and a word, which a computer draws bit by bit."""
    with pikepdf.open(io.BytesIO(a_pdf(words="Ground floor plan"))) as pdf:
        page = pdf.pages[0]
        lines = "".join(f"{n % 595} 0 m {n % 500} {n % 842} l S " for n in range(4000))
        page.contents_add(lines.encode())
        output = io.BytesIO()
        pdf.save(output)
    return output.getvalue()


def test_whoever_waits_for_a_heavy_page_sees_what_is_drawn_so_far(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "GLANCE_AFTER", 0)
    monkeypatch.setattr(sandbox, "GLANCES", 0.005)
    codes: list[str] = []
    note = tasks._note_drawn
    monkeypatch.setattr(tasks, "_note_drawn", lambda page, code: codes.append(code) or note(page, code))
    version = previews_of(DocumentFactory.create(case=CaseFactory.create(authority=authority), file=a_heavy_plan()))

    assert codes[-1] == "0" and version.pages == 1
    assert codes == ["g", "0"]
    assert max(picture(version, "p1-glance").size) == 900
    whole, glance = (picture(version, name).convert("L").resize((90, 127)) for name in ("page", "p1-glance"))
    assert sum(glance.tobytes()) > sum(whole.tobytes())  # less ink


def test_a_glance_that_cannot_be_kept_stops_nothing(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "GLANCE_AFTER", 0)
    put = storage.put_rendition

    def full(version: Any, name: str, content: bytes) -> None:
        if "glance" in name:
            raise OSError(28, "full")
        put(version, name, content)

    monkeypatch.setattr(storage, "put_rendition", full)
    version = previews_of(DocumentFactory.create(case=CaseFactory.create(authority=authority), file=a_heavy_plan()))

    assert version.preview_error == "" and version.page_rows.get().drawn == ["0"]
