"""Event types and the words in which the history shows them. Stages declare theirs in events.py and register them when the app is ready."""

from dataclasses import dataclass
from string import Formatter
from typing import Any


@dataclass(frozen=True)
class EventType:
    """code: stable, stored; words: an officer's sentence with {fields} of the event's data."""

    code: str
    words: str

    @property
    def fields(self) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(self.words) if name}

    @property
    def title(self) -> str:
        """The sentence without what differs from event to event: "Assigned to …"."""
        return self.words.format_map(dict.fromkeys(self.fields, "…")).replace("…: …", "…").strip()

    def describe(self, data: dict[str, Any] | None) -> str:
        if data is None:
            return Formatter().vformat(self.words, (), _Erased())
        return self.words.format_map({**dict.fromkeys(self.fields, ""), **data})


class _Erased(dict):  # type: ignore[type-arg]
    def __missing__(self, key: str) -> str:
        return "[erased]"


_types: dict[str, EventType] = {}


def register(*types: EventType) -> None:
    for event_type in types:
        if _types.setdefault(event_type.code, event_type) != event_type:
            raise ValueError(f"Two event types are called {event_type.code}.")


def event_type(code: str) -> EventType:
    return _types[code]


def all_types() -> dict[str, EventType]:
    return dict(_types)
