"""Events in the officer's words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit import registry


@dataclass(frozen=True)
class HistoryEntry:
    title: str
    who: str
    at: datetime
    code: str


def entry(event: Any) -> HistoryEntry:
    return HistoryEntry(registry.event_type(event.type).describe(event.data), event.actor_name, event.at, event.type)
