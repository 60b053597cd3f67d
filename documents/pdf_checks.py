"""What a PDF must not bring with it: scripts, programs to start, other files, a password."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Object, Pdf, Stream

RUNS = {"/JavaScript", "/Launch", "/GoToE", "/Rendition"}
SENDS = {"/SubmitForm", "/ImportData"}
CARRIES = {"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/3D"}
SUSPECT = re.compile(rb"/(?:JS|EmbeddedFile|XFA|%s)\b" % "|".join(name[1:] for name in sorted(RUNS | CARRIES | SENDS)).encode())
DEEPEST = 12
MOST_OBJECTS = 500_000
END_OF_ZIP = b"PK\x05\x06"
TAIL = 70_000  # an archive's end stands in the last bytes of a file


def look(path: str) -> dict[str, Any]:
    """{"pages": n, "fault": words}; "" where nothing is wrong. {"fault": "locked" | "damaged"} when it cannot be opened."""
    try:
        with pikepdf.open(path) as pdf:
            return {"pages": len(pdf.pages), "fault": _fault(pdf) or _archive_behind(path)}
    except pikepdf.PasswordError:
        return {"fault": "locked"}
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError):
        return {"fault": "damaged"}


def _archive_behind(path: str) -> str:
    """A ZIP written behind a PDF is a file that is two: one program shows a plan, another unpacks what it hides."""
    with Path(path).open("rb") as file:
        file.seek(0, 2)
        file.seek(max(file.tell() - TAIL, 0))
        tail = file.read()
    last = tail.rfind(b"%%EOF")
    return "has other files inside." if END_OF_ZIP in tail[max(last, 0) :] else ""


def _fault(pdf: Pdf) -> str:
    if "/EmbeddedFiles" in pdf.Root.get("/Names", {}) or "/Collection" in pdf.Root:
        return "has other files inside."
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        return "has a script inside."
    for dictionary in _dictionaries(pdf):
        if str(dictionary.get("/S", "")) in RUNS or "/JS" in dictionary:
            return "has a script inside."
        if str(dictionary.get("/S", "")) in SENDS:
            return "sends what is filled in to another computer."
        if "/XFA" in dictionary:
            return "is a form that changes itself (XFA)."
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
        raise ValueError("A PDF whose suspect parts lie deeper inside each other than any drawing's.")
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
