"""Runs in the child process: whether something of a page lies outside of what a clip lets be seen of it."""

import ctypes
from collections.abc import Callable
from typing import Any

SLACK = 1.0  # points: half the width of a frame
CORNERS = 5  # points of a box or a line; it is cut off by a clip as often as not
DEEPEST = 12
Place = Callable[[float, float], tuple[float, float]]
Area = tuple[float, float, float, float]
NOTHING = (0.0, 0.0, 0.0, 0.0)


def is_clipped(paper: Any, number: int) -> bool:
    """Whether a clip hides a picture of the page, or something of a form that it draws, or a part of one."""
    raw, page = paper.raw, paper.page(number)
    things = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    return any(_reaches_out(raw, thing, lambda x, y: (x, y), [], 0) for thing in things)


def _reaches_out(raw: Any, thing: Any, place: Place, outer: list[Area | None], depth: int) -> bool:
    clips = [*outer, *clips_of(raw, thing, place)]
    if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_FORM:
        inner = _within(raw, thing, place)
        things = (raw.FPDFFormObj_GetObject(thing, index) for index in range(raw.FPDFFormObj_CountObjects(thing)))
        return (depth > DEEPEST and bool(clips)) or any(_reaches_out(raw, one, inner, clips, depth + 1) for one in things)
    if not clips or (depth == 0 and raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_IMAGE):
        return False  # what the page itself writes is of no other page
    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing, *sides):
        return False
    left, bottom, right, top = (side.value for side in sides)
    area = _around([place(x, y) for x in (left, right) for y in (bottom, top)])
    return any(_is_cut(raw, thing, area, clip) for clip in clips)


def _is_cut(raw: Any, thing: Any, area: Area, clip: Area | None) -> bool:
    if clip is None:  # no rectangle: what it leaves is not known
        return True
    kind = raw.FPDFPageObj_GetType(thing)
    left, bottom, right, top = area
    if kind == raw.FPDF_PAGEOBJ_SHADING or (kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(thing) <= CORNERS):
        return right < clip[0] or top < clip[1] or left > clip[2] or bottom > clip[3]
    slack = max(SLACK, min(right - left, top - bottom) / 2) if kind == raw.FPDF_PAGEOBJ_TEXT else SLACK  # room above and below letters
    return left < clip[0] - slack or bottom < clip[1] - slack or right > clip[2] + slack or top > clip[3] + slack


def clips_of(raw: Any, thing: Any, place: Place) -> list[Area | None]:
    """What each clip of an object leaves, on the page; None for one that is no upright rectangle."""
    clip = raw.FPDFPageObj_GetClipPath(thing)
    count = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    return [_rectangle(raw, clip, index, place) for index in range(max(0, count))]


def _rectangle(raw: Any, clip: Any, index: int, place: Place) -> Area | None:
    points, x, y = [], ctypes.c_float(), ctypes.c_float()
    for number in range(raw.FPDFClipPath_CountPathSegments(clip, index)):
        segment = raw.FPDFClipPath_GetPathSegment(clip, index, number)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            return None
        points.append(place(x.value, y.value))
    if not points:
        return NOTHING
    area = _around(points)
    upright = all(_near(one, area[0], area[2]) and _near(other, area[1], area[3]) for one, other in points)
    return area if upright and len(points) <= CORNERS else None


def _near(value: float, *sides: float) -> bool:
    return min(abs(value - side) for side in sides) <= SLACK / 2


def _around(points: list[tuple[float, float]]) -> Area:
    across, up = [point[0] for point in points], [point[1] for point in points]
    return min(across), min(up), max(across), max(up)


def _within(raw: Any, form: Any, place: Place) -> Place:
    """How a point in a form comes to lie on the page."""
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, held):
        return place
    a, b, c, d, e, f = held.a, held.b, held.c, held.d, held.e, held.f
    return lambda x, y: place(a * x + c * y + e, b * x + d * y + f)
