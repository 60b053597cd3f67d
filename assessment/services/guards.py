"""When assessment may be written."""

from typing import Any

from applications.lifecycle import UNDER_ASSESSMENT, NotAllowedNow, lock
from applications.models import PlanningApplication
from core.errors import DomainError


class NotUnderAssessment(NotAllowedNow):
    """The application is not valid yet, is with the reviewer, or has ended."""


def lock_for_assessment(application: PlanningApplication) -> PlanningApplication:
    """The application under a lock; NotUnderAssessment unless the case officer may write on it now."""
    locked = lock(application)
    if locked.status in UNDER_ASSESSMENT:
        return locked
    if locked.status in {"not_started", "invalidated"}:
        raise NotUnderAssessment("Mark the application valid first: assessment starts after that.")
    if locked.status in {"awaiting_determination", "in_committee"}:
        raise NotUnderAssessment("The recommendation is with the reviewer. Take it back first if you need to change this.")
    raise NotUnderAssessment(f"This application is {locked.get_status_display().lower()}: its assessment cannot be changed.")


class AlreadyRemoved(DomainError):
    """A colleague took this off the list after the page was opened."""


def locked_item(model: Any, application: PlanningApplication, item: Any) -> Any:
    """A condition or informative of the case, read again under a lock; AlreadyRemoved when it is not on the list any more."""
    row = model.objects.select_for_update().filter(pk=item.pk, case=application.case, cancelled_at=None).first()
    if row is None:
        raise AlreadyRemoved(f"A colleague has taken “{item.title}” off the list.")
    return row
