"""Notices that something asked for is not needed (DMPO article 12): reading them."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from applications.facts import facts_for
from applications.snapshot import CaseSnapshot
from statute import StatuteError, may_be_disputed
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


def is_disputable(request: ValidationRequest) -> bool:
    """Whether it asks for particulars or evidence, holds the application up and waits for the applicant (article 12(1))."""
    kind = kind_of(request)
    return request.state == State.OPEN and kind.holds_up and kind.disputable


def disputable(application: Any) -> list[ValidationRequest]:
    """What the applicant may say is not needed."""
    return [request for request in load_requests(application) if is_disputable(request)]


def disputed_by(application: Any, dispute: ValidationDispute) -> list[ValidationRequest]:
    """What a notice is about and still waits: its request; or everything that had been asked for when it came."""
    found = disputable(application)
    if dispute.request is not None:
        return [request for request in found if request == dispute.request]
    return [request for request in found if request.sent_at is not None and request.sent_at <= dispute.recorded_at]


def why_not_about(application: Any, request: ValidationRequest) -> str:
    """Why no notice can be given about this request; "" where one can."""
    if not kind_of(request).disputable:
        return "Only particulars and evidence can be disputed, not the fee and the ownership certificate."
    return "" if request in disputable(application) else "This request does not wait for an answer any more."


def can_be_disputed(application: Any) -> str:
    """Why no notice can be given now; "" where one can."""
    if application.status != "invalidated":
        return "Only what is asked for while the application is invalid can be disputed."
    if open_dispute(application) is not None:
        return "A notice waits for its answer already."
    if not may_dispute(application):
        return "The law provides for such a notice only where planning permission or the approval of reserved matters is applied for."
    return "" if disputable(application) else "Neither plans nor other particulars are asked for that hold the application up."


def may_dispute(application: Any) -> bool:
    """Whether the law knows a notice like this for the type of application."""
    try:
        return may_be_disputed(facts_for(application)).value
    except StatuteError:
        return False


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
