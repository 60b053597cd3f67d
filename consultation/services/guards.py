"""When publicity can be done."""

from applications.lifecycle import BEFORE_VALIDATION, lock, refuse_ended
from applications.models import Case, PlanningApplication
from core.errors import DomainError


class NotYetPublic(DomainError):
    """Letters and notices send people to the public page, so it must be there first."""


def lock_public(application: PlanningApplication) -> PlanningApplication:
    """The application under a lock; NotYetPublic unless anybody can read about it."""
    locked = lock(application)
    refuse_ended(locked)
    if not locked.is_public:
        raise NotYetPublic("Make the application public first: letters and notices send people to its page.")
    return locked


def lock_valid(application: PlanningApplication) -> PlanningApplication:
    """The application under a lock; DomainError while it is not valid yet."""
    locked = lock(application)
    if locked.status in BEFORE_VALIDATION or locked.valid_from_on is None:
        raise DomainError("Mark the application valid first.")
    if locked.case.kind != Case.Kind.APPLICATION:
        raise DomainError("Only applications are made public. Advice before an application stays with the applicant.")
    return locked


def lock_running(application: PlanningApplication) -> PlanningApplication:
    """A valid application under a lock that has not come to its end."""
    locked = lock_valid(application)
    refuse_ended(locked)
    return locked
