"""Files of published areas, made up here: squares in metres around a place in Anytown."""

import csv
import io
import json
import math

WEST, SOUTH = -0.0731, 51.4566  # where the red line of tests.factories.applications begins
COLUMNS = ["dataset", "end-date", "entity", "entry-date", "geometry", "name", "organisation-entity", "point", "prefix", "reference"]
COLUMNS += ["start-date", "typology", "documentation-url", "listed-building-grade", "flood-risk-level"]


def place(east, north):
    """Longitude and latitude so many metres from the corner of the site."""
    return round(WEST + east / (111320 * math.cos(math.radians(SOUTH))), 7), round(SOUTH + north / 111320, 7)


def square(east=0, north=0, metres=50):
    """The corners of a square, closed."""
    far_east, far_north = east + metres, north + metres
    return [place(*corner) for corner in [(east, north), (far_east, north), (far_east, far_north), (east, far_north), (east, north)]]


def wkt(ring):
    return f"POLYGON (({', '.join(f'{x} {y}' for x, y in ring)}))"


def row(entity=1, geometry=None, **values):
    """One line of a CSV of planning.data.gov.uk; names with underscores for hyphens."""
    said = {"entity": entity, "name": f"Area {entity}", "reference": f"CA{entity}", "dataset": "conservation-area", "typology": "geography"}
    said["geometry"] = wkt(square()) if geometry is None else geometry
    return said | {key.replace("_", "-"): value for key, value in values.items()}


def as_csv(*rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def feature(ring=None, geometry=None, **properties):
    """One feature of GeoJSON; names as given."""
    return {"type": "Feature", "properties": properties, "geometry": geometry or {"type": "Polygon", "coordinates": [ring or square()]}}


def as_geojson(*features, **more):
    return json.dumps({"type": "FeatureCollection", "name": "areas", **more, "features": list(features)}).encode()
