"""Asking the applicant: write, change, send and cancel requests, and deal with what came back."""

import json
from datetime import date, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.policy import policy
from applications.law import closures_of
from applications.lifecycle import lock, refuse_ended
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.selectors import history_of
from audit.services import record
from core.errors import DomainError, StaleRecord
from core.filters import show_date
from core.services import check_version
from documents.models import Document
from notifications.letters import reached_at, tell
from statute.calendar import add_working_days
from validation import events, messages
from validation.grounds import ground_of
from validation.kinds import SILENCE_AGREES, RequestKind, kind_of
from validation.models import ValidationRequest
from validation.selectors import correspondent, if_not_answered, is_live, is_unseen, load_requests, summary_of
from validation.services.certificates import certificate_of
from validation.services.links import email_with_link

State = ValidationRequest.State


class CannotAsk(DomainError):
    """This cannot be asked of the applicant now."""


class NoLongerOpen(DomainError):
    """The request has left the state in which this can be done."""


@transaction.atomic
def create_request(
    *, application: PlanningApplication, kind: str, reason: str, payload: dict[str, Any] | None = None, by: Any, now: datetime
) -> ValidationRequest:
    """Ask the applicant for something. It waits for the invalid notice; once that has gone, or after validation, it leaves at once."""
    application = lock(application)
    refuse_ended(application)
    request = write_request(application, kind=kind, reason=reason, payload=payload or {}, by=by, now=now)
    if kind_of(kind).at_once or application.status != "not_started":
        send_requests(application=application, requests=[request], by=by, now=now)
    refresh(application, now=now)
    return request


def write_request(
    application: PlanningApplication, *, kind: str, reason: str, payload: dict[str, Any], by: Any, now: datetime
) -> ValidationRequest:
    """The row of a new request. The caller has locked the application."""
    _guard_kind(application, kind_of(kind))
    guard_payload(application, kind, payload, now)
    payload = {**payload, **_as_it_stands(application, kind, payload)}
    highest = application.case.validation_requests.aggregate(highest=Max("number"))["highest"] or 0
    request = ValidationRequest.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        number=highest + 1,
        kind=kind,
        reason=reason,
        payload=payload,
        post_validation=application.validated_at is not None,
        created_by=by,
        created_at=now,
    )
    record(events.REQUEST_ADDED, case=application.case, by=by, now=now, number=request.number, what=summary_of(request), reason=reason)
    return request


def _guard_kind(application: PlanningApplication, kind: RequestKind) -> None:
    if kind.only_before_validation and application.validated_at is not None:
        raise CannotAsk(f"“{kind.title}” can only be asked before the application is valid.")
    if kind.only_once_valid and application.validated_at is None:
        raise CannotAsk(f"“{kind.title}” can only be asked once the application is valid.")
    if kind.one_at_a_time and any(is_live(request) for request in load_requests(application) if request.kind == kind.code):
        raise CannotAsk(f"There is a request “{kind.title}” already. Change or cancel that one first.")


def _as_it_stands(application: PlanningApplication, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What the applicant reads beside the proposal, as it was when they were asked."""
    if kind == ValidationRequest.Kind.TIME_EXTENSION:
        expiry = application.effective_expiry_on
        return {"previous_until": expiry.isoformat() if expiry else ""}
    if kind == ValidationRequest.Kind.OWNERSHIP:
        return {"previous": certificate_of(application.case)}
    if "boundary" in payload:
        boundary: Any = application.case.boundary
        return {"previous_boundary": json.loads(boundary.geojson) if boundary else None}
    return {}


def guard_payload(application: PlanningApplication, kind: str, payload: dict[str, Any], now: datetime) -> None:
    """Refuse what the applicant could not sensibly answer: a date that gives no more time, the line that stands already."""
    if kind == ValidationRequest.Kind.TIME_EXTENSION:
        until, expiry = date.fromisoformat(payload["proposed_until"]), application.effective_expiry_on
        if until <= timezone.localdate(now) or (expiry is not None and until <= expiry):
            raise DomainError("The new date must be in the future and later than the last day to decide.", "proposed_until")
    if "boundary" in payload and application.case.boundary is not None:
        boundary: Any = GEOSGeometry(json.dumps(payload["boundary"]))
        if boundary.equals(application.case.boundary):
            raise DomainError("This is the red line that the case has already. Draw the one that you propose.", "boundary")


def _lock_request(request: ValidationRequest) -> ValidationRequest:
    return ValidationRequest.objects.select_for_update(of=("self",)).select_related("case__authority").get(pk=request.pk)


def lock_both(request: ValidationRequest) -> tuple[PlanningApplication, ValidationRequest]:
    """The application first, then the request, each under its lock: the order of every verb on a request."""
    application = lock(PlanningApplication(pk=request.case_id))
    return application, _lock_request(request)


@transaction.atomic
def edit_request(
    *, request: ValidationRequest, version: int, reason: str, payload: dict[str, Any] | None = None, by: Any, now: datetime
) -> ValidationRequest:
    """Change what a request says while it has not been sent. StaleRecord, with their text, when a colleague saved first."""
    application, request = lock_both(request)
    if request.state != State.PENDING:
        raise NoLongerOpen("This request has been sent: it cannot be changed. Cancel it and write a new one.")
    try:
        check_version(request, version)
    except StaleRecord:
        raise StaleRecord(theirs=request.reason, who=_last_editor(request), version=request.version) from None
    request.reason, request.payload = reason, {**request.payload, **(payload or {})}
    request.save(update_fields=["reason", "payload", "version"])
    record(events.REQUEST_EDITED, case=request.case, by=by, now=now, number=request.number, what=summary_of(request), reason=reason)
    refresh(application, now=now)
    return request


def _last_editor(request: ValidationRequest) -> str:
    edits = history_of(request.case).filter(type=events.REQUEST_EDITED.code, data__number=request.number)
    return edits.values_list("actor_name", flat=True).first() or "A colleague"


@transaction.atomic
def send_requests(*, application: PlanningApplication, requests: list[ValidationRequest], by: Any, now: datetime) -> bool:
    """Open these requests, their due dates counted from today, and send them as one list. False when nobody can be told."""
    application = lock(application)
    refuse_ended(application)
    return send_list(application, requests, message=messages.REQUESTS_SENT, by=by, now=now)


def send_list(
    application: PlanningApplication, requests: list[ValidationRequest], *, message: messages.MessageType, by: Any, now: datetime
) -> bool:
    """Open the requests and put all of them into one email or letter. The caller has locked the application and refreshes it."""
    party, today = correspondent(application), timezone.localdate(now)
    for request in requests:
        days = policy(application.case.authority, kind_of(request).days)
        due_on = add_working_days(today, days, closures_of(application.case.authority))
        request.state, request.sent_at, request.due_on = State.OPEN, now, due_on
        silence = kind_of(request).silence
        if silence and party is not None and policy(application.case.authority, silence):
            request.payload = {**request.payload, SILENCE_AGREES: True}
        request.save(update_fields=["state", "sent_at", "due_on", "payload"])
        record(
            events.REQUEST_SENT,
            case=application.case,
            by=by,
            now=now,
            number=request.number,
            to=reached_at(party),
            due=request.due_on,
            what=summary_of(request),
        )
    if party is None or not requests:
        return False
    context = {"requests": [in_words(request) for request in requests], "due_on": min(request.due_on or today for request in requests)}
    email_with_link(application=application, party=party, message=message, context=context, by=by, now=now)
    return True


def in_words(request: ValidationRequest) -> dict[str, Any]:
    """A request as emails list it."""
    kind = kind_of(request)
    payload = request.payload
    until = show_date(date.fromisoformat(payload["proposed_until"])) if "proposed_until" in payload else ""
    about = payload.get("document_type") or payload.get("document_name") or payload.get("proposed") or until
    return {
        "title": kind.ask,
        "about": about,
        "reason": request.reason,
        "suggestion": request.payload.get("suggestion", ""),
        "due_on": request.due_on,
        "if_not": if_not_answered(request),
        "ground": ground_of(request),
    }


@transaction.atomic
def cancel_request(*, request: ValidationRequest, reason: str, by: Any, now: datetime) -> ValidationRequest:
    """Take a request back, with a reason. The applicant is told if it had been sent."""
    application, request = lock_both(request)
    refuse_ended(application)
    if not is_live(request):
        raise NoLongerOpen(f"This request is {request.get_state_display().lower()} already: it cannot be cancelled.")
    cancel_row(application, request, reason=reason, by=by, now=now)
    refresh(application, now=now)
    return request


def cancel_row(application: PlanningApplication, request: ValidationRequest, *, reason: str, by: Any, now: datetime) -> None:
    """Cancel, undo what asking changed, tell the applicant. The caller has locked the application."""
    if not reason.strip():
        raise DomainError("Say why the request is cancelled.", "reason")
    request.state, request.cancelled_at, request.cancelled_by, request.cancel_reason = State.CANCELLED, now, by, reason
    request.version += 1
    request.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason", "version"])
    if request.kind == ValidationRequest.Kind.REPLACEMENT_DOCUMENT:
        asked_about(request).filter(checked=False).update(checked=None, check_note="")
    record(events.REQUEST_CANCELLED, case=application.case, by=by, now=now, number=request.number, what=summary_of(request), reason=reason)
    party = correspondent(application)
    if request.sent_at is not None and party is not None:
        context = {"what": summary_of(request), "address": application.case.address, "reason": reason}
        key = messages.REQUEST_CANCELLED.key
        tell(authority=application.case.authority, case=application.case, party=party, message=key, context=context, by=by, now=now)


def asked_about(request: ValidationRequest) -> Any:
    """The document that a replacement is asked for (a query of one or none)."""
    wanted = request.payload.get("document")
    found = Document.objects.filter(case_id=request.case_id)
    return found.filter(public_id=wanted) if wanted else found.none()


@transaction.atomic
def mark_answer_seen(*, request: ValidationRequest, by: Any, now: datetime) -> None:
    """Note that an officer has dealt with the applicant's answer."""
    application, request = lock_both(request)
    if is_unseen(request):
        see(request, by=by, now=now)
        refresh(application, now=now)


def see(request: ValidationRequest, *, by: Any, now: datetime) -> None:
    request.seen_at, request.seen_by = now, by
    request.save(update_fields=["seen_at", "seen_by"])
    record(events.ANSWER_SEEN, case=request.case, by=by, now=now, number=request.number, what=summary_of(request))
