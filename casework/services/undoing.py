"""Undo: a validation, or the end of a case. Nothing is deleted; what stood before stands again, and everybody concerned is told."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.corrections import standing
from applications.lifecycle import Blocked, guard, lock, move
from applications.models import DateCorrection, PlanningApplication
from applications.projection import refresh
from audit.services import record
from casework import events, messages
from casework.guards import blocks_to_reopen, blocks_to_unvalidate
from casework.selectors.foreseeing import DateChange, dates_of, told
from core.errors import DomainError
from core.filters import show_date
from notifications.catalogue import MessageType
from validation.disputes import open_dispute
from validation.kinds import kind_of
from validation.selectors import is_live, load_requests, people_to_tell
from validation.services.disputes import answer_by
from validation.services.links import email_with_link
from validation.services.overriding import undo_override
from validation.services.requests import cancel_row

What = DateCorrection.What


def need_reason(reason: str) -> str:
    """The reason without blanks around it. DomainError (`reason`) where there is none."""
    if not reason.strip():
        raise DomainError("Enter a reason", "reason")
    return reason.strip()


@transaction.atomic
def unvalidate(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """The application was not valid after all: it stands where it stood before, the clock stops, and the applicant and agent are told.

    Blocked with what to do first; DomainError without a reason. What the officer checked and what was written stays.
    """
    application, reason = lock(application), need_reason(reason)
    if blocks := blocks_to_unvalidate(application):
        raise Blocked(blocks)
    before, was = dates_of(application), application.valid_from_on
    for request in load_requests(application):
        if is_live(request) and kind_of(request).only_once_valid:
            cancel_row(application, request, reason="The application is not valid any more.", by=by, now=now)
    waits = [request.pk for request in load_requests(application) if is_live(request) and kind_of(request).holds_up]
    application.case.validation_requests.filter(pk__in=waits).update(post_validation=False)
    lift(standing(application.case, What.VALID_FROM), because=f"The validation was undone: {reason}", by=by, now=now)
    move(application, "unvalidate", by=by, now=now, reason=reason)
    application.valid_from_on = application.validated_at = application.validated_by = None
    application.save(update_fields=["valid_from_on", "validated_at", "validated_by"])
    undo_override(application, by=by, now=now)
    status = application.get_status_display().lower()
    record(events.VALIDATION_UNDONE, case=application.case, by=by, now=now, reason=reason, valid_from=was, status=status)
    finish(application, before, messages.VALIDATION_UNDONE, {"reason": reason, "valid_from_on": was}, by=by, now=now)


@transaction.atomic
def reopen(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """Open an ended case again where it stood. Requests that its end cancelled stay cancelled; the time ran on."""
    application, reason = lock(application), need_reason(reason)
    if blocks := blocks_to_reopen(application):
        raise Blocked(blocks)
    guard(application, "reopen")
    ended = application.get_status_display().lower()
    before = dates_of(application)
    move(application, "reopen", by=by, now=now, reason=reason)
    application.closed_reason = ""
    application.save(update_fields=["closed_reason"])
    status = application.get_status_display().lower()
    record(events.REOPENED, case=application.case, by=by, now=now, reason=reason, ended=ended, status=status)
    context = {"reason": reason, "ended": ended, "valid": application.validated_at is not None}
    finish(application, before, messages.REOPENED, context, by=by, now=now)


def lift(correction: DateCorrection | None, *, because: str, by: Any, now: datetime) -> None:
    """A person's date counts no more; the row stays. Part of another verb. None: there is nothing to lift."""
    if correction is None:
        return
    correction.lifted_at, correction.lifted_by, correction.lifted_because = now, by, because
    correction.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    what = correction.get_what_display().lower()
    record(events.CORRECTION_LIFTED, case=correction.case, by=by, now=now, what=what, day=show_date(correction.day), reason=because)


def finish(
    application: PlanningApplication, before: Any, message: MessageType, context: dict[str, Any], *, by: Any, now: datetime
) -> list[DateChange]:
    """Compute everything again, and tell the applicant and the agent with the dates that changed. Last lines of an undo."""
    _count_again(application)
    refresh(application, now=now)
    fresh = PlanningApplication.objects.with_case().get(pk=application.pk)
    changes = before.then(dates_of(fresh))
    said = {**context, "changes": told(changes), "expiry_on": fresh.effective_expiry_on}
    for party in people_to_tell(application):
        email_with_link(application=application, party=party, message=message, context=said, by=by, now=now)
    return changes


def _count_again(application: PlanningApplication) -> None:
    """A notice under article 12 that waits is answered by the day that follows from the day of receipt and the type as they are now."""
    dispute = open_dispute(application)
    if dispute is not None:
        dispute.answer_by_on = answer_by(application, dispute.received_on)
        dispute.save(update_fields=["answer_by_on"])
