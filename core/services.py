"""Small helpers of every verb."""

from typing import Any

from core.errors import StaleRecord


def check_version(record: Any, version: int | None, theirs: str = "", who: str = "Somebody else") -> None:
    """Refuse a save of a record that changed since its form was opened; otherwise count its version up (the caller saves).

    `theirs`: what the record says now, to be shown beside what was written; `who` saved it.
    """
    if version is not None and version != record.version:
        raise StaleRecord(theirs=theirs, who=who, version=record.version)
    record.version += 1
