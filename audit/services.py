"""Writing the audit trail."""

import json
import secrets
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from audit import registry
from audit.actors import actor_of
from audit.chain import canonical, digest, link
from audit.models import AuditEvent


@transaction.atomic(savepoint=False)  # the verb fails with it, so there is nothing to come back to
def record(event: registry.EventType, *, case: Any = None, authority: Any = None, by: Any, now: datetime, **data: Any) -> AuditEvent:
    """Add one event to the chain of a case, or of the council. Call it inside the transaction of the verb that it tells of.

    Missing fields of the type's sentence raise ValueError; no actor raises TypeError.
    """
    registry.event_type(event.code)
    missing = event.fields - data.keys()
    if missing:
        raise ValueError(f"{event.code} needs {', '.join(sorted(missing))}.")
    actor = actor_of(by)
    owner_id: int = case.authority_id if case is not None else authority.pk
    case_id: int | None = case.pk if case is not None else None
    _lock_chain(owner_id, case_id)
    chain = AuditEvent.objects.filter(authority_id=owner_id)
    last = (chain.filter(case=None) if case_id is None else chain.filter(case_id=case_id)).order_by("-sequence").first()
    salt = secrets.token_hex(16)
    plain = json.loads(canonical(data))
    entry = AuditEvent(
        authority_id=owner_id,
        case_id=case_id,
        sequence=last.sequence + 1 if last else 1,
        type=event.code,
        actor_kind=actor.kind,
        actor_name=actor.name,
        user_id=actor.user_id,
        at=now.astimezone(UTC),
        data=plain,
        salt=salt,
        data_digest=digest(plain, salt),
        previous_hash=last.hash if last else "",
    )
    entry.hash = link(entry)
    entry.save()
    return entry


def _lock_chain(authority_id: int, case_id: int | None) -> None:
    """One writer at a time for each chain, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit:{authority_id}:{case_id or 0}"])
