"""Homes gained and lost in an ODP document, wherever they are told."""

from __future__ import annotations

from decimal import Decimal

from intake.readers.parts import Part
from intake.shape import Homes

GAINED = ("new", "rebuilt")
LOST = ("removed",)
CONVERTED = "changeOfUse"


def read_homes(data: Part) -> tuple[int | None, Homes]:
    """The homes gained, and what else is told of homes.

    Gained: the figure that was sent; or the homes listed as new and rebuilt; or those proposed less those that are there.
    """
    homes = data.at("proposal", "units", "residential")
    gained, where = _gained(data, homes)
    lost, lost_where = _listed(homes, LOST)
    if lost is None and gained is not None and gained < 0:
        lost, lost_where = -gained, where
    developed = [item.at("development") for key in GAINED for item in homes.items(key)]
    return gained, Homes(
        gained_where=where,
        lost=lost,
        lost_where=lost_where,
        area_gained=_area(homes, GAINED),
        area_lost=_area(homes, LOST),
        converted=any(CONVERTED in (part.text(), part.text("value")) for part in developed),
    )


def _gained(data: Part, homes: Part) -> tuple[int | None, str]:
    proposal = data.at("proposal")
    for place in (proposal.at("newDwellings", "newBuild", "count"), proposal.at("new", "count", "dwellings")):
        if (told := place.count()) is not None:
            return told, place.pointer
    listed, where = _listed(homes, GAINED)
    if listed is not None:
        return listed, where
    total = proposal.at("units", "total")
    proposed = total.count()
    return (None, "") if proposed is None else (proposed - (data.count("property", "units", "total") or 0), total.pointer)


def _listed(homes: Part, keys: tuple[str, ...]) -> tuple[int | None, str]:
    """How many homes are listed under these keys, and where; None where none of them is there."""
    counts = [unit.count("identicalUnits") for key in keys for unit in homes.items(key)]
    return (sum(count or 0 for count in counts), homes.pointer) if counts else (None, "")


def _area(homes: Part, keys: tuple[str, ...]) -> Decimal | None:
    """Square metres of all homes listed under these keys."""
    areas = [
        square_metres * (unit.count("identicalUnits") or 1)
        for key in keys
        for unit in homes.items(key)
        if (square_metres := unit.number("area", "squareMetres")) is not None
    ]
    return sum(areas, Decimal(0)) if areas else None
