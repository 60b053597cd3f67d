"""What became no case: a person deals with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.services import record
from core.errors import DomainError
from intake import events
from intake.models import Submission
from intake.services.creating import sender

State = Submission.State


class NothingToDealWith(DomainError):
    """The submission became a case, or waits for nobody."""


@transaction.atomic
def set_aside(*, submission: Submission, reason: str, by: Any, now: datetime) -> Submission:
    """Take a submission that cannot become a case off the list of those that wait, and say why. NothingToDealWith where it is a case."""
    row = Submission.objects.select_for_update(of=("self",)).select_related("authority", "client").get(pk=submission.pk)
    if row.case_id is not None or row.state in {State.SET_ASIDE, State.SUPERSEDED}:
        raise NothingToDealWith(f"This submission waits for nobody: {row.get_state_display().lower()}.")
    if not reason.strip():
        raise DomainError("Say why it is set aside: the sender may ask.", "reason")
    row.state, row.set_aside_at, row.set_aside_by, row.set_aside_reason = State.SET_ASIDE, now, by, reason.strip()
    row.save(update_fields=["state", "set_aside_at", "set_aside_by", "set_aside_reason"])
    words = {"source": sender(row), "source_id": row.source_id, "reason": row.set_aside_reason}
    record(events.SUBMISSION_SET_ASIDE, authority=row.authority, by=by, now=now, **words)
    return row


@transaction.atomic
def start_held(*, authority: Any, by: Any, now: datetime) -> int:
    """Let everything that was held become cases, in the order in which it came: the clock takes it from here. How many."""
    held = Submission.objects.select_for_update(of=("self",)).filter(authority=authority, state=State.HELD)
    count = held.update(state=State.RECEIVED)
    if count:
        record(events.HELD_STARTED, authority=authority, by=by, now=now, count=count)
    return count
