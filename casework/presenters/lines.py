"""Events of a case, in the shape of the component that lists them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.presenters import entry


@dataclass(frozen=True)
class EventLine:
    title: str
    by: str
    at: datetime

    @classmethod
    def of(cls, event: Any) -> "EventLine":
        shown = entry(event)
        return cls(shown.title, shown.who, shown.at)
