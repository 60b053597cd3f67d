"""Who is told when a file that was kept turns out not to be fit: other parts register what they do about it."""

from collections.abc import Callable
from datetime import datetime

from documents.models import Document

Listener = Callable[[Document, str, datetime], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Have `listener(document, why, now)` called, inside the transaction that archives the document; `why` is for people."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(document: Document, why: str, now: datetime) -> None:
    for listener in _listeners:
        listener(document, why, now)
