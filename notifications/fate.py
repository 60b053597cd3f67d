"""What becomes of a message: those who keep count of it are told, in the transaction that changed it."""

from collections.abc import Callable
from datetime import datetime

from audit.actors import System
from audit.services import record
from notifications import events
from notifications.models import Message

_listeners: list[Callable[[Message, datetime], None]] = []


def listen(listener: Callable[[Message, datetime], None]) -> None:
    """Declare who wants to hear of it; called by apps when they are ready, for messages that are about a case."""
    if listener not in _listeners:
        _listeners.append(listener)


def changed(message: Message, now: datetime) -> None:
    """A message failed, was tried again, was written anew or no longer matters. The caller has saved it."""
    if message.case_id is not None:
        for listener in _listeners:
            listener(message, now)


def failed(message: Message, now: datetime) -> None:
    """A message did not arrive: a line in the history of its case. The caller has saved it."""
    if message.case_id is not None:
        told = {"subject": message.subject, "to": message.to_name or message.to, "why": message.last_error}
        record(events.MESSAGE_FAILED, case=message.case, by=System(), now=now, **told)
    changed(message, now)
