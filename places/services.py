"""Verbs of places."""

from __future__ import annotations

from typing import Any

from places import outside
from places.outside import OutsideError, Service


def try_service(*, service: Service, by: Any) -> OutsideError | None:
    """Ask a service something small, pause or not. What was wrong, or None when it works."""
    if service.probe is None:
        return OutsideError(f"{service.name} cannot be tried from here.", again=False)
    outside.end_pause(service)
    try:
        service.probe()
    except outside.Nothing:
        return None
    except OutsideError as error:
        return error
    return None
