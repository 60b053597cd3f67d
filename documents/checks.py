"""What a file must be before it is kept: of a kind that we can show, by its content; readable, not too large, nothing that runs."""

import errno
import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import magic
from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageFile

from core.errors import DomainError
from documents.file_names import shown_name, tidy_name
from documents.inspecting import inspect, on_disk
from documents.kinds import EML, ENDINGS, JPEG, NAMES, OFFICE, PDF, PNG, office_program
from documents.scanning import PENDING, scan

HEAD = 8192
ZIP_HEAD, OLE_HEAD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = re.compile(rb"(?im)^(from|date|subject|received|message-id|mime-version|return-path|to):")
BY_ENDING = {ending.strip("."): kind for kind, endings in ENDINGS.items() for ending in endings}
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
MOST_PIXELS = 200_000_000
LONGEST_SIDE = 60_000
Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # a sheet of A0 at 300 dots an inch has 139 million

_strictly = threading.Lock()


class FileRefused(DomainError):
    """The file cannot be kept; the words say why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "files")


class NotNow(FileRefused):
    """The file may be good, but the virus scanner that has to say so does not answer."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is known of a file that may be kept. pages: of a PDF, 1 for a picture; scan: a DocumentVersion.Scan value."""

    content: File
    name: str
    content_type: str
    size: int
    sha256: str
    pages: int
    scan: str


def as_file(content: Any) -> File:
    """bytes, an uploaded file or an open binary file, as one thing that can be read again from the start."""
    if isinstance(content, bytes):
        return ContentFile(content)
    return content if isinstance(content, File) else File(content)


def check_file(content: Any, name: str, *, max_mb: int, deep: bool = True) -> CheckedFile:
    """Look at a file (bytes, upload or open file) and say what it is. FileRefused with words for people when it cannot be kept.

    deep=False leaves the inside of a PDF and the virus scan for later: then `scan` is `pending`, and nobody gets the file until
    `check_inside` has been passed.
    """
    file = as_file(content)
    called = f"“{shown_name(name)}”"
    _check_size(file, called, max_mb)
    with room_on_disk(called):
        content_type = _sniff(file, called, name)
        pages, result = check_inside(file, called, content_type) if deep or content_type != PDF else (0, PENDING)
        sha256 = digest(file)
        file.seek(0)
    return CheckedFile(file, tidy_name(name, content_type), content_type, file.size, sha256, pages, result)


def check_inside(file: File, called: str, content_type: str) -> tuple[int, str]:
    """How many pages the file has and what the virus scanner says. FileRefused when something inside is not fit to be kept."""
    if content_type in {PNG, JPEG}:
        pages = _check_picture(file, called)
    elif content_type == PDF:
        pages = _check_pdf(file, called)
    else:
        pages = 0  # known when it has been shown as a PDF
    return pages, scan(file, called, FileRefused, NotNow)


@contextmanager
def room_on_disk(called: str) -> Iterator[None]:
    """A full disk, at whatever moment, in words for people. NotNow."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NotNow(
            f"{called} was not kept: there is no room left to store files. Tell the administrators, then choose it again."
        ) from None


def _check_pdf(file: File, called: str) -> int:
    with on_disk(file) as path:
        found = inspect(path, "pdf")
    if not found["fault"] and not found["pages"]:
        raise FileRefused(f"{called} has no pages. Save a new copy of it and choose that.")
    _refuse_fault(found["fault"], called, "a PDF", "Print it to a new PDF and choose that.")
    pages: int = found["pages"]
    return pages


def _refuse_fault(fault: str, called: str, what: str, advice: str) -> None:
    if fault == "locked":
        raise FileRefused(f"{called} is locked with a password. Save a copy without a password and choose that.")
    if fault == "damaged":
        raise FileRefused(f"{called} is damaged: it cannot be opened as {what}. Save a new copy of it and choose that.")
    if fault in {"too_much", "bomb"}:
        raise FileRefused(f"{called} unpacks to more than is safe to open. Save a simpler copy of it and choose that.")
    if fault:
        raise FileRefused(f"{called} {fault} {advice}")


def digest(file: File) -> str:
    """The SHA-256 of a file, hexadecimal."""
    total = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        total.update(chunk)
    return total.hexdigest()


def _check_size(file: File, called: str, max_mb: int) -> None:
    if getattr(file, "cut_short", False):
        with room_on_disk(called):
            raise OSError(errno.ENOSPC, "no room")
    if not file.size:
        raise FileRefused(f"{called} is empty. Choose the file again, or save a new copy of it first.")
    if file.size > max_mb * 1_000_000:
        raise FileRefused(
            f"{called} is {file.size / 1_000_000:.0f} MB. The largest file we can take is {max_mb} MB: "
            "save it at a lower quality, or split it into parts."
        )


def _sniff(file: File, called: str, name: str) -> str:
    file.seek(0)
    head = file.read(HEAD)
    found = str(magic.from_buffer(head, mime=True))
    if found in {PDF, PNG, JPEG}:
        return found
    found = _office_or_outlook(file, called) if head.startswith((ZIP_HEAD, OLE_HEAD)) else _email(head, name)
    if not found:
        raise FileRefused(f"{called} is not a PDF, PNG or JPEG file, whatever its name says. Save it as a PDF and choose it again.")
    if found in OFFICE and not office_program():
        raise FileRefused(f"{called} is a {NAMES[found]}, which we cannot show here. Save it as a PDF and choose that.")
    return found


def _office_or_outlook(file: File, called: str) -> str:
    with on_disk(file) as path:
        found = inspect(path, "office")
    kind = BY_ENDING.get(found.get("kind", ""), "")
    if kind or found["fault"] in {"bomb", "too_much"}:
        _refuse_fault(found["fault"], called, "what it says it is", "Save it as a PDF and choose that.")
    return kind


def _email(head: bytes, name: str) -> str:
    """A message begins with the lines of a letter's head; a text or web page that has only the ending of one does not."""
    top = head.lstrip().replace(b"\r\n", b"\n").split(b"\n\n")[0]
    named = {line.lower() for line in HEADER.findall(top)}
    begins = re.match(rb"[A-Za-z][A-Za-z0-9-]*:", top) is not None
    return EML if name.lower().endswith(".eml") and begins and b"from" in named and len(named) > 1 else ""


def _check_picture(file: File, called: str) -> int:
    """Whether a picture opens and is of a size that a computer can show. Decodes a JPEG at low resolution only."""
    file.seek(0)
    try:
        picture = Image.open(file, formats=["PNG", "JPEG"])
        too_large = picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE
        if not too_large:
            _read_through(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        too_large = True
    except (OSError, ValueError, SyntaxError, EOFError):
        raise FileRefused(f"{called} is damaged: it cannot be opened. Save a new copy of it and choose that.") from None
    if too_large:
        raise FileRefused(f"{called} has too many pixels to be shown. Save it at a lower resolution and choose it again.")
    return 1


def _read_through(picture: Any) -> None:
    """Decode strictly: importing WeasyPrint makes Pillow lenient with half a picture, for the whole process."""
    with _strictly:
        lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            if picture.format == "JPEG":
                picture.draft("RGB", (512, 512))
                picture.load()
            else:
                picture.verify()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient
