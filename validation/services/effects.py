"""What an answer changes in the case: one place, whatever way the answer came."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from applications.models import LandOwner, Ownership, PlanningApplication
from applications.services import agree_extension
from audit.services import record
from core.errors import DomainError
from core.filters import show_date
from documents.models import Document
from documents.services import put_in_place_of
from validation import events
from validation.models import ValidationRequest
from validation.selectors import answer_files
from validation.services.certificates import certificate_of
from validation.services.redrawing import redraw_red_line
from validation.services.requests import asked_about

Kind = ValidationRequest.Kind


def _replace_document(application: PlanningApplication, request: ValidationRequest, by: Any, now: datetime) -> None:
    """The old document is archived. The first file of the answer takes over its number and place; others need numbers of their own."""
    old, new = asked_about(request).first(), list(answer_files(request))
    if old is None or not new:
        return
    if old.archived_at is None:
        put_in_place_of(document=old, new=new[0], reason=f"Replaced by the answer to request {request.number}", by=by, now=now)
    Document.objects.filter(pk__in=[document.pk for document in new]).update(replaces=old)


def _change_description(application: PlanningApplication, request: ValidationRequest, by: Any, now: datetime) -> None:
    """The proposed wording counts once the applicant agrees to it, and not before."""
    if not request.approved:
        return
    before, application.description = application.description, request.payload["proposed"]
    application.description_submitted = application.description_submitted or before
    application.save(update_fields=["description", "description_submitted"])
    record(events.DESCRIPTION_CHANGED, case=application.case, by=by, now=now, before=before, after=application.description)


def _correct_red_line(application: PlanningApplication, request: ValidationRequest, by: Any, now: datetime) -> None:
    """The line that the officer drew stands once the applicant agrees to it. A line sent as a document changes nothing by itself."""
    if not request.approved or "boundary" not in request.payload:
        return
    boundary: Any = GEOSGeometry(json.dumps(request.payload["boundary"]))
    stands = application.case.boundary
    if stands is not None and boundary.equals(stands):
        return
    reason = f"Agreed in answer to request {request.number}"
    redraw_red_line(application=application, boundary=boundary, reason=reason, version=None, by=by, now=now)


def _extend_time(application: PlanningApplication, request: ValidationRequest, by: Any, now: datetime) -> None:
    """The agreement is a fact of its own. One that would give no day more than there is by now is only noted."""
    if not request.approved:
        return
    until, today = date.fromisoformat(request.payload["proposed_until"]), timezone.localdate(request.answered_at or now)
    if until < today:
        raise DomainError(f"{show_date(until)} has passed: it cannot be agreed to any more. Write to your case officer.", "agree")
    expiry = application.effective_expiry_on
    if expiry is not None and until <= expiry:
        line = f"The applicant agreed to {show_date(until)}, but we have until {show_date(expiry)} already: nothing was changed."
        application.attention = "\n".join(part for part in (application.attention, line) if part)
        application.save(update_fields=["attention"])
        return
    evidence = f"Answer to request {request.number}, agreed by {request.answered_by_name}"
    agree_extension(application=application, agreed_until_on=until, agreed_on=today, evidence=evidence, by=by, now=now)


def _change_certificate(application: PlanningApplication, request: ValidationRequest, by: Any, now: datetime) -> None:
    """The new certificate and owners take the place of the old ones, which stay readable in the answer and the history."""
    if not request.approved:
        return
    case, said = application.case, request.answer["certificate"]
    before = certificate_of(case)
    row, _ = Ownership.objects.get_or_create(case=case, defaults={"authority_id": case.authority_id})
    row.certificate, row.agricultural_tenants = said["certificate"], said["agricultural_tenants"]
    row.details = {**row.details, "steps": said["steps"], "given_in": f"request {request.number}"}
    row.save()
    LandOwner.objects.filter(case=case).delete()
    LandOwner.objects.bulk_create(
        LandOwner(
            authority_id=case.authority_id,
            case=case,
            name=owner["name"],
            address=owner["address"],
            notice_given=bool(owner["told_on"]),
            notice_given_on=owner["told_on"] or None,
        )
        for owner in said["owners"]
    )
    request.answer = {**request.answer, "previous": before}
    request.save(update_fields=["answer"])
    words = [letter.upper() if letter else "none" for letter in (before["certificate"], said["certificate"])]
    record(
        events.CERTIFICATE_CHANGED, case=case, by=by, now=now, before=words[0], after=words[1], owners=len(said["owners"]), replaced=before
    )


EFFECTS: dict[str, Callable[[PlanningApplication, ValidationRequest, Any, datetime], None]] = {
    Kind.REPLACEMENT_DOCUMENT: _replace_document,
    Kind.DESCRIPTION: _change_description,
    Kind.RED_LINE: _correct_red_line,
    Kind.TIME_EXTENSION: _extend_time,
    Kind.OWNERSHIP: _change_certificate,
}
