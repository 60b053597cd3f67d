"""Pictures and words of a stored file: made once, in a process that may die without harm."""

import io
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from documents import drawing, jobs, storage, tasks
from documents.models import DocumentVersion
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, a_pdf


@pytest.fixture
def document(authority: Any) -> Any:
    return DocumentFactory.create(case=CaseFactory.create(authority=authority), file=a_pdf(3, "Ground floor plan"))


def picture(version: Any, rendition: str) -> Any:
    with storage.open_rendition(version, rendition) as file:
        return Image.open(io.BytesIO(file.read()))


def opened(path: Any) -> Any:
    return Image.open(io.BytesIO(path.read_bytes()))


@pytest.mark.slow
def test_a_pdf_gets_a_thumbnail_a_page_its_words_and_its_number_of_pages(authority: Any, document: Any) -> None:
    tasks.make_previews(authority.pk, document.current.pk)
    version = document.current
    version.refresh_from_db()

    assert (version.pages, version.preview_error) == (3, "")
    assert version.previews_at is not None
    assert version.text.count("Ground floor plan") == 3
    assert picture(version, "thumbnail").format == "WEBP"
    assert picture(version, "thumbnail").height == 340
    assert picture(version, "page").width == 1400


@pytest.mark.slow
def test_a_task_that_comes_back_does_nothing_twice(authority: Any, document: Any, monkeypatch: Any) -> None:
    tasks.make_previews(authority.pk, document.current.pk)
    monkeypatch.setattr(tasks, "_draw", lambda *_: pytest.fail("drawn twice"))
    tasks.make_previews(authority.pk, document.current.pk)


@pytest.mark.slow
def test_the_file_is_kept_when_drawing_it_dies(authority: Any) -> None:
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority), file=b"%PDF-1.7 nothing that can be drawn")
    before = storage.read(document.current)
    tasks.make_previews(authority.pk, document.current.pk)
    version = document.current
    version.refresh_from_db()

    assert version.preview_error == "No picture could be made of this file (CalledProcessError)."
    assert version.previews_at is None
    assert storage.read(version) == before


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_made_smaller_and_loses_what_the_camera_wrote(tmp_path: Any, kind: str) -> None:
    source = tmp_path / "photo"
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 27.0, 0.0)}
    Image.new("RGB", (3000, 2000), "navy").save(source, kind, exif=exif)
    found = drawing.draw_picture(source, tmp_path)

    assert found == {"pages": 1, "text": ""}
    assert max(opened(tmp_path / "page.webp").size) == 1400
    assert opened(tmp_path / "thumbnail.webp").size == (480, 320)
    assert not opened(tmp_path / "page.webp").getexif()


def test_a_clear_background_is_drawn_as_white(tmp_path: Any) -> None:
    source = tmp_path / "logo"
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(source, "PNG")
    drawing.draw_picture(source, tmp_path)

    assert opened(tmp_path / "page.webp").convert("RGB").getpixel((25, 25)) == (255, 255, 255)


def test_a_file_that_asks_for_too_much_memory_dies_alone() -> None:
    greedy = "from documents import drawing; drawing.limit(); bytearray(3 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)

    assert done.returncode
    assert "MemoryError" in done.stderr


def test_words_that_the_database_cannot_keep_are_left_out() -> None:
    assert drawing.storable("Pl\x00an \ud800A") == "Plan A"
    assert len(drawing.storable("x" * 300_000)) == 200_000


def test_what_a_dead_worker_left_is_asked_for_again(authority: Any, monkeypatch: Any) -> None:
    now = timezone.now()
    asked: list[int] = []
    monkeypatch.setattr(jobs.make_previews, "delay", lambda authority_id, version_id: asked.append(version_id))
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority))
    left = document.current
    for minutes, fields in [(10, {"previews_at": now}), (10, {"preview_error": "No picture"}), (1, {}), (60 * 48, {})]:
        DocumentVersionFactory.create(document=document, created_at=now - timedelta(minutes=minutes), **fields)
    DocumentVersion.objects.filter(pk=left.pk).update(created_at=now - timedelta(minutes=10))
    jobs.sweep_previews()

    assert asked == [left.pk]
