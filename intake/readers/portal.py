"""The Planning Portal: a message that names packages, and the packages themselves. Spec 4, section 7.3.

The message alone says little more than where the packages are. Once they are stored, the application is read from
Application.json, or from Application.xml where there is no JSON that can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage

from intake.fetching import MEGABYTE
from intake.packages import BROKEN, Member, PackageRefused, is_package
from intake.packages import Package as Zip
from intake.readers.oneapp import read_xml
from intake.readers.parts import Part, parse
from intake.readers.portal_files import Attachment, Contents
from intake.readers.portal_form import SOURCE, read_form
from intake.shape import Fault, Reading

JSON, XML = "application.json", "application.xml"
SHAPES = ("sitelocationwgs84.geojson", "sitelocation.geojson")
DOCUMENTS = (".pdf", ".png", ".jpg", ".jpeg", ".doc", ".docx", ".tif", ".tiff", ".gif", ".bmp", ".xls", ".xlsx", ".dwg", ".dwf", ".rtf")
MOST_FORM_BYTES = 20 * MEGABYTE
MOST_LINKS = 20
NO_FORM = "The package holds neither Application.json nor Application.xml: there is no form to read."
ASK = "Ask the Planning Portal to send it again, or upload its package by hand."


@dataclass(frozen=True)
class Link:
    """A package as the message names it."""

    name: str
    url: str
    expires_at: datetime | None
    content_type: str
    pointer: str


@dataclass(frozen=True)
class Event:
    """The message: which application, which version of it, and where its packages are."""

    reference: str = ""
    version: int | None = None
    state: str = ""
    updated: bool = False
    links: tuple[Link, ...] = ()


@dataclass
class Form:
    """Application.json and Application.xml as they came, with everything else, and what is to be said about it all."""

    contents: Contents
    faults: list[Fault]
    notes: list[Fault]
    json: bytes | None = None
    xml: bytes | None = None


def read_event(body: bytes) -> tuple[Event, list[Fault]]:
    """What a message says, and what is wrong with it."""
    document, faults = parse(body)
    if document is None:
        return Event(), faults
    root = Part(document)
    links = [
        Link(item.text("documentName"), item.text("documentLink"), item.moment("expiryDateTime"), item.text("documentType"), item.pointer)
        for item in root.items("documentLinks")
    ]
    event = Event(
        root.text("applicationRef"),
        root.count("applicationVersion"),
        root.text("applicationState"),
        bool(root.flag("updated")),
        tuple(links),
    )
    if not event.reference:
        faults.append(Fault("/applicationRef", "The reference is missing. Send the application's number at the Planning Portal."))
    if not links:
        faults.append(Fault("/documentLinks", "No package is named. Send the address of the application's zip file."))
    if len(links) > MOST_LINKS:
        faults.append(Fault("/documentLinks", f"{len(links)} packages are too many. Send at most {MOST_LINKS} with one application."))
    return event, faults


def read(submission: Any) -> Reading:
    """What a kept message and its packages say. `waiting` until every package is stored or has been given up."""
    event, faults = read_event(bytes(submission.body))
    if faults:
        return Reading(None, tuple(faults), source=SOURCE, source_id=event.reference)
    packages = list(submission.packages.order_by("position"))
    if not packages or any(package.state == package.State.WAITING for package in packages):
        return Reading(None, source=SOURCE, source_id=event.reference, waiting=True)
    form = Form(Contents(), [], [])
    for package in packages:
        _look_into(package, form)
    return _reading(event, form)


def _look_into(package: Any, form: Form) -> None:
    """Add what one package holds; one that is not here, or cannot be opened, is a fault unless another has the form."""
    pointer = f"/documentLinks/{package.position - 1}"
    if package.state != package.State.FETCHED:
        form.faults.append(Fault(pointer, f"“{package.name}” could not be had: {package.error} {ASK}"))
        return
    try:
        with default_storage.open(package.key) as file:
            if is_package(file.read(4)):
                _open(Zip(file), package.position, form)
            else:
                _take_alone(package, file, form)
    except PackageRefused as refusal:
        form.faults.append(Fault(pointer, f"“{package.name}” cannot be used. {refusal.words} {ASK}"))
    except BROKEN as error:
        form.faults.append(Fault(pointer, f"“{package.name}” cannot be read from the store ({type(error).__name__}). {ASK}"))


def _open(opened: Zip, position: int, form: Form) -> None:
    json, xml = opened.find("Application.json"), opened.find("Application.xml")
    form.json = opened.read(json, MOST_FORM_BYTES) if json else form.json
    form.xml = opened.read(xml, MOST_FORM_BYTES) if xml else form.xml
    for name in SHAPES:
        member = opened.find(name)
        if member:
            _take_shape(member.name, _small(opened, member, form), form)
    for member in opened.members:
        if member.name.lower().endswith(DOCUMENTS):
            form.contents.attachments.append(Attachment(position, member.number, member.path, member.name, member.size, member.checksum))


def _small(opened: Zip, member: Member, form: Form) -> bytes:
    try:
        return opened.read(member, MOST_FORM_BYTES)
    except PackageRefused as refusal:
        form.notes.append(Fault(member.path, refusal.words))
        return b""


def _take_alone(package: Any, file: Any, form: Form) -> None:
    """A package that is not a zip is one file."""
    name = package.name.rsplit("/", 1)[-1].lower()
    if name not in (JSON, XML, *SHAPES):
        form.contents.attachments.append(
            Attachment(package.position, None, package.name, package.name, package.size or 0, package.sha256[:8])
        )
        return
    file.seek(0)
    content = file.read(MOST_FORM_BYTES)
    if name == JSON:
        form.json = content
    elif name == XML:
        form.xml = content
    else:
        _take_shape(package.name, content, form)


def _take_shape(name: str, content: bytes, form: Form) -> None:
    """A file that may hold the red line; one that is not JSON is told of, and does not count."""
    document, faults = _parsed(content, form)
    if document is not None:
        form.contents.shapes.append((name, document))
    elif content:
        form.notes += [Fault(name, f"{name} could not be read: {fault.message}") for fault in faults]


def _parsed(content: bytes, form: Form) -> tuple[dict[str, Any] | None, list[Fault]]:
    """A JSON object, also one that Windows wrote in its own encoding."""
    try:
        content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        form.notes.append(Fault("Application.json", "The form was not in UTF-8 and was read as Windows-1252: check names with accents."))
        content = content.decode("windows-1252", errors="replace").encode()
    document, faults = parse(content)
    return document, [Fault(fault.pointer, fault.message.replace("The body", "It").split(" Send the ")[0]) for fault in faults]


def header_of(file: Any) -> tuple[Part, list[Fault]]:
    """The applicationHeader of an opened package, for one that nobody announced; faults where it has no form."""
    form = Form(Contents(), [], [])
    try:
        _open(Zip(file), 1, form)
    except PackageRefused as refusal:
        form.faults.append(Fault("", refusal.words))
    document, _ = _document(form)
    if document is None and not form.faults:
        form.faults.append(Fault("", NO_FORM))
    return Part(document).at("applicationHeader"), form.faults


def _reading(event: Event, form: Form) -> Reading:
    document, schema = _document(form)
    if document is None:
        if not form.faults:
            form.faults.append(Fault("", f"{NO_FORM} {ASK}"))
        return Reading(None, tuple(form.faults), tuple(form.notes), SOURCE, event.reference)
    said, faults, notes = read_form(document, form.contents, schema)
    notes = [*form.notes, *form.faults, *notes, *_about(event, said.source_id)]
    return Reading(said, tuple(faults), tuple(notes), SOURCE, event.reference)


def _document(form: Form) -> tuple[dict[str, Any] | None, str]:
    """The form, from JSON where it can be read. What is wrong with the one that did not serve becomes a note."""
    unusable: list[Fault] = []
    if form.json is not None:
        document, faults = _parsed(form.json, form)
        if document is not None and isinstance(document.get("applicationData"), dict):
            return document, "Application.json"
        faults = faults or [Fault("/applicationData", "it holds no applicationData.")]
        unusable += [Fault(f"Application.json{fault.pointer}", f"Application.json could not be read: {fault.message}") for fault in faults]
    if form.xml is not None:
        document, faults, notes = read_xml(form.xml)
        if document is not None:
            form.notes += [*unusable, *notes]
            return document, "OneApp"
        unusable += faults
    form.faults += unusable
    return None, ""


def _about(event: Event, number: str) -> list[Fault]:
    """What the officer should know of the message itself."""
    notes = []
    if event.reference and "".join(filter(str.isdigit, event.reference)) != "".join(filter(str.isdigit, number)):
        notes.append(
            Fault(
                "/applicationRef",
                f"The message is about {event.reference}, but its package holds {number}: check that they belong together.",
            )
        )
    if event.state and event.state.lower() != "submitted":
        notes.append(Fault("/applicationState", f"The Planning Portal calls this application “{event.state[:60]}”."))
    return notes
