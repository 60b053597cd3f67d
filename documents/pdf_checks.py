"""What a PDF must not bring with it: scripts, programs to start, other files, a password."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.core.files import File
from pikepdf import Array, Dictionary, Object, Pdf, Stream

RUNS = {"/JavaScript", "/Launch", "/GoToE", "/Rendition"}
CARRIES = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"}
SUSPECT = re.compile(rb"/(?:JS|EmbeddedFile|%s)\b" % "|".join(name[1:] for name in sorted(RUNS | CARRIES)).encode())
DEEPEST = 12
MOST_OBJECTS = 500_000


def check_pdf(file: File, called: str, refused: Callable[[str], Exception]) -> int:
    """The number of pages. Raises `refused(words)` for a PDF that is damaged, locked, or has scripts or other files inside."""
    try:
        with _on_disk(file) as path, pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            fault = _fault(pdf)
    except pikepdf.PasswordError:
        raise refused(f"{called} is locked with a password. Save a copy without a password and choose that.") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError):
        raise refused(f"{called} is damaged: it cannot be opened as a PDF. Save a new copy of it and choose that.") from None
    if not pages:
        raise refused(f"{called} has no pages. Save a new copy of it and choose that.")
    if fault:
        raise refused(f"{called} {fault} Print it to a new PDF and choose that.")
    return pages


@contextmanager
def _on_disk(file: File) -> Iterator[str]:
    """The path of the file, or of a copy: qpdf reads a path seven times as fast as an open file."""
    if hasattr(file, "temporary_file_path"):
        yield file.temporary_file_path()
        return
    file.seek(0)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield copy.name


def _fault(pdf: Pdf) -> str:
    if "/EmbeddedFiles" in pdf.Root.get("/Names", {}) or "/Collection" in pdf.Root:
        return "has other files inside."
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        return "has a script inside."
    for dictionary in _dictionaries(pdf):
        if str(dictionary.get("/S", "")) in RUNS or "/JS" in dictionary:
            return "has a script inside."
        if str(dictionary.get("/Type", "")) == "/EmbeddedFile" or str(dictionary.get("/Subtype", "")) in CARRIES:
            return "has other files inside."
    return ""


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary that may be suspect, those written inside another one included; each indirect object is visited once.

    A drawing has a hundred thousand objects: only those whose own text names something suspect are taken apart (qpdf writes names
    out in full, however they were spelt in the file).
    """
    for number, top in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise ValueError("A PDF with more objects than any drawing has.")
        own = top.stream_dict if isinstance(top, Stream) else top
        if SUSPECT.search(own.unparse(resolved=True)):
            yield from _within(top, 0)


def _within(thing: Any, depth: int) -> Iterator[Object]:
    if depth > DEEPEST:
        return
    if isinstance(thing, (Dictionary, Stream)):
        yield thing
        members = [value for _, value in thing.items()]
    elif isinstance(thing, Array):
        members = list(thing)
    else:
        return
    for member in members:
        if isinstance(member, (Dictionary, Array)) and not member.is_indirect:
            yield from _within(member, depth + 1)
