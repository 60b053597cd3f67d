"""Put a date right. A person's date stands with its reason until it is lifted; everything that hangs on it is computed again."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.corrections import standing
from applications.facts import facts_for
from applications.law import closures_of
from applications.lifecycle import Block, Blocked, lock
from applications.models import DateCorrection, PlanningApplication
from applications.payments import fee_received_on
from audit.services import record
from casework import events, messages
from casework.selectors.foreseeing import LAST_DAY, DatesAt, dates_of, dates_with
from casework.selectors.undoing import first_told_on
from casework.services.undoing import blocked_by_its_end, finish, lift, need_reason
from core.errors import DomainError
from core.filters import show_date
from statute.calendar import is_working_day, on_or_next_working_day
from validation.selectors import last_required_item_on, valid_from_answer, valid_from_computed

What = DateCorrection.What
AGAIN = "Replaced by a newer correction"


def blocks_to_correct(application: PlanningApplication, what: str) -> list[Block]:
    """What stands in the way of correcting this date at all."""
    if blocks := blocked_by_its_end(application):
        return blocks
    if what == What.VALID_FROM and application.validated_at is None:
        return [Block("The application is not valid yet. The day from which it is valid is worked out when it is marked valid.")]
    return []


def refuse_day(application: PlanningApplication, what: str, day: date, now: datetime) -> None:
    """DomainError (`day`) for a day that cannot be meant."""
    if blocks := blocks_to_correct(application, what):
        raise Blocked(blocks)
    if day > timezone.localdate(now):
        raise DomainError("The date must be today or in the past", "day")
    if day == getattr(application, what):
        raise DomainError("This is the date that stands already", "day")
    refuse = _refuse_received if what == What.RECEIVED else _refuse_valid_from
    refuse(application, day)
    if fault := dates_after(application, what, day).fault:
        raise DomainError(f"The dates cannot be computed from this day. {fault}", "day")


def _refuse_received(application: PlanningApplication, day: date) -> None:
    fixed = standing(application.case, What.VALID_FROM)
    if fixed is not None and day > fixed.day:
        words = (
            f"{fixed.by.name} set it to be valid from {show_date(fixed.day)}: it must have been received by then. Correct that date first"
        )
        raise DomainError(words, "day")
    if application.validated_at is not None and day > timezone.localdate(application.validated_at):
        raise DomainError(f"It was marked valid on {show_date(application.validated_at)}: it must have been received by then", "day")
    first = first_told_on(application)
    if first is not None and day > first:
        raise DomainError(f"It was made public on {show_date(first)}: it must have been received by then", "day")


def _refuse_valid_from(application: PlanningApplication, day: date) -> None:
    if day < application.received_on:
        words = f"It was received on {show_date(application.received_on)}: it cannot have been valid before. If that is wrong, correct it first"
        raise DomainError(words, "day")
    paid = fee_received_on(application, facts_for(application))
    if paid is not None and day < paid:
        words = f"The fee arrived on {show_date(paid)}: it cannot have been valid before. If that is wrong, put the payment right first"
        raise DomainError(words, "day")


def warnings_about(application: PlanningApplication, what: str, day: date, now: datetime) -> list[str]:
    """What somebody should know before this day is confirmed. None of it stops them."""
    closures, words = closures_of(application.case.authority), []
    if not is_working_day(day, closures):
        counts = show_date(on_or_next_working_day(day, closures))
        words.append(
            f"{day:%A} {show_date(day)} is not a working day of the council: what comes by email then counts as received on {counts}."
        )
    if what == What.VALID_FROM:
        last = last_required_item_on(application)
        if last is not None and day < last:
            words.append(f"The last answer that was needed came on {show_date(last)}. An earlier day means that it was not needed.")
    expiry, today = dates_after(application, what, day).days[LAST_DAY], timezone.localdate(now)
    if expiry is not None and expiry < today:
        words.append(f"The last day to decide would be {show_date(expiry)}, which has passed.")
    return words


def dates_after(application: PlanningApplication, what: str, day: date) -> DatesAt:
    """The dates as they would be with this day. Nothing is written."""
    changes = {what: day}
    if what == What.RECEIVED and application.validated_at is not None:
        changes[What.VALID_FROM] = _valid_from_if_received(application, day)
    return dates_with(application, **changes)


def _valid_from_if_received(application: PlanningApplication, day: date) -> date:
    """From when a valid application would be valid, had it been received on this day."""
    stood, application.received_on = application.received_on, day
    try:
        return valid_from_answer(application).value
    finally:
        application.received_on = stood


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
        _refuse_received(application, day)
    lift(row, because=reason, by=by, now=now)
    _put(application, what, day)
    finish(application, before, messages.CORRECTED, {"what": _said(what), "reason": reason}, by=by, now=now)


def day_without(application: PlanningApplication, row: DateCorrection) -> date:
    """The day that counts once this correction is lifted."""
    return row.before if row.what == What.RECEIVED else valid_from_computed(application).value


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
