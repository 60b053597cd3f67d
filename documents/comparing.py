"""Two drawings of a case, one over the other or beside it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from documents.models import Document, DocumentPage, DocumentVersion
from documents.rendering.geometry import WHOLE
from documents.showing import Addresses, Look, OnePage, SheetView

WAYS = {"over": "One over the other", "side": "Side by side"}


@dataclass(frozen=True)
class Side(OnePage):
    """One of the two drawings. page: None while it is not drawn."""

    key: str
    document: Document
    number: int
    page: DocumentPage | None
    addresses: Addresses

    @property
    def pages(self) -> int:
        version = self.document.current
        return (version.pages if version else None) or 1

    @property
    def sheet(self) -> SheetView | None:
        if self.page is None or WHOLE not in self.page.drawn:
            return None
        return SheetView(self.document, self.page, Look(), self.addresses)

    @property
    def fault(self) -> str:
        version = self.document.current
        return (self.page.fault if self.page else "") or (version.preview_error if version else "The file of this document is missing.")


@dataclass(frozen=True)
class Comparison:
    """choices: (public id, words) of each document that has pages. sides: two, or none while they are not chosen."""

    choices: list[tuple[str, str]]
    chosen: tuple[str, str]
    numbers: tuple[int, int]
    way: str
    sides: list[Side]

    @classmethod
    def of(
        cls,
        query: Mapping[str, Any],
        documents: Iterable[Document],
        addresses: Addresses,
        page_of: Callable[[DocumentVersion, int], DocumentPage | None],
    ) -> "Comparison":
        """From an address. With `a` alone it is laid against its other revision, the older of the two below or left."""
        known = {str(document.public_id): document for document in documents}
        first, second = known.get(str(query.get("a", ""))), known.get(str(query.get("b", "")))
        numbers = (_number(query.get("page_a")), _number(query.get("page_b") or query.get("page_a")))
        if first and not second and (second := _revision_of(first, known.values())) and second.pk < first.pk:
            first, second = second, first
        sides = []
        if first and second:
            for key, document, number in (("a", first, numbers[0]), ("b", second, numbers[1])):
                version = document.current
                number = min(number, (version.pages if version else None) or 1)
                sides.append(Side(key, document, number, page_of(version, number) if version else None, addresses))
        chosen = (str(first.public_id) if first else "", str(second.public_id) if second else "")
        way = str(query.get("way", "over"))
        return cls([(key, _words(one)) for key, one in known.items()], chosen, numbers, way if way in WAYS else "over", sides)

    @property
    def ways(self) -> list[tuple[str, str]]:
        return list(WAYS.items())


def _number(text: Any) -> int:
    text = str(text or "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _words(document: Document) -> str:
    number = f"{document.number}: " if document.number else ""
    received = f"{document.received_on.day} {document.received_on:%B %Y}"
    return f"{number}{document.name}, {received}{' (archived)' if document.archived_at else ''}"


def _revision_of(document: Document, others: Iterable[Document]) -> Document | None:
    """What it replaced, else what replaced it, else another with the same drawing number."""
    others = [other for other in others if other.pk != document.pk]
    tests: list[Callable[[Document], bool]] = [
        lambda other: other.pk == document.replaces_id,
        lambda other: other.replaces_id == document.pk,
        lambda other: bool(document.number) and other.number == document.number,
    ]
    return next((other for test in tests for other in others if test(other)), None)
