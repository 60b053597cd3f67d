"""The required documents: each there, asked for, or not needed because."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import lock, refuse_ended
from applications.models import PlanningApplication
from core.errors import DomainError
from documents.tags import tag_name
from validation.models import ValidationCheck, ValidationRequest
from validation.requirements import ASK, ITEM, NOT_NEEDED, STATES, Requirement, is_a_kind_of_document, required_documents
from validation.selectors import load_checks
from validation.services.checks import ask_for, record_check, reword
from validation.services.requests import cancel_row

Check, Kind = ValidationCheck.Check, ValidationRequest.Kind
Said = dict[str, tuple[str, str]]


@transaction.atomic
def check_required_documents(*, application: PlanningApplication, said: Said, complete: bool, by: Any, now: datetime) -> ValidationCheck:
    """Say of each requirement (by its key) whether it is there, asked for or not needed, and why. What is asked for becomes a request
    with its ground; a request that waits for something found or not needed after all is cancelled.

    DomainError beside the field: an item left open when the check is to be closed, or not needed without a reason.
    """
    application = lock(application)
    refuse_ended(application)
    before = load_checks(application).get(Check.REQUIRED_DOCUMENTS)
    items = required_documents(application, before)
    kept = {}
    for item in items:
        state, why = said.get(item.key, ("", ""))
        _guard(item, state, why, complete)
        if state:
            kept[item.key] = {"name": item.name, "state": state, "why": why}
    asked = [item for item in items if kept.get(item.key, {}).get("state") == ASK]
    ok = None if not complete else not asked
    if complete:
        for item in items:
            _ask_or_cancel(application, item, *said[item.key], by, now)
    return record_check(application=application, check=Check.REQUIRED_DOCUMENTS, ok=ok, data={"items": kept}, by=by, now=now)


def _guard(item: Requirement, state: str, why: str, complete: bool) -> None:
    if state and state not in STATES:
        raise DomainError("Choose one of the answers.", f"state_{item.key}")
    if complete and not state:
        raise DomainError(f"Say whether {item.name} is there, asked for or not needed", f"state_{item.key}")
    if complete and state == NOT_NEEDED and not why:
        raise DomainError(f"Say why {item.name} is not needed", f"why_{item.key}")


def _ask_or_cancel(application: PlanningApplication, item: Requirement, state: str, why: str, by: Any, now: datetime) -> None:
    if state != ASK:
        if item.asked is not None:
            reason = f"It is not needed: {why}" if state == NOT_NEEDED else "It is there already."
            cancel_row(application, item.asked, reason=reason, by=by, now=now)
        return
    reason = why or item.what
    if item.asked is not None:
        reword(item.asked, reason, {}, by, now)
        return
    payload = {"document_type": item.name, "ground": item.ground, "list_item": item.name, ITEM: item.key}
    if is_a_kind_of_document(item.tag):
        payload |= {"tag": item.tag, "document_type": tag_name(item.tag)}
    ask_for(application, Kind.ADDITIONAL_DOCUMENT, reason, payload, by, now)
