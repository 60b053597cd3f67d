"""References: the council's pattern, a number that is never given twice, the year of receipt in London."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

FIRST_NUMBER = 100
TAKE = """
INSERT INTO applications_referencecounter AS counter (authority_id, pattern, next_number) VALUES (%s, %s, %s)
ON CONFLICT (authority_id, pattern) DO UPDATE SET next_number = counter.next_number + 1 RETURNING next_number - 1
"""


def next_reference(authority: Any, *, suffix: str, received_at: datetime) -> str:
    """The next reference of a council, such as 26-00100-HAPP. Call it inside the transaction that makes the case."""
    pattern = authority.reference_pattern
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [authority.pk, pattern, FIRST_NUMBER + 1])
        number = cursor.fetchone()[0]
    return pattern.format(year=timezone.localtime(received_at).year % 100, number=number, suffix=suffix)


def with_suffix(reference: str, old: str, new: str) -> str:
    """The same number under another type's suffix: kept on a change of type."""
    return reference[: -len(old)] + new if reference.endswith(old) else reference
