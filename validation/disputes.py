"""Notices that something asked for is not needed (DMPO article 12): reading them."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from applications.snapshot import CaseSnapshot
from validation.kinds import kind_of
from validation.models import ValidationDispute, ValidationRequest
from validation.selectors import load_requests

State = ValidationRequest.State


def disputes_of(application: Any) -> list[ValidationDispute]:
    """Every notice of the case, oldest first. Snapshot part "disputes"."""
    return list(application.case.validation_disputes.select_related("request", "answered_by", "recorded_by"))


def open_dispute(application: Any) -> ValidationDispute | None:
    """The notice that waits for an answer."""
    return next((dispute for dispute in disputes_of(application) if dispute.answered_at is None), None)


def waiting(snapshot: CaseSnapshot) -> ValidationDispute | None:
    """The same of a snapshot: only an invalid application can have one, so that other cases cost no query."""
    if snapshot.status != "invalidated":
        return None
    return next((dispute for dispute in snapshot["disputes"] if dispute.answered_at is None), None)


def disputable(application: Any, only: ValidationRequest | None = None) -> list[ValidationRequest]:
    """What the applicant may say is not needed: requests that wait for them and hold the application up."""
    found = [request for request in load_requests(application) if request.state == State.OPEN and kind_of(request).holds_up]
    return [request for request in found if only is None or request == only]


def can_be_disputed(application: Any) -> str:
    """Why no notice can be given now; "" where one can."""
    if application.status != "invalidated":
        return "Only what is asked for while the application is invalid can be disputed."
    if open_dispute(application) is not None:
        return "A notice waits for its answer already."
    return "" if disputable(application) else "Nothing is asked for that holds the application up."


def latest_about(request: ValidationRequest) -> ValidationDispute | None:
    """The newest notice about this request, or about everything."""
    if request.sent_at is None:
        return None
    about = Q(request=request) | Q(request=None, received_on__gte=timezone.localdate(request.sent_at))
    return ValidationDispute.objects.filter(about, case_id=request.case_id).order_by("-pk").first()


def consequence(application: Any, facts: Any) -> tuple[str, str, Any] | None:
    """For the radar: (kind, words, day) of a notice that waits for its answer."""
    if application.status != "invalidated":
        return None
    dispute = open_dispute(application)
    if dispute is None:
        return None
    return "dispute", "The applicant’s notice that something is not needed (article 12) is unanswered", dispute.answer_by_on
