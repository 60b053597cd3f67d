"""Verbs of a case that belong to no stage."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import hash_token
from accounts.policy import policy
from applications import events
from applications.lifecycle import lock, refuse_ended
from applications.models import AccessLink, Case, Party, PlanningApplication, TaskMark, TimeAgreement
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError


class AgreedTooLate(DomainError):
    """An extension must be agreed in writing and run beyond what the law gives already."""


@transaction.atomic
def assign(*, application: PlanningApplication, officer: Any, by: Any, now: datetime) -> None:
    """Give the case to an officer of the council, or to nobody (None)."""
    application = lock(application)
    case = Case.objects.select_related("officer").get(pk=application.pk)
    if case.officer == officer:
        return
    before, case.officer = case.officer, officer
    case.save(update_fields=["officer"])
    if officer is None:
        record(events.UNASSIGNED, case=case, by=by, now=now, officer=before.name)
    else:
        record(events.ASSIGNED, case=case, by=by, now=now, officer=officer.name, user_id=officer.pk)
    refresh(application, now=now)


@transaction.atomic
def claim(*, application: PlanningApplication, by: Any, now: datetime) -> None:
    """Take a new case from the registration queue. DomainError when a colleague was faster."""
    application = lock(application)
    case = application.case
    if case.claimed_by_id not in (None, by.pk):
        raise DomainError("A colleague has already taken this application. Choose another from the queue.")
    if case.claimed_by_id is None:
        case.claimed_by, case.claimed_at = by, now
        case.save(update_fields=["claimed_by", "claimed_at"])
        record(events.CLAIMED, case=case, by=by, now=now, officer=by.name)


@transaction.atomic
def mark_task(*, application: PlanningApplication, task: Any, done: bool, by: Any, now: datetime) -> None:
    """Note that a task which leaves no record of its own was begun or done."""
    application = lock(application)
    refuse_ended(application)
    state = TaskMark.State.DONE if done else TaskMark.State.DRAFT
    TaskMark.objects.update_or_create(
        case=application.case, task=task.key, defaults={"authority_id": application.authority_id, "state": state, "by": by, "at": now}
    )
    if done:
        record(events.TASK_COMPLETED, case=application.case, by=by, now=now, task=task.title)
    refresh(application, now=now)


@transaction.atomic
def agree_extension(
    *, application: PlanningApplication, agreed_until_on: date, agreed_on: date, evidence: str, by: Any, now: datetime
) -> TimeAgreement:
    """Record an extension of time that was agreed in writing: a fact of its own, which nothing overwrites."""
    application = lock(application)
    refuse_ended(application)
    if application.valid_from_on is None:
        raise AgreedTooLate("An extension can be agreed once the application is valid.")
    if agreed_until_on <= (application.effective_expiry_on or agreed_until_on):
        raise AgreedTooLate("The new date must be later than the expiry date as it stands.", "agreed_until_on")
    agreement = TimeAgreement.objects.create(
        authority_id=application.authority_id,
        application=application,
        agreed_until_on=agreed_until_on,
        agreed_on=agreed_on,
        evidence=evidence,
        recorded_by=by,
        recorded_at=now,
    )
    record(events.EXTENSION_AGREED, case=application.case, by=by, now=now, until=agreed_until_on, evidence=evidence)
    refresh(application, now=now)
    return agreement


@transaction.atomic
def make_access_link(*, case: Case, party: Party | None, purpose: str, now: datetime) -> tuple[AccessLink, str]:
    """A new link for a party: the row, and the token that is in the email and nowhere else."""
    token = secrets.token_urlsafe(32)
    days = policy(case.authority, "access_link_days")
    link = AccessLink.objects.create(
        authority_id=case.authority_id,
        case=case,
        party=party,
        purpose=purpose,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token
