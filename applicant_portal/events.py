"""What this stage writes into the history, in the officer's words."""

from audit.registry import EventType

ALL: tuple[EventType, ...] = ()
