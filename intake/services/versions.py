"""A later version of a submission: its differences are kept beside the case, and an officer takes each over or leaves it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from applications import payments
from applications.lifecycle import lock, refuse_ended
from applications.models import Case, Party, Payment, PlanningApplication
from applications.projection import refresh
from applications.surroundings import look_up_site
from audit.services import record
from core.errors import DomainError
from intake import events, mapping, readers
from intake.differences import differences, place_of
from intake.models import Difference, FetchedFile, Submission
from intake.services.creating import send_for_files
from intake.shape import SubmittedApplication

Action, State = Difference.Action, Difference.State
PARTY_FIELDS = {
    "Name": ("first_name", "last_name"),
    "Company": ("company",),
    "Email": ("email",),
    "Telephone": ("phone",),
    "Address": ("address_lines", "town", "county", "postcode", "country"),
}


class NothingToTakeOver(DomainError):
    """The difference was dealt with already, or it is one that an officer can only read."""


def keep_differences(*, submission: Submission, earlier: Submission, said: SubmittedApplication, case: Case) -> list[Difference]:
    """Keep what this version says otherwise than the version before it."""
    before = readers.read(earlier).application
    if before is None:
        return []
    rows = [
        Difference(
            authority_id=submission.authority_id,
            submission=submission,
            case=case,
            position=position,
            part=changed.part[:200],
            label=changed.label[:500],
            before=changed.before,
            after=changed.after,
            action=changed.action,
        )
        for position, changed in enumerate(differences(before, said), 1)
    ]
    return Difference.objects.bulk_create(rows)


@transaction.atomic
def take_over(*, difference: Difference, by: Any, now: datetime) -> Difference:
    """Put what the later version says into the case. NothingToTakeOver where somebody was faster, NotAllowedNow once the case has ended."""
    application, row = _locked(difference)
    said = readers.read(row.submission).application
    if not row.action or said is None:
        raise NothingToTakeOver("This cannot be taken over: change the case where it shows it.")
    TAKE[Action(row.action)](application, row, said, now)
    return _decided(application, row, State.TAKEN, by, now)


@transaction.atomic
def leave(*, difference: Difference, by: Any, now: datetime) -> Difference:
    """Leave the case as it is in this point. NothingToTakeOver where somebody was faster."""
    application, row = _locked(difference)
    return _decided(application, row, State.LEFT, by, now)


@transaction.atomic
def leave_rest(*, submission: Submission, by: Any, now: datetime) -> int:
    """Leave the case as it is in every point of a version that nobody has decided. How many."""
    rows = list(Difference.objects.filter(submission=submission, state=State.OPEN))
    for row in rows:
        leave(difference=row, by=by, now=now)
    return len(rows)


def _locked(difference: Difference) -> tuple[PlanningApplication, Difference]:
    application = PlanningApplication.objects.filter(pk=difference.case_id).first()
    if application is None:
        raise NothingToTakeOver("Differences of a report can only be read.")
    application = lock(application)
    refuse_ended(application)
    row = Difference.objects.select_for_update(of=("self",)).select_related("submission__client").get(pk=difference.pk)
    if row.state != State.OPEN:
        raise NothingToTakeOver(f"This was dealt with already: {row.get_state_display().lower()}.")
    return application, row


def _decided(application: PlanningApplication, row: Difference, state: str, by: Any, now: datetime) -> Difference:
    row.state, row.decided_by, row.decided_at = state, by, now
    row.save(update_fields=["state", "decided_by", "decided_at"])
    event = events.DIFFERENCE_TAKEN_OVER if state == State.TAKEN else events.DIFFERENCE_LEFT
    words = {"part": row.part, "label": row.label, "before": row.before, "after": row.after, "version": row.submission.revision}
    record(event, case=application.case, by=by, now=now, **words)
    refresh(application, now=now)
    return row


def _take_description(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    application.description = said.proposal.description
    application.save(update_fields=["description"])


def _take_case_fields(*names: str) -> Callable[..., None]:
    def take(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
        fields = mapping.case_fields(said)
        for name in names:
            setattr(application.case, name, fields[name])
        application.case.save(update_fields=list(names))

    return take


def _take_party(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    """One fact about the applicant or the agent; somebody who is new comes with all of them."""
    role = Party.Role(row.action)
    person = said.applicant if role == Party.Role.APPLICANT else said.agent
    if person is None:
        raise NothingToTakeOver("This version names nobody.")
    sent = mapping.party(application.case, role, person)
    known = Party.objects.filter(case=application.case, role=role).first()
    if known is None:
        sent.save()
        return
    names = PARTY_FIELDS[row.label]
    for name in names:
        setattr(known, name, getattr(sent, name))
    known.save(update_fields=list(names))


def _take_fee(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    fields = mapping.application_fields(said)
    application.fee_payable, application.fee_calculated = fields["fee_payable"], fields["fee_calculated"]
    application.save(update_fields=["fee_payable", "fee_calculated"])


def _take_payment(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    """The payment that this version names: what was expected has come, or what was still owed has."""
    case = application.case
    paid = mapping.payment(case, said.fee, timezone.localdate(said.submitted_at or row.submission.received_at))
    if paid is None:
        raise NothingToTakeOver("This version says of no money that it was paid.")
    expected = Payment.objects.filter(case=case, state=Payment.State.EXPECTED).first()
    if expected is None:
        received = payments.total(case, Payment.State.RECEIVED)
        if paid.amount <= received:
            raise NothingToTakeOver(f"£{received:,.2f} are recorded as received: no more is payable by this version.")
        paid.amount -= received
        paid.save()
        return
    for name in ("state", "amount", "method", "reference", "received_on"):
        setattr(expected, name, getattr(paid, name))
    expected.save()


def _take_file(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    """Send for the new file; what is on the case stays."""
    sent = tuple(file for file in said.files if place_of(file)[:500] == row.label)
    last = FetchedFile.objects.filter(submission=row.submission).aggregate(last=Max("position"))["last"] or 0
    send_for_files(row.submission, application.case, sent[:1], now, after=last)


def _take_red_line(application: PlanningApplication, row: Difference, said: SubmittedApplication, now: datetime) -> None:
    if said.boundary is None:
        raise NothingToTakeOver("This version has no red line.")
    application.case.boundary_corrected = said.boundary.geometry
    application.case.save(update_fields=["boundary_corrected"])
    look_up_site(case=application.case, now=now)


TAKE: dict[Difference.Action, Callable[[PlanningApplication, Difference, SubmittedApplication, datetime], None]] = {
    Action.DESCRIPTION: _take_description,
    Action.ADDRESS: _take_case_fields("address_lines", "town", "postcode"),
    Action.UPRN: _take_case_fields("uprn"),
    Action.APPLICANT: _take_party,
    Action.AGENT: _take_party,
    Action.FEE: _take_fee,
    Action.PAYMENT: _take_payment,
    Action.FILE: _take_file,
    Action.RED_LINE: _take_red_line,
}
