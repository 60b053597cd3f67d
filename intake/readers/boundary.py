"""The red line: any shape of GeoJSON that submissions carry, as one MultiPolygon in EPSG:4326."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, MultiPolygon, Polygon

from intake.shape import Fault

GREAT_BRITAIN = (-9.0, 49.0, 2.2, 61.5)  # west, south, east, north, in degrees
MOST_POINTS = 100_000
MOST_DEGREES = 360
PROJECTION = re.compile(r"EPSG:+(\d{3,6})")
METRES = {  # west, south, east, north of Great Britain in each projection whose coordinates are metres: they do not overlap
    27700: (0, 0, 700_000, 1_300_000),
    3857: (-1_000_000, 6_270_000, 245_000, 8_800_000),
}
NAMED = {4326: "degrees (EPSG:4326)", 27700: "metres of the British National Grid (EPSG:27700)", 3857: "Web Mercator metres (EPSG:3857)"}
FEWEST_IN_RING = 4  # a triangle, its first corner repeated


SAID = {
    "Self-intersection": "crosses itself",
    "Ring Self-intersection": "touches itself",
    "Too few points in geometry component": "has no area",
}


class Wrong(Exception):
    """A boundary that cannot be used; carries the fault."""

    def __init__(self, pointer: str, message: str):
        super().__init__(message)
        self.fault = Fault(pointer, message)


def read_boundary(value: Any, pointer: str) -> tuple[MultiPolygon | None, list[Fault], list[Fault]]:
    """The red line, the faults that stop it from being used, and notes for the officer."""
    notes: list[Fault] = []
    try:
        geojson, srid, pointer = _in_degrees_or_metres(value, pointer)
        if not geojson:
            return None, [], [Fault(pointer, "No red line was sent: ask for one or draw it.")]
        if _points(geojson) > MOST_POINTS:
            raise Wrong(pointer, f"The red line has more than {MOST_POINTS:,} points. Simplify it and send it again.")
        if _is_empty(geojson):
            return None, [], [Fault(pointer, "The red line came empty: ask for one or draw it.")]
        polygons = list(_polygons(geojson, pointer, notes))
        if not polygons:
            raise Wrong(pointer, "The red line holds no polygon. Draw the site as a closed area.")
        geometry = _together(polygons, pointer, srid or _in_metres(polygons, pointer, notes), notes)
    except Wrong as wrong:
        return None, [wrong.fault], notes
    return geometry, [], notes


def _in_degrees_or_metres(value: Any, pointer: str) -> tuple[Any, int, str]:
    """The GeoJSON itself and its EPSG number, 0 where nobody names one.

    Some senders wrap it in an object keyed by projection, or in a string; old GeoJSON names its projection in `crs`.
    """
    if isinstance(value, str) and value.strip().startswith("{"):
        try:
            value = json.loads(value)
        except ValueError:
            raise Wrong(pointer, "The red line is a text that is not GeoJSON. Send it as a GeoJSON object.") from None
    if value in (None, "", {}, []):
        return None, 0, pointer
    if not isinstance(value, dict):
        raise Wrong(pointer, "The red line is not GeoJSON. Send a Polygon, a Feature or a FeatureCollection.")
    for srid in (4326, 27700, 3857):
        for key in value:
            if key.upper().startswith(f"EPSG:{srid}"):
                return value[key], srid, f"{pointer}/{key}"
    named = PROJECTION.search(str(value["crs"])) if value.get("crs") else None
    if named and int(named[1]) not in NAMED:
        raise Wrong(f"{pointer}/crs", f"The red line is in EPSG:{named[1]}, which we do not read. Send degrees (EPSG:4326).")
    return value, int(named[1]) if named else 0, pointer


def _is_empty(geojson: Any) -> bool:
    """Whether nothing was drawn: a collection without members, a feature without a shape."""
    if not isinstance(geojson, dict):
        return False
    kind = geojson.get("type")
    members = {"FeatureCollection": "features", "GeometryCollection": "geometries", "Feature": "geometry"}.get(str(kind))
    if members is None:
        return kind == "MultiPolygon" and geojson.get("coordinates") == []
    inside = geojson.get(members)
    if isinstance(inside, list):
        return all(_is_empty(item) for item in inside)
    return inside is None or _is_empty(inside)


def _points(geojson: Any) -> int:
    """How many positions there are in all; a count that stops as soon as they are too many."""
    waiting, count = [geojson], 0
    while waiting and count <= MOST_POINTS:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [value[key] for key in ("features", "geometries", "geometry", "coordinates") if key in value]
        elif isinstance(value, list):
            count += bool(value) and isinstance(value[0], (int, float))
            waiting += [item for item in value if isinstance(item, (dict, list))]
    return count


def _in_metres(polygons: list[Polygon], pointer: str, notes: list[Fault]) -> int:
    """The projection that coordinates without a name are in, by their size."""
    west, south, east, north = MultiPolygon(*polygons).extent
    if max(abs(west), abs(east), abs(south), abs(north)) <= MOST_DEGREES:
        return 4326
    for srid, (least_x, least_y, most_x, most_y) in METRES.items():
        if least_x <= west and east <= most_x and least_y <= south and north <= most_y:
            notes.append(Fault(pointer, f"Nobody said so, but these are {NAMED[srid]}. Check on the map that the site is in its place."))
            return srid
    return 4326


def _polygons(geojson: Any, pointer: str, notes: list[Fault]) -> Iterator[Polygon]:
    kind = geojson.get("type") if isinstance(geojson, dict) else None
    if kind == "FeatureCollection":
        yield from _each(geojson, "features", pointer, notes)
    elif kind == "GeometryCollection":
        yield from _each(geojson, "geometries", pointer, notes)
    elif kind == "Feature":
        if geojson.get("geometry"):
            yield from _polygons(geojson["geometry"], f"{pointer}/geometry", notes)
    elif kind == "Polygon":
        yield _polygon(geojson.get("coordinates"), f"{pointer}/coordinates", notes)
    elif kind == "MultiPolygon":
        for number, rings in enumerate(_list(geojson.get("coordinates"), f"{pointer}/coordinates")):
            yield _polygon(rings, f"{pointer}/coordinates/{number}", notes)
    elif kind in ("Point", "LineString", "MultiPoint", "MultiLineString"):
        notes.append(Fault(pointer, f"A {kind} came with the red line and was left out: it encloses nothing."))
    else:
        raise Wrong(pointer, "The red line is not GeoJSON. Send a Polygon, a Feature or a FeatureCollection.")


def _each(geojson: dict[str, Any], key: str, pointer: str, notes: list[Fault]) -> Iterator[Polygon]:
    for number, item in enumerate(_list(geojson.get(key), f"{pointer}/{key}")):
        yield from _polygons(item, f"{pointer}/{key}/{number}", notes)


def _list(value: Any, pointer: str) -> list[Any]:
    if not isinstance(value, list):
        raise Wrong(pointer, "A list of coordinates was expected here. Send the red line as valid GeoJSON.")
    if len(value) > MOST_POINTS:
        raise Wrong(pointer, f"The red line has more than {MOST_POINTS:,} points. Simplify it and send it again.")
    return value


def _polygon(rings: Any, pointer: str, notes: list[Fault]) -> Polygon:
    drawn = [_ring(ring, f"{pointer}/{number}", notes) for number, ring in enumerate(_list(rings, pointer))]
    if not drawn:
        raise Wrong(pointer, "A polygon of the red line has no ring. Draw the site as a closed area.")
    try:
        polygon = Polygon(*drawn)
    except (GEOSException, ValueError, TypeError) as error:
        raise Wrong(pointer, f"The red line cannot be drawn: {error}. Send it as valid GeoJSON.") from None
    if not polygon.valid:
        raise Wrong(pointer, _invalid(polygon.valid_reason))
    return polygon


def _invalid(reason: str) -> str:
    what, _, place = reason.partition("[")
    near = f" near {place.rstrip(']').replace(' ', ', ')}" if place else ""
    said = SAID.get(what.strip(), f"is not a valid area ({what.strip().lower()})")
    return f"The red line {said}{near}. Redraw it as an area whose edges do not cross, and send it again."


def _ring(positions: Any, pointer: str, notes: list[Fault]) -> list[tuple[float, float]]:
    ring = [_position(position, f"{pointer}/{number}") for number, position in enumerate(_list(positions, pointer))]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
        notes.append(Fault(pointer, "The red line did not end where it began: it was closed with a straight edge."))
    if len(ring) < FEWEST_IN_RING:
        raise Wrong(pointer, f"A ring of the red line has fewer than {FEWEST_IN_RING} positions, so it encloses nothing.")
    return ring


def _position(value: Any, pointer: str) -> tuple[float, float]:
    numbers = value[:2] if isinstance(value, list) else []
    sound = len(numbers) == 2 and all(isinstance(n, (int, float)) and not isinstance(n, bool) and math.isfinite(n) for n in numbers)
    if not sound:
        raise Wrong(pointer, "A position of the red line is not a pair of numbers. Send longitude, then latitude.")
    return float(numbers[0]), float(numbers[1])


def _together(polygons: list[Polygon], pointer: str, srid: int, notes: list[Fault]) -> MultiPolygon:
    geometry = MultiPolygon(*polygons, srid=srid)
    if not geometry.valid:  # each part is sound, so they overlap
        joined = geometry.unary_union
        geometry = joined if isinstance(joined, MultiPolygon) else MultiPolygon(joined)
        geometry.srid = srid
        notes.append(Fault(pointer, "Parts of the red line overlapped: they were joined into one area."))
    if srid != 4326:
        _to_degrees(geometry, pointer)
        notes.append(Fault(pointer, f"The red line was sent in {NAMED[srid]} and was converted to degrees (EPSG:4326)."))
    west, south, east, north = geometry.extent
    if not (GREAT_BRITAIN[0] <= west and south >= GREAT_BRITAIN[1] and east <= GREAT_BRITAIN[2] and north <= GREAT_BRITAIN[3]):
        raise Wrong(pointer, _elsewhere(west, south, srid))
    return geometry


def _to_degrees(geometry: MultiPolygon, pointer: str) -> None:
    try:
        geometry.transform(4326)
    except GDALException:
        raise Wrong(pointer, "The red line's coordinates are not in the projection they name. Send degrees (EPSG:4326).") from None


def in_great_britain(longitude: float, latitude: float) -> bool:
    west, south, east, north = GREAT_BRITAIN
    return west <= longitude <= east and south <= latitude <= north


def _elsewhere(west: float, south: float, srid: int) -> str:
    told = "The red line lies outside Great Britain"
    if srid == 4326 and 49.0 <= west <= 61.5 and -9.0 <= south <= 2.2:
        return f"{told}: longitude and latitude seem to be swapped. Send longitude first."
    return f"{told}. Send longitude, then latitude, in degrees (EPSG:4326)."
