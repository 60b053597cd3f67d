"""What places write into the council's history, in the officer's words."""

from audit.registry import EventType

ADDRESSES_IMPORTED = EventType(
    "addresses_imported", "Imported addresses from {file}: {added} added, {changed} changed, {retired} retired, {refused} lines refused"
)
ADDRESSES_ADDED = EventType("addresses_added", "Added {number} addresses of OS Places to the gazetteer")

ALL: tuple[EventType, ...] = (ADDRESSES_IMPORTED, ADDRESSES_ADDED)
