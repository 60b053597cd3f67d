"""Every permission of BOPS, and how a URL names the one that it needs. The roles that hold them are in accounts/roles.py."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied

from core.access import PUBLIC, RequestPermission, open_to

__all__ = ["PUBLIC", "Permission", "RequestPermission", "check", "open_to", "requires"]


class Permission(StrEnum):
    """The value is the description that people read."""

    VIEW_CASES = "See cases, documents and history"
    REGISTER = "Register applications and claim them from the queue"
    VALIDATE = "Check applications, ask applicants, mark valid or invalid"
    OVERRIDE = "Mark an application valid in spite of what stands in the way"
    EDIT_DOCUMENTS = "Add, tag, publish and archive documents"
    ASSIGN = "Assign cases to officers"
    PUBLICISE = "Make cases public, choose neighbours, send letters, make notices"
    ASSESS = "Visit sites, write assessments, conditions and informatives, recommend"
    REVIEW = "Accept or return recommendations"
    DETERMINE = "Determine applications and issue decision notices"
    ENFORCE = "Look into reported breaches and see who reported them"
    MODERATE_COMMENTS = "Read, redact and publish comments"
    AGREE_EXTENSION = "Record agreed extensions of time"
    RECORD_PAYMENT = "Record payments and bounced payments, ask for refunds"
    APPROVE_REFUND = "Approve refunds that somebody else asked for"
    CLOSE_CASES = "Withdraw, return and close cases"
    UNDO = "Undo a decision of validation, reopen a case"
    MANAGE_SUBMISSIONS = "See and replay the inbox of submissions"
    MANAGE_COUNCIL = "Change the council's settings, people and lists"
    EXPORT = "Export lists as CSV"
    COMPONENTS = "See the component gallery"


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Guard a function view: 403 for a member of the council without `permission`."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> Any:
            check(request, permission)
            return view(request, *args, **kwargs)

        guarded.bops_permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def check(request: Any, permission: Permission) -> None:
    membership = getattr(request, "membership", None)
    if membership is None or not membership.can(permission):
        raise PermissionDenied(f"You need this permission: {permission.value}.")
