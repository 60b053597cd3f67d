"""The drawing of a site: the red line at scale, with words for people who cannot see it."""

import re

import pytest

from core.svgmap import boundary_svg

# About 69 m by 111 m in London
SQUARE = {"type": "Polygon", "coordinates": [[[-0.1, 51.5], [-0.099, 51.5], [-0.099, 51.501], [-0.1, 51.501], [-0.1, 51.5]]]}


def points(svg):
    path = re.search(r' d="(M[^"]+Z)"', svg).group(1)
    return [tuple(map(float, pair.split(","))) for pair in re.findall(r"[\d.]+,[\d.]+", path)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda g: g,
        lambda g: {"type": "Feature", "geometry": g, "properties": {}},
        lambda g: {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": g}]},
        lambda g: {"type": "MultiPolygon", "coordinates": [g["coordinates"]]},
        lambda g: {"type": "GeometryCollection", "geometries": [g]},
    ],
)
def test_every_kind_of_geojson_draws_the_same(wrap):
    assert boundary_svg(wrap(SQUARE)) == boundary_svg(SQUARE)


def test_the_drawing_fills_its_frame_keeps_its_shape_and_has_north_on_top():
    drawn = points(boundary_svg(SQUARE, 480, 320))
    xs, ys = zip(*drawn, strict=True)
    assert min(xs) > 0 and max(xs) < 480 and min(ys) > 0 and max(ys) < 320
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    assert high == pytest.approx(320 * 0.72, abs=1)
    assert wide / high == pytest.approx(69.3 / 111.3, rel=0.01)
    assert drawn[0] == (min(xs), max(ys)), "the south-west corner is drawn at the bottom left"


def test_the_scale_bar_is_as_long_as_it_says():
    svg = boundary_svg(SQUARE, 480, 320)
    metres = int(re.search(r">(\d+) m</text>", svg).group(1))
    x0, x1 = re.search(r"M([\d.]+),\S+ V\S+ H([\d.]+)", svg).groups()
    high = max(y for _, y in points(svg)) - min(y for _, y in points(svg))
    assert (float(x1) - float(x0)) / metres == pytest.approx(high / 111.3, rel=0.01)


def test_words_say_how_big_the_site_is():
    assert 'aria-label="1 &amp; 2 High Street: a site about 69 m from west to east and 111 m from south to north"' in boundary_svg(
        SQUARE, label="1 & 2 High Street"
    )


@pytest.mark.parametrize("nothing", [None, {}, {"type": "Point", "coordinates": [0, 0]}, {"type": "Feature", "geometry": None}])
def test_nothing_to_draw_is_nothing(nothing):
    assert boundary_svg(nothing) == ""


def test_a_speck_does_not_divide_by_nought():
    assert "<path" in boundary_svg({"type": "Polygon", "coordinates": [[[0, 51], [0, 51], [0, 51], [0, 51]]]})
