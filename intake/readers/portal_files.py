"""The files of a Portal package: what it holds, with what its list says about them."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import Any

from intake.readers.parts import Part
from intake.readers.portal_types import document_types
from intake.shape import Fault, SubmittedFile

ELECTRONIC = ("", "electronic")
PORTALS_OWN = {  # what the Portal makes itself, also where its list does not name it
    "applicationform.pdf": "Application Form",
    "applicationformredacted.pdf": "Application Form - Without Personal Data",
    "feecalculation.pdf": "How the fee was calculated",
    "attachmentsummary.pdf": "A summary of the attachments in the proposal",
}


@dataclass(frozen=True)
class Attachment:
    """A file in a package. `package`: its place among the packages, from 1; `entry`: its number in it, None when it is alone."""

    package: int
    entry: int | None
    path: str
    name: str
    size: int
    checksum: str = ""


@dataclass
class Contents:
    """What came with the form: files to become documents, and shapes that may be the red line, as (name, GeoJSON), the best first."""

    attachments: list[Attachment] = field(default_factory=list)
    shapes: list[tuple[str, Any]] = field(default_factory=list)


def read_files(root: Part, contents: Contents) -> tuple[tuple[SubmittedFile, ...], list[Fault]]:
    """Every file of the package in the order of its list; notes on files that are listed and not there."""
    listed = [(item.text("fileName"), item) for item in root.items("documentList")]
    waiting = list(contents.attachments)
    files, notes = [], []
    for name, item in listed:
        attachment = next((found for found in waiting if found.name.casefold() == name.casefold()), None)
        if attachment is not None:
            waiting.remove(attachment)
            files.append(_file(attachment, item))
        else:
            notes.append(_missing(name, item))
    files += [_file(attachment, Part(None)) for attachment in waiting]
    return tuple(files), notes


def _file(attachment: Attachment, item: Part) -> SubmittedFile:
    called = item.text("documentType") or item.text("name") or PORTALS_OWN.get(attachment.name.casefold(), "")
    name, reference, description = item.text("name"), item.text("reference"), item.text("description")
    delivery = item.text("deliveryMethod")
    kind = called.replace("_", " ")
    words = [name or kind, kind if name and kind.casefold() != name.casefold() else "", description if description != name else ""]
    words.append("" if delivery.lower() in ELECTRONIC else _delivery(delivery))
    _tick_off(item, attachment)
    return SubmittedFile(
        url=_place(attachment),
        types=document_types(called or attachment.name.rsplit(".", 1)[0]),
        description="; ".join(word for word in words if word),
        number=reference if reference not in (name, "") else "",
        name=attachment.name,
        package=attachment.package,
        entry=attachment.entry,
        reference=item.text("documentRef"),
        checksum=attachment.checksum,
    )


def _place(attachment: Attachment) -> str:
    """Where the file is, as people read it; other content under the same name is another file."""
    path = attachment.path.replace("?", "_")
    return f"{path} ({attachment.checksum})" if attachment.checksum else path


def _tick_off(item: Part, attachment: Attachment) -> None:
    """Size and kind that are what they are need no telling; others stay among the answers."""
    if Part(item.value).count("sizeInBytes") == attachment.size:
        item.text("sizeInBytes")
    if Part(item.value).text("mimeType") == mimetypes.guess_type(attachment.name)[0]:
        item.text("mimeType")


def _delivery(said: str) -> str:
    return "covered in another document" if said == "CoveredInAnotherDocument" else f"sent by: {said}"


def _missing(name: str, item: Part) -> Fault:
    delivery = item.text("deliveryMethod")
    called = item.text("name") or item.text("reference") or "a document"
    if delivery.lower() not in ELECTRONIC:
        return Fault(item.pointer, f"{called}{f' (“{name}”)' if name else ''} is not in the package: {_delivery(delivery)}.")
    return Fault(item.pointer, f"The package lists “{name[:120] or 'a file'}” ({called}) but does not hold it: ask the applicant for it.")
