"""Reading published areas, one at a time: CSV as planning.data.gov.uk has it, GeoJSON, GeoJSON by lines. A file of any size fits.

Each gives `Published`: what the file says of one entity, its geometry still as text. Nothing is judged here.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

CHUNK = 1 << 20
LONGEST_CELL = 1 << 30
KEY_COLUMNS = ("entity", r"wd\d\dcd", r"parn?c?p?\d\dcd", "gss_code", "code", "reference", "id")
NAME_COLUMNS = ("name", r"wd\d\dnm", r"parn?c?p?\d\dnm")
PLAIN = {
    "entity",
    "name",
    "reference",
    "geometry",
    "point",
    "start-date",
    "end-date",
    "entry-date",
    "dataset",
    "typology",
    "prefix",
    "json",
}


class FileFault(Exception):
    """A file that cannot be imported; the words say what to do."""


@dataclass(frozen=True)
class Columns:
    """How a file calls the key and the name of an entity, where it does so in its own way."""

    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class Published:
    """One entity as its file says. `geometry` and `point`: WKT, or a GeoJSON geometry."""

    key: str
    name: str
    reference: str
    geometry: str | dict[str, Any]
    point: str
    started_on: date | None
    ended_on: date | None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.key, self.name or self.reference) if part)


def read(file: IO[bytes], columns: Columns | None = None) -> Iterator[Published]:
    """Every entity of a file. FileFault when it is neither CSV nor GeoJSON, lacks a key, or ends early."""
    columns = columns or Columns()
    start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    if not start:
        raise FileFault("The file is empty.")
    if start.startswith((b"{", b"[")):
        yield from _geojson(file, columns)
    elif start.startswith(b"<"):
        raise FileFault("The file is a web page, not data. Look at the address it came from.")
    else:
        yield from _csv(file, columns)


def _csv(file: IO[bytes], columns: Columns) -> Iterator[Published]:
    csv.field_size_limit(LONGEST_CELL)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(text, strict=True)
    try:
        names = [name.strip().lower() for name in rows.fieldnames or []]
        rows.fieldnames = names
        if not {"geometry", "point"} & set(names):
            raise FileFault("The file has neither a column geometry nor a column point: it is not a data set of areas.")
        for row in rows:
            extra = row.pop(None, None)  # type: ignore[call-overload]
            if extra or None in row.values():
                raise FileFault(
                    f"Line {rows.line_num} has another number of columns than the first line: the file is damaged or cut short."
                )
            yield _entity(row, row.get("geometry") or "", columns)
    except csv.Error as error:
        raise FileFault(f"The file cannot be read as CSV from line {rows.line_num}: {error}.") from None
    finally:
        text.detach()


def _geojson(file: IO[bytes], columns: Columns) -> Iterator[Published]:
    for item in _objects(file):
        said = item.get("properties") or {}
        if not isinstance(said, dict):
            raise FileFault("The file holds a feature whose properties are not an object.")
        properties = {str(key).strip().lower(): value for key, value in said.items()}
        geometry = item.get("geometry") or ""
        if not isinstance(geometry, (dict, str)):
            raise FileFault("The file holds a feature whose geometry is not an object.")
        yield _entity({"id": item.get("id"), **properties}, geometry, columns)


def _objects(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The features of a FeatureCollection, or of a file with one feature a line."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace")
    try:
        head = text.read(CHUNK)
        start = re.search(r'"features"\s*:\s*\[', head)
        if start is None or re.match(r'\s*\{[^{}]*"type"\s*:\s*"Feature"', head):
            yield from _values(text, head, ends_with="")
            return
        yield from _values(text, head[start.end() :], ends_with="]")
    finally:
        text.detach()


def _values(text: io.TextIOWrapper, rest: str, *, ends_with: str) -> Iterator[dict[str, Any]]:
    """JSON objects one after the other, read a piece at a time. FileFault when the file ends within one, or without its end."""
    decoder, wanted = json.JSONDecoder(), CHUNK
    place = 0
    while True:
        place = _past_separators(rest, place)
        if ends_with and rest.startswith(ends_with, place):
            return
        try:
            value, place = decoder.raw_decode(rest, place)
            wanted = CHUNK
        except RecursionError:
            raise FileFault("The file is nested so deeply that it cannot be a data set of areas.") from None
        except ValueError:
            more = text.read(wanted)
            if not more:
                if rest[place:].strip() or ends_with:
                    raise FileFault("The file ends early or is not GeoJSON: nothing was imported from it.") from None
                return
            rest, place, wanted = (
                rest[place:] + more,
                0,
                wanted * 2,
            )  # twice as much each time, so that a huge feature is not read over and over
            continue
        if not isinstance(value, dict) or value.get("type") not in ("Feature", None):
            raise FileFault("The file is JSON but not GeoJSON with features.")
        yield value


def _past_separators(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\r\n,\x1e":
        place += 1
    return place


def _entity(row: dict[str, Any], geometry: str | dict[str, Any], columns: Columns) -> Published:
    if isinstance(row.get("json"), str) and row["json"].startswith("{"):
        row = {**_extras(row["json"]), **row}
    key = _find(row, columns.key, KEY_COLUMNS)
    if not key:
        wanted = columns.key or "entity or reference"
        raise FileFault(f"An entity has no {wanted}: name the column that tells entities apart with --key.")
    facts = {
        name: value for name, value in row.items() if name not in PLAIN and value not in ("", None) and isinstance(value, (str, int, float))
    }
    return Published(
        key=key[:80],
        name=_find(row, columns.name, NAME_COLUMNS)[:300],
        reference=_text(row.get("reference"))[:200],
        geometry=geometry,
        point=_text(row.get("point")),
        started_on=_day(row.get("start-date")),
        ended_on=_day(row.get("end-date")),
        facts={name: str(value)[:500] for name, value in list(facts.items())[:40]},
    )


def _extras(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else {}


def _find(row: dict[str, Any], wanted: str, usual: tuple[str, ...]) -> str:
    """The value of the column that was named, else of the first usual one that is filled."""
    if wanted:
        return _text(row.get(wanted.lower()))
    for pattern in usual:
        for name, value in row.items():
            if _text(value) and re.fullmatch(pattern, name):
                return _text(value)
    return ""


def _text(value: Any) -> str:
    return str(value if value is not None else "").replace("\x00", "").strip()


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None
