"""What places write into the council's history, in the officer's words."""

from audit.registry import EventType

ADDRESSES_IMPORTED = EventType(
    "addresses_imported", "Imported addresses from {file}: {added} added, {changed} changed, {retired} retired, {refused} lines refused"
)

ALL: tuple[EventType, ...] = (ADDRESSES_IMPORTED,)
