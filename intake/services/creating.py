"""Open the case that a submission asks for, with all that it says, and send for its files."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications import events as case_events
from applications import lifecycle
from applications.law import received_on
from applications.models import ApplicationType, AuthorityApplicationType, Case, LandOwner, Party, Payment, PlanningApplication
from applications.projection import refresh
from applications.references import next_reference
from applications.surroundings import look_up_site
from audit.services import record
from core.tasks import enqueue_on_commit
from intake import events, figures, mapping
from intake.fetching import name_of
from intake.models import FetchedFile, Submission
from intake.shape import Fault, SubmittedApplication, SubmittedFile
from intake.tasks import fetch_file


@transaction.atomic(savepoint=False)  # one more statement each way, for what `understand` does around it
def create_case(
    *, submission: Submission, said: SubmittedApplication, type: ApplicationType, notes: tuple[Fault, ...] = (), by: Any, now: datetime
) -> PlanningApplication:
    """Open the case that a submission asks for, with all that it says, and send for its files."""
    authority = submission.authority
    reference = next_reference(authority, suffix=_suffix(authority, type), received_at=submission.received_at)
    case = Case.objects.create(authority=authority, issued_by=authority, reference=reference, created_at=now, **mapping.case_fields(said))
    application = PlanningApplication.objects.create(
        authority=authority,
        case=case,
        type=type,
        status=PlanningApplication.Status.PENDING,
        received_at=submission.received_at,
        received_on=received_on(submission.received_at, authority),
        attention="\n".join([note.message for note in notes] + _addressed_elsewhere(authority, said)),
        **mapping.application_fields(said),
    )
    _add_details(case, said, sender(submission), timezone.localdate(submission.received_at))
    if remarks := figures.remarks(said, case.development, application.received_on):
        application.attention = "\n".join([line for line in [application.attention, *remarks] if line])
        application.save(update_fields=["attention"])
    record(case_events.CASE_CREATED, case=case, by=by, now=now, source=sender(submission))
    lifecycle.move(application, "accept", by=by, now=now)
    send_for_files(submission, case, said.files, now)
    look_up_site(case=case, now=now)
    refresh(application, now=now, just_made=True)
    return application


def _addressed_elsewhere(authority: Any, said: SubmittedApplication) -> list[str]:
    """A word for the officer when the sender names another council than the one that it reached."""
    if not said.organisation or said.organisation == authority.council_code:
        return []
    return [f"The submission is addressed to {said.organisation[:40]}, not to {authority.council_code}: check that the site is ours."]


def _suffix(authority: Any, type: ApplicationType) -> str:
    own = AuthorityApplicationType.objects.filter(authority=authority, type=type).exclude(suffix="").first()
    return own.suffix if own else type.suffix


def _add_details(case: Case, said: SubmittedApplication, source: str, received_on: Any) -> None:
    """The rows beside the case: people, ownership, money, designations, figures."""
    Party.objects.bulk_create(mapping.parties(case, said))
    if said.ownership:
        mapping.ownership(case, said.ownership).save()
        LandOwner.objects.bulk_create(mapping.land_owners(case, said.ownership))
    paid_on = timezone.localdate(said.submitted_at) if said.submitted_at else received_on
    payments = (mapping.payment(case, said.fee, paid_on), mapping.owed(case, said.fee))
    Payment.objects.bulk_create([payment for payment in payments if payment is not None])
    case.constraints.bulk_create(mapping.constraints(case, said.designations, source))
    figures.development(case, said, received_on).save()


def send_for_files(submission: Submission, case: Case, sent: tuple[SubmittedFile, ...], now: datetime, *, after: int = 0) -> int:
    """Note files that a submission names for its case, after so many that are noted already, and send for them. How many."""
    rows = mapping.files(submission, case, sent, name_of, now)
    for row in rows:
        row.position += after
    for file in FetchedFile.objects.bulk_create(rows):
        enqueue_on_commit(fetch_file, case.authority_id, file.pk)
    return len(rows)


def sender(submission: Submission) -> str:
    return submission.client.name if submission.client else submission.get_source_display()


@transaction.atomic
def try_files_again(*, case: Case, by: Any, now: datetime) -> int:
    """Send once more for the files of a case that did not arrive. How many."""
    missing = list(FetchedFile.objects.select_for_update(of=("self",)).filter(case=case).exclude(state=FetchedFile.State.FETCHED))
    for file in missing:
        file.state, file.attempts, file.next_attempt_at = FetchedFile.State.WAITING, 0, now
        file.save(update_fields=["state", "attempts", "next_attempt_at"])
        enqueue_on_commit(fetch_file, case.authority_id, file.pk)
    if missing:
        record(events.FILES_ASKED_FOR_AGAIN, case=case, by=by, now=now, count=len(missing))
    return len(missing)
