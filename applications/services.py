"""Verbs of a case that belong to no stage."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import hash_token
from accounts.policy import policy
from applications import development as figures
from applications import events, law
from applications.facts import facts_for
from applications.lifecycle import lock, refuse_ended
from applications.models import (
    AccessLink,
    BreachReport,
    Case,
    Colleague,
    Development,
    LawFigure,
    Party,
    PlanningApplication,
    TaskMark,
    TimeAgreement,
)
from applications.projection import refresh, refresh_breach_search
from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from core.filters import show_date
from core.services import check_version
from statute import ContradictoryFacts, StatuteError, statutory_expiry
from statute.tables import lookup


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
        record(events.UNASSIGNED, case=case, by=by, now=now, officer=before.name if before else "")
    else:
        record(events.ASSIGNED, case=case, by=by, now=now, officer=officer.name, user_id=officer.pk)
    refresh(application, now=now)


@transaction.atomic
def assign_breach(*, report: BreachReport, officer: Any, by: Any, now: datetime) -> None:
    """Give a reported breach to an officer of the council, or to nobody (None)."""
    report = BreachReport.objects.select_for_update(of=("self",)).select_related("case__officer").get(pk=report.pk)
    case = report.case
    if case.officer == officer:
        return
    if report.is_closed:
        raise DomainError("This case is closed: it cannot be given to anybody.")
    before, case.officer = case.officer, officer
    case.save(update_fields=["officer"])
    if officer is None:
        record(events.UNASSIGNED, case=case, by=by, now=now, officer=before.name if before else "")
    else:
        record(events.ASSIGNED, case=case, by=by, now=now, officer=officer.name, user_id=officer.pk)
    refresh_breach_search(report)


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
def dismiss_note(*, application: PlanningApplication, note: str, by: Any, now: datetime) -> None:
    """Take the note at the top of the case away, as it was read. DomainError when there is something new in it."""
    application = lock(application)
    if not application.attention:
        return
    if application.attention.splitlines() != note.splitlines():
        raise DomainError("There is something new in this note. Read it first.")
    record(events.NOTE_DISMISSED, case=application.case, by=by, now=now, note=application.attention)
    application.attention = ""
    application.save(update_fields=["attention"])


@transaction.atomic
def dismiss_breach_note(*, report: BreachReport, note: str, by: Any, now: datetime) -> None:
    """Take the note at the top of a reported breach away, as it was read. DomainError when there is something new in it."""
    report = BreachReport.objects.select_for_update(of=("self",)).select_related("case").get(pk=report.pk)
    if not report.attention:
        return
    if report.attention.splitlines() != note.splitlines():
        raise DomainError("There is something new in this note. Read it first.")
    record(events.NOTE_DISMISSED, case=report.case, by=by, now=now, note=report.attention)
    report.attention = ""
    report.save(update_fields=["attention"])


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
        recorded_by=user_of(by),
        recorded_at=now,
    )
    record(events.EXTENSION_AGREED, case=application.case, by=by, now=now, until=agreed_until_on, evidence=evidence)
    refresh(application, now=now)
    return agreement


@transaction.atomic
def record_facts(*, application: PlanningApplication, values: dict[str, Any], version: int | None, by: Any, now: datetime) -> str:
    """Put the development in figures right; dates, fee and duties follow at once. Answers what changed, in words ("" where nothing did).

    `values`: fields of Development. DomainError beside the field where the figures contradict each other or the type: nothing is saved.
    """
    application = lock(application)
    refuse_ended(application)
    development, _ = Development.objects.select_for_update().get_or_create(
        case=application.case, defaults={"authority_id": application.authority_id}
    )
    check_version(development, version)
    changes = figures.put(development, values, by=by, now=now)
    if not changes:
        return ""
    application.case.development = development
    _refuse_contradiction(application, development)
    development.save()
    before, after = application.effective_expiry_on, refresh(application, now=now).effective_expiry_on
    words = figures.in_words(changes)
    if before != after:
        words += f"; last day to decide: {show_date(before) if before else 'none'} → {show_date(after) if after else 'none'}"
    pairs = {field: {"before": old, "after": new} for field, (old, new) in changes.items()}
    record(events.FACTS_RECORDED, case=application.case, by=by, now=now, changes=words, fields=pairs)
    return words


def _refuse_contradiction(application: PlanningApplication, development: Development) -> None:
    whole, part = development.floorspace_gained, development.floorspace_not_homes
    if whole is not None and part is not None and part > whole:
        raise DomainError("This is more than the whole floor space.", "floorspace_not_homes")
    try:
        statutory_expiry(facts_for(application))
    except ContradictoryFacts as error:
        if field := figures.FIELDS.get(error.fact):
            raise DomainError(f"{error.message.replace(application.type.code, application.type.name)}.", field) from error
    except StatuteError:
        pass  # what the law cannot answer yet is shown beside the dates


@transaction.atomic
def make_access_link(*, case: Case, party: Party | Colleague | None, purpose: str, now: datetime) -> tuple[AccessLink, str]:
    """A new link for a party or their colleague: the row, and the token that is in the email and nowhere else."""
    token = secrets.token_urlsafe(32)
    colleague = party if isinstance(party, Colleague) else None
    days = policy(case.authority, "access_link_days")
    link = AccessLink.objects.create(
        authority_id=case.authority_id,
        case=case,
        party=None if isinstance(party, Colleague) else party,
        colleague=colleague,
        email=party.email if party is not None else "",
        purpose=purpose,
        token_hash=hash_token(token),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


@transaction.atomic
def confirm_figure(
    *,
    authority: Any,
    table: str,
    key: str,
    figure: str,
    value: Any,
    from_on: date,
    source: str,
    read_on: date,
    by: Any,
    now: datetime,
    note: str = "",
) -> LawFigure:
    """Say what a figure of the law is for this council from a day, having read its source; `figure` empty: the rule as it stands.

    What was entered for the same day before is withdrawn and kept. DomainError where the law fixes the figure or the value cannot be meant.
    """
    if not source.strip():
        raise DomainError("Enter where you read it.", "source")
    if read_on > timezone.localdate(now):
        raise DomainError("The day on which you read it cannot be in the future.", "read_on")
    lock_council(authority)
    try:
        kind = law.kind_of(lookup(table, key, from_on), figure)
        value = law.checked(kind, figure, value)
        law.override(table, key, figure, value, from_on, source, read_on)
    except KeyError as error:
        raise DomainError("The rule has no such figure on that day.", "from_on") from error
    except StatuteError as error:
        raise DomainError(error.message, "from_on") from error
    place = {"authority": authority, "table": table, "key": key, "figure": figure, "from_on": from_on}
    before = LawFigure.objects.filter(**place, withdrawn_at=None)
    before.update(withdrawn_at=now, withdrawn_by=by, withdrawn_because="Replaced by a newer entry")
    kept = law.stored(kind, value)
    entry = LawFigure.objects.create(**place, value=kept, source=source, read_on=read_on, note=note, entered_by=by, entered_at=now)
    event = events.LAW_ENTERED if figure else events.LAW_CONFIRMED
    told = {"rule": rule_name(entry), "value": kept, "from_on": from_on, "source": source, "read_on": read_on, "note": note}
    record(event, authority=authority, by=by, now=now, **told)
    return entry


@transaction.atomic
def withdraw_figure(*, entry: LawFigure, reason: str, by: Any, now: datetime) -> None:
    """Take back what the council entered: the figure of the tables counts again. The entry stays in the history."""
    if not reason.strip():
        raise DomainError("Enter a reason.", "reason")
    lock_council(entry.authority)
    taken = LawFigure.objects.filter(pk=entry.pk, withdrawn_at=None)
    if not taken.update(withdrawn_at=now, withdrawn_by=by, withdrawn_because=reason):
        raise DomainError("This entry has been withdrawn already.")
    told = {"rule": rule_name(entry), "from_on": entry.from_on, "reason": reason}
    record(events.LAW_WITHDRAWN, authority=entry.authority, by=by, now=now, **told)


def lock_council(authority: Any) -> None:
    """One at a time enters figures of the law for a council."""
    type(authority).objects.select_for_update(no_key=True).get(pk=authority.pk)


def rule_name(entry: LawFigure) -> str:
    """`determination, pa.part4.classE: amount`, as the history names it."""
    return f"{entry.table}, {entry.key}" + (f": {entry.figure}" if entry.figure else "")
