"""Files that mean harm are opened where they can do none, and each ends in words for the officer."""

import errno
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from documents import storage, tasks
from documents.models import DocumentVersion
from documents.rendering import child, sandbox
from documents.rendering.geometry import LONGEST, MOST_PIXELS, Sheet, paper_name
from documents.rendering.pages import words_on
from tests.documents.hostile import _png_of
from tests.documents.plans import a_plan
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, a_pdf, a_picture

slow = pytest.mark.slow


@pytest.fixture
def stored(authority: Any, monkeypatch: Any) -> Any:
    """`stored(content, type)`: a version with this file, whose previews have been tried; what comes after them is not."""
    monkeypatch.setattr(tasks.read_pages, "delay", lambda *_: None)
    monkeypatch.setattr(tasks.draw_ahead, "delay", lambda *_: None)
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority))

    def store(content: bytes, content_type: str = "application/pdf") -> DocumentVersion:
        version = DocumentVersionFactory.create(document=document, content=content, content_type=content_type)
        tasks.make_previews(authority.pk, version.pk)
        version.refresh_from_db()
        return version

    return store


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    output = io.BytesIO()
    pdf.save(output, **how)
    return output.getvalue()


def with_content(content: bytes, **resources: Any) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(XObject=Dictionary({f"/{name}": made(pdf) for name, made in resources.items()}))
    page.Contents = pdf.make_stream(content)
    return saved(pdf)


def endless() -> bytes:
    """Nine forms, each of which draws the next twelve times: five thousand million lines in two kilobytes."""

    def form(pdf: pikepdf.Pdf) -> Any:
        box = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 600, 900])}
        inner = pdf.make_indirect(pdf.make_stream(b"0 0 m 500 800 l S", **box))
        for _ in range(9):
            inner = pdf.make_indirect(pdf.make_stream(b"/X Do\n" * 12, Resources=Dictionary(XObject=Dictionary(X=inner)), **box))
        return inner

    return with_content(b"/X Do", X=form)


def many_pages(count: int) -> bytes:
    with pikepdf.open(io.BytesIO(a_pdf(1, "Appendix"))) as pdf:
        first = pdf.pages[0]
        for _ in range(count - 1):
            pdf.pages.append(first)
        return saved(pdf)


@slow
def test_of_ten_thousand_pages_only_the_first_are_drawn(stored: Any) -> None:
    version = stored(many_pages(10_000))

    assert (version.pages, version.preview_error) == (10_000, "")
    assert version.page_rows.count() == 1


@slow
def test_a_page_ten_metres_wide_is_drawn_smaller(stored: Any) -> None:
    version = stored(a_plan(size=(10_000, 594)))
    page = version.page_rows.get()

    assert round(page.width_mm) == 10_000
    with storage.open_rendition(version, "page") as file:
        assert Image.open(io.BytesIO(file.read())).width <= LONGEST
    assert page.sheet.size_at(page.sheet.levels - 1)[0] > LONGEST  # and sharper on request, in tiles


@slow
def test_a_locked_pdf_says_that_it_is_locked(stored: Any) -> None:
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        version = stored(saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b")))

    assert version.preview_error == sandbox.WORDS["locked"]


@slow
@pytest.mark.parametrize(
    ("content", "content_type", "cause"),
    [
        (a_picture("JPEG", (1600, 1200))[:3000], "image/jpeg", "damaged_picture"),
        (b"\xff\xd8\xff\xe0 no picture at all", "image/jpeg", "damaged_picture"),
        (_png_of(50_000, 50_000), "image/png", "memory"),
        (b"%PDF-1.7\n" + b"\xff" * 3000, "application/pdf", "damaged"),
        (b"%PDF-1.7\n%%EOF", "application/pdf", "damaged"),
    ],
)
def test_each_ends_in_words(stored: Any, content: bytes, content_type: str, cause: str) -> None:
    version = stored(content, content_type)

    assert version.preview_error == sandbox.WORDS[cause]
    assert version.previews_at is None


@slow
def test_a_picture_inside_a_pdf_that_grows_to_gigabytes_does_no_harm(stored: Any) -> None:
    def bomb(pdf: pikepdf.Pdf) -> Any:
        kind = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 60_000, "Height": 60_000, "BitsPerComponent": 8}
        return pdf.make_indirect(pdf.make_stream(b"\0" * 100_000, ColorSpace=Name.DeviceRGB, **kind))

    version = stored(with_content(b"595 0 0 842 0 0 cm /X Do", X=bomb))
    assert bool(version.previews_at) != bool(version.preview_error)


@slow
def test_a_drawing_without_end_is_stopped(stored: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sandbox.Room.run, "__kwdefaults__", {"seconds": 2})
    version = stored(endless())

    assert version.preview_error == sandbox.WORDS["time"]


@slow
def test_what_asks_for_too_much_memory_dies_alone() -> None:
    greedy = "from documents.rendering import child; child.limit(9); bytearray(3 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)

    assert "MemoryError" in done.stderr


def test_a_renderer_that_is_killed_leaves_words(stored: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sandbox.sys, "executable", "/bin/false")

    assert stored(a_pdf()).preview_error == sandbox.WORDS["crash"]


def test_no_room_on_the_disk_is_said(stored: Any, monkeypatch: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "put_rendition", full)
    version = stored(a_pdf())

    assert version.preview_error == sandbox.WORDS["disk"]
    assert storage.read(version) == a_pdf()


def test_a_file_that_is_gone_is_said(authority: Any) -> None:
    version = DocumentFactory.create(case=CaseFactory.create(authority=authority)).current
    storage.default_storage.delete(version.key)
    tasks.make_previews(authority.pk, version.pk)
    version.refresh_from_db()

    assert version.preview_error == sandbox.WORDS["missing"]


def test_the_child_is_told_no_secret(monkeypatch: Any) -> None:
    seen: dict[str, Any] = {}
    start = subprocess.Popen
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *_, **how: seen.update(how) or start(["cat"], **how))

    assert sandbox._start("{}", 5, lambda: None) == ""
    assert seen["env"] == {}


def test_a_child_that_sleeps_is_ended(monkeypatch: Any) -> None:
    start, looks = subprocess.Popen, []
    monkeypatch.setattr(sandbox.subprocess, "Popen", lambda *_, **how: start(["sleep", "60"], **how))

    assert sandbox._start("{}", 0.2, lambda: looks.append(1)) == "time"  # type: ignore[arg-type]
    assert looks


def test_what_the_child_leaves_is_not_followed_elsewhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"RIFF1234WEBP and a secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "page").symlink_to(secret)
    (folder / "thumbnail").write_bytes(b"<script>alert(1)</script>")
    room = sandbox.Room("application/pdf", secret, folder)

    for name in ("page", "thumbnail", "nothing"):
        with pytest.raises(sandbox.RenderingFailed, match="gave up"):
            room.picture(name)


@slow
@pytest.mark.parametrize(("turned", "cropped"), [(0, 0), (90, 0), (180, 0), (270, 0), (0, 50), (90, 50)])
def test_words_are_where_they_are_seen_however_the_page_is_turned(stored: Any, turned: int, cropped: float) -> None:
    version = stored(a_plan(turned=turned, cropped=cropped))
    page = version.page_rows.get()
    kitchen = next(word for word in words_on(version, 1) if word.text == "Kitchen")
    across, down = 225 - cropped, 176 - cropped  # the left end of its baseline on the upright sheet
    width, height = 841 - 2 * cropped, 594 - 2 * cropped
    x, y = {0: (across, down), 90: (height - down, across), 180: (width - across, height - down), 270: (down, width - across)}[turned]

    assert (round(page.width_mm), round(page.height_mm)) == (
        (round(height), round(width)) if turned in {90, 270} else (round(width), round(height))
    )
    assert kitchen.left - 3 < x < kitchen.right + 3
    assert kitchen.top - 3 < y < kitchen.bottom + 3


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_is_turned_upright_and_loses_what_the_camera_wrote(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (51.0, 27.0, 0.0)}
    Image.new("RGB", (3000, 2000), "navy").save(tmp_path / "photo", kind, exif=exif)
    list(child.draw(child.Picture(tmp_path / "photo"), {"pages": [1]}, tmp_path))

    for name in ("page", "p1-small", "thumbnail"):
        drawn = Image.open(io.BytesIO((tmp_path / name).read_bytes()))
        assert drawn.height > drawn.width
        assert not drawn.getexif()
        assert b"GPS" not in (tmp_path / name).read_bytes()


def test_a_clear_background_is_drawn_as_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "logo", "PNG")
    list(child.draw(child.Picture(tmp_path / "logo"), {"pages": [1]}, tmp_path))

    assert Image.open(io.BytesIO((tmp_path / "page").read_bytes())).convert("RGB").getpixel((25, 25)) == (255, 255, 255)


def test_words_that_the_database_cannot_keep_are_left_out() -> None:
    assert child.storable("Pl\x00an \ud800A\x02") == "Plan A"
    assert len(child.storable("x" * 300_000)) == 100_000


@pytest.mark.parametrize("size", [(210, 297), (1189, 841), (10_000, 300), (1, 100_000), (0, 0), (0.01, 5), (1e9, 1e9)])
def test_no_page_asks_for_more_pixels_than_are_safe(size: tuple[float, float]) -> None:
    sheet = Sheet(*size)
    for level in range(sheet.levels):
        width, height = sheet.size_at(level)
        assert 1 <= width * height <= MOST_PIXELS * 4
        assert level or max(width, height) <= LONGEST
        tiles = [tile for block in sheet.blocks_at(level) for tile in sheet.tiles_of(level, *block)]
        if level and len(tiles) < 5000:
            assert sum((right - left) * (bottom - top) for _, _, (left, top, right, bottom) in tiles) == width * height


def test_paper_has_its_name() -> None:
    assert [paper_name(841, 594), paper_name(594, 841), paper_name(210, 300), paper_name(500, 500)] == ["A1", "A1", "A4", ""]
