"""What is proposed in an ODP document: words, dates, figures, the red line, and the applicant's answers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from intake.readers.boundary import read_boundary
from intake.readers.parts import Part
from intake.shape import Answer, Boundary, Fault, Measurement, Named, Proposal

METRES = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s*(?:m|metres?)?\.?", re.IGNORECASE)
PROJECTION = re.compile(
    r"exact\w* how far .*(extend|project)|how far will .*(extend|project).* beyond .*wall|projection.* in metres", re.IGNORECASE
)
EAVES = re.compile(r"height .*eaves|eaves height", re.IGNORECASE)
HEIGHT = re.compile(r"(exact|maximum|max|total) height|how high (is|will).*extension", re.IGNORECASE)
ADJOINING = re.compile(r"address of the .*adjoining", re.IGNORECASE)
PLACES = {
    "projection": (("extend", "projection", "metres"), ("extend", "depth", "metres"), ("extend", "length", "metres")),
    "eaves_height": (("extend", "height", "eaves", "metres"), ("extend", "eavesHeight", "metres")),
    "maximum_height": (("extend", "height", "max", "metres"), ("extend", "height", "maximum", "metres"), ("extend", "height", "metres")),
}


def read_red_line(root: Part) -> tuple[Boundary | None, list[Fault], list[Fault]]:
    """The proposal's red line; where there is none, the boundary of the property, with a note."""
    place, remarks = root.at("data", "proposal", "boundary"), []
    if not place.at("site") and root.at("data", "property", "boundary", "site"):
        place = root.at("data", "property", "boundary")
        remarks = [Fault("/data/proposal/boundary", "No red line was sent with the proposal: the property's boundary was taken instead.")]
    site = place.at("site") if isinstance(place.value, dict) else place
    geometry, faults, notes = read_boundary(site.whole(), site.pointer)
    if geometry is None:
        return None, faults, remarks + notes
    area = place.at("area")
    return Boundary(geometry, site.value, area.number("hectares"), area.number("squareMetres")), faults, remarks + notes


def read_proposal(data: Part, answers: tuple[Answer, ...], boundary: Boundary | None) -> Proposal:
    part = data.at("proposal")
    return Proposal(
        description=part.text("description"),
        project_types=tuple(Named(item.text("value") or item.text(), item.text("description")) for item in _listed(part.at("projectType"))),
        start_on=part.day("date", "start"),
        completion_on=part.day("date", "completion"),
        scheme_name=part.text("schemeName"),
        new_dwellings=_dwellings(data),
        new_floor_square_metres=part.number("new", "area", "squareMetres"),
        extended_square_metres=_first(
            part.number("extend", "area", "squareMetres"), part.number("details", "extend", "area", "squareMetres")
        ),
        projection=_measured(part, "projection", answers, PROJECTION),
        eaves_height=_measured(part, "eaves_height", answers, EAVES),
        maximum_height=_measured(part, "maximum_height", answers, HEIGHT),
        adjoining_addresses=tuple(value for answer in answers if ADJOINING.search(answer.question) for value in answer.values),
        boundary=boundary,
    )


def _listed(part: Part) -> list[Part]:
    return [part] if isinstance(part.value, str) else list(part.items())


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _dwellings(data: Part) -> int | None:
    """New dwellings: the figure that was sent; or the homes listed as new and rebuilt; or those proposed less those that are there."""
    part = data.at("proposal")
    told = _first(part.count("newDwellings", "newBuild", "count"), part.count("new", "count", "dwellings"))
    if told is not None:
        return told
    listed = [unit.count("identicalUnits") for key in ("new", "rebuilt") for unit in part.items("units", "residential", key)]
    if listed:
        return sum(count or 0 for count in listed)
    proposed = part.count("units", "total")
    return None if proposed is None else proposed - (data.count("property", "units", "total") or 0)


def _measured(part: Part, name: str, answers: tuple[Answer, ...], question: re.Pattern[str]) -> Measurement | None:
    for keys in PLACES[name]:
        place = part.at(*keys)
        metres = place.number()
        if metres is not None and metres > 0:
            return Measurement(metres, place.pointer, str(metres))
    for answer in answers:
        figure = METRES.fullmatch(answer.values[0].strip()) if len(answer.values) == 1 and question.search(answer.question) else None
        if figure and (name == "eaves_height" or not EAVES.search(answer.question)):
            return Measurement(Decimal(figure[1]), answer.pointer, answer.question)
    return None


def read_answers(part: Part) -> tuple[Answer, ...]:
    """The applicant's form. The schema also allows the whole of it, and each answer, to be one bare text."""
    if isinstance(part.value, str):
        said = part.text()
        return (Answer("", (said,), pointer=part.pointer),) if said else ()
    return tuple(_answer(item) for item in part.items())


def _answer(part: Part) -> Answer:
    if isinstance(part.value, str):
        return Answer("", (part.text(),), pointer=part.pointer)
    place = part.at("responses")
    given = list(place.items())
    values = [place.text()] if isinstance(place.value, str) else [item.text() or item.text("value") for item in given]
    about = part.at("metadata")
    return Answer(
        question=part.text("question"),
        values=tuple(value for value in values if value),
        flags=tuple(flag for item in given for flag in item.texts("metadata", "flags")),
        section=about.text("sectionName"),
        auto_answered=bool(about.flag("autoAnswered")),
        policies=tuple(_policy(item) for item in about.items("policyRefs")),
        pointer=part.pointer,
    )


def _policy(part: Part) -> str:
    words, url = part.text("text"), part.text("url")
    return f"{words} ({url})" if url and url not in words else words or url
