"""The parts of an ODP document that have no column: each with its section of the form and its words, from odp_parts.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intake.readers.parts import Part
from intake.shape import Detail

CODED = {"value", "description"}
LINK = {"text", "url"}
PLAIN = {"description", "name", "line1", "line2", "town", "county", "postcode", "country"}  # said without a word in front
HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.]")


@dataclass(frozen=True)
class Catalogue:
    """Which parts are known, in which section, and the words of their keys."""

    sections: dict[str, str]
    parts: tuple[dict[str, Any], ...]
    words: dict[str, str]
    units: dict[str, str]


@cache
def catalogue() -> Catalogue:
    told = tomllib.loads((Path(__file__).parent / "odp_parts.toml").read_text())
    plain = {key: cut(key) for key in told["plain"]["keys"].split()}
    return Catalogue(told["sections"], tuple(told["parts"]), plain | told["words"], told["units"])


def cut(key: str) -> str:
    """`habitableRooms` as people write it: `Habitable rooms`. Capitals that are more than one stay."""
    words = [word if word.isupper() else word.lower() for word in HUMPS.split(key) if word]
    return (" ".join(words)[:1].upper() + " ".join(words)[1:]) or key


def read_details(root: Part) -> tuple[Detail, ...]:
    """Every known part that the document has, in the order of the catalogue."""
    return tuple(detail for known in catalogue().parts for detail in _rows(root.below(known["at"]), known))


def read_drawing(site: Part, lead: str) -> tuple[Detail, ...]:
    """What a red line or title says about itself beside its shape, which is taken from the document here: the shape is drawn elsewhere."""
    return tuple(detail for part in _about(site) for detail in _row(part, "line", lead, True))


def _about(part: Part) -> Iterator[Part]:
    """The properties of each feature; shapes and their kinds are taken."""
    if not isinstance(part.value, dict):
        part.whole()
        return
    for key in ("type", "coordinates"):
        part.whole(key)
    for key in ("features", "geometries"):
        for item in part.items(key):
            yield from _about(item)
    if isinstance(part.value.get("geometry"), dict):
        yield from _about(part.at("geometry"))
    if isinstance(part.value.get("properties"), dict):
        yield part.at("properties")
    for key in part.value:
        if key.upper().startswith("EPSG:"):
            yield from _about(part.at(key))


def _rows(part: Part, known: dict[str, Any]) -> Iterator[Detail]:
    """A row for each thing below: an item of a list, a member of an object, or the one value."""
    lead, any_key = known.get("lead", ""), bool(known.get("any"))
    if isinstance(part.value, list) and any(isinstance(item, (dict, list)) for item in part.value):
        many = len(part.value) > 1
        for number, item in enumerate(part.items(), 1):
            yield from _row(item, known["section"], f"{lead or _last(part)} {number}" if many else lead or _last(part), any_key)
    elif isinstance(part.value, dict) and not set(part.value) <= CODED:
        for key in part.value:
            if (words := _words(key, any_key)) is not None:
                below = {**known, "lead": f"{lead}: {words[:1].lower()}{words[1:]}" if lead else words}
                below_part = part.at(key)
                yield from (
                    _rows(below_part, below) if _holds_items(below_part) else _row(below_part, known["section"], below["lead"], any_key)
                )
    else:
        yield from _row(part, known["section"], lead or _last(part), any_key)


def _holds_items(part: Part) -> bool:
    """Whether something below is a list of things, each worth its row."""
    if isinstance(part.value, list):
        return any(isinstance(item, dict) and not set(item) <= CODED for item in part.value)
    return isinstance(part.value, dict) and any(_holds_items(part.at(key)) for key in part.value)


def _last(part: Part) -> str:
    key = part.pointer.rsplit("/", 1)[-1]
    return _words(key, True) or key


def _words(key: str, any_key: bool) -> str | None:
    known = catalogue()
    if key in known.words or key in known.units:
        return known.words.get(key) or cut(key)
    return cut(key) if any_key else None


def _row(part: Part, section: str, label: str, any_key: bool) -> Iterator[Detail]:
    value = _flat(part, any_key)
    if value:
        yield Detail(section, label, value, part.pointer)


def _flat(part: Part, any_key: bool) -> str:
    """All that lies here in one text; a quantity carries its unit."""
    if isinstance(part.value, dict):
        if set(part.value) <= CODED:
            return coded(part.text("value"), part.text("description"))
        if set(part.value) <= LINK:
            return linked(part.text("text"), part.text("url"))
        return "; ".join(_members(part, any_key))
    if isinstance(part.value, list):
        return ", ".join(text for item in part.members() if (text := _flat(item, any_key)))
    if (said := part.flag()) is not None:
        return "Yes" if said else "No"
    unit = catalogue().units.get(part.pointer.rsplit("/", 1)[-1], "")
    return f"{text} {unit}".strip() if (text := part.text()) else ""


def _members(part: Part, any_key: bool) -> Iterator[str]:
    told = [(key, part.at(key)) for key in part.value if _words(key, any_key) is not None]
    for key, below in told:
        text = _flat(below, any_key)
        if text and (key in catalogue().units or key in PLAIN or (key == "count" and len(told) == 1)):
            yield text
        elif text:
            words = _words(key, any_key) or key
            yield f"{words[:1].lower()}{words[1:]}: {text}" if len(words) > 1 and not words[1].isupper() else f"{words}: {text}"


def linked(words: str, url: str) -> str:
    return f"{words} ({url})" if url and url not in words else words or url


def coded(value: str, description: str) -> str:
    """Words with their code behind them: the code is what other systems ask about."""
    return f"{description} ({value})" if value and description else description or value
