"""Published areas into the database: by their key, so that importing twice changes nothing; what a file has no more counts no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import DatabaseError, transaction

from core.errors import DomainError
from places.data_sets import Meaning
from places.models import Area, DataSet
from places.published import Published
from places.staging import Batches

BATCH = 500
REMARKS_KEPT = 200
FEWER = 0.5  # a file with less than this share of what counts now is not believed
UNREADABLE = "?"  # what no reader of shapes takes for one


class FarFewer(DomainError):
    """The file holds so few entities that it is likelier to be cut short than right."""


@dataclass
class Outcome:
    """What an import did."""

    data_set: DataSet
    seen: int = 0
    written: int = 0
    retired: int = 0
    repaired: int = 0
    left_out: int = 0
    remarks: list[str] = field(default_factory=list)

    def remark(self, entity: Published, words: str) -> None:
        if len(self.remarks) < REMARKS_KEPT:
            self.remarks.append(f"{entity.label[:120]}: {words}")

    def leave_out(self, entity: Published, words: str) -> None:
        self.left_out += 1
        self.remark(entity, f"{words} Left out.")

    def repair(self, entity: Published, words: str) -> None:
        self.repaired += 1
        self.remark(entity, f"{words} Repaired.")


@transaction.atomic
def import_areas(
    *, entities: Iterable[Published], meaning: Meaning, source: str, as_of: date, now: datetime, fewer_is_right: bool = False
) -> Outcome:
    """Take over one whole data set. It is all or nothing: until it is done, look-ups see what was there before.

    FarFewer when more than half of what counts now is missing and nobody said that this is right.
    """
    DataSet.objects.get_or_create(
        key=meaning.key, defaults={"name": meaning.name, "kind": meaning.kind, "as_of": as_of, "imported_at": now}
    )
    data_set = DataSet.objects.select_for_update().get(key=meaning.key)
    outcome = Outcome(data_set)
    batches = Batches(data_set.pk, meaning.reach)
    for batch in _batches(entities):
        _take(batch, meaning, batches, outcome)
    before, kept = batches.still_there()
    if kept < before * FEWER and not fewer_is_right:
        raise FarFewer(
            f"{meaning.name}: the file has {kept:,} of the {before:,} areas that count now. "
            "Nothing was changed. If that is right, import it again with --fewer-is-right."
        )
    outcome.retired = batches.retire_the_rest(now)
    data_set.name, data_set.kind, data_set.as_of, data_set.imported_at = meaning.name, meaning.kind, as_of, now
    data_set.codes = sorted(meaning.all_codes)
    data_set.source, data_set.remarks = source[:200], outcome.remarks
    data_set.repaired, data_set.left_out = outcome.repaired, outcome.left_out
    data_set.areas = Area.objects.filter(data_set=data_set, retired_at=None).exclude(ended_on__lte=as_of).count()
    data_set.save()
    return outcome


def _batches(entities: Iterable[Published]) -> Iterator[list[Published]]:
    iterator = iter(entities)
    while batch := list(islice(iterator, BATCH)):
        yield list({entity.key: entity for entity in batch}.values())  # the last of each key counts


def _take(batch: list[Published], meaning: Meaning, batches: Batches, outcome: Outcome) -> None:
    """Write what changed of a batch, and remark on what cannot be drawn or was repaired."""
    outcome.seen += len(batch)
    for n, fault, unsound in batches.send(_row(n, entity, meaning) for n, entity in enumerate(batch, 1)):
        if fault:
            outcome.leave_out(batch[n - 1], fault)
        else:
            outcome.repair(batch[n - 1], f"Its outline is not sound ({unsound}).")
    try:
        with transaction.atomic():
            outcome.written += batches.write(1, len(batch))
    except DatabaseError:
        for n, entity in enumerate(batch, 1):  # which of them was it?
            try:
                with transaction.atomic():
                    outcome.written += batches.write(n, n)
            except DatabaseError as error:
                outcome.leave_out(entity, f"The database cannot draw it ({str(error).splitlines()[0][:100]}).")


def _row(n: int, entity: Published, meaning: Meaning) -> tuple[Any, ...]:
    """An entity as places.staging takes it, its shape as text: "" where the file has none."""
    codes = meaning.codes_of(entity.name, entity.facts)
    told, facts, days = _told(entity), json.dumps(entity.facts), (entity.started_on, entity.ended_on)
    said = json.dumps([entity.name, entity.reference, told, str(days[0]), str(days[1]), facts, codes, meaning.reach])
    digest = hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()
    return (n, entity.key, entity.name, entity.reference, json.dumps(codes), facts, *days, digest, told)


def _told(entity: Published) -> str:
    """The shape as WKT. A GeoJSON geometry goes by way of it, for GDAL reads nothing from files of strangers."""
    try:
        text = _wkt(entity.geometry) if isinstance(entity.geometry, dict) else entity.geometry or entity.point
    except (ValueError, TypeError, KeyError, IndexError):
        return UNREADABLE
    return UNREADABLE if "\x00" in text else text


def _wkt(geometry: dict[str, Any]) -> str:
    kind, places = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return f"GEOMETRYCOLLECTION ({', '.join(filter(None, map(_wkt, geometry['geometries'])))})"
    if not places:
        return ""
    if kind == "Point":
        return f"POINT ({_pairs([places])})"
    if kind == "MultiPoint":
        return f"MULTIPOINT ({_pairs(places)})"
    if kind == "Polygon":
        return f"POLYGON {_rings(places)}"
    if kind == "MultiPolygon":
        return f"MULTIPOLYGON ({', '.join(map(_rings, places))})"
    raise ValueError(f"{kind} encloses nothing")


def _rings(rings: list[Any]) -> str:
    return f"({', '.join(f'({_pairs(ring)})' for ring in rings)})"


def _pairs(places: list[Any]) -> str:
    return ", ".join(f"{place[0]:.9f} {place[1]:.9f}" for place in places)
