"""Red lines as people give them: text, files, in degrees and in metres."""

import io
import json
import struct
import zipfile

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.files.uploadedfile import SimpleUploadedFile

from core import forms
from intake.red_line import NotARedLine, as_text, read_file, read_text
from intake.red_line_field import RedLineField

PAIRS = "533900, 175100\n533930 175100\n533930;175140\n533900,175140,"
DEGREES = {"type": "Polygon", "coordinates": [[[-0.0728, 51.4566], [-0.0724, 51.4566], [-0.0724, 51.4569], [-0.0728, 51.4566]]]}
PARIS = {"type": "Polygon", "coordinates": [[[2.35, 48.85], [2.36, 48.85], [2.36, 48.86], [2.35, 48.85]]]}
GRID = {"type": "Polygon", "coordinates": [[[533900, 175100], [533930, 175100], [533930, 175140], [533900, 175140], [533900, 175100]]]}


def ring(count, size=0.001):
    from math import cos, pi, sin

    points = [[-0.07 + size * cos(2 * pi * i / count), 51.45 + size * sin(2 * pi * i / count)] for i in range(count)]
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


@pytest.mark.parametrize(
    "text",
    [
        PAIRS,
        json.dumps(GRID),
        json.dumps({"type": "Feature", "geometry": GRID, "properties": {}}),
        json.dumps({**GRID, "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}}),
        "POLYGON ((533900 175100, 533930 175100, 533930 175140, 533900 175140, 533900 175100))",
    ],
)
def test_the_same_site_however_it_is_said(text):
    line = read_text(text)
    assert isinstance(line.geometry, MultiPolygon) and line.geometry.srid == 4326
    assert line.square_metres == pytest.approx(1200, abs=1)
    assert line.geometry.centroid.x == pytest.approx(-0.073, abs=0.01)


@pytest.mark.parametrize(
    "text", ["51.4566, -0.0728\n51.4566, -0.0724\n51.4569, -0.0724", json.dumps(DEGREES), json.dumps(DEGREES["coordinates"])]
)
def test_degrees_in_either_order(text):
    assert 300 < read_text(text).square_metres < 600


def test_two_areas_with_a_line_between():
    two = PAIRS + "\n\n534000, 175100\n534010, 175100\n534010, 175110"
    line = read_text(two)
    assert len(line.geometry) == 2
    assert read_text(as_text(line.geometry)).square_metres == pytest.approx(line.square_metres, rel=0.001)


def test_a_hole_survives_as_geojson():
    outer, inner = Polygon.from_bbox((-0.08, 51.45, -0.07, 51.46)), Polygon.from_bbox((-0.076, 51.453, -0.074, 51.455))
    holed = MultiPolygon(Polygon(outer[0], inner[0]), srid=4326)
    assert as_text(holed).startswith("{")
    assert read_text(as_text(holed)).geometry.equals_exact(holed, 1e-7)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("533900, 175100\nhello\n533930, 175140", "Line 2 is not a pair"),
        ("533900, 175100\n533930, 175100", "at least 3 points"),
        ("175100, 533900000\n1, 2\n3, 4", "Line 1 is outside Great Britain"),
        ("2.3522, 48.8566\n2.36, 48.8566\n2.36, 48.86", "outside Great Britain"),
        (
            json.dumps(PARIS),
            "outside Great Britain",
        ),
        (json.dumps({"type": "Point", "coordinates": [-0.07, 51.45]}), "no polygon"),
        ('{"type": "Polygon", ', "cannot be read"),
        ("This is the site", "neither GeoJSON"),
        ("533900, 175100\n533930, 175140\n533930, 175100\n533900, 175140", "crosses itself"),
        ("533900, 175100\n533900.1, 175100\n533900.1, 175100.1", "less than a square metre"),
        ("400000, 300000\n460000, 300000\n460000, 360000", "hectares, more than"),
        ("533900, 175100\n533930, 175100\n533960, 175100", "crosses itself"),
    ],
)
def test_what_is_wrong_is_said(text, words):
    with pytest.raises(NotARedLine, match=words):
        read_text(text)


def test_twenty_thousand_points_are_a_red_line_and_more_than_the_limit_are_not():
    line = read_text(json.dumps(ring(20_000)))
    assert line.geometry.num_coords == 20_001
    with pytest.raises(NotARedLine, match="more than 100,000 points"):
        read_text(json.dumps(ring(100_001)))


def upload(name, content):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def test_files():
    assert read_file(upload("site.geojson", json.dumps(GRID))).square_metres == pytest.approx(1200, abs=1)
    assert read_file(upload("site.txt", "\ufeff" + PAIRS)).square_metres == pytest.approx(1200, abs=1)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3 1 0 obj", "is not a file of coordinates"),
        ("notes.txt", "Dear Sir or Madam,\nthe site is behind the church.", "is not a file of coordinates"),
        ("empty.geojson", "  ", "is empty"),
        ("huge.geojson", b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_files_that_are_no_red_line(name, content, words):
    with pytest.raises(NotARedLine, match=words):
        read_file(upload(name, content))


def test_zips():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("readme.txt", "Nothing here")
    with pytest.raises(NotARedLine, match="no shapefile"):
        read_file(upload("site.zip", kept.getvalue()))
    with pytest.raises(NotARedLine, match="cannot be read"):
        read_file(upload("site.zip", b"PK\x03\x04 not really"))


def shapefile(points):
    """The .shp and .shx of one polygon, byte for byte as the format's description has them."""
    xs, ys = zip(*points, strict=True)
    box = struct.pack("<4d", min(xs), min(ys), max(xs), max(ys))
    record = struct.pack("<i", 5) + box + struct.pack("<3i", 1, len(points), 0) + b"".join(struct.pack("<2d", *point) for point in points)

    def head(length):
        return struct.pack(">7i", 9994, 0, 0, 0, 0, 0, length // 2) + struct.pack("<2i", 1000, 5) + box + struct.pack("<4d", 0, 0, 0, 0)

    body = struct.pack(">2i", 1, len(record) // 2) + record
    return head(100 + len(body)) + body, head(108) + struct.pack(">2i", 50, len(record) // 2)


def test_a_zipped_shapefile():
    shp, shx = shapefile([(533900, 175100), (533900, 175140), (533930, 175140), (533930, 175100), (533900, 175100)])
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("out/site.shp", shp)
        archive.writestr("out/site.shx", shx)
    assert read_file(upload("site.zip", kept.getvalue())).square_metres == pytest.approx(1200, abs=1)


class Form(forms.Form):
    boundary = RedLineField(label="Red line", required=False)


def test_a_line_that_was_not_touched_keeps_every_digit():
    first = read_text(json.dumps(DEGREES))
    form = Form({"boundary": as_text(first.geometry)}, initial={"boundary": first})
    assert form.is_valid() and form.cleaned_data["boundary"] is first


def test_the_field_keeps_what_was_typed_and_says_what_is_wrong():
    form = Form({"boundary": "533900, 175100\noops"})
    assert not form.is_valid()
    html = str(form["boundary"])
    assert "533900, 175100&#10;oops" in html and "Line 2 is not a pair" in html


def test_an_upload_wins_and_nothing_is_nothing():
    form = Form({"boundary": PAIRS}, {"boundary_file": upload("site.geojson", json.dumps(DEGREES))})
    assert form.is_valid() and form.cleaned_data["boundary"].square_metres < 600
    empty = Form({"boundary": ""})
    assert empty.is_valid() and empty.cleaned_data["boundary"] is None
