"""Which application type a Portal scenario is, and what a Portal document is: read from the two tables beside this file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from documents.tags import tag_name
from intake.shape import Named

HERE = Path(__file__).parent
SQUARE_METRES_IN_HECTARE = 10_000
OTHER = "otherDocument"


@dataclass(frozen=True)
class Size:
    """What is proposed, as far as the form says: hectares, square metres, homes."""

    site_hectares: Decimal | None = None
    floorspace: Decimal | None = None
    dwellings: int | None = None


@cache
def scenarios() -> dict[int, dict[str, Any]]:
    table = tomllib.loads((HERE / "portal_scenarios.toml").read_text())
    return {int(number): row for number, row in table.items()}


def type_of(scenario: int, size: Size, seeks_consent: bool | None) -> str:
    """The application type of a scenario; "" for a number that we do not know. A size that the form leaves out counts as small."""
    row = scenarios().get(scenario)
    if row is None:
        return ""
    larger = row.get("larger", {})
    reached = [value for name, value in vars(size).items() if name in larger and value is not None and value >= larger[name]]
    if reached:
        return str(larger["type"])
    return str(row["consent"] if seeks_consent and "consent" in row else row["type"])


def words_are_on_the_form(scenario: int) -> bool:
    """Whether the description is what the form says; otherwise it is the name that was given to the application."""
    return bool(scenarios().get(scenario, {}).get("words_from") == "proposal")


def hectares(area: Decimal | None, unit: str) -> Decimal | None:
    """An area in hectares, from square metres unless its unit says hectares."""
    if area is None:
        return None
    return area if unit.lower().startswith("hect") or unit.lower() == "ha" else area / SQUARE_METRES_IN_HECTARE


@cache
def _names() -> list[tuple[re.Pattern[str], list[str]]]:
    table = tomllib.loads((HERE / "portal_documents.toml").read_text())
    return [(re.compile(row["fits"]), row["tags"]) for row in table["name"]]


def document_types(name: str) -> tuple[Named, ...]:
    """The tags of a document that the Portal calls so: `Elevation_(Front)_-_Existing` or “Elevation (Front) - Existing”."""
    plain = " ".join(name.replace("_", " ").lower().split())
    found = next((tags for pattern, tags in _names() if pattern.search(plain)), [OTHER])
    return tuple(Named(tag, tag_name(tag)) for tag in found)
