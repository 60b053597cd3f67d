"""Runs in the child process: pages that hold more than they show. They become images too, so that what is not seen does not go out.

A page holds more than it shows when something of it lies beyond its edge (a sheet that was cropped, or cut into several pages), when it
uses a layer that is switched off, when it shares its content with a page that has boxes, or when it shows through a clip a part of an
image or a form that such a page draws too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.redaction.clipping import is_clipped
from documents.redaction.drawn import Elements, contents_of

SLACK = 1.0  # points beyond the edge that are no secret: half the width of a frame
DEEPEST = 12
ALL_SHOWN = "/AnyOn"


def hiding(paper: Any, job: dict[str, Any], folder: Path) -> Iterator[dict[str, Any]]:
    """A line for each page that holds more than it shows, apart from those that have boxes."""
    import pikepdf

    boxed = set(job["boxed"])
    with pikepdf.open(paper.path) as pdf:
        off = layers_off(pdf)
        pages = [page.obj for page in pdf.pages]
        shared = {key for number in boxed for key in contents_of(pages[number - 1])}
        elements = Elements()
        drawn = {key for number in boxed for key in elements.of(pages[number - 1])}
        for number, page in enumerate(pages, 1):
            if number in boxed:
                continue
            cut = bool(drawn & elements.of(page)) and is_clipped(paper, number)
            if (
                cut
                or shared & contents_of(page)
                or uses_layer(page, off)
                or lies_beyond(paper, number)
                or notes_beyond(paper, number, page)
            ):
                yield {"page": number}


def layers_off(pdf: Any) -> set[tuple[int, int]] | None:
    """The layers that are not seen when the file is opened, or are not printed. None for a file without layers."""
    import pikepdf

    if "/OCProperties" not in pdf.Root:
        return None
    layers = pdf.Root.get("/OCProperties", {})
    usual = layers.get("/D", {}) if isinstance(layers, pikepdf.Dictionary) else {}
    every = {group.objgen: group for group in layers.get("/OCGs", [])} if usual != {} else {}
    found = {group.objgen for group in usual.get("/OFF", [])}
    if str(usual.get("/BaseState", "/ON")) != "/ON":
        found |= set(every) - {group.objgen for group in usual.get("/ON", [])}
    return found | {key for key, group in every.items() if b"/OFF" in group.get("/Usage", pikepdf.Dictionary()).unparse(resolved=True)}


def uses_layer(page: Any, off: set[tuple[int, int]] | None) -> bool:
    """Whether anything on the page is on such a layer, or on one that is shown by a rule."""
    return off is not None and _is_on(page, off, set(), 0)


def _is_on(thing: Any, off: set[tuple[int, int]], seen: set[tuple[int, int]], depth: int) -> bool:
    import pikepdf

    if thing.is_indirect:
        if thing.objgen in off:
            return True
        if thing.objgen in seen:
            return False
        seen.add(thing.objgen)
    if depth > DEEPEST:
        return True
    if (
        isinstance(thing, pikepdf.Dictionary)
        and thing.get("/Type") == "/OCMD"
        and ("/VE" in thing or thing.get("/P", ALL_SHOWN) != ALL_SHOWN)
    ):
        return True
    members = _members(thing)
    return any(_is_on(one, off, seen, depth + 1) for one in members if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)))


def _members(thing: Any) -> list[Any]:
    import pikepdf

    if isinstance(thing, pikepdf.Array):
        return list(thing)
    return [value for key, value in thing.items() if key not in {"/Parent", "/P", "/Dest", "/StructParent", "/B"}]


def _edges(page: Any) -> list[float]:
    """Left, bottom, right and top of what is shown, in the page's own units, a little wider."""
    return [side + slack for side, slack in zip(page.get_bbox(), (-SLACK, -SLACK, SLACK, SLACK), strict=True)]


def notes_beyond(paper: Any, number: int, page: Any) -> bool:
    """Whether a note or a field of a form, which the copy draws into the page, reaches beyond what is shown of it."""
    import pikepdf

    left, bottom, right, top = _edges(paper.page(number))
    for note in page.get("/Annots", []):
        if not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") in {"/Link", "/Popup"} or len(note.get("/Rect", [])) != 4:
            continue
        across, up = sorted(float(note.Rect[at]) for at in (0, 2)), sorted(float(note.Rect[at]) for at in (1, 3))
        if across[0] < left or across[1] > right or up[0] < bottom or up[1] > top:
            return True
    return False


def lies_beyond(paper: Any, number: int) -> bool:
    """Whether a word, a picture or a line of the page lies beyond what is shown of it. What only crosses the edge counts for words and
    pictures, which are kept whole in the file."""
    import ctypes

    raw, page = paper.raw, paper.page(number)
    edges = _edges(page)
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, index)
        if not raw.FPDFPageObj_GetBounds(thing, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        if left >= edges[0] and bottom >= edges[1] and right <= edges[2] and top <= edges[3]:
            continue
        line = raw.FPDFPageObj_GetType(thing) in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING}
        if not line or right < edges[0] or top < edges[1] or left > edges[2] or bottom > edges[3]:
            return True
    return False
