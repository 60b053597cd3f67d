"""A case as the v2 API spells it (spec 4, sections 2.2 and 3), without the faults of the reference.

Coordinates are numbers; a date of determination exists once there is one; nobody's home, email or session leaves.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from accounts.policy import policy
from applications.models import PlanningApplication
from core.hosts import url_for
from decision.outcomes import OUTCOMES
from documents.tags import tag_name

PUBLISHED_COMMENT = "published"


def overview(application: PlanningApplication, *, with_comments: bool) -> dict[str, Any]:
    """One case of the register. Comments are left out of lists: their cost would grow with what people write."""
    case = application.case
    officer = case.officer
    return {
        "application": application_shape(application, with_comments=with_comments),
        "property": {"address": _address(case), "boundary": {"site": _boundary(case)}},
        "proposal": {"description": application.description, "reportingType": None, "ownerIsPlanningAuthority": False},
        "applicant": _applicant(case),
        "officer": {"name": officer.name} if officer else None,
        "data": {},
    }


def application_shape(application: PlanningApplication, *, with_comments: bool = False) -> dict[str, Any]:
    case, authority = application.case, application.case.authority
    return {
        "type": {"value": application.type.code, "description": application.type.family},
        "reference": case.reference,
        "fullReference": f"{authority.council_code}-{case.reference}",
        "targetDate": _day(_target(application)),
        "expiryDate": _day(application.effective_expiry_on),
        "receivedAt": _moment(application.received_at),
        "validAt": _moment(_midnight(application.valid_from_on)),
        "publishedAt": _moment(application.published_at),
        "determinedAt": _moment(application.determined_at),
        "determinationDate": _day(application.determined_on),
        "decision": OUTCOMES[application.outcome].v2 if application.determined_on else None,
        "status": application.status,
        "sessionId": None,
        "alternativeReference": case.alternative_reference or None,
        "consultation": _consultation(case, with_comments),
        "pressNotice": None,
    }


def _target(application: PlanningApplication) -> date | None:
    """The day by which the council means to have a recommendation."""
    expiry = application.effective_expiry_on
    return expiry - timedelta(days=policy(application.case.authority, "recommend_days_before_expiry")) if expiry else None


def _consultation(case: Any, with_comments: bool) -> dict[str, Any] | None:
    consultation = getattr(case, "consultation", None)
    if consultation is None:
        return None
    published = case.comments.filter(state=PUBLISHED_COMMENT).order_by("received_at", "pk") if with_comments else []
    return {
        "startDate": _day(consultation.started_on),
        "endDate": _day(consultation.ends_on),
        "publicUrl": public_page(case),
        "publishedComments": [
            {"comment": comment.published_text, "receivedAt": _moment(comment.received_at), "summaryTag": comment.sentiment}
            for comment in published
        ],
        "consulteeComments": [],
    }


def public_page(case: Any) -> str:
    """The stable address of a case on the public site."""
    return url_for(case.authority, "public", "applicant_portal:application", reference=case.reference)


def _address(case: Any) -> dict[str, Any]:
    return {
        "latitude": case.point.y if case.point else None,
        "longitude": case.point.x if case.point else None,
        "title": case.address_lines,
        "singleLine": ", ".join(part for part in (case.address_lines, case.town, case.postcode) if part),
        "uprn": case.uprn,
        "town": case.town,
        "postcode": case.postcode,
    }


def _boundary(case: Any) -> dict[str, Any] | None:
    line = case.boundary
    return {"type": "Feature", "properties": None, "geometry": json.loads(line.geojson)} if line else None


def _applicant(case: Any) -> dict[str, Any]:
    ownership = getattr(case, "ownership", None)
    applicant = next((party for party in case.parties.all() if party.role == "applicant"), None)
    certificate = {"interest": ownership.interest or None, "certificate": ownership.certificate or None} if ownership else None
    return {
        "type": ("company" if applicant.company else "individual") if applicant else None,
        "address": None,
        "ownership": certificate,
        "agent": {"address": None},
    }


def file_shape(document: Any, version: Any) -> dict[str, Any]:
    """A public document and its current version."""
    case = document.case
    return {
        "name": document.name,
        "referencesInDocument": [document.number] if document.number else [],
        "url": url_for(case.authority, "public", "documents:public_file", reference=case.reference, public_id=document.public_id),
        "type": [{"value": tag, "description": tag_name(tag)} for tag in document.tags],
        "createdAt": _moment(document.created_at),
        "applicantDescription": document.description or None,
        "metadata": {"byteSize": version.size, "contentType": version.content_type},
    }


def submission_shape(submission: Any) -> dict[str, Any]:
    """What became of a submission, for the client that sent it; nothing of the inside of a fault of ours."""
    return {
        "uuid": submission.public_id,
        "state": submission.state,
        "description": submission.get_state_display(),
        "version": submission.revision,
        "receivedAt": _moment(submission.received_at),
        "understoodAt": _moment(submission.understood_at),
        "reference": submission.case.reference if submission.case else None,
        "faults": submission.faults,
        "files": [_fetched_shape(file) for file in submission.files.all()],
    }


def _fetched_shape(file: Any) -> dict[str, Any]:
    return {
        "name": file.name,
        "state": file.state,
        "detail": file.error or None,
        "attempts": file.attempts,
        "nextAttemptAt": _moment(file.next_attempt_at) if file.state == "waiting" else None,
        "fetchedAt": _moment(file.fetched_at),
    }


def _moment(moment: datetime | None) -> str | None:
    """ISO 8601 with milliseconds and London's offset."""
    return timezone.localtime(moment).isoformat(timespec="milliseconds") if moment else None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
