"""Opens one file of a stranger, in a process of its own with limits: `python -m documents.rendering.child`, a job as JSON on its input.

A file may be made to crash or starve whatever opens it; then this process dies and nothing else. Imports no Django, knows no secret.
The job: {"do": …, "type": content type, "file": path, "folder": path, "seconds": n, …}. Pictures and `found` (JSON, a line each, written
as they come, so that what was done before a death is kept) go into the folder.

  draw   "pages": [n, …], "glance_after": s     pictures of whole pages; a line {"page", "width_mm", "height_mm"} each; for a page that
                                                takes longer, before it one with "glance": true and a picture of what is drawn so far
  read   "first": n, "last": n                  a line {"page", "width_mm", "height_mm", "text"} each
  block  "page", "level", "column", "row"       the tiles of one block
  words  "page"                                 a line {"text", "box": [left, top, right, bottom] in mm} each
  print  "page", "dpi"                          printed.png: the page at so many dots an inch
  hiding, burn, assemble, blacken                       a redacted copy: see documents.redaction.burning
Every job begins with a line {"pages": n}. A known fault ends with a line {"fault": key of sandbox.WORDS}.
"""

import json
import mmap
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import sqrt
from pathlib import Path
from typing import Any

from documents.rendering.geometry import (
    MM_PER_INCH,
    MOST_PIXELS,
    PICTURE_DPI,
    SMALL,
    THUMB,
    Sheet,
    glance_name,
    page_name,
    small_name,
    thumb_name,
    tile_name,
)

MEMORY = 2 * 1024**3
LARGEST_FILE = 50_000_000
MOST_TEXT = 100_000  # letters of one page
MOST_WORDS = 20_000  # of one page


CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Fault(Exception):
    """Something foreseen is wrong with the file; the argument is the key of its words."""


def limit(seconds: int, largest: int = LARGEST_FILE) -> None:
    """No more than 2 GB of memory, so many seconds of computing, files of 50 MB (or `largest`), and no process beside this one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


class Pdf:
    """A PDF through pdfium. Pages count from 1."""

    def __init__(self, path: Path) -> None:
        import pypdfium2

        self.raw = pypdfium2.raw
        self._bitmap = pypdfium2.PdfBitmap
        self.path = path
        self.glance_after = 0.0
        self._units: dict[int, float] | None = None
        try:
            self.pdf = pypdfium2.PdfDocument(path)
            self.pdf.init_forms()
        except pypdfium2.PdfiumError as error:
            raise Fault("locked" if "password" in str(error).lower() else "damaged") from None
        self.count = len(self.pdf)
        if not self.count:
            raise Fault("damaged")
        self._page: tuple[int, Any] = (0, None)

    def page(self, number: int) -> Any:
        """The page; the last one is kept, for a heavy drawing takes a second to take apart."""
        if self._page[0] != number:
            if not 1 <= number <= self.count:
                raise Fault("no_page")
            self._page = (number, self.pdf[number - 1])
        return self._page[1]

    def sheet(self, number: int) -> Sheet:
        width, height = self.page(number).get_size()
        mm = self.unit(number) / 72 * MM_PER_INCH
        return Sheet(width * mm, height * mm)

    def unit(self, number: int) -> float:
        """How many seventy-seconds of an inch the page's unit has: sheets longer than 5 m have larger ones. pdfium does not say."""
        if self._units is None:
            self._units = units_in(self.path)
        return self._units.get(number, 1.0)

    def region(
        self, number: int, size: tuple[int, int], box: tuple[int, int, int, int], glance: Callable[[Any], None] | None = None
    ) -> Any:
        """A Pillow picture of a part (left, top, right, bottom) of the page drawn at `size`.

        glance: called once with what is there so far, when the drawing takes long.
        """
        page, raw = self.page(number), self.raw
        left, top, right, bottom = box
        bitmap = self._bitmap.new_native(right - left, bottom - top, raw.FPDFBitmap_BGRx)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, right - left, bottom - top)
        where = (-left, -top, *size, 0, raw.FPDF_ANNOT)
        self._render(bitmap, page, where, glance)
        if self.pdf.formenv:
            raw.FPDF_FFLDraw(self.pdf.formenv, bitmap, page, *where)
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        return picture

    def _render(self, bitmap: Any, page: Any, where: tuple[int, ...], glance: Callable[[Any], None] | None) -> None:
        if glance is None:
            self.raw.FPDF_RenderPageBitmap(bitmap, page, *where)
            return
        raw, until = self.raw, time.monotonic() + self.glance_after
        waiting = [glance]
        pause = raw.IFSDK_PAUSE(version=1)
        pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: bool(waiting) and time.monotonic() > until)
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *where, pause)
        while state == raw.FPDF_RENDER_TOBECONTINUED:
            if waiting:
                waiting.pop()(bitmap.to_pil().convert("RGB"))
            state = raw.FPDF_RenderPage_Continue(page, pause)
        raw.FPDF_RenderPage_Close(page)

    def text(self, number: int) -> str:
        return storable(self.page(number).get_textpage().get_text_bounded())

    def words(self, number: int) -> Iterator[tuple[str, list[float]]]:
        """Each word with its box, in millimetres from the top left corner of the page as it is shown."""
        page = self.page(number)
        letters = page.get_textpage()
        shown = self._to_mm(number)
        word, box, found = "", [1e9, 1e9, -1e9, -1e9], 0
        for index in range(letters.count_chars()):
            letter = letters.get_text_range(index, 1)
            if letter.strip():
                left, bottom, right, top = letters.get_charbox(index, loose=True)
                corners = [shown(left, top), shown(right, bottom)]
                xs, ys = [x for x, _ in corners], [y for _, y in corners]
                word += letter
                box = [min(box[0], *xs), min(box[1], *ys), max(box[2], *xs), max(box[3], *ys)]
                continue
            if word:
                yield storable(word), [round(side, 2) for side in box]
                found += 1
            word, box = "", [1e9, 1e9, -1e9, -1e9]
            if found >= MOST_WORDS:
                return
        if word:
            yield storable(word), [round(side, 2) for side in box]

    def _to_mm(self, number: int) -> Callable[[float, float], tuple[float, float]]:
        """From the file's own coordinates to millimetres on the page as it is shown, however it is turned or cropped."""
        import ctypes

        fine, page, sheet = 100, self.page(number), self.sheet(number)
        width, height = round(sheet.width_mm * fine), round(sheet.height_mm * fine)

        def shown(x: float, y: float) -> tuple[float, float]:
            across, down = ctypes.c_int(), ctypes.c_int()
            self.raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
            return across.value / fine, down.value / fine

        return shown


def units_in(path: Path) -> dict[int, float]:
    """The units of those pages of a PDF that do not have the usual one. Most files do not mention any, and are not opened for it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(b"/UserUnit") < 0 and content.find(b"/ObjStm") < 0:
            return {}
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            said = {number: page.obj.get("/UserUnit", 1) for number, page in enumerate(pdf.pages, 1)}
            return {number: max(0.01, min(1000.0, float(unit))) for number, unit in said.items() if unit != 1}
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return {}


class Picture:
    """A photograph or scan through Pillow: one page, turned as the camera says, without what the camera wrote into the file."""

    count = 1

    def __init__(self, path: Path) -> None:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = None  # the limits on memory hold
        self.path = path
        self._whole: Any = None
        with self._open() as picture:
            turned = picture.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            self.size = picture.size[::-1] if turned else picture.size

    def _open(self) -> Any:
        from PIL import Image

        try:
            return Image.open(self.path, formats=["PNG", "JPEG"])
        except OSError:
            raise Fault("damaged_picture") from None

    def sheet(self, number: int) -> Sheet:
        if number != 1:
            raise Fault("no_page")
        width, height = (side / PICTURE_DPI * MM_PER_INCH for side in self.size)
        return Sheet(width, height, PICTURE_DPI)

    def region(
        self, number: int, size: tuple[int, int], box: tuple[int, int, int, int], glance: Callable[[Any], None] | None = None
    ) -> Any:
        whole = self._drawn(size)
        return whole.crop(box) if box != (0, 0, *size) else whole

    def _drawn(self, size: tuple[int, int]) -> Any:
        from PIL import Image, ImageOps

        if self._whole is not None and self._whole.size == size:
            return self._whole
        with self._open() as picture:
            try:
                picture.draft("RGB", (max(size), max(size)))
                picture.load()
            except (OSError, ValueError, SyntaxError):
                raise Fault("damaged_picture") from None
            upright = ImageOps.exif_transpose(picture)
        if upright.mode in {"RGBA", "LA", "P", "PA"} or "transparency" in upright.info:
            layered = upright.convert("RGBA")
            upright = Image.new("RGB", layered.size, "white")
            upright.paste(layered, mask=layered.getchannel("A"))
        upright = upright.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
        self._whole = Image.frombytes("RGB", upright.size, upright.tobytes())
        return self._whole

    def text(self, number: int) -> str:
        return ""

    def words(self, number: int) -> Iterator[tuple[str, list[float]]]:
        return iter(())


def storable(text: str) -> str:
    """At most 100,000 characters, without those that the database cannot keep (noughts, halves of a pair) or that mean nothing."""
    return CONTROLS.sub("", text[:MOST_TEXT]).encode("utf-8", "ignore").decode()


def draw(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    paper.glance_after = job.get("glance_after", 0.0)
    for number in job["pages"]:
        if number > paper.count:
            return
        sheet = paper.sheet(number)
        size = sheet.size_at(0)
        facts = {"page": number, "width_mm": sheet.width_mm, "height_mm": sheet.height_mm}
        picture = paper.region(number, size, (0, 0, *size), partial(show_glance, facts, folder))
        save(picture, folder / page_name(number))
        picture.thumbnail((SMALL, SMALL))
        save(picture, folder / small_name(number))
        picture.thumbnail(THUMB)
        save(picture, folder / thumb_name(number))
        yield facts


def show_glance(facts: dict[str, Any], folder: Path, picture: Any) -> None:
    """Keep what is drawn of a page so far, and say so at once: whoever started this process reads along."""
    picture.thumbnail((SMALL, SMALL))
    save(picture, folder / glance_name(facts["page"]))
    with (folder / "found").open("a") as found:
        found.write(json.dumps(facts | {"glance": True}) + "\n")


def read(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    for number in range(job["first"], min(job["last"], paper.count) + 1):
        sheet = paper.sheet(number)
        yield {"page": number, "width_mm": sheet.width_mm, "height_mm": sheet.height_mm, "text": paper.text(number)}


def block(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    number, level = job["page"], job["level"]
    sheet = paper.sheet(number)
    tiles = sheet.tiles_of(level, job["column"], job["row"])
    if not tiles or (job["column"], job["row"]) not in sheet.blocks_at(level):
        raise Fault("no_page")
    left, top = tiles[0][2][:2]
    whole = paper.region(number, sheet.size_at(level), (left, top, *tiles[-1][2][2:]))
    for x, y, box in tiles:
        save(whole.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top)), folder / tile_name(number, level, x, y))
    yield {"page": number, "width_mm": sheet.width_mm, "height_mm": sheet.height_mm}


def words(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    for text, box in paper.words(job["page"]):
        yield {"text": text, "box": box}


def print_page(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    sheet = paper.sheet(job["page"])
    dpi = min(job["dpi"], sqrt(MOST_PIXELS / max(sheet.width_mm * sheet.height_mm, 0.01)) * MM_PER_INCH)
    size = (
        paper.size
        if isinstance(paper, Picture)
        else tuple(max(1, round(mm / MM_PER_INCH * dpi)) for mm in (sheet.width_mm, sheet.height_mm))
    )
    paper.region(job["page"], size, (0, 0, *size)).save(folder / "printed", "PNG", compress_level=1)
    yield {"page": job["page"], "width_mm": sheet.width_mm, "height_mm": sheet.height_mm}


def save(picture: Any, path: Path) -> None:
    picture.save(path, "WEBP", quality=80, method=1)


def redaction(name: str) -> Callable[[Any, dict[str, Any], Path], Iterator[dict[str, Any]]]:
    """A job of documents.redaction, which is loaded only when it is needed."""

    def run(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
        from documents.redaction import burning, hiding

        try:
            yield from getattr(hiding if name == "hiding" else burning, name)(paper, job, folder)
        except burning.CannotRedact:
            raise Fault("unredactable") from None

    return run


REDACTION = {name: redaction(name) for name in ("hiding", "burn", "assemble", "blacken")}
JOBS = REDACTION | {"draw": draw, "read": read, "block": block, "words": words, "print": print_page}


def work(job: dict[str, Any]) -> None:
    folder = Path(job["folder"])
    with (folder / "found").open("a", buffering=1) as found:
        try:
            paper = (Pdf if job["type"] == "application/pdf" else Picture)(Path(job["file"]))
            found.write(json.dumps({"pages": paper.count}) + "\n")
            for line in JOBS[job["do"]](paper, job, folder):
                found.write(json.dumps(line) + "\n")
        except Fault as fault:
            found.write(json.dumps({"fault": str(fault)}) + "\n")
        except MemoryError:
            found.write(json.dumps({"fault": "memory"}) + "\n")


if __name__ == "__main__":
    task = json.load(sys.stdin)
    limit(task["seconds"], task.get("largest", LARGEST_FILE))
    work(task)
