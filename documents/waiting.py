"""Files that wait for their check, because the virus scanner does not answer or a machine is too busy: who is told, and once."""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction

from audit.actors import System
from core.hosts import url_for
from documents import messages
from documents.models import DocumentVersion
from documents.selectors import versions_being_checked
from documents.taking_in import tell_officer, waiting_line
from notifications.services import send_email

TOO_LONG = timedelta(days=1)


def tell_of_waiting(*, authority: Any, now: datetime) -> int:
    """Tell the case officer, or the administrators where a case has none, of files that have waited for a day. How many files."""
    late = [
        version
        for version in versions_being_checked(authority, until=now - TOO_LONG)
        if version.told_at is None and not version.preview_error
    ]
    late.sort(key=lambda version: version.document.case_id)
    for _, versions in groupby(late, key=lambda version: version.document.case_id):
        _tell(authority, list(versions), now)
    return len(late)


@transaction.atomic
def _tell(authority: Any, versions: list[DocumentVersion], now: datetime) -> None:
    case = versions[0].document.case
    for version in versions:
        tell_officer(case, waiting_line(version.document))
    fresh = DocumentVersion.objects.filter(pk__in=[one.pk for one in versions], told_at=None, scan=DocumentVersion.Scan.PENDING)
    if not fresh.update(told_at=now):
        return
    where = url_for(authority, "officers", "documents:list", reference=case.reference)
    context = {"files": [one.document.name for one in versions], "address": case.address, "url": where}
    for person in _people(authority, case):
        send_email(
            authority=authority,
            case=case,
            message=messages.CHECK_WAITS.key,
            to=person.email,
            to_name=person.name,
            context=context,
            by=System(),
            now=now,
        )


def _people(authority: Any, case: Any) -> list[Any]:
    if case.officer is not None:
        return [case.officer]
    rows = authority.memberships.filter(ended_at=None, roles__contains=["administrator"], user__is_active=True)
    return [row.user for row in rows.select_related("user")]
