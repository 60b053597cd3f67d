"""Which of a case's documents a list shows, and in what order. A case has hundreds at most, so they are chosen in memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from documents.models import Document
from documents.tags import WITH_THE_CASE, default_of, group_of, tag_name

DUE = "due"  # public by its kind, and not public yet
SORTS: dict[str, str] = {
    "": "Group and number",
    "name": "Name",
    "number": "Drawing number",
    "-received": "Newest first",
    "received": "Oldest first",
}
CHECKED: dict[str, bool | None] = {"yes": True, "no": False, "unseen": None}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an officer chose to see; empty: everything."""

    group: str = ""
    tag: str = ""
    source: str = ""
    visibility: str = ""
    checked: str = ""
    words: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        return any([self.group, self.tag, self.source, self.visibility, self.checked, self.words])


def choose(documents: Iterable[Document], chosen: Chosen) -> list[Document]:
    """The documents that an officer chose to see, in the order chosen; words are looked for in name, number, tags and note."""
    found = [document for document in documents if _fits(document, chosen)]
    if chosen.sort in _KEYS:
        key, downwards = _KEYS[chosen.sort]
        found.sort(key=key, reverse=downwards)
    return found


def is_due(document: Document) -> bool:
    """Whether a document is of a kind that is public with the case, and is not public."""
    return (
        document.visibility != Document.Visibility.PUBLIC
        and document.source not in {Document.Source.MADE, Document.Source.COMMENT}
        and default_of(document.tags) == WITH_THE_CASE
    )


def _fits(document: Document, chosen: Chosen) -> bool:
    return (
        chosen.group in ("", group_of(document.tags))
        and (not chosen.tag or chosen.tag in document.tags)
        and chosen.source in ("", document.source)
        and (chosen.visibility in ("", document.visibility) or (chosen.visibility == DUE and is_due(document)))
        and (not chosen.checked or document.checked is CHECKED.get(chosen.checked, document.checked))
        and all(word in _text(document) for word in chosen.words.casefold().split())
    )


def _text(document: Document) -> str:
    return " ".join([document.name, document.number, document.description, *map(tag_name, document.tags)]).casefold()


_KEYS: dict[str, tuple[Callable[[Document], Any], bool]] = {
    "name": (lambda document: document.name.casefold(), False),
    "number": (lambda document: (not document.number, document.number.casefold(), document.name.casefold()), False),
    "received": (lambda document: (document.received_on, document.pk), False),
    "-received": (lambda document: (document.received_on, document.pk), True),
}
