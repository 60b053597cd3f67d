"""Invented constraints, wards and parishes around the demo's councils, imported as the real ones are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib.gis.geos import Point, Polygon

from casework.demo.councils import COUNCILS, DemoCouncil
from casework.demo.people import metres_east, metres_north
from places.data_sets import meaning_of
from places.importing import import_areas
from places.published import Published

STREET = 90  # metres from one street of the demo to the next
FIRST_ENTITY = 9_900_000_000  # beyond the numbers of real entities
# Data set, name, corners in metres east and north of the centre (west, south, east, north), what else the data set says.
AREAS: list[tuple[str, str, tuple[int, int, int, int], dict[str, str]]] = [
    ("conservation-area", "Riverside", (-300, -45, 300, 2 * STREET + 45), {}),
    ("article-4-direction-area", "Front gardens and boundary walls", (-300, -45, 40, STREET + 45), {}),
    ("tree-preservation-zone", "The lime walk", (60, 4 * STREET - 45, 140, 5 * STREET + 45), {}),
    ("flood-risk-zone", "", (-300, 10 * STREET, 300, 12 * STREET), {"flood-risk-level": "2"}),
    ("flood-risk-zone", "", (-300, 11 * STREET - 30, 300, 12 * STREET), {"flood-risk-level": "3"}),
    ("listed-building-outline", "The former pumping station", (-20, 7 * STREET - 40, 0, 7 * STREET), {}),
    ("ward", "Riverside", (-3000, -3000, 3000, 5 * STREET), {}),
    ("ward", "Hilltop", (-3000, 5 * STREET, 3000, 4000), {}),
]


def _box(demo: DemoCouncil, corners: tuple[int, int, int, int]) -> Polygon:
    longitude, latitude = demo.centre
    west, south, east, north = corners
    return Polygon.from_bbox(
        (
            metres_east(longitude, latitude, west),
            metres_north(latitude, south),
            metres_east(longitude, latitude, east),
            metres_north(latitude, north),
        )
    )


def is_in_conservation_area(demo: DemoCouncil, point: Point) -> bool:
    """What an applicant who looked would declare."""
    return bool(_box(demo, AREAS[0][2]).contains(point))


def _published(data_set: str) -> Iterator[Published]:
    for number, demo in enumerate(COUNCILS):
        for place, (key, name, corners, facts) in enumerate(AREAS):
            if key == data_set:
                entity = str(FIRST_ENTITY + number * 100 + place)
                yield Published(entity, name, f"{demo.code}-{place}", _box(demo, corners).wkt, "", None, None, dict(facts))


def import_all(now: datetime, as_of: date) -> None:
    """Every invented data set; twice changes nothing."""
    for data_set in dict.fromkeys(key for key, *_ in AREAS):
        import_areas(entities=_published(data_set), meaning=meaning_of(data_set), source="Invented for the demo", as_of=as_of, now=now)
