"""What the search of papers shows."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup, escape

from documents.models import Document
from documents.selectors import FOUND_END, FOUND_START, FoundPage


def found_pages(found: Iterable[FoundPage], reference: str, address: Callable[[Document, str, int], str]) -> list[dict[str, Any]]:
    """Hits of a search: title, page, url, and the words around with those that were asked for marked."""
    return [
        {
            "title": hit.document.name,
            "number": hit.document.number,
            "page": hit.page,
            "pages": hit.pages,
            "url": address(hit.document, reference, hit.page or 1),
            "snippet": marked(hit.snippet),
        }
        for hit in found
    ]


def marked(snippet: str) -> Markup:
    """Text out of a stranger's file, escaped, with the words found in <mark>."""
    return Markup(str(escape(snippet)).replace(FOUND_START, "<mark>").replace(FOUND_END, "</mark>"))
