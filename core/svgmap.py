"""The red line of a site as a picture that needs no map server: SVG with a scale bar and a north arrow."""

import math
from itertools import chain

from markupsafe import Markup, escape

METRES_PER_DEGREE = 111_320
SCALE_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
MARGIN = 0.14

Ring = list[tuple[float, float]]


def boundary_svg(geojson: dict | None, width: int = 480, height: int = 320, label: str = "Site boundary") -> Markup:
    """Draw GeoJSON (EPSG:4326; geometry, feature or collection) as an SVG of `width` by `height` pixels.

    The drawing has no street map behind it: a red outline, a scale bar in metres and an arrow to the north, with
    `label` and the size of the site as its text for people who cannot see it. Nothing to draw gives an empty string.
    """
    rings = [ring for ring in _rings(geojson) if len(ring) > 2]
    if not rings:
        return Markup("")
    rings = _flat(rings)
    plot, scale = _fit(rings, width, height)
    across, up = _extent(rings)
    text = f"{label}: a site about {_metres(across)} from west to east and {_metres(up)} from south to north"
    path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in map(plot, ring)) + " Z" for ring in rings)
    return Markup(
        '<svg class="app-site-map__svg" role="img" aria-label="{text}" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
        '<rect width="{w}" height="{h}" fill="#f3f2f1"/>'
        '<path d="{path}" fill="#d4351c" fill-opacity="0.12" fill-rule="evenodd" stroke="#d4351c" stroke-width="3"/>'
        "{bar}{north}</svg>"
    ).format(text=escape(text), w=width, h=height, path=path, bar=_scale_bar(scale, width, height), north=_north(width))


def _rings(geojson: dict | None) -> list[Ring]:
    kind, parts = (geojson or {}).get("type"), geojson or {}
    if kind == "Feature":
        return _rings(parts.get("geometry"))
    if kind in ("FeatureCollection", "GeometryCollection"):
        return list(chain.from_iterable(_rings(part) for part in parts.get("features") or parts.get("geometries") or []))
    if kind == "Polygon":
        return [[(p[0], p[1]) for p in ring] for ring in parts["coordinates"]]
    if kind == "MultiPolygon":
        return [[(p[0], p[1]) for p in ring] for polygon in parts["coordinates"] for ring in polygon]
    return []


def _flat(rings: list[Ring]) -> list[Ring]:
    """Degrees to metres from the south-west corner: good to a fraction of a per cent over a site."""
    lons, lats = zip(*chain.from_iterable(rings), strict=True)
    west, south = min(lons), min(lats)
    shrink = math.cos(math.radians(south))
    return [[((lon - west) * METRES_PER_DEGREE * shrink, (lat - south) * METRES_PER_DEGREE) for lon, lat in ring] for ring in rings]


def _extent(rings: list[Ring]) -> tuple[float, float]:
    xs, ys = zip(*chain.from_iterable(rings), strict=True)
    return max(xs), max(ys)


def _fit(rings: list[Ring], width: int, height: int):
    """The function from metres to pixels, and how many pixels a metre takes."""
    across, up = _extent(rings)
    room_x, room_y = width * (1 - 2 * MARGIN), height * (1 - 2 * MARGIN)
    scale = min(room_x / max(across, 1), room_y / max(up, 1))
    left, top = (width - across * scale) / 2, (height - up * scale) / 2
    return lambda point: (left + point[0] * scale, top + (up - point[1]) * scale), scale


def _scale_bar(scale: float, width: int, height: int) -> Markup:
    metres = max((step for step in SCALE_STEPS if step * scale <= width * 0.3), default=1)
    return Markup(
        '<g aria-hidden="true" stroke="#0b0c0c" stroke-width="2" fill="none"><path d="M12,{y0} V{y1} H{x1} V{y0}"/></g>'
        '<text aria-hidden="true" x="12" y="{ty}" font-family="Arial, sans-serif" font-size="13" fill="#0b0c0c">{words}</text>'
    ).format(y0=height - 18, y1=height - 12, x1=round(12 + metres * scale, 1), ty=height - 22, words=_metres(metres))


def _north(width: int) -> Markup:
    return Markup(
        '<g aria-hidden="true" fill="#0b0c0c"><path d="M{x},12 l8,20 l-8,-5 l-8,5 z"/>'
        '<text x="{x}" y="46" text-anchor="middle" font-family="Arial, sans-serif" font-size="13" font-weight="bold">N</text></g>'
    ).format(x=width - 24)


def _metres(length: float) -> str:
    return f"{length / 1000:g} km" if length >= 1000 and length % 1000 == 0 else f"{length:,.0f} m"
