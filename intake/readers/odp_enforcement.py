"""A report of a breach in Open Digital Planning JSON (v0.7.5 on, `@next`) to the internal shape. Spec 4, sections 6.2 and 7.4.

A report comes from somebody who owes the council nothing, so next to nothing stops it: it needs an identifier, and something that is
reported. A boundary that cannot be used, a missing address or a reporter without a name become notes for the officer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from intake import schemas
from intake.readers import odp, odp_people
from intake.readers.boundary import read_boundary
from intake.readers.parts import Part, parse
from intake.shape import Boundary, BreachReport, Fault, Person, Proposal, Reading, Site, SubmittedApplication

REPORT = ("data", "report")
PLACE = "/data/report/boundary"


def read(body: bytes) -> Reading:
    """Read a report. Never raises on what a body holds: it answers with faults instead."""
    document, faults = parse(body)
    return Reading(None, tuple(faults)) if document is None else read_document(document)


def read_document(document: dict[str, Any]) -> Reading:
    root = Part(document)
    source, source_id = root.text("metadata", "source"), root.text("metadata", "id")
    name, version, faults, notes = odp.read_schema(root.at("metadata", "schema"))
    if faults:
        return Reading(None, tuple(faults), tuple(notes), source, source_id)
    complainant = odp_people.read_person(root.at("data", "complainant"))
    boundary, point, remarks = _place(root)
    report = _report(root.at(*REPORT))
    said = odp.read_all(root, name, version, None)
    said = replace(
        said,
        kind="enforcement",
        site=_with_point(said.site, point),
        proposal=Proposal(description=report.description, project_types=report.kinds, boundary=boundary),
        complainant=complainant,
        breach=report,
    )
    broken, unchecked = schemas.check(document, name, version)
    places = {fault.pointer for fault in broken}
    faults = broken + [fault for fault in _missing(said, report) if fault.pointer not in places]
    notes = [*getattr(document, "notes", ()), *notes, *unchecked, *remarks, *_remarks(said, complainant, report)]
    return Reading(said, tuple(faults), tuple(notes), source, source_id)


def _report(part: Part) -> BreachReport:
    kinds = odp.named(part.at("projectType"))
    words = part.text("description") or ", ".join(kind.description or kind.value for kind in kinds)
    return BreachReport(words, kinds, part.day("date", "start"), part.day("date", "completion"))


def _place(root: Part) -> tuple[Boundary | None, tuple[float, float] | None, list[Fault]]:
    """Where the breach is said to be: an area that was drawn, else the property's own; a point, where only one was set."""
    place, remarks = root.at(*REPORT, "boundary"), []
    if not _drawn(place) and _drawn(root.at("data", "property", "boundary")):
        place = root.at("data", "property", "boundary")
        remarks = [Fault(PLACE, "No boundary was drawn: the property's own was taken instead.")]
    site = _site(place)
    if not site:
        return None, None, [Fault(PLACE, "No boundary was drawn: the address alone says where it is.")]
    if point := _point(site):
        return None, point, [Fault(site.pointer, "A point was set where the breach is, and no boundary drawn.")]
    geometry, faults, notes = read_boundary(site.value, site.pointer)
    if geometry is None:
        wrong = [Fault(fault.pointer, f"The boundary could not be used. {fault.message}") for fault in faults]
        return None, None, remarks + notes + wrong
    area = place.at("area")
    return Boundary(geometry, site.value, area.number("hectares"), area.number("squareMetres")), None, remarks + notes


def _site(place: Part) -> Part:
    """The GeoJSON of a boundary: below `site`, or the boundary itself where a sender left `site` out."""
    return place.at("site") if isinstance(place.value, dict) and "site" in place.value else place


def _drawn(place: Part) -> bool:
    return bool(_site(place))


def _point(site: Part) -> tuple[float, float] | None:
    """Longitude and latitude, where what was drawn is one point."""
    part = site.at("geometry") if site.at("type").value == "Feature" else site
    numbers = part.at("coordinates").value
    if part.at("type").value != "Point" or not isinstance(numbers, list) or len(numbers) < 2:
        return None
    longitude, latitude = (number if isinstance(number, (int, float)) and not isinstance(number, bool) else None for number in numbers[:2])
    if longitude is None or latitude is None or abs(longitude) > 180 or abs(latitude) > 90:
        return None
    site.whole()
    return float(longitude), float(latitude)


def _with_point(site: Site, point: tuple[float, float] | None) -> Site:
    return replace(site, longitude=point[0], latitude=point[1]) if point else site


def _missing(said: SubmittedApplication, report: BreachReport) -> list[Fault]:
    """What no report can do without."""
    faults = []
    if not said.source_id:
        faults.append(Fault("/metadata/id", "The identifier is missing. Send the session's id, so that a repeat makes no second case."))
    if not report.description:
        faults.append(Fault("/data/report/description", "Nothing is reported. Say in words what was done, or choose a kind of breach."))
    if len(said.files) > odp.MOST_FILES:
        faults.append(Fault("/files", f"{len(said.files)} files are too many. Send at most {odp.MOST_FILES} with one report."))
    return faults


def _remarks(said: SubmittedApplication, complainant: Person | None, report: BreachReport) -> list[Fault]:
    """What the officer should know, though it stops nothing."""
    remarks = []
    if complainant is None:
        remarks.append(Fault("/data/complainant", "Nobody says who reports this: nobody can be told what comes of it."))
    elif not odp.EMAIL.fullmatch(complainant.email):
        remarks.append(Fault("/data/complainant/email", "No usable email address of the person who reports this was sent."))
    if not said.site.line1 and not said.site.title:
        remarks.append(Fault("/data/property/address", "No site address was sent."))
    if report.began_on and report.completed_on and report.completed_on < report.began_on:
        remarks.append(Fault("/data/report/date", "It is said to have been finished before it began: ask which day is meant."))
    if said.submitted_at is None:
        remarks.append(Fault("/metadata/submittedAt", "No usable time of the report was sent: the time of receipt counts."))
    return remarks
