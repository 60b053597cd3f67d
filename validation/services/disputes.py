"""The applicant says that something asked for is not needed (DMPO article 12), and the council answers with a notice."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.facts import facts_for
from applications.law import closures_of
from applications.law import received_on as day_received
from applications.lifecycle import lock
from applications.models import Colleague, Party, PlanningApplication
from applications.projection import refresh
from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from core.filters import show_date
from core.hosts import url_for
from core.tasks import enqueue_on_commit
from notifications.services import send_email
from statute import StatuteError, deadline, dispute_reply_by
from validation import events, messages
from validation.disputes import can_be_disputed, disputed_by, open_dispute, why_not_about
from validation.models import ValidationDispute, ValidationRequest
from validation.selectors import people_to_tell, summary_of
from validation.services.appeals import appeal_words_when_disputed
from validation.services.links import email_with_link
from validation.services.requests import cancel_row
from validation.tasks import keep_letter

How, Outcome = ValidationDispute.How, ValidationDispute.Outcome


class NothingToDispute(DomainError):
    """Nothing that holds the application up is asked for, or a notice waits for its answer already."""


@transaction.atomic
def record_dispute(
    *,
    application: PlanningApplication,
    reasons: str,
    received_on: date,
    how: str,
    request: ValidationRequest | None = None,
    party: Party | Colleague | None = None,
    given_by_name: str,
    by: Any,
    now: datetime,
) -> ValidationDispute:
    """Take the applicant's notice that what is asked for (`request`; None: everything) is not needed. The law says by when it is answered.
    `party`: who gave it on the applicants' pages; a colleague gets a receipt beside the applicant and the agent.

    NothingToDispute where nothing can be disputed; DomainError beside the field for a day that cannot be, or no reasons.
    """
    application = lock(application)
    if why := can_be_disputed(application):
        raise NothingToDispute(why)
    _guard(application, reasons, received_on, how, request, now)
    dispute = ValidationDispute.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        request=request,
        reasons=reasons.strip(),
        given_by_name=given_by_name.strip(),
        how=how,
        received_on=received_on,
        recorded_at=now,
        recorded_by=user_of(by),
        answer_by_on=answer_by(application, received_on),
    )
    about = about_of(dispute)
    record(events.DISPUTED, case=application.case, by=by, now=now, about=about, answer_by=dispute.answer_by_on, reasons=dispute.reasons)
    _acknowledge(application, dispute, about, party, by, now)
    refresh(application, now=now)
    return dispute


def _guard(
    application: PlanningApplication, reasons: str, received_on: date, how: str, request: ValidationRequest | None, now: datetime
) -> None:
    if not reasons.strip():
        raise DomainError("Say why it is not needed", "reasons")
    latest = day_received(now, application.case.authority) if how == How.PORTAL else timezone.localdate(now)
    if received_on > latest:
        raise DomainError("The day on which it came cannot be in the future.", "received_on")
    if received_on < application.received_on:
        raise DomainError(f"It cannot have come before the application, on {show_date(application.received_on)}.", "received_on")
    if request is not None and (why := why_not_about(application, request)):
        raise DomainError(why, "request")


def answer_by(application: PlanningApplication, received_on: date) -> date:
    """The last day to answer a notice that came on `received_on`."""
    closures = closures_of(application.case.authority)
    try:
        return dispute_reply_by(facts_for(application), notice_received_on=received_on, closures=closures).value
    except StatuteError:
        return deadline("validation_dispute", received_on, closures=closures).value


def about_of(dispute: ValidationDispute) -> str:
    """What the notice is about, in words."""
    return summary_of(dispute.request) if dispute.request else "Everything that is asked for"


def _acknowledge(application: PlanningApplication, dispute: ValidationDispute, about: str, giver: Any, by: Any, now: datetime) -> None:
    """A receipt to the applicant and agent and a colleague who gave it, and a word to the case officer."""
    case = application.case
    context = {"about": about, "reasons": dispute.reasons, "received_on": dispute.received_on, "answer_by": dispute.answer_by_on}
    for party in [*people_to_tell(application), *([giver] if isinstance(giver, Colleague) else [])]:
        email_with_link(application=application, party=party, message=messages.DISPUTE_RECEIVED, context=context, by=by, now=now)
    if case.officer is not None and case.officer != user_of(by):
        url = url_for(case.authority, "officers", "validation:answer_dispute", reference=case.reference)
        given = {**context, "address": case.address, "who": dispute.given_by_name, "url": url}
        send_email(
            authority=case.authority,
            case=case,
            message=messages.DISPUTE_ARRIVED.key,
            to=case.officer.email,
            to_name=case.officer.name,
            context=given,
            by=by,
            now=now,
        )


@transaction.atomic
def answer_dispute(*, application: PlanningApplication, outcome: str, reasons: str, by: Any, now: datetime) -> ValidationDispute:
    """Answer the notice. A validation notice: what is disputed is not needed, so its requests are cancelled and it moves no date.
    A non-validation notice: it is needed still, and the applicant is told of the right to appeal. Either is sent, and kept as a paper.

    DomainError where no notice waits, or without reasons.
    """
    application = lock(application)
    dispute = open_dispute(application)
    if dispute is None:
        raise DomainError("No notice waits for an answer: a colleague may have answered it.")
    if outcome not in Outcome.values:
        raise DomainError("Select which notice you give", "outcome")
    if not reasons.strip():
        raise DomainError("Give your reasons: the applicant reads them", "reasons")
    dispute.outcome, dispute.answer, dispute.answered_at, dispute.answered_by = outcome, reasons.strip(), now, by
    dispute.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    if outcome == Outcome.VALIDATION:
        for request in disputed_by(application, dispute):
            cancel_row(application, request, reason=f"Not needed, as you said on {show_date(dispute.received_on)}.", by=by, now=now)
    told = {"notice": dispute.get_outcome_display(), "about": about_of(dispute), "reasons": dispute.answer}
    record(events.DISPUTE_ANSWERED, case=application.case, by=by, now=now, **told)
    _send_notice(application, dispute, by, now)
    refresh(application, now=now)
    return dispute


def _send_notice(application: PlanningApplication, dispute: ValidationDispute, by: Any, now: datetime) -> None:
    agreed = dispute.outcome == Outcome.VALIDATION
    context = {"about": about_of(dispute), "reasons": dispute.answer, "received_on": dispute.received_on}
    if not agreed:
        context["appeal"] = appeal_words_when_disputed(application, on=timezone.localdate(now))
    message = messages.VALIDATION_NOTICE if agreed else messages.NON_VALIDATION_NOTICE
    for party in people_to_tell(application):
        email_with_link(application=application, party=party, message=message, context=context, by=by, now=now)
    enqueue_on_commit(keep_letter, application.authority_id, application.pk, message.key, "notice-about-validity")
