"""Boxes over private things. Lengths are millimetres on the page as it is shown, from its top left corner."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any
from uuid import uuid4

REASONS = {
    "signature": "Signature",
    "phone": "Phone number",
    "email": "Email address",
    "address": "Address or postcode",
    "name": "Name",
    "vehicle": "Vehicle registration",
    "money": "Bank or money details",
    "number": "Personal number",
    "health": "Health",
    "other": "Something else private",
}
MOST_BOXES = 2000  # of one file
LEAST = 0.5  # mm: what is smaller was a slip of the hand
LONGEST_ID = 40


class OddBox(ValueError):
    """Words for people about a box that cannot be."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box. id: the browser's own name for it; spot: the suggestion it was accepted from, or ""."""

    id: str
    page: int
    left: float
    top: float
    width: float
    height: float
    reason: str = "other"
    spot: str = ""

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def reason_words(self) -> str:
        return REASONS[self.reason]

    @property
    def place_words(self) -> str:
        """20 mm from the left, 31.5 mm from the top, 40 × 10 mm"""
        return f"{self.left:g} mm from the left, {self.top:g} mm from the top, {self.width:g} × {self.height:g} mm"

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def meets(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether it lies over any part of this rectangle."""
        return self.left < right and left < self.right and self.top < bottom and top < self.bottom


def stored_boxes(rows: Iterable[dict[str, Any]]) -> list[Box]:
    return [Box(**row) for row in rows]


def box_of(given: Any, *, page: int, width_mm: float, height_mm: float) -> Box:
    """A box as a browser or a form sent it, cut to the page. OddBox with words for anything that is no box."""
    if not isinstance(given, dict):
        raise OddBox("That is not a box.")
    left, top, width, height = (_length(given.get(side)) for side in ("left", "top", "width", "height"))
    right, bottom = min(left + width, width_mm), min(top + height, height_mm)
    left, top = max(left, 0.0), max(top, 0.0)
    if right - left < LEAST or bottom - top < LEAST:
        raise OddBox(
            f"A box must lie on the page, which is {width_mm:.0f} by {height_mm:.0f} mm, and be at least {LEAST} mm wide and high."
        )
    reason = str(given.get("reason", "other"))
    if reason not in REASONS:
        raise OddBox("Choose a reason from the list.")
    name = str(given.get("id") or uuid4().hex)[:LONGEST_ID]
    return Box(
        name,
        page,
        round(left, 2),
        round(top, 2),
        round(right - left, 2),
        round(bottom - top, 2),
        reason,
        str(given.get("spot") or "")[:LONGEST_ID],
    )


def _length(given: Any) -> float:
    try:
        length = float(str(given).replace(",", "."))
    except ValueError:
        raise OddBox("Enter each length in millimetres, like 25 or 12.5.") from None
    if not isfinite(length) or abs(length) > 100_000:
        raise OddBox("Enter each length in millimetres, like 25 or 12.5.")
    return length


def pages_of(boxes: Iterable[Box]) -> list[int]:
    return sorted({box.page for box in boxes})


def pages_words(pages: list[int]) -> str:
    """page 3 · pages 1, 4 and 7 · 12 pages"""
    if len(pages) > 8:
        return f"{len(pages)} pages"
    if len(pages) < 2:
        return f"page {pages[0]}" if pages else "no page"
    return f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
