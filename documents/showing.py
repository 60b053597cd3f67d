"""What the viewer shows: a page, how it is looked at, and what leads on from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from documents.kinds import JPEG, PNG
from documents.models import Document, DocumentPage, DocumentVersion
from documents.presenters import kind_of
from documents.rendering.geometry import BLOCK, GLANCE, TILE, WHOLE, paper_name
from documents.tags import GROUP_NAMES, group_of

ZOOMS = {"fit": "Fit the width", "100": "100%", "200": "200%", "400": "400%"}
SCREEN_DPI = 96
AROUND = 6  # pages on each side in the strip
MOST_WITHOUT_JAVASCRIPT = 2  # the level up to which a page is shown enlarged to those without JavaScript


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page: zoom "fit" or per cent of its size on paper, turn 0, 90, 180 or 270 degrees clockwise."""

    zoom: str = "fit"
    turn: int = 0

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Look":
        zoom, turn = str(query.get("zoom", "fit")), str(query.get("turn", "0"))
        return cls(zoom if zoom in ZOOMS else "fit", int(turn) if turn in {"90", "180", "270"} else 0)

    def query(self, number: int) -> str:
        parts = {"page": number} | ({"zoom": self.zoom} if self.zoom != "fit" else {}) | ({"turn": self.turn} if self.turn else {})
        return urlencode(parts)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things lie on one of the two sites. prefix: "" for officers, "public_" for the public host."""

    reference: str
    prefix: str

    def _at(self, name: str, document: Document, **more: Any) -> str:
        where = {"reference": self.reference, "public_id": document.public_id, **more}
        return reverse(f"documents:{self.prefix}{name}", kwargs=where)

    def view(self, document: Document, number: int = 1, look: Look | None = None) -> str:
        query = (look or Look()).query(number)
        return self._at("view", document) + (f"?{query}" if query != "page=1" else "")

    def draw(self, document: Document, number: int) -> str:
        return self._at("draw", document, number=number)

    def state(self, document: Document, number: int) -> str:
        return self._at("page_state", document, number=number)

    def blocks(self, document: Document, number: int) -> str:
        return self._at("blocks", document, number=number)

    def picture(self, document: Document, number: int, picture: str) -> str:
        if self.prefix:
            return self._at("picture", document, number=number, picture=picture)
        return reverse("documents:picture", kwargs={"public_id": document.public_id, "number": number, "picture": picture})

    def file(self, document: Document) -> str:
        return self._at("file", document) if self.prefix else reverse("documents:file", kwargs={"public_id": document.public_id})

    def document(self, document: Document) -> str:
        return "" if self.prefix else self._at("document", document)


def officer_addresses(reference: str) -> Addresses:
    return Addresses(reference, "")


def public_addresses(reference: str) -> Addresses:
    return Addresses(reference, "public_")


def in_order(documents: Iterable[Document]) -> list[Document]:
    """As the gallery has them: by group, each by drawing number, then by name."""
    groups = list(GROUP_NAMES)
    return sorted(documents, key=lambda one: (groups.index(group_of(one.tags)), not one.number, one.number, one.name.lower(), one.pk))


def view_url(document: Document, reference: str, number: int = 1) -> str:
    """The viewer on the officers' site."""
    return officer_addresses(reference).view(document, number)


def public_view_url(document: Document, reference: str, number: int = 1) -> str:
    return public_addresses(reference).view(document, number)


@dataclass(frozen=True, slots=True)
class Tile:
    src: str
    width: int
    height: int


@dataclass(frozen=True)
class SheetView:
    """One page as static/src/viewer.js and the page without JavaScript draw it."""

    document: Document
    page: DocumentPage
    look: Look
    addresses: Addresses

    @property
    def src(self) -> str:
        return self.addresses.picture(self.document, self.page.number, "page")

    @property
    def small_src(self) -> str:
        return self.addresses.picture(self.document, self.page.number, "small")

    @property
    def tile_src(self) -> str:
        """With LEVEL-X-Y to be filled in."""
        return self.addresses.picture(self.document, self.page.number, "0-0-0").replace("0-0-0", "LEVEL-X-Y")

    @property
    def blocks_url(self) -> str:
        return self.addresses.blocks(self.document, self.page.number)

    @property
    def draw_url(self) -> str:
        return self.addresses.draw(self.document, self.page.number)

    @property
    def alt(self) -> str:
        return f"{self.document.name}, page {self.page.number}"

    @property
    def data(self) -> dict[str, Any]:
        """Everything the browser needs to know: sizes in mm and, for each level, in pixels."""
        sheet = self.page.sheet
        return {
            "width": round(self.page.width_mm, 3),
            "height": round(self.page.height_mm, 3),
            "levels": [sheet.size_at(level) for level in range(sheet.levels)],
            "tile": TILE,
            "block": BLOCK,
            "drawn": self.page.drawn,
            "tiles": self.tile_src,
            "blocks": self.blocks_url,
            "fault": self.page.fault,
            "paper": self.page.version.content_type not in {PNG, JPEG},
        }

    @property
    def shown_size(self) -> tuple[int, int] | None:
        """Width and height in pixels of the screen; None to fit the width."""
        if self.look.zoom == "fit":
            return None
        dots = SCREEN_DPI * int(self.look.zoom) / 100 / 25.4
        return max(1, round(self.page.width_mm * dots)), max(1, round(self.page.height_mm * dots))

    @property
    def wanted_level(self) -> int:
        """The level that is sharp enough for the zoom."""
        size, sheet = self.shown_size, self.page.sheet
        if size is None:
            return 0
        return next((level for level in range(sheet.levels) if sheet.size_at(level)[0] >= size[0] * 0.9), sheet.levels - 1)

    @property
    def still_level(self) -> int:
        """The same, as far as it is shown without JavaScript."""
        return min(self.wanted_level, MOST_WITHOUT_JAVASCRIPT)

    @property
    def sharper(self) -> bool:
        """Whether something larger could be drawn for this zoom than what `rows` shows."""
        return bool(self.still_level) and not self.rows and not self.page.fault

    @property
    def rows(self) -> list[list[Tile]]:
        """The page in tiles for those without JavaScript; empty while one picture does."""
        level, size, sheet = self.still_level, self.shown_size, self.page.sheet
        if not level or size is None or not {f"{level}:{column}:{row}" for column, row in sheet.blocks_at(level)} <= set(self.page.drawn):
            return []
        width, height = sheet.size_at(level)
        across, down = size[0] / width, size[1] / height

        def edge(index: int, whole: int, by: float) -> int:
            return round(min(index * TILE, whole) * by)

        return [
            [
                Tile(
                    self.tile_src.replace("LEVEL-X-Y", f"{level}-{x}-{y}"),
                    edge(x + 1, width, across) - edge(x, width, across),
                    edge(y + 1, height, down) - edge(y, height, down),
                )
                for x in range(ceil(width / TILE))
            ]
            for y in range(ceil(height / TILE))
        ]


class OnePage:
    """What leads on from a page of a document, whoever shows it."""

    document: Document
    number: int
    page: DocumentPage | None
    addresses: Addresses

    @property
    def link(self) -> str:
        """This page, without how it is looked at."""
        return self.addresses.view(self.document, self.number)

    @property
    def draw_url(self) -> str:
        return self.addresses.draw(self.document, self.number)

    @property
    def state_url(self) -> str:
        return self.addresses.state(self.document, self.number) + ("?glance" if self.glance_src else "")

    @property
    def glance_src(self) -> str:
        """What is drawn so far of a page that is being drawn; "" while there is nothing."""
        there = self.page is not None and GLANCE in self.page.drawn
        return self.addresses.picture(self.document, self.number, "glance") if there else ""


@dataclass(frozen=True)
class Viewer(OnePage):
    """A page of a document with all that leads on from it. neighbours: the documents that next and previous go through."""

    document: Document
    version: DocumentVersion
    number: int
    page: DocumentPage | None
    look: Look
    neighbours: list[Document]
    drawn: set[int] = field(default_factory=set)
    addresses: Addresses = field(default_factory=lambda: officer_addresses(""))

    @staticmethod
    def strip(number: int, pages: int) -> tuple[int, int]:
        """First and last page of the strip of small pictures."""
        first = max(1, min(number - AROUND, pages - 2 * AROUND))
        return first, min(pages, first + 2 * AROUND)

    @property
    def pages(self) -> int:
        return self.version.pages or 1

    @property
    def kind(self) -> str:
        return kind_of(self.version)

    @property
    def fault(self) -> str:
        """Why there is nothing to see, in words; "" when there is, or will be."""
        return self.version.preview_error or (self.page.fault if self.page and WHOLE not in self.page.drawn else "")

    @property
    def being_made(self) -> bool:
        """The file is new: its first page is on its way without anybody asking."""
        return not self.fault and self.version.previews_at is None

    @property
    def sheet(self) -> SheetView | None:
        if self.page is None or WHOLE not in self.page.drawn or self.version.previews_at is None:
            return None
        return SheetView(self.document, self.page, self.look, self.addresses)

    @property
    def paper(self) -> str:
        """A1, 841 × 594 mm · 120 × 80 mm · nothing for a photograph."""
        if self.page is None or self.version.content_type in {PNG, JPEG}:
            return ""
        size = f"{self.page.width_mm:.0f} × {self.page.height_mm:.0f} mm"
        name = paper_name(self.page.width_mm, self.page.height_mm)
        return f"{name}, {size}" if name else size

    def at(self, number: int) -> str:
        return self.addresses.view(self.document, number, self.look)

    @property
    def previous_page(self) -> str:
        return self.at(self.number - 1) if self.number > 1 else ""

    @property
    def next_page(self) -> str:
        return self.at(self.number + 1) if self.number < self.pages else ""

    @property
    def zooms(self) -> list[tuple[str, str, str, bool]]:
        """(code, words, address, whether it is so now)."""
        return [
            (code, words, self.addresses.view(self.document, self.number, Look(code, self.look.turn)), code == self.look.zoom)
            for code, words in ZOOMS.items()
        ]

    @property
    def turned(self) -> str:
        """The same page a quarter turned clockwise."""
        return self.addresses.view(self.document, self.number, Look(self.look.zoom, (self.look.turn + 90) % 360))

    @property
    def file_url(self) -> str:
        return self.addresses.file(self.document)

    @property
    def document_url(self) -> str:
        return self.addresses.document(self.document)

    @property
    def thumbs(self) -> list[dict[str, Any]]:
        """The strip: number, url, src ("" when not drawn), current."""
        first, last = self.strip(self.number, self.pages)
        return [
            {
                "number": number,
                "url": self.at(number),
                "src": self.addresses.picture(self.document, number, "thumb") if number in self.drawn else "",
                "current": number == self.number,
            }
            for number in range(first, last + 1)
        ]

    def _neighbour(self, step: int) -> tuple[str, str] | None:
        ids = [document.pk for document in self.neighbours]
        if self.document.pk not in ids:
            return None
        place = ids.index(self.document.pk) + step
        if not 0 <= place < len(ids):
            return None
        other = self.neighbours[place]
        return other.name, self.addresses.view(other)

    @property
    def previous_document(self) -> tuple[str, str] | None:
        """(name, address)."""
        return self._neighbour(-1)

    @property
    def next_document(self) -> tuple[str, str] | None:
        return self._neighbour(1)

    @property
    def place(self) -> str:
        """Document 3 of 12."""
        ids = [document.pk for document in self.neighbours]
        return f"Document {ids.index(self.document.pk) + 1} of {len(ids)}" if self.document.pk in ids else "Archived document"
