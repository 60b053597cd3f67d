"""Keep what arrives."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from intake.models import Submission
from intake.readers.parts import Part, parse

KEPT_HEADERS = ("content-type", "user-agent", "x-request-id")
LONGEST_ID = 200


def receive(*, authority: Any, client: Any, source: str, body: bytes, headers: dict[str, str], now: datetime) -> Submission:
    """Keep what arrived, as it came, before anything is answered. The same content again gives the row that is there."""
    sha256 = hashlib.sha256(body).hexdigest()
    source_id = _source_id(body) or sha256
    with transaction.atomic():
        one_at_a_time(authority.pk, source, source_id)
        versions = Submission.objects.filter(authority=authority, source=source, source_id=source_id)
        same = versions.filter(sha256=sha256).first()
        if same is not None:
            return same
        last = versions.order_by("-revision").values_list("revision", flat=True).first()
        return Submission.objects.create(
            authority=authority,
            client=client,
            source=source,
            source_id=source_id,
            revision=(last or 0) + 1,
            body=body,
            sha256=sha256,
            headers={name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS},
            received_at=now,
        )


def _source_id(body: bytes) -> str:
    """The sender's own id, where the body can be read and has one of a usable length."""
    document, _ = parse(body)
    found = Part(document).text("metadata", "id") if document else ""
    return found if len(found) <= LONGEST_ID else ""


def one_at_a_time(authority_id: int, source: str, source_id: str) -> None:
    """Two deliveries of one application wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"intake:{authority_id}:{source}:{source_id}"])
