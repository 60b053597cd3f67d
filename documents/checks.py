"""What a file must be before it is kept: of a kind that we can show, by its content; readable, not too large, nothing that runs."""

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import magic
from django.core.files import File
from django.core.files.base import ContentFile

from core.errors import DomainError, StoreAway
from documents.file_names import shown_name, tidy_name
from documents.inspecting import QUICK, TOO_MUCH, WHOLE, Effort, NoAnswer, inspect, on_disk
from documents.kinds import EML, ENDINGS, JPEG, NAMES, OFFICE, PDF, PICTURES, PNG, office_program
from documents.scanning import PENDING, scan

HEAD = 8192
ZIP_HEAD, OLE_HEAD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = re.compile(rb"(?im)^(from|date|subject|received|message-id|mime-version|return-path|to):")
BY_ENDING = {ending.strip("."): kind for kind, endings in ENDINGS.items() for ending in endings}
OFFICE_FILE = ("office", "what it says it is", "Save it as a PDF and choose that.")
PICTURE = ("picture", "a picture", "")
KINDS = {PDF: ("pdf", "a PDF", "Print it to a new PDF and choose that."), PNG: PICTURE, JPEG: PICTURE}  # (job of the inspector, words)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
HEAVY = 5_000_000  # bytes: looking into what is smaller takes a moment (a PDF of 5 MB: 0.2 s)


class FileRefused(DomainError):
    """The file cannot be kept; the words say why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "files")


class NotNow(FileRefused):
    """The file may be good, but the virus scanner does not answer, or the machine cannot look into it at this moment."""


class TakesTooLong(Exception):
    """The file takes longer to look into, or more memory, than there is while somebody waits."""


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


def check_file(content: Any, name: str, *, max_mb: int, deep: bool = False, hurry: bool = False) -> CheckedFile:
    """Look at a file (bytes, upload or open file) and say what it is. FileRefused with words for people when it cannot be kept.

    Somebody waits for the answer: what is heavy, takes long to look into, or comes while the virus scanner is away is left for a worker.
    Then `scan` is `pending`, and nobody gets the file until `check_inside` has been passed. deep=True, in a worker: all of it now.
    hurry=True: no look inside now, however light the file is.
    """
    file = as_file(content)
    called = f"“{shown_name(name)}”"
    _check_size(file, called, max_mb)
    with room_on_disk(called):
        content_type = _sniff(file, called, name)
        pages, result = check_inside(file, called, content_type) if deep else _check_quickly(file, called, content_type, hurry)
        sha256 = digest(file)
        file.seek(0)
    return CheckedFile(file, tidy_name(name, content_type), content_type, file.size, sha256, pages, result)


def check_inside(file: File, called: str, content_type: str, effort: Effort = WHOLE) -> tuple[int, str]:
    """How many pages the file has and what the virus scanner says. FileRefused when something inside is not fit to be kept."""
    pages = 0  # of what is shown as a PDF: known when that was made
    if content_type in {PDF, *PICTURES, *OFFICE}:
        pages = _look_inside(file, called, content_type, effort)
    return pages, scan(file, called, FileRefused, NotNow, patience=effort.patience)


def _check_quickly(file: File, called: str, content_type: str, hurry: bool) -> tuple[int, str]:
    """The same as far as it takes a moment; 0 and `pending` for what takes longer."""
    if hurry or file.size > HEAVY:
        return 0, PENDING
    try:
        return check_inside(file, called, content_type, QUICK)
    except (TakesTooLong, NotNow):
        return 0, PENDING


@contextmanager
def room_on_disk(called: str) -> Iterator[None]:
    """A full disk, or a store that does not answer, at whatever moment, in words for people. NotNow."""
    try:
        yield
    except StoreAway:
        raise NotNow(f"{called} was not kept: the store of files does not answer. Choose it again in a few minutes.") from None
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NotNow(
            f"{called} was not kept: there is no room left to store files. Tell the administrators, then choose it again."
        ) from None


def _look_inside(file: File, called: str, content_type: str, effort: Effort) -> int:
    do, what, advice = KINDS.get(content_type, OFFICE_FILE)
    try:
        with on_disk(file) as path:
            found = inspect(path, do, effort=effort)
    except NoAnswer:
        raise (_not_now(called) if effort is WHOLE else TakesTooLong) from None
    if found["fault"] == TOO_MUCH and effort is not WHOLE:
        raise TakesTooLong
    if not found["fault"] and do == "pdf" and not found["pages"]:
        raise FileRefused(f"{called} has no pages. Save a new copy of it and choose that.")
    _refuse_fault(found["fault"], called, what, advice)
    return int(found.get("pages", 0))


def _not_now(called: str) -> NotNow:
    return NotNow(f"We could not look into {called} just now, so we have not kept it. Try again in a few minutes.")


def _refuse_fault(fault: str, called: str, what: str, advice: str) -> None:
    if fault == "locked":
        raise FileRefused(f"{called} is locked with a password. Save a copy without a password and choose that.")
    if fault == "damaged":
        raise FileRefused(f"{called} is damaged: it cannot be opened as {what}. Save a new copy of it and choose that.")
    if fault == "pixels":
        raise FileRefused(f"{called} has too many pixels to be shown. Save it at a lower resolution and choose it again.")
    if fault in {TOO_MUCH, "bomb"}:
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
        size = f"{file.size / 1_000_000:.0f}"
        more = "a little more than " if size == str(max_mb) else ""
        raise FileRefused(
            f"{called} is {more}{size} MB. The largest file we can take is {max_mb} MB: save it at a lower quality, or split it into parts."
        )


def _sniff(file: File, called: str, name: str) -> str:
    file.seek(0)
    head = file.read(HEAD)
    found = str(magic.from_buffer(head, mime=True))
    if found in {PDF, *PICTURES}:
        return found
    found = _office_or_outlook(file, called) if head.startswith((ZIP_HEAD, OLE_HEAD)) else _email(head, name)
    if not found:
        raise FileRefused(f"{called} is not a PDF, PNG or JPEG file, whatever its name says. Save it as a PDF and choose it again.")
    if found in OFFICE and not office_program():
        raise FileRefused(f"{called} is a {NAMES[found]}, which we cannot show here. Save it as a PDF and choose that.")
    return found


def _office_or_outlook(file: File, called: str) -> str:
    try:
        with on_disk(file) as path:
            found = inspect(path, "kind", effort=QUICK)
    except NoAnswer:
        raise _not_now(called) from None
    kind = BY_ENDING.get(found.get("kind", ""), "")
    if kind or found["fault"] in {"bomb", TOO_MUCH}:
        _refuse_fault(found["fault"], called, "what it says it is", "Save it as a PDF and choose that.")
    return kind


def _email(head: bytes, name: str) -> str:
    """A message begins with the lines of a letter's head; a text or web page that has only the ending of one does not."""
    top = head.lstrip().replace(b"\r\n", b"\n").split(b"\n\n")[0]
    named = {line.lower() for line in HEADER.findall(top)}
    begins = re.match(rb"[A-Za-z][A-Za-z0-9-]*:", top) is not None
    return EML if name.lower().endswith(".eml") and begins and b"from" in named and len(named) > 1 else ""
