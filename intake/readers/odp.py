"""Open Digital Planning JSON (v0.2.1 to v0.7.7, `@next`; application, preApplication, prototypeApplication) to the internal shape.

Tolerant of everything but the few things without which there is no case: a schema we know, an identifier,
a type, a description, somebody to write to, and a red line that is an area. Spec 4, sections 6 and 12.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from intake import schemas
from intake.readers import odp_details, odp_people, odp_proposal, odp_site
from intake.readers.boundary import in_great_britain
from intake.readers.parts import Part, parse
from intake.shape import Declaration, Detail, Fault, Fee, Named, Reading, RelatedCase, RequestedFiles, SubmittedApplication, SubmittedFile

SCHEMA_HOST = "theopensystemslab.github.io"
NUMBERS = ("2.1", "2.2", "2.3", "3.0", "4.0", "4.1", "5.0", "6.0", "7.0", "7.1", "7.2", "7.3", "7.4", "7.5", "7.6", "7.7")
VERSIONS = [*(f"v0.{number}" for number in NUMBERS), "@next"]
KINDS = {
    "schema": "application",
    "application": "application",
    "prototypeApplication": "application",
    "preApplication": "pre_application",
    "enforcement": "enforcement",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
MOST_FILES = 500
MOST_POUNDS = 1_000_000
MOST_REMARKS = 10
FIGURE = re.compile(r"-?\d[\d.e+-]*")  # a number, however large
DATE_PLACES = re.compile(r"/(date|date/(start|completion|end)|\w*Date|lastOccupation)$")
FEE_KEYS = ("notApplicable", "calculated", "payable", "reference", "exemption", "reduction")


def read(body: bytes) -> Reading:
    """Read a submission. Never raises on what a body holds: it answers with faults instead."""
    document, faults = parse(body)
    if document is None:
        return Reading(None, tuple(faults))
    return read_document(document)


def read_document(document: dict[str, Any]) -> Reading:
    root = Part(document)
    source, source_id = root.text("metadata", "source"), root.text("metadata", "id")
    name, version, faults, notes = read_schema(root.at("metadata", "schema"))
    if faults:
        return Reading(None, tuple(faults), tuple(notes), source, source_id)
    if name == "application" and root.at("applicationType"):
        name = "prototypeApplication"  # some of them name the other schema
    boundary, wrong, remarks = odp_proposal.read_red_line(root)
    application = read_all(root, name, version, boundary)
    broken, unchecked = schemas.check(document, name, version)
    told = {fault.pointer for fault in broken}
    faults = broken + [fault for fault in _missing(application) + wrong if fault.pointer not in told]
    if application.proposal.description and not root.at("data", "proposal", "description"):
        words = "No description was sent: one was put together from the answers. Check it."
        remarks = [*remarks, Fault("/data/proposal/description", words)]
    notes = [*getattr(document, "notes", ()), *notes, *unchecked, *remarks, *_remarks(application)]
    return Reading(application, tuple(faults), tuple(notes), source, source_id)


def read_schema(part: Part) -> tuple[str, str, list[Fault], list[Fault]]:
    """The schema's name and version, from its address."""
    address = part.text()
    if not address:
        return "", "", [Fault(part.pointer, "The schema is missing. Give the address of the ODP schema that the body follows.")], []
    try:
        url = urlsplit(address)
        host = url.hostname
    except ValueError:
        host = None
    if host != SCHEMA_HOST:
        return "", "", [Fault(part.pointer, f"Unknown schema: {address[:200]}. It must be an address on {SCHEMA_HOST}.")], []
    steps = [step for step in url.path.split("/") if step and step != "schemas"]
    name = steps[-1].removesuffix(".json") if steps else ""
    version = steps[-2] if len(steps) > 1 else ""
    if name not in KINDS:
        return "", "", [Fault(part.pointer, f"Unknown schema: {name[:100]}. We read {', '.join(sorted(set(KINDS) - {'schema'}))}.")], []
    return _version(part, name, version)


def _version(part: Part, name: str, version: str) -> tuple[str, str, list[Fault], list[Fault]]:
    if version in VERSIONS:
        return name, version, [], []
    near = [known for known in VERSIONS if known.rpartition(".")[0] == version.rpartition(".")[0]]
    if near and re.fullmatch(r"v\d+\.\d+\.\d+", version):
        return name, version, [], [Fault(part.pointer, f"Schema {version} is newer than we know: it was read as {near[-1]}.")]
    known = f"{VERSIONS[0]} to {VERSIONS[-2]} and {VERSIONS[-1]}"
    return "", "", [Fault(part.pointer, f"Unknown schema version: {version[:40] or 'none'}. We read {known}.")], []


def read_all(root: Part, name: str, version: str, boundary: Any) -> SubmittedApplication:
    data, metadata = root.at("data"), root.at("metadata")
    application, applicant = data.at("application"), data.at("applicant")
    read = {
        "kind": KINDS[name],
        "schema_name": name,
        "schema_version": version,
        "source": metadata.text("source"),
        "source_id": metadata.text("id"),
        "organisation": metadata.text("organisation"),
        "submitted_at": metadata.moment("submittedAt"),
        "type_code": application.text("type", "value") or application.text("type") or root.text("applicationType"),
        "type_description": application.text("type", "description"),
        "user_role": data.text("user", "role"),
        "applicant": odp_people.read_person(applicant),
        "agent": odp_people.read_person(applicant.at("agent")),
        "site_contact": odp_people.read_site_contact(applicant.at("siteContact")),
        "ownership": odp_people.read_ownership(applicant),
        "site": odp_site.read_site(data.at("property")),
        "designations": odp_site.read_designations(data.at("property", "planning", "designations")),
        "designation_sources": data.texts("property", "planning", "sources"),
        "fee": _fee(application.at("fee")),
        "declaration": _declaration(application.at("declaration")),
        "answers": odp_proposal.read_answers(root.at("responses")),
        "pre_assessment": named(root.at("preAssessment")),
        "related": _related(application),
        "files": _files(root.at("files")),
        "requested_files": _requested(metadata.at("service", "files")),
        "service_url": metadata.text("service", "url"),
        "service_flow": metadata.text("service", "flowId"),
    }
    read["proposal"] = odp_proposal.read_proposal(data, read["answers"], boundary)
    read["details"] = odp_details.read_details(root) + _drawings(data)
    return SubmittedApplication(**read, unknown=root.left())


def _drawings(data: Part) -> tuple[Detail, ...]:
    """What is said about each shape that was drawn; the shapes themselves are on the map."""
    places = [("Red line", ("proposal",)), ("Title", ("property",)), ("Boundary", ("report",))]
    found = [(lead, data.at(*way, "boundary")) for lead, way in places] + [("Location plan", data.at("files", "locationPlan"))]
    return tuple(detail for lead, place in found for detail in odp_details.read_drawing(odp_proposal.drawn(place), lead))


def _missing(application: SubmittedApplication) -> list[Fault]:
    """What no case can do without."""
    needed = [
        ("/metadata/id", application.source_id, "The identifier is missing. Send the session's id, so that a repeat makes no second case."),
        ("/data/application/type/value", application.type_code, "The application type is missing. Send its ODP code."),
        ("/data/proposal/description", application.proposal.description, "The description is missing. Say in words what is proposed."),
    ]
    faults = [Fault(pointer, words) for pointer, value, words in needed if not value]
    people = [person for person in (application.applicant, application.agent) if person]
    if not any(EMAIL.fullmatch(person.email) for person in people):
        faults.append(Fault("/data/applicant/email", "No usable email address. Send one of the applicant or of the agent."))
    payable = application.fee.payable
    unread = FIGURE.fullmatch(str(application.unknown.get("/data/application/fee/payable", "")))
    if unread or (payable is not None and not 0 <= payable <= MOST_POUNDS):
        faults.append(Fault("/data/application/fee/payable", f"The fee must be between 0 and {MOST_POUNDS:,} pounds."))
    if len(application.files) > MOST_FILES:
        faults.append(Fault("/files", f"{len(application.files)} files are too many. Send at most {MOST_FILES} with one application."))
    return faults


def _remarks(application: SubmittedApplication) -> list[Fault]:
    """What the officer should know, though it stops nothing."""
    remarks = []
    if not application.site.line1 and not application.site.title:
        remarks.append(Fault("/data/property/address", "No site address was sent."))
    if not application.site.uprn:
        remarks.append(Fault("/data/property/address/uprn", "No UPRN was sent."))
    if application.submitted_at is None:
        remarks.append(Fault("/metadata/submittedAt", "No usable time of submission was sent: the time of receipt counts."))
    longitude, latitude = application.site.longitude, application.site.latitude
    if longitude is not None and latitude is not None and not in_great_britain(longitude, latitude):
        words = f"The site’s position ({latitude}, {longitude}) lies outside Great Britain: it was not used. Look at the red line."
        remarks.append(Fault("/data/property/address", words))
    remarks += _dates(application.unknown)
    connection = application.declaration.connection
    if connection and connection != "none":
        more = f" ({application.declaration.connection_description[:200]})" if application.declaration.connection_description else ""
        remarks.append(Fault("/data/application/declaration/connection", f"A connection with the council is declared: {connection}{more}."))
    return remarks


def _dates(unknown: dict[str, Any]) -> list[Fault]:
    """Dates that the calendar does not have: they are kept as they were sent."""
    wrong = [(pointer, value) for pointer, value in unknown.items() if DATE_PLACES.search(pointer) and isinstance(value, str)]
    return [
        Fault(pointer, f"“{value[:40]}” is not a date: it was not read. Ask which day is meant.") for pointer, value in wrong[:MOST_REMARKS]
    ]


def named(part: Part) -> tuple[Named, ...]:
    """Coded values: objects with value and description, or bare texts."""
    if isinstance(part.value, str):
        return (Named(part.text()),)
    found = [Named(item.text() or item.text("value"), item.text("description")) for item in part.items()]
    return tuple(name for name in found if name.value or name.description)


def _fee(part: Part) -> Fee:
    others = [key for key in (part.value if isinstance(part.value, dict) else {}) if key not in FEE_KEYS]
    return Fee(
        not_applicable=bool(part.flag("notApplicable")),
        calculated=part.number("calculated"),
        payable=part.number("payable"),
        reference=part.text("reference", "govPay"),
        exemptions=_claimed(part.at("exemption")),
        reductions=_claimed(part.at("reduction")),
        breakdown=dict(amount for name in others for amount in _amounts(name, part.at(name))),
    )


def _amounts(name: str, part: Part) -> list[tuple[str, Any]]:
    if isinstance(part.value, dict):
        return [found for key in part.value for found in _amounts(f"{name}.{key}", part.at(key))]
    amount = part.number()
    return [] if amount is None else [(name, amount)]


def _claimed(part: Part) -> tuple[str, ...]:
    """The names of the exemptions or reductions that were answered with yes."""
    names = part.value if isinstance(part.value, dict) else {}
    return tuple(name for name in names if part.flag(name))


def _declaration(part: Part) -> Declaration:
    return Declaration(part.flag("accurate"), part.text("connection", "value"), part.text("connection", "description"))


def _related(application: Part) -> tuple[RelatedCase, ...]:
    found = [
        RelatedCase(kind, p.text("reference"), p.day("date"), p.text("officer"), p.text("summary"), p.text("localPlanningAuthority"))
        for kind in ("preApp", "planningApp")
        for p in application.items(kind)
    ]
    return tuple(case for case in found if case.reference or case.summary)


def _files(part: Part) -> tuple[SubmittedFile, ...]:
    found = [
        SubmittedFile(item.text() or item.text("name"), named(item.at("type")), item.text("description"), item.text("number"))
        for item in part.items()
    ]
    return tuple(file for file in found if file.url)


def _requested(part: Part) -> RequestedFiles:
    return RequestedFiles(named(part.at("required")), named(part.at("recommended")), named(part.at("optional")))
