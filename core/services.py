"""Small helpers of every verb."""

from typing import Any

from core.errors import StaleRecord


def check_version(record: Any, version: int | None) -> None:
    """Refuse a save of a record that changed since its form was opened; otherwise count its version up (the caller saves)."""
    if version is not None and version != record.version:
        raise StaleRecord()
    record.version += 1
