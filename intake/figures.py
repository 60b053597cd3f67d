"""The development in figures, as far as a submission tells it: each figure with where it was read, none of them made up.

What is major is for the law to say (statute.scale): here only the facts are put before it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.models import Case, Development
from intake.details import details_of
from intake.shape import Boundary, Homes, Proposal, SubmittedApplication
from statute import CaseFacts
from statute.errors import StatuteError
from statute.kinds import kind_of_code
from statute.scale import is_major_by_definition

PROPOSAL = "/data/proposal"
TYPE = "/data/application/type"
PROPERTY_TYPE = "/data/property/type"
PROJECT_TYPES = "/data/proposal/projectType"
SQUARE_METRES_IN_HECTARE = 10_000
BRITISH_GRID = 27700
# The kind of property (ODP), its start, to a use as the returns count it (applications.development.USES).
USES = (
    ("residential.institution", "other"),
    ("residential", "dwellings"),
    ("commercial.office", "offices"),
    ("commercial.retail", "retail"),
    ("commercial.storage", "storage"),
    ("commercial.industrial", "general_industry"),
    ("commercial.services", "services"),
    ("commercial.leisure.food", "food"),
    ("commercial", "other"),
)
UNTOLD: tuple[Any, ...] = (None, "", {}, False)
CHANGES_USE = ("changeOfUse", "unit.subdivide", "unit.merge")
CHANGE_OF_USE_TYPES = ("pa.part3.",)
DEMOLITION_TYPES = ("pp.full.demolition", "pp.full.householder.demolition", "pa.part11.classB", "pa.part20.classZA")


def quantity(model: Any, name: str, value: Decimal | None) -> Decimal | None:
    """A figure in the precision of its column; None where the column cannot hold it."""
    column = model._meta.get_field(name)
    if value is None or abs(value) >= 10 ** (column.max_digits - column.decimal_places):
        return None
    return round(value, column.decimal_places)


def work_status(said: SubmittedApplication) -> str:
    """existing (a certificate for what is there), retrospective (finished before it was applied for) or proposed."""
    if said.type_code.startswith("ldc.existing"):
        return "existing"
    return "retrospective" if _retrospective(said) else "proposed"


def _retrospective(said: SubmittedApplication) -> str:
    """Where it is told that the work is done already; "" where it is not."""
    if said.type_code.endswith(".retro"):
        return f"{TYPE}: {said.type_code}"
    finished, sent = said.proposal.completion_on, said.submitted_at
    done = finished is not None and sent is not None and finished < timezone.localdate(sent)
    return f"{PROPOSAL}/date/completion: {finished}" if done and not said.type_code.startswith("ldc.") else ""


def development(case: Case, said: SubmittedApplication, received_on: date) -> Development:
    """The development of a case as submitted; `sources` says of each figure where it was read."""
    told = {**_numbers(said), **_answers(said)}
    values: dict[str, Any] = {}
    for name, (value, _) in told.items():
        values[name] = quantity(Development, name, value) if isinstance(value, Decimal) else value
    values["is_major"], why = _major(said, values, received_on)
    told["is_major"] = (values["is_major"] or None, why)
    return Development(
        authority_id=case.authority_id,
        case=case,
        property_type=said.site.property_type[:80],
        project_types=[{"value": kind.value, "description": kind.description} for kind in said.proposal.project_types],
        details=[detail.as_dict() for detail in details_of(said)],
        sources={name: {"source": "submitted", "where": told[name][1]} for name, value in values.items() if value not in UNTOLD},
        **values,
    )


def _numbers(said: SubmittedApplication) -> dict[str, tuple[Any, str]]:
    """Homes, floor space, area and heights, each with where it was read."""
    proposal, homes = said.proposal, said.proposal.homes
    by_use = _by_use(said)
    gained = _floorspace(proposal)
    not_homes = by_use.get("not_homes")
    told: dict[str, tuple[Any, str]] = {
        "dwellings_gained": (proposal.new_dwellings, homes.gained_where or PROPOSAL),
        "dwellings_lost": (homes.lost, homes.lost_where or PROPOSAL),
        "floorspace_gained": (gained, PROPOSAL),
        "floorspace_by_use": ({use: float(area) for use, area in by_use.items() if use != "not_homes"}, PROPOSAL),
        "floorspace_not_homes": (not_homes, PROPOSAL),
        "site_area": (_hectares(proposal.boundary) or proposal.site_hectares, f"{PROPOSAL}/boundary"),
        "storeys": (proposal.storeys, f"{PROPOSAL}/newBuildings"),
    }
    for name in ("projection", "eaves_height", "maximum_height"):
        measured = getattr(proposal, name)
        told[name] = (measured.metres, f"{measured.pointer}: {measured.said}") if measured else (None, "")
    return told


def _answers(said: SubmittedApplication) -> dict[str, tuple[Any, str]]:
    """What is done to what: use, demolition, works that are done already."""
    change = _first(said, CHANGES_USE, CHANGE_OF_USE_TYPES)
    demolition = _first(said, ("demolish",), DEMOLITION_TYPES)
    retrospective = _retrospective(said)
    use = "" if change else _use(said)
    return {
        "use": (use, f"{PROPERTY_TYPE}: {said.site.property_type}"),
        "is_change_of_use": (bool(change), change),
        "is_demolition": (bool(demolition), demolition),
        "is_retrospective": (bool(retrospective), retrospective),
    }


def _first(said: SubmittedApplication, works: tuple[str, ...], types: tuple[str, ...]) -> str:
    """Where a submission names one of these works, or is of one of these types; "" where it does neither."""
    for kind in said.proposal.project_types:
        if any(kind.value == work or kind.value.startswith(f"{work}.") for work in works):
            return f"{PROJECT_TYPES}: {kind.value}"
    if said.proposal.homes.converted:
        return f"{PROPOSAL}/units" if works is CHANGES_USE else ""
    return f"{TYPE}: {said.type_code}" if said.type_code.startswith(types) else ""


def _use(said: SubmittedApplication) -> str:
    """The main use: the property's, where new homes do not say otherwise."""
    if said.proposal.new_dwellings:
        return "dwellings"
    kind = said.site.property_type
    return next((use for start, use in USES if kind == start or kind.startswith(f"{start}.")), "")


def _by_use(said: SubmittedApplication) -> dict[str, Decimal]:
    """Square metres gained by use: the homes' own; what is left by the kind of property. `not_homes` where both are known."""
    if said.proposal.floorspace_by_use:
        return {use: _net(told) for use, told in said.proposal.floorspace_by_use.items()}
    homes: Homes = said.proposal.homes
    gained = _floorspace(said.proposal)
    areas: dict[str, Decimal] = {}
    if homes.area_gained is not None or homes.area_lost is not None:
        areas["dwellings"] = (homes.area_gained or Decimal(0)) - (homes.area_lost or Decimal(0))
    if gained is None:
        return areas
    use = _use(said)
    rest = gained - (homes.area_gained or Decimal(0))
    if use and rest > 0:
        areas[use] = areas.get(use, Decimal(0)) + rest
    if use and use != "dwellings":
        areas["not_homes"] = max(rest, Decimal(0))
    elif use == "dwellings" and not said.proposal.new_dwellings:
        areas["not_homes"] = Decimal(0)
    return areas


def _net(told: dict[str, str]) -> Decimal:
    """Square metres gained less those lost."""
    return Decimal(told.get("gained") or 0) - Decimal(told.get("lost") or 0)


def _major(said: SubmittedApplication, values: dict[str, Any], received_on: date) -> tuple[bool, str]:
    """Whether the type says that it is major, or its figures do where the law asks (statute.scale), and why."""
    try:
        kind = kind_of_code(said.type_code)
        if kind.major is not None or not kind.rules["may_be_major"] or kind.rules["period"] != "scale":
            return kind.major is True, f"{TYPE}: {said.type_code}"
        facts = CaseFacts(
            said.type_code,
            received_on,
            None,
            dwellings=max(values["dwellings_gained"] or 0, 0) if values["dwellings_gained"] is not None else None,
            floorspace=values["floorspace_gained"],
            site_area_hectares=values["site_area"],
            use=values["use"],
        )
        answer = is_major_by_definition(facts)
    except StatuteError:
        return False, ""
    return answer.value, answer.because[-1].text


def remarks(said: SubmittedApplication, development: Development, received_on: date) -> list[str]:
    """What the officer should know of the figures: that they reach a size which the type rules out."""
    try:
        if kind_of_code(said.type_code).major is not False:
            return []
        facts = CaseFacts(
            said.type_code,
            received_on,
            None,
            dwellings=max(development.dwellings_gained or 0, 0),
            floorspace=development.floorspace_gained,
            site_area_hectares=development.site_area,
        )
        answer = is_major_by_definition(facts)
    except StatuteError:
        return []
    return [f"The type is not one for major development, but the figures are. {answer.because[-1].text}."] if answer.value else []


def _floorspace(proposal: Proposal) -> Decimal | None:
    parts = [area for area in (proposal.new_floor_square_metres, proposal.extended_square_metres) if area is not None]
    return sum(parts, Decimal(0)) if parts else None


def _hectares(boundary: Boundary | None) -> Decimal | None:
    """The site's area as the sender gives it, else as the red line measures on the British grid."""
    if boundary is None:
        return None
    if boundary.hectares is not None:
        return boundary.hectares
    if boundary.square_metres is not None:
        return boundary.square_metres / SQUARE_METRES_IN_HECTARE
    metres = boundary.geometry.transform(BRITISH_GRID, clone=True).area
    return Decimal(str(round(metres, 2))) / SQUARE_METRES_IN_HECTARE
