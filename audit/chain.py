"""The hashes of the chain. The hash covers a salted digest of the data, so that personal data can be erased with the chain whole."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def canonical(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder, ensure_ascii=True)


def digest(data: dict[str, Any], salt: str) -> str:
    return hashlib.sha256((salt + canonical(data)).encode()).hexdigest()


def link(event: Any) -> str:
    """The hash of one event over everything that may never change about it, and the hash before it."""
    parts = [
        event.previous_hash,
        str(event.authority_id),
        str(event.case_id or ""),
        str(event.sequence),
        event.type,
        event.actor_kind,
        event.actor_name,
        event.at.isoformat(),
        event.data_digest,
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def first_fault(events: list[Any]) -> str | None:
    """What is wrong with a chain of events in order, in words; None when it proves itself."""
    previous = ""
    for place, event in enumerate(events, start=1):
        if event.sequence != place:
            return f"Event {place} is missing or out of order."
        if event.previous_hash != previous or event.hash != link(event):
            return f"Event {place} ({event.type}) was changed after it was written."
        if event.data is not None and digest(event.data, event.salt) != event.data_digest:
            return f"The details of event {place} ({event.type}) were changed after they were written."
        previous = event.hash
    return None
