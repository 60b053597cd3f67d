"""Papers that stand aside from their case: other parts register which are not even sent, and which nobody has accepted."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from documents.models import Document

Keys = Callable[[Any], Any]  # of a case: a query for keys of documents
_unsent: list[Keys] = []
_not_accepted: list[Keys] = []


def register(*, unsent: Keys, not_accepted: Keys) -> None:
    """`unsent`: nobody but their sender sees them. `not_accepted` (those among them): officers see them, and nobody else may."""
    for known, keys in ((_unsent, unsent), (_not_accepted, not_accepted)):
        if keys not in known:
            known.append(keys)


def unsent_of(case: Any) -> Q:
    """Documents that their sender has not sent yet, and what came out of them."""
    found = Q(pk__in=[])
    for keys in _unsent:
        found |= Q(pk__in=keys(case)) | Q(attached_to__in=keys(case))
    return found


def aside_among(documents: Iterable[Document]) -> set[int]:
    """Keys of those of a case's documents that nobody has accepted, redacted copies of such among them. One query for each part."""
    rows = list(documents)
    if not rows:
        return set()
    keys = {key for query in _not_accepted for key in query(rows[0].case).values_list("document_id", flat=True)}
    return {row.pk for row in rows if {row.pk, row.redaction_of_id, row.attached_to_id} & keys}
