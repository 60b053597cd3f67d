"""A decision on validity in spite of what stands in its way: each thing named, with a reason, on record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from applications.lifecycle import Block, Blocked
from applications.models import PlanningApplication
from audit.services import record
from core.errors import DomainError
from validation import events, messages
from validation.kinds import kind_of
from validation.models import RequestDocument, ValidationRequest, ValidityOverride
from validation.selectors import is_live, load_requests
from validation.services.requests import cancel_row, send_list, write_request


def guard_override(blocks: Sequence[Block], *, in_spite_of: Sequence[str], reason: str) -> None:
    """Blocked with what nobody can decide in spite of, and with what was not named; DomainError (`reason`) without a reason."""
    standing = [block for block in blocks if block.hard or block.reason not in in_spite_of]
    if standing:
        raise Blocked(standing)
    if blocks and not reason.strip():
        raise DomainError("Enter why it is valid in spite of this", "reason")


def keep_override(
    application: PlanningApplication, verb: str, blocks: Sequence[Block], *, reason: str, by: Any, now: datetime
) -> ValidityOverride | None:
    """Write down what the decision was made in spite of. Part of `verb`, which has locked the application. None where nothing was."""
    if not blocks:
        return None
    named = [block.reason for block in blocks]
    row = ValidityOverride.objects.create(
        authority_id=application.authority_id, case=application.case, verb=verb, blocks=named, reason=reason.strip(), by=by, at=now
    )
    record(events.OVERRIDDEN, case=application.case, by=by, now=now, count=len(named), blocks=" ".join(named), reason=row.reason)
    return row


def cancel_what_is_not_needed(application: PlanningApplication, *, by: Any, now: datetime) -> None:
    """Requests that held the application up are not waited for any more. The applicant is told of those that were sent."""
    for request in load_requests(application):
        if is_live(request) and kind_of(request).holds_up:
            cancel_row(application, request, reason="The application was marked valid without it.", by=by, now=now)


def undo_override(application: PlanningApplication, *, by: Any, now: datetime) -> None:
    """The decision does not stand any more: what it was made in spite of is asked for again. Part of undoing it, once it is not valid.

    As requests of their own, with the council's files; they leave at once where the invalid notice has gone.
    """
    anew = []
    for override in application.case.validity_overrides.filter(undone_at=None):
        cancelled = load_requests(application)
        anew += [_again(application, request, by, now) for request in cancelled if request.cancelled_at == override.at]
        override.undone_at = now
        override.save(update_fields=["undone_at"])
    if anew and application.status != "not_started":
        send_list(application, anew, message=messages.REQUESTS_SENT, by=by, now=now)


def _again(application: PlanningApplication, old: ValidationRequest, by: Any, now: datetime) -> ValidationRequest:
    request = write_request(application, kind=old.kind, reason=old.reason, payload=old.payload, by=by, now=now)
    RequestDocument.objects.bulk_create(
        RequestDocument(authority_id=request.authority_id, request=request, document_id=row.document_id, from_council=True)
        for row in old.request_documents.filter(from_council=True)
    )
    return request
