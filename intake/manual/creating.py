"""From a draft to a case, by the same way as whatever comes through another door; safe to press twice, and to be killed half-way."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import development as figures
from applications import lifecycle
from applications.models import BreachReport, Case, Development, Payment, PlanningApplication
from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from core.filters import show_date
from core.services import check_version
from core.tasks import enqueue_on_commit
from intake import events
from intake.manual.body import body_of
from intake.manual.forms import HOW
from intake.manual.models import ManualDraft, ManualFile
from intake.manual.pages import lacking, to_follow
from intake.manual.selectors import fee_by_law
from intake.manual.services import AlreadyACase, locked
from intake.manual.tasks import attach_file
from intake.manual.types import type_of
from intake.models import Submission
from intake.services import receive, understand

NOON = time(12)
BY_EMAIL = "email"


class NotComplete(DomainError):
    """Something is missing without which there is no case."""


class NotUnderstood(DomainError):
    """The way of every submission found a fault in it. It is kept in the inbox; the draft can be put right."""


def create_case(*, draft: ManualDraft, version: int | None, by: Any, now: datetime) -> Case:
    """Make the case of a draft; the case that is there, where it was made already."""
    try:
        submission = _hand_in(draft, version, by, now)
    except AlreadyACase:
        return _case_of(draft)
    return make_case(draft=draft, submission=submission, by=by, now=now)


def make_case(*, draft: ManualDraft, submission: Submission, by: Any, now: datetime) -> Case:
    """The second half: understand what was handed in, and add what an ODP document cannot say. All of it or nothing."""
    try:
        with transaction.atomic():
            try:
                draft = locked(draft)
            except AlreadyACase:
                return _case_of(draft)
            understood = understand(submission=submission, by=by, now=now)
            case = understood.submission.case
            if case is not None:
                _complete(draft, case, by, now)
                return case
    except Exception as error:
        words = f"{type(error).__name__}: {error}"[:2000]
        Submission.objects.filter(pk=submission.pk, case=None).update(state=Submission.State.FAILED, error=words, understood_at=now)
        raise
    faults = " ".join(fault["message"] for fault in understood.submission.faults)
    raise NotUnderstood(f"It cannot become a case yet. {faults}".strip())


def _case_of(draft: ManualDraft) -> Case:
    case: Case = Case.objects.get(pk=ManualDraft.objects.values_list("case", flat=True).get(pk=draft.pk))
    return case


@transaction.atomic
def _hand_in(draft: ManualDraft, version: int | None, by: Any, now: datetime) -> Submission:
    """Keep it in the inbox, as it is, dated by its receipt."""
    draft = locked(draft)
    if version is not None and version != draft.version:
        check_version(draft, version, who=draft.saved_by.name)
    if missing := lacking(draft):
        raise NotComplete(" ".join(f"{words}." for _, words in missing))
    answer, _ = fee_by_law(draft)
    document = body_of(
        draft.answers,
        id=str(draft.public_id),
        council_code=draft.authority.council_code,
        kind=type_of(draft.answers["type"]),
        fee_due=float(answer.value) if answer is not None else None,
    )
    draft.submission = receive(
        authority=draft.authority,
        client=None,
        source=Submission.Source.OFFICER,
        body=json.dumps(document, sort_keys=True).encode(),
        headers={},
        now=min(received_at(draft), now),
    )
    draft.save(update_fields=["submission"])
    return draft.submission


def _received_on(draft: ManualDraft) -> date:
    return date.fromisoformat(draft.answers["receipt"]["received_on"])


def received_at(draft: ManualDraft) -> datetime:
    """Noon in London on the day of receipt."""
    return timezone.make_aware(datetime.combine(_received_on(draft), NOON))


def _complete(draft: ManualDraft, case: Case, by: Any, now: datetime) -> None:
    """What an ODP document cannot say: how it came, their reference, the money, who is written to by post. The files follow."""
    receipt = draft.answers["receipt"]
    if receipt.get("their_reference"):
        case.alternative_reference = receipt["their_reference"]
        case.save(update_fields=["alternative_reference"])
    case.parties.filter(email="").update(prefers_post=True)
    files = ManualFile.objects.filter(draft=draft)
    notes = [f"To follow: {', '.join(later)}."] if (later := to_follow(draft, files.count())) else []
    how = dict(HOW).get(receipt.get("how") or "", "On paper").lower()
    record(events.CASE_KEYED_IN, case=case, by=by, now=now, how=how, received_on=show_date(_received_on(draft)))
    application = PlanningApplication.objects.filter(pk=case.pk).first()
    if application is not None:
        _complete_application(draft, lifecycle.lock(application), notes, by, now)
    else:
        _complete_report(draft, case, notes)
    draft.case, draft.answers = case, {"type": draft.answers["type"]}
    draft.save(update_fields=["case", "answers"])
    for file_id in files.values_list("pk", flat=True):
        enqueue_on_commit(attach_file, case.authority_id, file_id)


def _complete_application(draft: ManualDraft, application: PlanningApplication, notes: list[str], by: Any, now: datetime) -> None:
    if draft.answers["receipt"].get("how") != BY_EMAIL:  # the rule of the next working day is about what is sent electronically
        application.received_on = _received_on(draft)
    application.attention = "\n".join(part for part in [application.attention, *notes] if part)
    application.save(update_fields=["received_on", "attention"])
    _pay(draft, application)
    _measure(draft, application, by, now)
    application.refresh_from_db()
    refresh(application, now=now)


def _complete_report(draft: ManualDraft, case: Case, notes: list[str]) -> None:
    report = BreachReport.objects.select_for_update(of=("self",)).get(pk=case.pk)
    report.received_on = _received_on(draft)
    report.attention = "\n".join(part for part in [report.attention, *notes] if part)
    report.save(update_fields=["received_on", "attention"])


def _pay(draft: ManualDraft, application: PlanningApplication) -> None:
    """The money that came with it, off the money that is expected."""
    fee = draft.answers.get("fee", {})
    amount = Decimal(fee.get("paid") or 0)
    if not amount:
        return
    expected = application.case.payments.filter(state=Payment.State.EXPECTED).first()
    if expected is not None and expected.amount > amount:
        expected.amount -= amount
        expected.save(update_fields=["amount"])
        expected = None
    payment = expected or Payment(authority_id=application.authority_id, case=application.case)
    payment.state, payment.amount, payment.method = Payment.State.RECEIVED, amount, fee.get("method") or ""
    payment.reference, payment.received_on = fee.get("payment_reference") or "", date.fromisoformat(fee["paid_on"])
    payment.save()


def _measure(draft: ManualDraft, application: PlanningApplication, by: Any, now: datetime) -> None:
    """Figures that the document has no word for."""
    said = draft.answers.get("development", {})
    development, _ = Development.objects.get_or_create(case=application.case, defaults={"authority_id": application.authority_id})
    floorspace = Decimal(said["floorspace"]) if said.get("floorspace") else None
    values = {"floorspace_gained": floorspace} if floorspace is not None and development.floorspace_gained is None else {}
    if figures.put(development, values, by=by, now=now):
        development.save()
