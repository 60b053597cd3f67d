"""Messages and events of a case, in the shape of the components that list them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.presenters import entry

STATE_COLOURS = {"delivered": "green", "sending": "blue", "waiting": "grey", "failed": "red", "held": "yellow"}


@dataclass(frozen=True)
class MessageLine:
    """An email, letter or text that left, or is to leave, about the case."""

    subject: str
    to: str
    at: datetime
    kind: str
    status_label: str
    status_colour: str
    body: str
    error: str
    url: str = ""
    incoming: bool = False
    public_id: Any = None
    has_failed: bool = False

    @classmethod
    def of(cls, message: Any) -> "MessageLine":
        to = f"{message.to_name} ({message.to})" if message.to_name else message.to
        subject = message.subject or message.get_channel_display()
        when, state, kind = message.sent_at or message.created_at, message.state, message.get_channel_display()
        body = message.shown_body or ""
        return cls(
            subject=subject,
            to=to,
            at=when,
            kind=kind,
            status_label=message.get_state_display(),
            status_colour=STATE_COLOURS.get(state, "grey"),
            body=body,
            error=message.last_error,
            public_id=message.public_id,
            has_failed=state == "failed",
        )


@dataclass(frozen=True)
class EventLine:
    title: str
    by: str
    at: datetime

    @classmethod
    def of(cls, event: Any) -> "EventLine":
        shown = entry(event)
        return cls(shown.title, shown.who, shown.at)
