"""What a drawing board of a red line begins with: where it is, and what lies around."""

import json
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection

from places.models import Address

AROUND_METRES = 120
AROUND_AT_MOST = 300
AS_SUBMITTED = "#1d70b8"


def board_of(place: Any, label: str) -> dict[str, Any]:
    """What a drawing board begins with at a place (EPSG:4326 geometry or None): its centre, and the addresses around with their numbers."""
    if place is None:
        return {"point": None, "layers": [], "map_label": label}
    centre = place if isinstance(place, Point) else place.point_on_surface
    return {"point": [centre.x, centre.y], "layers": _around(place), "map_label": label}


def _around(place: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT addresses_near(ST_GeomFromEWKB(%s), %s, %s)", [bytes(place.ewkb), AROUND_METRES, AROUND_AT_MOST])
        ids = [row[0] for row in cursor.fetchall()]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [address.point.x, address.point.y]},
            "properties": {"label": address.lines.split(",")[0][:24]},
        }
        for address in Address.objects.filter(pk__in=ids)
    ]
    return [{"name": "Addresses", "geojson": {"type": "FeatureCollection", "features": features}}] if features else []


def layer_of(geometry: Any, name: str, colour: str = AS_SUBMITTED) -> dict[str, Any]:
    """A line to see under the one that is drawn, such as the one that was submitted."""
    return {"name": name, "geojson": json.loads(geometry.geojson), "colour": colour}
