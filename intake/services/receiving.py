"""Keep what arrives."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.errors import DomainError
from intake.models import Submission
from intake.readers import number_at_the_portal
from intake.readers.parts import Part, parse
from intake.shape import Fault

KEPT_HEADERS = ("content-type", "content-encoding", "user-agent", "x-request-id", "tq-timestamp")
LONGEST_ID = 200
LONGEST_KEY = 255
IDS = {Submission.Source.PLANNING_PORTAL: ("applicationRef",)}
ID = ("metadata", "id")


class KeyUsedBefore(DomainError):
    """The sender's key stands for other content already. What came now is kept with its fault and can be replayed."""

    def __init__(self, key: str, submission: Submission) -> None:
        super().__init__(_used(key))
        self.submission = submission


def receive(
    *, authority: Any, client: Any, source: str, body: bytes, headers: dict[str, str], now: datetime, idempotency_key: str = ""
) -> Submission:
    """Keep what arrived, as it came, before anything is answered. The same content again gives the row that is there.

    What a paused client sends is held. KeyUsedBefore where the sender's `idempotency_key` stands for other content: kept all the same.
    """
    with transaction.atomic():
        submission, misused = _keep(authority, client, source, body, headers, now, idempotency_key)
    if misused:
        raise KeyUsedBefore(idempotency_key, submission)
    return submission


def _keep(
    authority: Any, client: Any, source: str, body: bytes, headers: dict[str, str], now: datetime, key: str
) -> tuple[Submission, bool]:
    """The row, and whether the key stands for another one."""
    sha256 = hashlib.sha256(body).hexdigest()
    source_id = _source_id(source, body) or sha256
    if key:
        one_at_a_time(authority.pk, f"key of {client.pk}", key)
    one_at_a_time(authority.pk, source, source_id)
    versions = Submission.objects.filter(authority=authority, source=source, source_id=source_id)
    holder = Submission.objects.filter(client=client, idempotency_key=key).only("pk", "sha256").first() if key else None
    same = versions.filter(sha256=sha256).first()
    if same is not None:
        if key and holder is None and not same.idempotency_key:
            same.idempotency_key = key
            same.save(update_fields=["idempotency_key"])
        return same, holder is not None and holder.pk != same.pk
    last = versions.order_by("-revision").values_list("revision", flat=True).first()
    other = holder is not None
    submission = Submission.objects.create(
        authority=authority,
        client=client,
        source=source,
        source_id=source_id,
        revision=(last or 0) + 1,
        body=body,
        sha256=sha256,
        headers={name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS},
        idempotency_key="" if other else key,
        state=_first_state(client, other),
        faults=[Fault("", _used(key)).as_dict()] if other else [],
        received_at=now,
    )
    return submission, other


def _first_state(client: Any, key_used: bool) -> str:
    if key_used:
        return Submission.State.FAULTY
    return Submission.State.HELD if client is not None and client.paused else Submission.State.RECEIVED


def _used(key: str) -> str:
    return f"The Idempotency-Key {key[:60]} was sent before with other content. Send other content under a key of its own."


def _source_id(source: str, body: bytes) -> str:
    """The sender's own id, where the body can be read and has one of a usable length."""
    document, _ = parse(body)
    found = Part(document).text(*IDS.get(source, ID)) if document else ""  # type: ignore[call-overload]
    if source == Submission.Source.PLANNING_PORTAL:
        found = number_at_the_portal(found)
    return found if len(found) <= LONGEST_ID else ""


def one_at_a_time(authority_id: int, source: str, source_id: str) -> None:
    """Two deliveries of one application wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"intake:{authority_id}:{source}:{source_id}"])
