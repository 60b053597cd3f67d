"""Returning invalid applications after no reply: a person confirms each, nothing is returned by itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock
from applications.models import PlanningApplication
from casework.selectors import returns
from casework.services.endings import return_invalid
from core.errors import DomainError


class HasAnswered(DomainError):
    """The case has left the list: somebody answered, or wrote, or a colleague dealt with it."""


@transaction.atomic
def return_silent(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """Return one application of the list, with a reason that the applicant reads. HasAnswered where it is not on the list any more."""
    application = lock(application)
    listed = returns.silent(application.case.authority, on=timezone.localdate(now))
    if not listed.filter(pk=application.pk).exists():
        raise HasAnswered(f"{application.reference} is not on the list any more: open it to see why.")
    return_invalid(application=application, reason=reason, by=by, now=now)


def return_many(*, applications: Iterable[PlanningApplication], reason: str, by: Any, now: datetime) -> tuple[list[str], list[str]]:
    """The same for several: (references that were returned, words about those that were not). Each stands for itself."""
    if not reason.strip():
        raise DomainError("Enter a reason: the applicants read it", "reason")
    done, refused = [], []
    for application in applications:
        try:
            return_silent(application=application, reason=reason, by=by, now=now)
            done.append(application.reference)
        except DomainError as refusal:
            refused.append(refusal.message)
    return done, refused
