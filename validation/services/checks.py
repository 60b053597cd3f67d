"""The officer's answers to the questions of validation."""

import json
from datetime import datetime
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction

from applications.lifecycle import lock, refuse_ended
from applications.models import CaseConstraint, PlanningApplication
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from documents.models import Document
from places.designations import DESIGNATIONS
from validation import events
from validation.kinds import kind_of
from validation.models import ValidationCheck, ValidationRequest
from validation.questions import ASKS_WHEN_NO, in_words, task_of
from validation.selectors import documents_to_check, is_live, is_unseen, load_requests, summary_of
from validation.services.findings import apply_finding
from validation.services.requests import cancel_row, guard_payload, see, send_requests, write_request

Check, Kind = ValidationCheck.Check, ValidationRequest.Kind


class StillAsked(DomainError):
    """The question cannot be answered yes while the applicant is being asked about it."""


@transaction.atomic
def record_check(
    *,
    application: PlanningApplication,
    check: str,
    ok: bool | None,
    note: str = "",
    payload: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    by: Any,
    now: datetime,
) -> ValidationCheck:
    """Answer a question of validation: True, False, or None for begun. `data`: what its form asked beyond that (None: as it was).

    No to the red line, description, fee or certificate writes the request that goes with it (`note` is its reason), or rewords the one
    that waits. An answer of the applicant to that question counts as seen. StillAsked: yes while a request is live.
    """
    application = lock(application)
    refuse_ended(application)
    asked = [request for request in load_requests(application) if kind_of(request).task == task_of(check)]
    live = [request for request in asked if is_live(request)]
    if ok and live and check in ASKS_WHEN_NO:
        raise StillAsked("The applicant is being asked about this. Cancel that request first, then answer yes.", "ok")
    if ok and check == Check.RED_LINE and application.case.boundary is None:
        raise DomainError("There is no red line to check. Answer no: the applicant is asked for a location plan.", "ok")
    given = {"authority_id": application.authority_id, "ok": ok, "note": note, "by": by, "at": now}
    given |= {} if data is None else {"data": data}
    answer, _ = ValidationCheck.objects.update_or_create(case=application.case, check_name=check, defaults=given)
    if ok is not None:
        if data is not None:
            apply_finding(application, check, data, by, now)
        _tell(answer, by, now)
        for request in asked:
            if is_unseen(request):
                see(request, by=by, now=now)
    if ok is False and check in ASKS_WHEN_NO:
        if live:
            reword(live[0], note, payload or {}, by, now)
        else:
            ask_for(application, ASKS_WHEN_NO[Check(check)], note, payload or {}, by, now)
    refresh(application, now=now)
    return answer


@transaction.atomic
def propose_red_line(*, application: PlanningApplication, boundary: MultiPolygon, reason: str, by: Any, now: datetime) -> ValidationCheck:
    """Say no to the red line with the line that the officer proposes (EPSG:4326): the applicant sees both and agrees or refuses.

    StillAsked while a request about the red line is with the applicant; DomainError (`boundary`) for the line that stands already.
    """
    application = lock(application)
    asked = [request for request in load_requests(application) if request.kind == Kind.RED_LINE]
    if any(request.state == ValidationRequest.State.OPEN for request in asked):
        raise StillAsked("The applicant is being asked about the red line. Cancel that request first.", "boundary")
    payload = {"boundary": json.loads(boundary.geojson)}
    guard_payload(application, Kind.RED_LINE, payload, now)
    return record_check(application=application, check=Check.RED_LINE, ok=False, note=reason, payload=payload, by=by, now=now)


def _tell(answer: ValidationCheck, by: Any, now: datetime) -> None:
    parts = [in_words(answer) or ("yes" if answer.ok else "no"), answer.note]
    words = ", ".join(part for part in parts if part)
    record(events.CHECK_ANSWERED, case=answer.case, by=by, now=now, check=answer.get_check_name_display(), answer=words)


def ask_for(application: PlanningApplication, kind: str, reason: str, payload: dict[str, Any], by: Any, now: datetime) -> None:
    request = write_request(application, kind=kind, reason=reason, payload=payload, by=by, now=now)
    if kind_of(kind).at_once or application.status != "not_started":
        send_requests(application=application, requests=[request], by=by, now=now)


def reword(request: ValidationRequest, reason: str, payload: dict[str, Any], by: Any, now: datetime) -> None:
    """Carry changed words over to a request that has not been sent; a sent one stays as the applicant read it."""
    words = (reason, {**request.payload, **payload})
    if request.state != ValidationRequest.State.PENDING or words == (request.reason, request.payload):
        return
    request.reason, request.payload = words
    request.version += 1
    request.save(update_fields=["reason", "payload", "version"])
    record(events.REQUEST_EDITED, case=request.case, by=by, now=now, number=request.number, what=summary_of(request), reason=reason)


@transaction.atomic
def check_document(*, application: PlanningApplication, document: Document, fit: bool, reason: str = "", by: Any, now: datetime) -> None:
    """Say whether a document is fit for its purpose. Not fit: a replacement is asked for; fit after all: that request is cancelled."""
    application = lock(application)
    refuse_ended(application)
    _judge(application, document.pk, fit, reason, by, now)
    refresh(application, now=now)


@transaction.atomic
def review_documents(
    *, application: PlanningApplication, verdicts: dict[int, tuple[bool, str]], complete: bool, by: Any, now: datetime
) -> ValidationCheck:
    """Say of each document (by its key) whether it is fit, and why not; `complete` closes the review.

    DomainError when the review is to be closed while a document has not been looked at.
    """
    application = lock(application)
    refuse_ended(application)
    for document_id, (fit, reason) in verdicts.items():
        _judge(application, document_id, fit, reason, by, now)
    if complete and documents_to_check(application).filter(checked=None).exists():
        raise DomainError("Say of each document whether it is fit, or save and come back later.")
    return record_check(application=application, check=Check.DOCUMENTS, ok=True if complete else None, by=by, now=now)


def _judge(application: PlanningApplication, document_id: int, fit: bool, reason: str, by: Any, now: datetime) -> None:
    """One verdict; nothing happens where it stands already. The caller has locked the application and refreshes it."""
    reason = "" if fit else reason.strip()
    document = documents_to_check(application).select_for_update(of=("self",)).filter(pk=document_id).first()
    if document is None:
        raise DomainError("A document has been archived since this page was opened. Open the page again.")
    if not fit and not reason:
        raise DomainError(f"Say what is wrong with {document.name}: the applicant will read it.", f"reason_{document_id}")
    if (document.checked, document.check_note) == (fit, reason):
        return
    document.checked, document.check_note, document.version = fit, reason, document.version + 1
    document.save(update_fields=["checked", "check_note", "version"])
    verdict = "fit" if fit else f"not fit: {reason}"
    record(events.DOCUMENT_CHECKED, case=application.case, by=by, now=now, document=document.name, verdict=verdict)
    live = _live_replacement(application, document)
    if fit and live is not None:
        cancel_row(application, live, reason="The document was found fit after all.", by=by, now=now)
    elif not fit and live is None:
        payload = {"document": str(document.public_id), "document_name": document.name}
        ask_for(application, Kind.REPLACEMENT_DOCUMENT, reason, payload, by, now)
    elif live is not None:
        reword(live, reason, {}, by, now)


def _live_replacement(application: PlanningApplication, document: Document) -> ValidationRequest | None:
    wanted = str(document.public_id)
    return next((r for r in load_requests(application) if is_live(r) and r.payload.get("document") == wanted), None)


@transaction.atomic
def add_constraint(*, application: PlanningApplication, code: str, by: Any, now: datetime) -> CaseConstraint:
    """Add a designation that touches the site. DomainError for one that is there already."""
    application = lock(application)
    refuse_ended(application)
    if code not in DESIGNATIONS:
        raise DomainError("Choose a designation from the list.", "code")
    found = CaseConstraint.objects.filter(case=application.case, code=code).first()
    if found is not None and found.removed_at is None and found.intersects:
        raise DomainError(f"{found.name} is on the list already.", "code")
    constraint = found or CaseConstraint(authority_id=application.authority_id, case=application.case, code=code, name=DESIGNATIONS[code])
    constraint.intersects, constraint.removed_at, constraint.removed_by = True, None, None
    constraint.source, constraint.added_by = "Case officer", by
    constraint.save()
    record(events.CONSTRAINT_ADDED, case=application.case, by=by, now=now, name=constraint.name, code_of_list=code)
    refresh(application, now=now)
    return constraint


@transaction.atomic
def remove_constraint(*, application: PlanningApplication, code: str, by: Any, now: datetime) -> None:
    """Take a designation off the site; the row keeps who and when."""
    application = lock(application)
    refuse_ended(application)
    constraint = CaseConstraint.objects.filter(case=application.case, code=code, removed_at=None, intersects=True).first()
    if constraint is None:
        raise DomainError("That constraint is not on the list any more.")
    constraint.removed_at, constraint.removed_by = now, by
    constraint.save(update_fields=["removed_at", "removed_by"])
    record(events.CONSTRAINT_REMOVED, case=application.case, by=by, now=now, name=constraint.name, code_of_list=constraint.code)
    refresh(application, now=now)
