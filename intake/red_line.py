"""A red line that somebody draws, types or uploads: GeoJSON, WKT, pairs of easting and northing, or a zipped shapefile.

What counts as a red line is decided in intake.readers.boundary, the same for every door. This module finds the coordinates in what
people give, and says in their words what is wrong with it.
"""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, MultiPolygon

from core.errors import DomainError
from intake.readers.boundary import GREAT_BRITAIN, read_boundary

DEGREES, BRITISH_GRID, WEB_MAP = 4326, 27700, 3857
GRID = (700_000, 1_300_000)  # metres east and north of the grid's origin that Great Britain reaches
LARGEST_HECTARES = 10_000  # larger than any site of an application; what is larger has a coordinate wrong
SMALLEST_SQUARE_METRES = 1
MOST_MEGABYTES = 10
MOST_BYTES = MOST_MEGABYTES * 1_000_000
MOST_UNZIPPED = 50_000_000
FEWEST = 3
NUMBER = r"-?\d+(?:\.\d+)?"
PAIR = re.compile(rf"^\s*({NUMBER})\s*[,;\s]\s*({NUMBER})\s*[,;]?\s*$")
SAID_ANYWAY = ("was converted to", "closed with a straight edge")


class NotARedLine(DomainError):
    """What was given is not the outline of a site; the words say what to do."""


@dataclass(frozen=True)
class RedLine:
    """The outline of a site: a MultiPolygon in EPSG:4326, what was given, and what was put right on the way."""

    geometry: MultiPolygon
    given: str = ""
    notes: tuple[str, ...] = ()

    @property
    def geojson(self) -> dict[str, Any]:
        shape: dict[str, Any] = json.loads(self.geometry.geojson)
        return shape

    @property
    def square_metres(self) -> float:
        return square_metres(self.geometry)


def square_metres(geometry: Any) -> float:
    """The area on the British National Grid."""
    measured: float = geometry.transform(BRITISH_GRID, clone=True).area
    return measured


def read_text(text: str) -> RedLine:
    """A red line from GeoJSON, WKT or pairs of numbers. NotARedLine, with what to do, for anything else."""
    text = text.strip()
    if not text:
        raise NotARedLine("Draw the red line, or give its coordinates.")
    if text.startswith(("{", "[")):
        return _of(_geojson(text), text)
    if text[0].isalpha():
        return _of(_wkt(text), text)
    return _of(_pairs(text), text)


def read_file(upload: Any) -> RedLine:
    """The same from a file: GeoJSON, WKT or pairs as text, or a shapefile in a zip."""
    if upload.size > MOST_BYTES:
        raise NotARedLine(f"The file is larger than {MOST_MEGABYTES} MB. Leave out what is not the site's outline.")
    content: bytes = upload.read()
    if content.startswith(b"PK\x03\x04"):
        return _of(_shapefile(content), "")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotARedLine(_other_file(upload.name)) from None
    if not text.strip():
        raise NotARedLine("The file is empty. Choose another.")
    if not text.lstrip().startswith(("{", "[")) and not PAIR.match(text.lstrip().splitlines()[0]) and "(" not in text[:200]:
        raise NotARedLine(_other_file(upload.name))
    return read_text(text)


def as_text(geometry: Any) -> str:
    """The outline as people can read and change it: easting, northing, a line for each point and a gap between areas.

    An outline with holes cannot be said that way: that is GeoJSON.
    """
    if geometry is None:
        return ""
    if any(len(polygon) > 1 for polygon in geometry):
        return str(geometry.geojson)
    grid = geometry.transform(BRITISH_GRID, clone=True)
    return "\n\n".join("\n".join(f"{x:.2f}, {y:.2f}" for x, y, *_ in polygon[0].coords[:-1]) for polygon in grid)


def _of(value: Any, given: str) -> RedLine:
    geometry, faults, notes = read_boundary(value, "")
    if geometry is None:
        raise NotARedLine(faults[0].message if faults else "There is no area in it. Give the outline of the site.")
    area = square_metres(geometry)
    if area < SMALLEST_SQUARE_METRES:
        raise NotARedLine("The red line encloses less than a square metre. Draw it around the whole site.")
    if area > LARGEST_HECTARES * 10_000:
        raise NotARedLine(
            f"The red line encloses {area / 10_000:,.0f} hectares, more than {LARGEST_HECTARES:,}. Check its coordinates: one may be wrong."
        )
    said = tuple(note.message for note in notes if not any(words in note.message for words in SAID_ANYWAY))
    return RedLine(geometry, given, said)


def _geojson(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotARedLine("This begins like GeoJSON but cannot be read. Paste all of it, or save the file again.") from None
    if isinstance(found, list):
        found = {"type": "Polygon", "coordinates": found}
    return _with_projection(found, str(found.get("crs", "")))


def _wkt(text: str) -> Any:
    try:
        geometry = GEOSGeometry(text)
        return _with_projection(json.loads(geometry.geojson), str(geometry.srid or ""))
    except (GEOSException, GDALException, ValueError):
        raise NotARedLine("This is neither GeoJSON, nor WKT, nor pairs of easting and northing.") from None


def _with_projection(geojson: dict[str, Any], named: str) -> dict[str, Any]:
    """GeoJSON under the name of its projection: the one that it names, else the one that its figures can only be of."""
    srid = next((srid for srid in (BRITISH_GRID, WEB_MAP) if str(srid) in named), None) or _likely(_first_position(geojson))
    return geojson if srid == DEGREES else {f"EPSG:{srid}": geojson}


def _first_position(value: Any) -> tuple[float, float] | None:
    """The first pair of numbers in a GeoJSON document."""
    while value:
        if isinstance(value, dict):
            value = next((value[key] for key in ("features", "geometries", "geometry", "coordinates") if value.get(key)), None)
        elif isinstance(value, list) and len(value) > 1 and all(isinstance(n, (int, float)) for n in value[:2]):
            return value[0], value[1]
        else:
            value = value[0] if isinstance(value, list) else None
    return None


def _likely(position: tuple[float, float] | None) -> int:
    if position is None or max(abs(n) for n in position) <= 180:
        return DEGREES
    return BRITISH_GRID if abs(position[1]) < 2_000_000 else WEB_MAP


def _pairs(text: str) -> dict[str, Any]:
    areas: list[list[tuple[float, float]]] = [[]]
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            areas.append([])
            continue
        found = PAIR.match(line)
        if not found:
            raise NotARedLine(f"Line {number} is not a pair of numbers. Write each point as easting, northing: 533900, 175100.")
        areas[-1].append(_placed(float(found[1]), float(found[2]), number))
    areas = [area for area in areas if area]
    if any(len({*area}) < FEWEST for area in areas):
        raise NotARedLine("An area needs at least 3 points. Add points, or remove the ones that are left over.")
    shape = {"type": "MultiPolygon", "coordinates": [[[*map(list, area), list(area[0])]] for area in areas]}
    return shape if max(map(abs, areas[0][0])) <= 180 else {f"EPSG:{BRITISH_GRID}": shape}


def _placed(first: float, second: float, number: int) -> tuple[float, float]:
    """A pair in Great Britain: metres on the grid, or degrees in either order, as maps give them."""
    west, south, east, north = GREAT_BRITAIN
    if 0 <= first <= GRID[0] and 0 <= second <= GRID[1] and max(first, second) > 180:
        return first, second
    if west <= first <= east and south <= second <= north:
        return first, second
    if west <= second <= east and south <= first <= north:
        return second, first
    raise NotARedLine(
        f"Line {number} is outside Great Britain. Write the easting first: eastings lie between 0 and {GRID[0]:,}, "
        f"northings between 0 and {GRID[1]:,}."
    )


def _shapefile(content: bytes) -> dict[str, Any]:
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(content)
        file.flush()
        try:
            with zipfile.ZipFile(file.name) as archive:
                inside = archive.infolist()
                if sum(entry.file_size for entry in inside) > MOST_UNZIPPED:
                    raise NotARedLine("The zip unpacks to more than a site's outline needs. Leave out its other files.")
                shape = next((entry.filename for entry in inside if entry.filename.lower().endswith(".shp")), None)
            if shape is None:
                raise NotARedLine("There is no shapefile (.shp) in the zip. Choose another file.")
            layer = DataSource(f"/vsizip/{file.name}/{shape}")[0]
            shapes = [json.loads(feature.geom.json) for feature in layer]
        except (zipfile.BadZipFile, GDALException, ValueError, OSError):
            raise NotARedLine("The shapefile in the zip cannot be read. Save it again with its .shp, .shx and .dbf together.") from None
    return _with_projection({"type": "GeometryCollection", "geometries": shapes}, "")


def _other_file(name: str) -> str:
    return (
        f"“{name[-80:]}” is not a file of coordinates. Choose GeoJSON, WKT, a text file of eastings and northings, or a zipped shapefile."
    )
