"""When publicity can be done."""

from applications.lifecycle import BEFORE_VALIDATION, lock, refuse_ended
from applications.models import PlanningApplication
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
    if locked.status in BEFORE_VALIDATION:
        raise DomainError("Mark the application valid first.")
    return locked


def lock_running(application: PlanningApplication) -> PlanningApplication:
    """A valid application under a lock that has not come to its end."""
    locked = lock_valid(application)
    refuse_ended(locked)
    return locked
