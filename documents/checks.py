"""What a file must be before it is kept: a PDF, PNG or JPEG by its content, readable, not too large, without anything that runs."""

import hashlib
import threading
from dataclasses import dataclass
from typing import Any

import magic
from django.core.files import File
from django.core.files.base import ContentFile
from PIL import Image, ImageFile

from core.errors import DomainError
from documents.file_names import ENDINGS, shown_name, tidy_name
from documents.pdf_checks import check_pdf
from documents.scanning import scan

HEAD = 8192
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


def check_file(content: Any, name: str, *, max_mb: int) -> CheckedFile:
    """Look at a file (bytes, upload or open file) and say what it is. FileRefused with words for people when it cannot be kept."""
    file = as_file(content)
    called = f"“{shown_name(name)}”"
    _check_size(file, called, max_mb)
    content_type = _sniff(file, called)
    pages = check_pdf(file, called, FileRefused) if content_type == "application/pdf" else _check_picture(file, called)
    result = scan(file, called, FileRefused, NotNow)
    sha256 = digest(file)
    file.seek(0)
    return CheckedFile(file, tidy_name(name, content_type), content_type, file.size, sha256, pages, result)


def digest(file: File) -> str:
    """The SHA-256 of a file, hexadecimal."""
    total = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        total.update(chunk)
    return total.hexdigest()


def _check_size(file: File, called: str, max_mb: int) -> None:
    if not file.size:
        raise FileRefused(f"{called} is empty. Choose the file again, or save a new copy of it first.")
    if file.size > max_mb * 1_000_000:
        raise FileRefused(
            f"{called} is {file.size / 1_000_000:.0f} MB. The largest file we can take is {max_mb} MB: "
            "save it at a lower quality, or split it into parts."
        )


def _sniff(file: File, called: str) -> str:
    file.seek(0)
    found = str(magic.from_buffer(file.read(HEAD), mime=True))
    if found not in ENDINGS:
        raise FileRefused(f"{called} is not a PDF, PNG or JPEG file, whatever its name says. Save it as a PDF and choose it again.")
    return found


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
