"""A case's documents as one ZIP file, made while it leaves: never more than one piece of one file in memory."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import structlog

from documents import storage
from documents.file_names import LONGEST
from documents.models import Document, DocumentVersion
from documents.register import safe
from documents.serving import MADE, public_rendition
from documents.tags import tag_name

PIECE = 256 * 1024
HEAD = ("File", "Name", "Number", "What it is", "Note", "Received", "Who can see it", "Bytes", "SHA-256", "In this file")
NOT_PUBLIC = ("Note", "Who can see it")  # what the sender wrote to the council is not published with the file
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


class _Outlet(io.RawIOBase):
    """What a ZIP writer writes to: it cannot go back, and gives up what it was given."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        pieces, self.pieces = b"".join(self.pieces), []
        return pieces


def zip_pieces(documents: Sequence[Document], *, public: bool = False) -> Iterator[bytes]:
    """The pieces of a ZIP file with the current file of each document and an index.csv.

    A file that the store lost is named there as missing. Plans and pictures are packed already, so they are put in
    as they are. No row is read while the pieces leave.
    """
    outlet, rows = _Outlet(), []
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for document, version, rendition, name in _named(documents, public):
            there = _why_not(version, rendition)
            try:
                if not there:
                    with storage.open_rendition(version, rendition) as content:
                        there = "Yes"
                        yield from _packed(archive, outlet, version, name, content)
            except FileNotFoundError:
                there = "No: the store has lost it"
                structlog.get_logger().error("stored_file_missing", key=storage.rendition_key(version, rendition))
            rows.append(_row(document, version, rendition, name, there))
        archive.writestr("index.csv", _index(rows, left_out=NOT_PUBLIC if public else ()), zipfile.ZIP_DEFLATED)
    yield outlet.taken()


def _packed(archive: zipfile.ZipFile, outlet: _Outlet, version: DocumentVersion, name: str, content: Any) -> Iterator[bytes]:
    entry = zipfile.ZipInfo(name, date_time=version.created_at.timetuple()[:6])
    entry.file_size = content.size
    entry.external_attr = 0o644 << 16
    with archive.open(entry, "w") as slot:
        while piece := content.read(PIECE):
            slot.write(piece)
            yield outlet.taken()
    yield outlet.taken()


def _named(documents: Iterable[Document], public: bool) -> Iterator[tuple[Document, DocumentVersion, str, str]]:
    """Each document that has a file, with what of it is given out, and with a name of its own in the ZIP file."""
    used = {"index.csv"}
    for document in documents:
        version = document.current
        if version is not None:
            rendition = public_rendition(document, storage.ORIGINAL) if public else storage.ORIGINAL
            name = f"{document.name}.pdf" if rendition == storage.SHOWN else document.name
            yield document, version, rendition, _own_name(name, used)


def _why_not(version: DocumentVersion, rendition: str) -> str:
    """Why a file is not in the ZIP file; "" where it should be."""
    if not version.is_served:
        return "No: it is being checked, or was not kept"
    waits = rendition in MADE and version.previews_at is None
    return "No: it is being prepared, or cannot be shown" if waits else ""


def _own_name(name: str, used: set[str]) -> str:
    """A name without folders, hidden marks or what Windows keeps for itself, and in no other case of letters twice."""
    kept = (" " if character in '/\\<>:"|?*' else character for character in unicodedata.normalize("NFC", name))
    text = "".join(character for character in kept if unicodedata.category(character)[0] != "C").strip(" .") or "document"
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = text, "", ""
    if stem.casefold() in RESERVED:
        stem = f"{stem}_"
    stem = stem[: LONGEST - 20].rstrip()
    candidate, number = f"{stem}{dot}{ending}", 1
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem} ({number}){dot}{ending}"
    used.add(candidate.casefold())
    return candidate


def _row(document: Document, version: DocumentVersion, rendition: str, name: str, there: str) -> list[Any]:
    as_stored = rendition == storage.ORIGINAL
    return [
        *map(safe, (name if there == "Yes" else "", document.name, document.number)),
        *map(safe, (", ".join(map(tag_name, document.tags)), document.description)),
        document.received_on.isoformat(),
        document.get_visibility_display(),
        version.size if as_stored else "",
        version.sha256 if as_stored else "",
        there,
    ]


def _index(rows: list[list[Any]], *, left_out: Sequence[str]) -> str:
    output = io.StringIO()
    kept = [index for index, head in enumerate(HEAD) if head not in left_out]
    csv.writer(output).writerows([row[index] for index in kept] for row in [HEAD, *rows])
    return "\ufeff" + output.getvalue()
