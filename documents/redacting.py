"""What the page for drawing boxes shows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from documents.models import Document, Redaction
from documents.redaction.boxes import REASONS, Box, pages_of, pages_words, stored_boxes
from documents.showing import Addresses, Look


@dataclass(frozen=True, slots=True)
class BoxAddresses(Addresses):
    """As the viewer's, but its pages are those with boxes."""

    def view(self, document: Document, number: int = 1, look: Look | None = None) -> str:
        query = (look or Look()).query(number)
        address = reverse("documents:redact_pages", kwargs={"reference": self.reference, "public_id": document.public_id})
        return address + (f"?{query}" if query != "page=1" else "")


@dataclass(frozen=True)
class Redacting:
    """The boxes of a redaction, seen from one page."""

    redaction: Redaction
    document: Document
    reference: str
    page: int

    reasons = REASONS

    def url(self, name: str) -> str:
        return reverse(f"documents:{name}", kwargs={"reference": self.reference, "public_id": self.document.public_id})

    def page_url(self, number: int) -> str:
        return f"{self.url('redact_pages')}?page={number}"

    @property
    def boxes(self) -> list[Box]:
        return stored_boxes(self.redaction.boxes)

    @property
    def here(self) -> list[Box]:
        return [box for box in self.boxes if box.page == self.page]

    @property
    def elsewhere(self) -> list[tuple[int, int]]:
        """(page, how many boxes) of the other pages."""
        boxes = self.boxes
        return [(number, sum(box.page == number for box in boxes)) for number in pages_of(boxes) if number != self.page]

    @property
    def spots(self) -> list[dict[str, Any]]:
        """Suggestions for this page, with whether each is blacked out."""
        taken = {box.spot for box in self.boxes}
        return [
            spot | {"taken": spot["id"] in taken, "kind_words": REASONS[spot["kind"]]}
            for spot in self.redaction.spots
            if spot["page"] == self.page
        ]

    @property
    def open_spots(self) -> list[dict[str, Any]]:
        return [spot for spot in self.spots if not spot["taken"]]

    @property
    def pages_with_open_spots(self) -> list[int]:
        """Other pages where suggestions wait for a person."""
        taken = {box.spot for box in self.boxes}
        return sorted({spot["page"] for spot in self.redaction.spots if spot["id"] not in taken} - {self.page})

    @property
    def looking(self) -> bool:
        """Whether pages are still to be looked through."""
        return self.redaction.looked_through < (self.redaction.file.pages or 1) and self.redaction.file.content_type == "application/pdf"

    @property
    def summary(self) -> str:
        """3 boxes on pages 1 and 4"""
        boxes = self.boxes
        return f"{len(boxes)} box{'' if len(boxes) == 1 else 'es'} on {pages_words(pages_of(boxes))}" if boxes else "No boxes yet"

    @property
    def data(self) -> dict[str, Any]:
        """For static/src/parts/sheet/redact.js."""
        return {
            "page": self.page,
            "version": self.redaction.version,
            "boxes": [box.stored() for box in self.here],
            "spots": self.spots,
            "reasons": REASONS,
            "url": self.url("redact_boxes"),
            "others": sum(count for _, count in self.elsewhere),
        }

    @property
    def hiding_words(self) -> str:
        """Why pages without boxes are pictures in the copy."""
        numbers = self.redaction.hiding or []
        they = (
            "it showed, beyond its edge or on a layer that is off, so it is a picture too"
            if len(numbers) == 1
            else ("they showed, beyond their edges or on layers that are off, so they are pictures too")
        )
        return f"{pages_words(numbers).capitalize()} held more than {they}." if numbers else ""

    @property
    def pages(self) -> int:
        return len(pages_of(self.boxes))

    @property
    def burnt(self) -> int:
        return len(self.redaction.burnt)


def found_again(redaction: Redaction) -> list[tuple[str, list[int]]]:
    """(words, pages): what a box covers and another page still says."""
    found: dict[str, list[int]] = {}
    for words, number in redaction.elsewhere:
        found.setdefault(words, []).append(number)
    return list(found.items())
