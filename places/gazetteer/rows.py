"""The one shape into which every format is read."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from places.uprns import LONGEST

WEST_EAST, SOUTH_NORTH = (-9.0, 3.0), (49.0, 61.5)
EASTINGS, NORTHINGS = (0.0, 700_000.0), (0.0, 1_300_000.0)
STATES = {"1": "current", "3": "current", "6": "provisional", "8": "retired"}
DEMOLISHED = "4"  # BLPU state "no longer existing"


class Refused(ValueError):
    """A line that cannot be used, in words for whoever runs the import."""


class Row(NamedTuple):
    """One address as a file has it. `gone`: the file takes it away, and says no more than that of it."""

    uprn: str
    parent_uprn: str
    usrn: str
    classification: str
    state: str
    organisation: str
    lines: str
    town: str
    postcode: str
    easting: float | None
    northing: float | None
    longitude: float | None
    latitude: float | None
    updated_on: date | None
    gone: bool


def a_uprn(text: str) -> str:
    """Digits without zeros in front; Refused for anything else."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) > LONGEST or not plain.strip("0"):
        raise Refused(f"“{text[:20]}” is not a UPRN")
    return plain.lstrip("0")


def optional_uprn(text: str) -> str:
    return a_uprn(text) if text.strip() else ""


@lru_cache(maxsize=4096)
def a_date(text: str) -> date | None:
    """2026-03-27 or 27/03/2026; None for nothing."""
    if not text:
        return None
    try:
        if "/" in text:
            day, month, year = text.split("/")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Refused(f"“{text[:20]}” is not a date") from None


def within(text: str, limits: tuple[float, float], what: str) -> float | None:
    """The number, None for nothing; Refused where it is none or outside Great Britain."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise Refused(f"“{text[:20]}” is not a number for the {what}") from None
    if not limits[0] <= value <= limits[1]:
        raise Refused(f"The {what} {text[:20]} is outside Great Britain")
    return value


def place(easting: str, northing: str, longitude: str, latitude: str) -> tuple[float | None, float | None, float | None, float | None]:
    """Where it is: a pair in EPSG:27700, a pair in degrees, or both; Refused where neither is whole."""
    found = (
        within(easting, EASTINGS, "easting"),
        within(northing, NORTHINGS, "northing"),
        within(longitude, WEST_EAST, "longitude"),
        within(latitude, SOUTH_NORTH, "latitude"),
    )
    if None in found[:2] and None in found[2:]:
        raise Refused("It has no coordinates")
    return found


def a_postcode(text: str) -> str:
    """Capitals with one space before the last three; cut short where it is none."""
    squeezed = text.replace(" ", "").upper()
    return f"{squeezed[:-3]} {squeezed[-3:]}"[:8] if 5 <= len(squeezed) <= 7 else squeezed[:8]
