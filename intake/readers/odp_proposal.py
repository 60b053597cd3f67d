"""What is proposed in an ODP document: words, dates, figures, the red line, and the applicant's answers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from intake.readers import odp_homes
from intake.readers.boundary import read_boundary
from intake.readers.odp_details import linked
from intake.readers.parts import Part
from intake.shape import Answer, Boundary, Fault, Measurement, Named, Proposal

METRES = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s*(?:m|metres?)?\.?", re.IGNORECASE)
PROJECTION = re.compile(
    r"exact\w* how far .*(extend|project)|how far will .*(extend|project).* beyond .*wall|projection.* in metres", re.IGNORECASE
)
EAVES = re.compile(r"height .*eaves|eaves height", re.IGNORECASE)
HEIGHT = re.compile(r"(exact|maximum|max|total) height|how high (is|will).*extension", re.IGNORECASE)
ADJOINING = re.compile(r"address of the .*adjoining", re.IGNORECASE)
BUILT = ("newBuildings", "newStoreys")
PLACES = {
    "projection": (("extend", "projection", "metres"), ("extend", "depth", "metres"), ("extend", "length", "metres")),
    "eaves_height": (("extend", "height", "eaves", "metres"), ("extend", "eavesHeight", "metres")),
    "maximum_height": (("extend", "height", "max", "metres"), ("extend", "height", "maximum", "metres"), ("extend", "height", "metres")),
}


def read_red_line(root: Part) -> tuple[Boundary | None, list[Fault], list[Fault]]:
    """The proposal's red line; where there is none, the boundary of the property, with a note."""
    place, remarks = root.at("data", "proposal", "boundary"), []
    if not drawn(place) and root.at("data", "property", "boundary", "site"):
        place = root.at("data", "property", "boundary")
        remarks = [Fault("/data/proposal/boundary", "No red line was sent with the proposal: the property's boundary was taken instead.")]
    site = drawn(place)
    geometry, faults, notes = read_boundary(site.value, site.pointer)
    if geometry is None:
        return None, faults, remarks + notes
    area = place.at("area")
    return Boundary(geometry, site.value, area.number("hectares"), area.number("squareMetres")), faults, remarks + notes


def drawn(place: Part) -> Part:
    """The GeoJSON of a boundary: below `site`, or the boundary itself where a sender left `site` out."""
    bare = not isinstance(place.value, dict) or ("site" not in place.value and "type" in place.value)
    return place if bare else place.at("site")


def read_proposal(data: Part, answers: tuple[Answer, ...], boundary: Boundary | None) -> Proposal:
    part = data.at("proposal")
    gained, homes = odp_homes.read_homes(data)
    return Proposal(
        description=part.text("description") or stand_in(part),
        project_types=tuple(Named(item.text("value") or item.text(), item.text("description")) for item in _listed(part.at("projectType"))),
        start_on=part.day("date", "start"),
        completion_on=part.day("date", "completion"),
        scheme_name=part.text("schemeName"),
        new_dwellings=gained,
        new_floor_square_metres=part.number("new", "area", "squareMetres"),
        extended_square_metres=_first(
            part.number("extend", "area", "squareMetres"), part.number("details", "extend", "area", "squareMetres")
        ),
        projection=_measured(part, "projection", answers, PROJECTION),
        eaves_height=_measured(part, "eaves_height", answers, EAVES),
        maximum_height=_measured(part, "maximum_height", answers, HEIGHT),
        adjoining_addresses=tuple(value for answer in answers if ADJOINING.search(answer.question) for value in answer.values),
        boundary=boundary,
        homes=homes,
        storeys=max((n for key in BUILT if (n := _most(part, key, "storeys")) is not None), default=None),
    )


def stand_in(part: Part) -> str:
    """A description from what the form asked instead of one: prototype forms for signs and hedgerows ask for none."""
    signs = part.at("advertisementDetails")
    counts = [f"{signs.count(kind)} {kind}" for kind in (signs.value if isinstance(signs.value, dict) else {}) if signs.count(kind)]
    if counts:
        return f"Display of advertisements: {', '.join(counts)}"
    metres, reason = part.number("hedgerowLength", "metres"), part.text("reason")
    if metres is None and not part.at("hedgerowAgeLessThanThirty"):
        return ""
    length = f" of {metres} metres" if metres is not None else ""
    return f"Removal of a hedgerow{length}{f': {reason}' if reason else ''}"


def _listed(part: Part) -> list[Part]:
    return [part] if isinstance(part.value, str) else list(part.items())


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _measured(part: Part, name: str, answers: tuple[Answer, ...], question: re.Pattern[str]) -> Measurement | None:
    for keys in PLACES[name]:
        place = part.at(*keys)
        metres = place.number()
        if metres is not None and metres > 0:
            return Measurement(metres, place.pointer, str(metres))
    tallest = _tallest(part) if name == "maximum_height" else None
    if tallest is not None:
        return tallest
    for answer in answers:
        figure = METRES.fullmatch(answer.values[0].strip()) if len(answer.values) == 1 and question.search(answer.question) else None
        if figure and (name == "eaves_height" or not EAVES.search(answer.question)):
            return Measurement(Decimal(figure[1]), answer.pointer, answer.question)
    return None


def _most(part: Part, key: str, *way: str) -> int | None:
    """The greatest whole number at `way` of the buildings under `key`."""
    return max((n for item in part.items(key, "buildings") if (n := item.count(*way)) is not None), default=None)


def _tallest(part: Part) -> Measurement | None:
    """The tallest of the new buildings and of those that get new storeys."""
    places = [item.at("height", "metres") for key in BUILT for item in part.items(key, "buildings")]
    heights = [(metres, place.pointer) for place in places if (metres := place.number()) is not None and metres > 0]
    metres, pointer = max(heights, default=(None, ""))
    return None if metres is None else Measurement(metres, pointer, str(metres))


def read_answers(part: Part) -> tuple[Answer, ...]:
    """The applicant's form. The schema also allows the whole of it, and each answer, to be one bare text."""
    if isinstance(part.value, str):
        said = part.text()
        return (Answer("", (said,), pointer=part.pointer),) if said else ()
    return tuple(_answer(item) for item in part.items())


def _options(part: Part) -> list[str]:
    """The answers that the form offered: bare texts, or answers like the one that was given."""
    return [text for item in part.members() if (text := item.text() or item.text("value"))]


def _answer(part: Part) -> Answer:
    if isinstance(part.value, str):
        return Answer("", (part.text(),), pointer=part.pointer)
    place = part.at("responses")
    given = list(place.members() if isinstance(place.value, list) else place.items())
    values = [place.text()] if isinstance(place.value, str) else [item.text() or item.text("value") for item in given]
    about = part.at("metadata")
    return Answer(
        question=part.text("question"),
        values=tuple(value for value in values if value),
        flags=tuple(flag for item in given for flag in item.texts("metadata", "flags")),
        section=about.text("sectionName"),
        auto_answered=bool(about.flag("autoAnswered")),
        tags=about.texts("tags"),
        options=tuple(option for item in given for option in _options(item.at("metadata", "options"))),
        key=about.text("id"),
        policies=tuple(linked(item.text("text"), item.text("url")) for item in about.items("policyRefs")),
        pointer=part.pointer,
    )
