"""Make a case of what was kept, or say what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from applications import lifecycle
from applications.models import ApplicationType, AuthorityApplicationType, Case, PlanningApplication
from audit.services import record
from intake import events, readers
from intake.models import Submission
from intake.services.creating import create_case, sender
from intake.services.receiving import one_at_a_time
from intake.services.versions import keep_differences
from intake.shape import Fault, Reading, SubmittedApplication

TYPE_POINTER = "/data/application/type/value"
MOST_PLACES = 12
WHAT_CHANGED = "see what changed"  # the case page puts its link beside these words

log = structlog.get_logger()


class Outcome(StrEnum):
    """What became of a submission."""

    CREATED = "created"
    REPEATED = "repeated"
    CHANGED = "changed"
    FAULTY = "faulty"
    UNKNOWN_TYPE = "unknown type"
    FAILED = "failed"
    WAITING = "waiting"
    HELD = "held"
    SET_ASIDE = "set aside"


@dataclass(frozen=True)
class Understood:
    submission: Submission
    outcome: Outcome

    @property
    def reference(self) -> str:
        """The case's reference; "" where there is no case."""
        return self.submission.case.reference if self.submission.case else ""


WAITS_FOR_A_PERSON = {Submission.State.HELD: Outcome.HELD, Submission.State.SET_ASIDE: Outcome.SET_ASIDE}


def understand(*, submission: Submission, by: Any, now: datetime, started: bool = False) -> Understood:
    """Make a case of a kept submission, or say what is wrong with it. Safe to call again: there is never a second case.

    What is held or set aside stays so unless a person has `started` it. A failure of ours is noted on the submission, and raised.
    """
    try:
        with transaction.atomic():
            return _understand(submission, by, now, started)
    except Exception as error:
        log.exception("submission_failed", submission=str(submission.public_id))
        words = f"{type(error).__name__}: {error}"[:2000]
        Submission.objects.filter(pk=submission.pk).update(state=Submission.State.FAILED, error=words, understood_at=now)
        raise


def _understand(kept: Submission, by: Any, now: datetime, started: bool) -> Understood:
    one_at_a_time(kept.authority_id, kept.source, kept.source_id)
    submission = Submission.objects.select_related("case", "client", "authority").get(pk=kept.pk)
    if submission.case_id:
        return Understood(submission, Outcome.REPEATED)
    if submission.state in WAITS_FOR_A_PERSON and not started:
        return Understood(submission, WAITS_FOR_A_PERSON[Submission.State(submission.state)])
    reading = readers.read(submission)
    if reading.waiting:
        return _waiting(submission, now)
    newest = _newest_case_of(submission)
    if newest is not None and newest.case is not None and not reading.faults and _is_later(newest, submission):
        return _overtaken(submission, newest.case, now)
    if reading.application is not None and reading.application.kind == "enforcement" and not reading.faults:
        return _reported(submission, reading.application, reading, by, now)
    known = _type(submission.authority, reading.application)
    if reading.faults or reading.application is None or known is None:
        return _faulty(submission, reading, known, by, now)
    if newest is not None and newest.case is not None:
        return _changed(submission, newest.case, newest, reading, by, now)
    application = create_case(submission=submission, said=reading.application, type=known, notes=reading.notes, by=by, now=now)
    return _completed(submission, application.case, Outcome.CREATED, reading.application.unknown, now)


def _waiting(submission: Submission, now: datetime) -> Understood:
    """Its package has to be fetched first; whoever fetches it calls `understand` again."""
    from intake.services.packages import send_for_package

    submission.state, submission.understood_at = Submission.State.FETCHING, now
    submission.save(update_fields=["state", "understood_at"])
    send_for_package(submission=submission, now=now)
    return Understood(submission, Outcome.WAITING)


def _reported(submission: Submission, said: SubmittedApplication, reading: Reading, by: Any, now: datetime) -> Understood:
    """A breach of planning control was reported: the one case of the report, however often it is sent."""
    from intake.services.enforcement import create_enforcement_case

    outcome = Outcome.CHANGED if _versions(submission).exclude(case=None).exists() else Outcome.CREATED
    case = create_enforcement_case(submission=submission, said=said, notes=reading.notes, by=by, now=now)
    return _completed(submission, case, outcome, said.unknown, now)


def _versions(submission: Submission) -> Any:
    """The other contents that came under the same id."""
    same = Submission.objects.filter(authority_id=submission.authority_id, source=submission.source, source_id=submission.source_id)
    return same.exclude(pk=submission.pk).select_related("case")


def _newest_case_of(submission: Submission) -> Submission | None:
    """Of the other contents that became a case, the one that counts: the latest, as its sender numbers them."""
    newest: Submission | None = None
    for other in _versions(submission).exclude(case=None).order_by("revision"):
        newest = other if newest is None or _is_later(other, newest) else newest
    return newest


def _is_later(one: Submission, other: Submission) -> bool:
    """Whether one content came after another: by the number that the Planning Portal gives its versions, else by when they arrived."""
    numbers = [readers.version_of(each) for each in (one, other)]
    if None not in numbers and numbers[0] != numbers[1]:
        return numbers[0] > numbers[1]  # type: ignore[operator]
    return one.revision > other.revision


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
        record(events.SUBMISSION_FAULTY, authority=submission.authority, by=by, now=now, source=sender(submission), faults=words)
    return Understood(submission, outcome)


def _completed(submission: Submission, case: Case, outcome: Outcome, unknown: dict[str, Any], now: datetime) -> Understood:
    submission.case, submission.state, submission.understood_at = case, Submission.State.COMPLETED, now
    submission.faults, submission.error, submission.unknown = [], "", _as_list(unknown)
    submission.save(update_fields=["case", "state", "understood_at", "faults", "error", "unknown"])
    if submission.revision > 1:
        older = _versions(submission).filter(revision__lt=submission.revision).exclude(state=Submission.State.SUPERSEDED)
        older.update(state=Submission.State.SUPERSEDED)
    return Understood(submission, outcome)


def _as_list(unknown: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"pointer": pointer, "value": value} for pointer, value in unknown.items()]


def _overtaken(submission: Submission, case: Case, now: datetime) -> Understood:
    """A later version became the case while this one had faults, or its package was on its way: what it says counts no more."""
    submission.case, submission.state, submission.understood_at = case, Submission.State.SUPERSEDED, now
    submission.faults, submission.error = [], ""
    submission.save(update_fields=["case", "state", "understood_at", "faults", "error"])
    return Understood(submission, Outcome.REPEATED)


def _changed(submission: Submission, case: Case, earlier: Submission, reading: Reading, by: Any, now: datetime) -> Understood:
    """Other content under an id that has a case: kept beside it with its differences. The case stays as it is until an officer decides."""
    said = reading.application
    rows = keep_differences(submission=submission, earlier=earlier, said=said, case=case) if said else []
    places = list(dict.fromkeys(f"{row.part}: {row.label}"[:100] for row in rows))
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    told = ("; ".join(places[:MOST_PLACES]) or "nothing that is read") + more
    application = PlanningApplication.objects.filter(pk=case.pk).first()
    ended = application is not None and lifecycle.lock(application).status in lifecycle.ENDED
    event = events.SUBMISSION_LATE if ended else events.SUBMISSION_CHANGED
    words = {"source": sender(submission), "places": told, "version": submission.revision}
    record(event, case=case, by=by, now=now, **words)
    if application is not None and rows and not ended:
        _tell(lifecycle.lock(application), submission, told, now)
    return _completed(submission, case, Outcome.CHANGED, said.unknown if said else {}, now)


def _tell(application: PlanningApplication, submission: Submission, told: str, now: datetime) -> None:
    line = f"{sender(submission)} sent version {submission.revision} on {timezone.localtime(now):%-d %B %Y}, which says other things."
    line = f"{line} The case is as it was: {WHAT_CHANGED}. Different: {told}."
    others = [other for other in application.attention.splitlines() if WHAT_CHANGED not in other]
    application.attention = "\n".join([*others, line])
    application.save(update_fields=["attention"])


def replay(*, submission: Submission, by: Any, now: datetime) -> Understood:
    """Try a submission again: a fault of ours was mended, a type was switched on, it was held, or set aside by mistake."""
    with transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(set_aside_at=None, set_aside_by=None, set_aside_reason="")
        words = {"source_id": submission.source_id, "source": sender(submission)}
        record(events.SUBMISSION_REPLAYED, authority=submission.authority, by=by, now=now, **words)
        _try_packages_again(submission, now)
    try:
        return understand(submission=submission, by=by, now=now, started=True)
    except Exception:  # logged and noted on the submission, where whoever replayed it reads it
        submission.refresh_from_db()
        return Understood(submission, Outcome.FAILED)


def _try_packages_again(submission: Submission, now: datetime) -> None:
    """Packages that could not be had may be there by now."""
    from intake.services.packages import try_packages_again

    try_packages_again(submission=submission, now=now)
