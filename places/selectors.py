"""What is known of places: imported areas around a site, outside services."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from places.addresses import address_for, addresses_near, find_addresses, gazetteer_of
from places.models import Area, DataSet, OutsideService

__all__ = [
    "Touched",
    "address_for",
    "addresses_near",
    "areas_touching",
    "data_sets",
    "find_addresses",
    "gazetteer_of",
    "outside_services",
]


@dataclass(frozen=True)
class Touched:
    """An area that touches a site; `share`: the part of the site that it covers, 0 to 1, None for a site without a red line."""

    area: Area
    share: float | None


def areas_touching(site: GEOSGeometry, *, on: date) -> list[Touched]:
    """The imported areas that touch a red line (or a point) in degrees and count on that day, with their data sets. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT area_id, share FROM areas_touching(ST_GeomFromEWKB(%s), %s)", [bytes(site.ewkb), on])
        shares = dict(cursor.fetchall())
    areas = Area.objects.filter(pk__in=shares).select_related("data_set").order_by("data_set__name", "name", "pk")
    return [Touched(area, shares[area.pk]) for area in areas]


def outlines_near(site: GEOSGeometry, area_ids: list[int]) -> list[tuple[str, dict[str, Any]]]:
    """Name and GeoJSON of areas, cut off some way around the site, for maps. One query."""
    sql = """
        WITH around AS (SELECT ST_Expand(ST_Transform(ST_GeomFromEWKB(%s), 27700), 500) AS box)
        SELECT a.name, ST_AsGeoJSON(ST_Transform(ST_UnaryUnion(ST_Collect(ST_ClipByBox2D(p.shape, box))), 4326), 6)
        FROM around JOIN places_areapiece p ON p.area_id = ANY(%s) AND p.shape && box JOIN places_area a ON a.id = p.area_id
        GROUP BY a.id ORDER BY a.name, a.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [bytes(site.ewkb), area_ids])
        return [(name, json.loads(shape)) for name, shape in cursor.fetchall() if shape]


def data_sets() -> list[DataSet]:
    """Every imported data set, constraints first."""
    return list(DataSet.objects.order_by("kind", "name"))


def outside_services() -> dict[str, OutsideService]:
    """What is noted of each outside service that was asked, by its key."""
    return OutsideService.objects.in_bulk(field_name="key")
