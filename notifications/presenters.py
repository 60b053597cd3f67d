"""Messages as the pages list them."""

from dataclasses import dataclass
from datetime import datetime

from notifications.models import Message

COLOURS = {
    Message.State.WAITING: "yellow",
    Message.State.SENDING: "blue",
    Message.State.DELIVERED: "green",
    Message.State.FAILED: "red",
    Message.State.HELD: "red",
}


@dataclass(frozen=True)
class MessageLine:
    """One line of components/message_list.jinja; `body` is what officers may read of it."""

    subject: str
    to: str
    at: datetime
    kind: str
    status_label: str
    status_colour: str
    error: str
    body: str
    url: str = ""
    incoming: bool = False


def message_line(message: Message) -> MessageLine:
    label = "In the demo's outbox" if message.provider == "outbox" else message.get_state_display()
    return MessageLine(
        subject=message.subject,
        to=f"{message.to_name} ({message.to})" if message.to_name else message.to,
        at=message.created_at,
        kind=message.get_channel_display(),
        status_label=label,
        status_colour=COLOURS[Message.State(message.state)],
        error=message.last_error,
        body=message.shown_body,
    )
