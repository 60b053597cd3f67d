"""Published areas into the database: by their key, so that importing twice changes nothing; what a file has no more counts no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon
from django.db import DatabaseError, connection, transaction

from core.errors import DomainError
from places.data_sets import Meaning
from places.models import Area, DataSet
from places.published import Published

BATCH = 500
WGS84, BRITISH_GRID = 4326, 27700
DEGREES_IN_HALF_A_CIRCLE = 180  # larger numbers are metres, whatever a file says of itself
MOST_CORNERS = 128
REMARKS_KEPT = 200
SOUND = "Valid Geometry"  # how GEOS says it
GREAT_BRITAIN = {WGS84: (-9.0, 49.0, 2.2, 61.5), BRITISH_GRID: (-110_000, -10_000, 700_000, 1_300_000)}  # west, south, east, north
FEWER = 0.5  # a file with less than this share of what counts now is not believed

PIECES = """
INSERT INTO places_areapiece (area_id, shape)
SELECT sent.area_id, (ST_Dump(part.shape)).geom
FROM unnest(%s::bigint[], %s::bytea[], %s::float8[]) AS sent(area_id, shape, reach),
LATERAL (SELECT ST_Transform(ST_GeomFromEWKB(sent.shape), 27700) AS shape) AS grid,
LATERAL (SELECT CASE WHEN ST_Dimension(grid.shape) = 2 THEN grid.shape
                ELSE ST_Buffer(grid.shape, GREATEST(sent.reach, 0.5), 4) END AS shape) AS drawn,
LATERAL ST_Subdivide(ST_CollectionExtract(ST_MakeValid(drawn.shape), 3), %s) AS part(shape)
"""


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
    before = set(Area.objects.filter(data_set=data_set, retired_at=None).values_list("pk", flat=True).iterator())
    kept: set[int] = set()
    for batch in _batches(entities):
        kept |= _take(batch, meaning, outcome)
    if len(kept & before) < len(before) * FEWER and not fewer_is_right:
        raise FarFewer(
            f"{meaning.name}: the file has {len(kept & before):,} of the {len(before):,} areas that count now. "
            "Nothing was changed. If that is right, import it again with --fewer-is-right."
        )
    outcome.retired = _retire(sorted(before - kept), now)
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


def _take(batch: list[Published], meaning: Meaning, outcome: Outcome) -> set[int]:
    """Write what changed of a batch; the keys in the database of all that it holds."""
    outcome.seen += len(batch)
    there = {area.key: area for area in Area.objects.filter(data_set=outcome.data_set, key__in=[entity.key for entity in batch])}
    kept, changed = set(), []
    for entity in batch:
        codes = meaning.codes_of(entity.name, entity.facts)
        digest = _digest(entity, codes, meaning.reach)
        area = there.get(entity.key)
        shape = _shape(entity, outcome)
        if shape is None:
            continue
        if area is not None and area.digest == digest and area.retired_at is None:
            kept.add(area.pk)
        else:
            changed.append((entity, _row(outcome.data_set, entity, codes, digest, shape), shape))
    try:
        with transaction.atomic():
            kept |= _write(changed, meaning.reach)
            outcome.written += len(changed)
    except DatabaseError:
        for one in changed:  # which of them was it?
            try:
                with transaction.atomic():
                    kept |= _write([one], meaning.reach)
                outcome.written += 1
            except DatabaseError as error:
                outcome.leave_out(one[0], f"The database cannot draw it ({str(error).splitlines()[0][:100]}).")
    return kept


def _digest(entity: Published, codes: list[str], reach: float) -> str:
    said = [entity.name, entity.reference, entity.geometry, entity.point, str(entity.started_on), str(entity.ended_on), entity.facts]
    return hashlib.md5(json.dumps([*said, codes, reach]).encode(), usedforsecurity=False).hexdigest()


def _row(data_set: DataSet, entity: Published, codes: list[str], digest: str, shape: GEOSGeometry) -> Area:
    drawn = {"drawn-as": "point"} if shape.geom_type in {"Point", "MultiPoint"} else {}
    return Area(
        data_set=data_set,
        key=entity.key,
        name=entity.name,
        reference=entity.reference,
        codes=codes,
        facts=entity.facts | drawn,
        started_on=entity.started_on,
        ended_on=entity.ended_on,
        digest=digest,
    )


def _write(changed: list[tuple[Published, Area, GEOSGeometry]], reach: float) -> set[int]:
    if not changed:
        return set()
    columns = ["name", "reference", "codes", "facts", "started_on", "ended_on", "digest", "retired_at"]
    areas = Area.objects.bulk_create(
        [area for _, area, _ in changed], update_conflicts=True, unique_fields=["data_set", "key"], update_fields=columns
    )
    ids = [area.pk for area in areas]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM places_areapiece WHERE area_id = ANY(%s)", [ids])
        shapes = [bytes(shape.ewkb) for _, _, shape in changed]
        cursor.execute(PIECES, [ids, shapes, [reach] * len(ids), MOST_CORNERS])
    return set(ids)


def _retire(ids: list[int], now: datetime) -> int:
    """What the file has no more: the row stays, for cases name it; it is found no more."""
    for start in range(0, len(ids), 5000):
        Area.objects.filter(pk__in=ids[start : start + 5000]).update(retired_at=now)
    return len(ids)


def _shape(entity: Published, outcome: Outcome) -> GEOSGeometry | None:
    """What can be drawn of an entity, in degrees or on the British grid; None, with a remark, when nothing can."""
    try:
        shape = _parsed(entity)
    except (GEOSException, ValueError, TypeError, KeyError, IndexError):
        outcome.leave_out(entity, "Its shape cannot be read.")
        return None
    if shape is None or shape.empty:
        outcome.leave_out(entity, "It has no shape.")
        return None
    west, south, east, north = shape.extent
    shape.srid = BRITISH_GRID if max(abs(west), abs(south), abs(east), abs(north)) > DEGREES_IN_HALF_A_CIRCLE else WGS84
    frame = GREAT_BRITAIN[shape.srid]
    if not (frame[0] <= west and frame[1] <= south and east <= frame[2] and north <= frame[3]):
        outcome.leave_out(entity, "It lies outside Great Britain, or longitude and latitude are swapped.")
        return None
    return shape if shape.geom_type in {"Point", "MultiPoint"} else _area(entity, shape, outcome)


def _parsed(entity: Published) -> GEOSGeometry | None:
    if isinstance(entity.geometry, dict):
        return _from_geojson(entity.geometry)
    text = entity.geometry or entity.point
    return GEOSGeometry(text) if text else None


def _from_geojson(geometry: dict[str, Any]) -> GEOSGeometry | None:
    """A GeoJSON geometry, by way of WKT: GDAL reads nothing from files of strangers, and GEOS reads text fast."""
    text = _wkt(geometry)
    return GEOSGeometry(text) if text else None


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


def _area(entity: Published, shape: GEOSGeometry, outcome: Outcome) -> GEOSGeometry | None:
    """A polygon that encloses something, repaired where its edges cross."""
    reason = shape.valid_reason.partition("[")[0].strip()
    why = "" if reason == SOUND else reason.lower()
    sound = _polygons_of(shape.make_valid() if why else shape)
    if sound is None:
        outcome.leave_out(entity, "It encloses nothing.")
        return None
    if why:
        outcome.repair(entity, f"Its outline is not sound ({why}).")
    sound.srid = shape.srid
    return sound


def _polygons_of(shape: GEOSGeometry) -> GEOSGeometry | None:
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    if shape.geom_type != "GeometryCollection":
        return None
    parts = [polygon for part in shape if (polygon := _polygons_of(part)) is not None]
    singles = [single for part in parts for single in (part if part.geom_type == "MultiPolygon" else [part])]
    return MultiPolygon(*singles) if singles else None
