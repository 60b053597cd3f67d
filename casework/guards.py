"""What stands in the way of an undo or a correction, and what to know before it. Services refuse by it and pages show it."""

from datetime import date, datetime

from django.utils import timezone

from applications.corrections import standing
from applications.facts import facts_for
from applications.law import closures_of
from applications.lifecycle import ENDED, WITH_REVIEWER, Block, Blocked, can
from applications.models import ApplicationType, DateCorrection, PlanningApplication
from applications.payments import fee_received_on
from casework.selectors.foreseeing import LAST_DAY, DatesAt, dates_with
from casework.selectors.retyping import as_type, types_for
from casework.selectors.undoing import first_told_on
from core.errors import DomainError
from core.filters import show_date
from statute import ContradictoryFacts, StatuteError, statutory_expiry
from statute.calendar import is_working_day, on_or_next_working_day
from validation.selectors import last_required_item_on, valid_from_answer, valid_from_computed

What = DateCorrection.What
UNDO_PAGE = "casework:undo"


def blocks_to_unvalidate(application: PlanningApplication) -> list[Block]:
    """What stands in the way of undoing the validation, each with what to do first."""
    if can(application, "unvalidate"):
        return []
    if application.status in WITH_REVIEWER:
        words = "The recommendation is with the person who decides. Take it back, or have it returned, first."
        return [Block(words, "decision:recommend")]
    return blocked_by_its_end(application) or [Block("The application is not valid, so there is nothing to undo.")]


def blocks_to_reopen(application: PlanningApplication) -> list[Block]:
    """What stands in the way of opening an ended case again."""
    if can(application, "reopen"):
        return []
    if application.status == PlanningApplication.Status.DETERMINED:
        return [Block("The application is determined. A decision that was issued cannot be undone here.")]
    return [Block("The case has not ended, so there is nothing to open again.")]


def blocked_by_its_end(application: PlanningApplication) -> list[Block]:
    """Why nothing can be corrected on a case that has ended."""
    if application.status == PlanningApplication.Status.DETERMINED:
        return [Block("The application is determined. A decision that was issued cannot be undone here.")]
    if application.status in ENDED:
        return [Block(f"The application is {application.get_status_display().lower()}. Open it again first.", UNDO_PAGE)]
    return []


def blocks_to_retype(application: PlanningApplication) -> list[Block]:
    """What stands in the way of correcting the type, each with what to do first."""
    if application.status in WITH_REVIEWER:
        words = "The recommendation is with the person who decides. Take it back, or have it returned, first."
        return [Block(words, "decision:recommend")]
    return blocked_by_its_end(application)


def refuse_type(application: PlanningApplication, type_: ApplicationType) -> None:
    """DomainError (`type`) for a type that this application cannot have."""
    if blocks := blocks_to_retype(application):
        raise Blocked(blocks)
    if type_.pk == application.type_id:
        raise DomainError("This is the type that it has already", "type")
    if not types_for(application).filter(pk=type_.pk).exists():
        raise DomainError("Choose a type that the council takes", "type")
    try:
        statutory_expiry(facts_for(as_type(application, type_)))
    except ContradictoryFacts as error:
        words = error.message.replace(type_.code, type_.name)
        raise DomainError(f"{words}. Put the development in figures right first, or choose another type", "type") from error
    except StatuteError:
        pass  # what the law cannot answer yet is shown beside the dates


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
    refuse = refuse_received if what == What.RECEIVED else _refuse_valid_from
    refuse(application, day)
    if fault := dates_after(application, what, day).fault:
        raise DomainError(f"The dates cannot be computed from this day. {fault}", "day")


def refuse_received(application: PlanningApplication, day: date) -> None:
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
        words = (
            f"It was received on {show_date(application.received_on)}: it cannot have been valid before. If that is wrong, correct it first"
        )
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


def day_without(application: PlanningApplication, row: DateCorrection) -> date:
    """The day that counts once this correction is lifted."""
    return row.before if row.what == What.RECEIVED else valid_from_computed(application).value
