"""The verbs of the inbox: keep, understand, replay."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from applications import events as case_events
from applications import lifecycle
from applications.law import received_on
from applications.models import ApplicationType, AuthorityApplicationType, Case, PlanningApplication
from applications.projection import refresh
from applications.references import next_reference
from audit.services import record
from core.tasks import enqueue_on_commit
from intake import events, mapping
from intake.fetching import name_of
from intake.models import FetchedFile, Submission
from intake.readers import odp
from intake.readers.parts import Part, parse
from intake.shape import Fault, Reading, SubmittedApplication
from intake.tasks import fetch_file

TYPE_POINTER = "/data/application/type/value"
KEPT_HEADERS = ("content-type", "user-agent", "x-request-id")
LONGEST_ID = 200
MOST_PLACES = 12

log = structlog.get_logger()


class Outcome(StrEnum):
    """What became of a submission."""

    CREATED = "created"
    REPEATED = "repeated"
    CHANGED = "changed"
    FAULTY = "faulty"
    UNKNOWN_TYPE = "unknown type"
    FAILED = "failed"


@dataclass(frozen=True)
class Understood:
    submission: Submission
    outcome: Outcome

    @property
    def reference(self) -> str:
        """The case's reference; "" where there is no case."""
        return self.submission.case.reference if self.submission.case else ""


def receive(*, authority: Any, client: Any, source: str, body: bytes, headers: dict[str, str], now: datetime) -> Submission:
    """Keep what arrived, as it came, before anything is answered. The same content again gives the row that is there."""
    sha256 = hashlib.sha256(body).hexdigest()
    source_id = _source_id(body) or sha256
    with transaction.atomic():
        _one_at_a_time(authority.pk, source, source_id)
        versions = Submission.objects.filter(authority=authority, source=source, source_id=source_id)
        same = versions.filter(sha256=sha256).first()
        if same is not None:
            return same
        last = versions.order_by("-revision").values_list("revision", flat=True).first()
        return Submission.objects.create(
            authority=authority,
            client=client,
            source=source,
            source_id=source_id,
            revision=(last or 0) + 1,
            body=body,
            sha256=sha256,
            headers={name: value for name, value in headers.items() if name.lower() in KEPT_HEADERS},
            received_at=now,
        )


def _source_id(body: bytes) -> str:
    """The sender's own id, where the body can be read and has one of a usable length."""
    document, _ = parse(body)
    found = Part(document).text("metadata", "id") if document else ""
    return found if len(found) <= LONGEST_ID else ""


def _one_at_a_time(authority_id: int, source: str, source_id: str) -> None:
    """Two deliveries of one application wait for each other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"intake:{authority_id}:{source}:{source_id}"])


def understand(*, submission: Submission, by: Any, now: datetime) -> Understood:
    """Make a case of a kept submission, or say what is wrong with it. Safe to call again: there is never a second case.

    A failure of ours is noted on the submission, for replay, and raised.
    """
    try:
        with transaction.atomic():
            return _understand(submission.pk, by, now)
    except Exception as error:
        log.exception("submission_failed", submission=str(submission.public_id))
        words = f"{type(error).__name__}: {error}"[:2000]
        Submission.objects.filter(pk=submission.pk).update(state=Submission.State.FAILED, error=words, understood_at=now)
        raise


def _understand(submission_id: int, by: Any, now: datetime) -> Understood:
    submission = Submission.objects.select_related("case", "client", "authority").get(pk=submission_id)
    _one_at_a_time(submission.authority_id, submission.source, submission.source_id)
    submission.refresh_from_db()
    if submission.case_id:
        return Understood(submission, Outcome.REPEATED)
    reading = odp.read(bytes(submission.body))
    known = _type(submission.authority, reading.application)
    if reading.faults or reading.application is None or known is None:
        return _faulty(submission, reading, known, by, now)
    earlier = _versions(submission).exclude(case=None).order_by("-revision").first()
    if earlier is not None and earlier.case is not None:
        return _changed(submission, earlier.case, earlier, by, now)
    application = create_case(submission=submission, said=reading.application, type=known, notes=reading.notes, by=by, now=now)
    return _completed(submission, application.case, Outcome.CREATED, reading.application.unknown, now)


def _versions(submission: Submission) -> Any:
    """The other contents that came under the same id."""
    same = Submission.objects.filter(authority_id=submission.authority_id, source=submission.source, source_id=submission.source_id)
    return same.exclude(pk=submission.pk).select_related("case")


def _type(authority: Any, said: SubmittedApplication | None) -> ApplicationType | None:
    """The type that a submission names; None when nobody knows it, or the council has switched it off."""
    if said is None:
        return None
    off = AuthorityApplicationType.objects.filter(authority=authority, active=False).values("type")
    return ApplicationType.objects.filter(code=said.type_code, active=True).exclude(pk__in=off).first()


def _faulty(submission: Submission, reading: Reading, known: Any, by: Any, now: datetime) -> Understood:
    """Keep it with its faults: nothing of it becomes a case."""
    faults = list(reading.faults)
    code = reading.application.type_code if reading.application else ""
    outcome = Outcome.FAULTY
    if code and known is None:
        faults.append(Fault(TYPE_POINTER, f"Unknown application type: {code[:80]}. Send a code of the ODP list."))
        outcome = Outcome.UNKNOWN_TYPE if len(faults) == 1 else Outcome.FAULTY
    again = submission.state == Submission.State.FAULTY
    submission.state, submission.understood_at = Submission.State.FAULTY, now
    submission.faults = [fault.as_dict() for fault in faults]
    submission.unknown = _as_list(reading.application.unknown if reading.application else {})
    submission.save(update_fields=["state", "understood_at", "faults", "unknown"])
    if not again:
        words = " ".join(f"{fault.pointer} {fault.message}".strip() for fault in faults)[:1000]
        record(events.SUBMISSION_FAULTY, authority=submission.authority, by=by, now=now, source=_sender(submission), faults=words)
    return Understood(submission, outcome)


def _completed(submission: Submission, case: Case, outcome: Outcome, unknown: dict[str, Any], now: datetime) -> Understood:
    submission.case, submission.state, submission.understood_at = case, Submission.State.COMPLETED, now
    submission.faults, submission.error, submission.unknown = [], "", _as_list(unknown)
    submission.save(update_fields=["case", "state", "understood_at", "faults", "error", "unknown"])
    _versions(submission).filter(revision__lt=submission.revision).update(state=Submission.State.SUPERSEDED)
    return Understood(submission, outcome)


def _as_list(unknown: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"pointer": pointer, "value": value} for pointer, value in unknown.items()]


def _sender(submission: Submission) -> str:
    return submission.client.name if submission.client else submission.get_source_display()


def _changed(submission: Submission, case: Case, earlier: Submission, by: Any, now: datetime) -> Understood:
    """Other content under an id that has a case: kept beside it, and the officer is told. The case itself stays as it is."""
    places = _differences(bytes(earlier.body), bytes(submission.body))
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    told = (", ".join(places[:MOST_PLACES]) or "nothing that is read") + more
    application = PlanningApplication.objects.filter(pk=case.pk).first()
    if application is not None:
        application = lifecycle.lock(application)
        line = f"{_sender(submission)} sent other content on {timezone.localtime(now):%-d %B %Y}. The case shows what came first."
        application.attention = "\n".join(part for part in (application.attention, f"{line} Different: {told}.") if part)
        application.save(update_fields=["attention"])
    record(events.SUBMISSION_CHANGED, case=case, by=by, now=now, source=_sender(submission), places=told)
    return _completed(submission, case, Outcome.CHANGED, {}, now)


def _differences(before: bytes, after: bytes) -> list[str]:
    """JSON pointers of what differs between two bodies."""
    old, new = (Part(parse(body)[0]).left() for body in (before, after))
    return sorted(pointer for pointer in old.keys() | new.keys() if old.get(pointer) != new.get(pointer))


@transaction.atomic
def create_case(
    *, submission: Submission, said: SubmittedApplication, type: ApplicationType, notes: tuple[Fault, ...] = (), by: Any, now: datetime
) -> PlanningApplication:
    """Open the case that a submission asks for, with all that it says, and send for its files."""
    authority = submission.authority
    reference = next_reference(authority, suffix=_suffix(authority, type), received_at=now)
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
    _add_details(case, said, _sender(submission), timezone.localdate(submission.received_at))
    record(case_events.CASE_CREATED, case=case, by=by, now=now, source=_sender(submission))
    lifecycle.move(application, "accept", by=by, now=now)
    _send_for_files(submission, case, said, now)
    refresh(application, now=now)
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
    for party in mapping.parties(case, said):
        party.save()
    if said.ownership:
        mapping.ownership(case, said.ownership).save()
        for owner in mapping.land_owners(case, said.ownership):
            owner.save()
    paid_on = timezone.localdate(said.submitted_at) if said.submitted_at else received_on
    payment = mapping.payment(case, said.fee, paid_on)
    if payment:
        payment.save()
    case.constraints.bulk_create(mapping.constraints(case, said.designations, source))
    mapping.development(case, said.proposal, said.site.property_type).save()


def _send_for_files(submission: Submission, case: Case, said: SubmittedApplication, now: datetime) -> None:
    rows = mapping.files(submission, case, said.files, name_of, now)
    for file in FetchedFile.objects.bulk_create(rows):
        enqueue_on_commit(fetch_file, case.authority_id, file.pk)


def replay(*, submission: Submission, by: Any, now: datetime) -> Understood:
    """Try a submission again, after a fault of ours was mended or a type was switched on."""
    words = {"source_id": submission.source_id, "source": _sender(submission)}
    record(events.SUBMISSION_REPLAYED, authority=submission.authority, by=by, now=now, **words)
    try:
        return understand(submission=submission, by=by, now=now)
    except Exception:  # logged and noted on the submission, where whoever replayed it reads it
        submission.refresh_from_db()
        return Understood(submission, Outcome.FAILED)


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
