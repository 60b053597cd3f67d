"""Put a date right. A person's date stands with its reason until it is lifted; everything that hangs on it is computed again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from applications.corrections import standing
from applications.lifecycle import Blocked, lock
from applications.models import DateCorrection, PlanningApplication
from audit.services import record
from casework import events, messages
from casework.guards import blocks_to_correct, day_without, refuse_day, refuse_received
from casework.selectors.foreseeing import dates_of
from casework.services.undoing import finish, lift, need_reason
from core.errors import DomainError
from core.filters import show_date
from validation.selectors import valid_from_answer

What = DateCorrection.What
AGAIN = "Replaced by a newer correction"


@transaction.atomic
def correct_date(*, application: PlanningApplication, what: str, day: date, reason: str, by: Any, now: datetime) -> DateCorrection:
    """Set the day of receipt or the day from which the application is valid, with the reason. `what`: a DateCorrection.What.

    DomainError (`day`, `reason`) for what cannot be meant; Blocked with what to do first. The applicant and the agent are told.
    """
    application, reason = lock(application), need_reason(reason)
    refuse_day(application, what, day, now)
    before, was = dates_of(application), getattr(application, what)
    former = standing(application.case, what)
    lift(former, because=AGAIN, by=by, now=now)
    row = DateCorrection.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        what=what,
        before=former.before if former else was,
        day=day,
        reason=reason,
        by=by,
        at=now,
    )
    _put(application, what, day)
    name = row.get_what_display().lower()
    record(
        events.DATE_CORRECTED, case=application.case, by=by, now=now, what=name, before=show_date(was), after=show_date(day), reason=reason
    )
    finish(application, before, messages.CORRECTED, {"what": _said(what), "reason": reason}, by=by, now=now)
    return row


@transaction.atomic
def lift_correction(*, application: PlanningApplication, what: str, reason: str, by: Any, now: datetime) -> None:
    """Take back a person's date: what came in, or what the law works out, counts again."""
    application, reason = lock(application), need_reason(reason)
    if blocks := blocks_to_correct(application, what):
        raise Blocked(blocks)
    row = standing(application.case, what)
    if row is None:
        raise DomainError("Nobody has set this date, so there is nothing to lift. Open the page again to see where it stands.")
    before = dates_of(application)
    day = day_without(application, row)
    if what == What.RECEIVED:
        refuse_received(application, day)
    lift(row, because=reason, by=by, now=now)
    _put(application, what, day)
    finish(application, before, messages.CORRECTED, {"what": _said(what), "reason": reason}, by=by, now=now)


def _put(application: PlanningApplication, what: str, day: date) -> None:
    """Write the day, and from when the application is valid where that hangs on it."""
    setattr(application, what, day)
    columns = [what]
    if what == What.RECEIVED and application.validated_at is not None:
        application.valid_from_on = valid_from_answer(application).value
        columns.append("valid_from_on")
    application.save(update_fields=columns)


def _said(what: str) -> str:
    return "the day on which we received it" if what == What.RECEIVED else "the day from which it is valid"
