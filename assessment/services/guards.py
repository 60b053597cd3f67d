"""When assessment may be written."""

from applications.lifecycle import UNDER_ASSESSMENT, NotAllowedNow, lock
from applications.models import PlanningApplication


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
