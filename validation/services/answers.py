"""The applicant's answer to a request: one service, whatever way it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import refuse_ended
from applications.models import Party, PlanningApplication
from applications.projection import refresh
from audit.actors import actor_of
from audit.services import record
from core.errors import DomainError
from core.filters import show_date
from core.hosts import url_for
from documents.models import Document
from documents.repeats import not_among
from documents.services import NewFile, add_documents, archive_document
from notifications.letters import tell
from notifications.services import send_email
from validation import events, messages
from validation.kinds import AGREEMENT, CERTIFICATE, DOCUMENTS, TEXT, kind_of
from validation.models import RequestDocument, ValidationRequest
from validation.selectors import answer_files, summary_of
from validation.services.certificates import guard_certificate
from validation.services.effects import EFFECTS
from validation.services.requests import asked_about, lock_both

State, Kind = ValidationRequest.State, ValidationRequest.Kind
MOST_FILES = 30


class AlreadyAnswered(DomainError):
    """An answer came already, or the request was cancelled."""


@dataclass(frozen=True)
class Recorded:
    """An answer that came beside the applicant's pages and that an officer writes down: from whom, how ("by phone"), on which day."""

    from_name: str
    how: str
    received_on: date


class SomeFilesRefused(DomainError):
    """Some files could not be kept; the others were. `faults` has one sentence for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults), "files")
        self.faults = faults


@transaction.atomic
def add_answer_files(
    *, request: ValidationRequest, files: Sequence[Any], received_on: date | None = None, by: Any, now: datetime
) -> list[str]:
    """Keep files for an answer that is not sent yet. Gives one sentence for each file that could not be kept; the good ones stay."""
    application, request = lock_both(request)
    _guard_open(application, request)
    files = not_among(files, hashes_of(request))
    room = max(MOST_FILES - answer_files(request).count(), 0)
    taken = [NewFile(file, file.name, _tags_for(request), description=_about(request)) for file in files[:room]]
    added = add_documents(case=application.case, files=taken, source=Document.Source.APPLICANT, received_on=received_on, by=by, now=now)
    whose = {"authority_id": request.authority_id, "request": request, "writer": actor_of(by).key}
    rows = [RequestDocument(document=document, **whose) for document in added.documents]
    RequestDocument.objects.bulk_create(rows)
    too_many = [f"One answer takes {MOST_FILES} files: “{file.name}” was not kept." for file in files[room:]]
    return [words for _, words in added.refused] + too_many


def hashes_of(request: ValidationRequest) -> list[str]:
    """The SHA-256 of each file that is part of the answer."""
    return list(answer_files(request).values_list("versions__sha256", flat=True))


def _about(request: ValidationRequest) -> str:
    return f"Sent in answer to request {request.number}: {summary_of(request)}"


def _tags_for(request: ValidationRequest) -> list[str]:
    if request.kind == Kind.REPLACEMENT_DOCUMENT:
        return list(asked_about(request).values_list("tags", flat=True).first() or [])
    if request.kind == Kind.RED_LINE:
        return ["locationPlan"]
    return [request.payload["tag"]] if request.payload.get("tag") else []


@transaction.atomic
def remove_answer_file(*, request: ValidationRequest, document: Document, by: Any, now: datetime) -> None:
    """Take back a file before the answer is sent: whoever added it, and nobody else."""
    application, request = lock_both(request)
    _guard_open(application, request)
    row = request.request_documents.filter(document=document, from_council=False).first()
    if row is None:
        raise DomainError("That file is not part of this answer.")
    if row.writer not in ("", actor_of(by).key):
        raise DomainError(f"“{document.name}” was added by {document.created_by_name}: only they can take it back.", "files")
    archive_document(document=document, reason="Taken back by its sender before the answer was sent", by=by, now=now)


def answer_request(
    *,
    request: ValidationRequest,
    agree: bool | None = None,
    text: str = "",
    files: Sequence[Any] = (),
    certificate: dict[str, Any] | None = None,
    party: Party | None = None,
    recorded: Recorded | None = None,
    by: Any,
    now: datetime,
) -> ValidationRequest:
    """Answer an open request, whatever the channel; `party` gets the receipt, by email or post.

    `recorded`: it came by phone, letter or email on a day that counts, and `by` is the officer who writes it down.

    `certificate`, where one is asked for: certificate "a" to "d", agricultural_tenants, owners (name, address, told_on), steps.

    Files are kept first, in a transaction of their own, so that one bad file costs nobody the others: then SomeFilesRefused, and the
    request stays open. AlreadyAnswered when it is not open; DomainError with a field for what is missing.
    """
    if recorded is not None:
        _guard_recorded(request, recorded, timezone.localdate(now))
    day = recorded.received_on if recorded else None
    faults = add_answer_files(request=request, files=files, received_on=day, by=by, now=now) if files else []
    if faults:
        raise SomeFilesRefused(faults)
    said: dict[str, Any] = {"text": text.strip()}
    if agree and kind_of(request).answer == CERTIFICATE:
        said["certificate"] = certificate or {}
    return close_request(request=request, agree=agree, said=said, party=party, recorded=recorded, by=by, now=now)


def _guard_recorded(request: ValidationRequest, recorded: Recorded, today: date) -> None:
    if recorded.received_on > today:
        raise DomainError("The day on which it came must be today or in the past.", "received_on")
    if request.sent_at is not None and recorded.received_on < timezone.localdate(request.sent_at):
        raise DomainError(
            f"This was asked on {show_date(timezone.localdate(request.sent_at))}: no answer can have come before.", "received_on"
        )


@transaction.atomic
def close_request(
    *,
    request: ValidationRequest,
    agree: bool | None,
    said: dict[str, Any],
    party: Party | None,
    recorded: Recorded | None = None,
    by: Any,
    now: datetime,
) -> ValidationRequest:
    """Take the answer and do what it changes. `said`: text, and certificate where one is given."""
    application, request = lock_both(request)
    _guard_open(application, request)
    names = [document.name for document in answer_files(request)]
    _guard_answer(request, agree, said, names)
    who = f"{recorded.from_name}, {recorded.how}, recorded by {actor_of(by).name}"[:300] if recorded else actor_of(by).name
    request.state, request.answered_at, request.answered_by_name = State.CLOSED, _came_at(request, recorded, now), who
    request.answerer = "" if recorded else actor_of(by).key
    request.approved, request.answer = agree, {**said, "files": names}
    request.version += 1
    request.save(update_fields=["state", "answered_at", "answered_by_name", "answerer", "approved", "answer", "version"])
    effect = EFFECTS.get(request.kind) or kind_of(request).apply
    if effect is not None:
        effect(application, request, by, now)
    record(
        events.REQUEST_ANSWERED,
        case=application.case,
        by=by,
        now=now,
        number=request.number,
        what=summary_of(request),
        answer=answer_in_words(request),
    )
    refresh(application, now=now)
    _acknowledge(application, request, party, recorded, by, now)
    _tell_officer(application, request, who, by, now)
    return request


def _came_at(request: ValidationRequest, recorded: Recorded | None, now: datetime) -> datetime:
    """When an answer counts as received: now, or on its day about noon."""
    if recorded is None or recorded.received_on == timezone.localdate(now):
        return now
    noon = timezone.make_aware(datetime.combine(recorded.received_on, time(12)))
    return max(noon, request.sent_at) if request.sent_at else noon


def _guard_open(application: PlanningApplication, request: ValidationRequest) -> None:
    refuse_ended(application)
    if request.state == State.CLOSED:
        raise AlreadyAnswered(
            f"This was answered on {request.answered_at:%-d %B %Y} by {request.answered_by_name}. You need not do anything."
        )
    if request.state == State.CANCELLED:
        raise AlreadyAnswered("We no longer need an answer to this: the request was cancelled.")
    if request.state != State.OPEN:
        raise AlreadyAnswered("This has not been asked yet.")


def _guard_answer(request: ValidationRequest, agree: bool | None, said: dict[str, Any], names: list[str]) -> None:
    shape, text = kind_of(request).answer, said["text"]
    if shape == CERTIFICATE:
        guard_certificate(agree, said)
    if shape == DOCUMENTS and not names:
        raise DomainError("Choose at least one file to send", "files")
    if shape == AGREEMENT and agree is None:
        raise DomainError("Select whether you agree", "agree")
    if shape == AGREEMENT and not agree and not text:
        raise DomainError("Tell us why you do not agree, and what it should say", "text")
    if shape == TEXT and not text:
        raise DomainError("Enter your answer", "text")


def answer_in_words(request: ValidationRequest) -> str:
    """The answer in one line, for the history."""
    agreed = {True: "Agreed.", False: "Did not agree.", None: ""}[request.approved]
    if request.answer.get("automatic"):
        agreed = "Counts as agreed: nobody answered in time."
    files, given = request.answer.get("files", []), request.answer.get("certificate")
    certificate = f"Certificate {given['certificate'].upper()}." if given else ""
    return " ".join(part for part in [agreed, certificate, request.answer.get("text", ""), ", ".join(files)] if part)


def _acknowledge(
    application: PlanningApplication, request: ValidationRequest, party: Party | None, recorded: Recorded | None, by: Any, now: datetime
) -> None:
    """A receipt for whoever answered, by email or post."""
    if party is None:
        return
    case, message = application.case, messages.ANSWER_RECORDED if recorded else messages.ANSWER_RECEIVED
    context = {
        "what": kind_of(request).ask,
        "address": case.address,
        "text": request.answer.get("text", ""),
        "files": request.answer.get("files", []),
    }
    context |= {"came": recorded.how, "received_on": recorded.received_on} if recorded else {"answered_at": now}
    tell(authority=case.authority, case=case, party=party, message=message.key, context=context, by=by, now=now)


def _tell_officer(application: PlanningApplication, request: ValidationRequest, who: str, by: Any, now: datetime) -> None:
    case = application.case
    if case.officer is None or case.officer == by or request.answer.get("automatic"):
        return
    context = {
        "what": summary_of(request),
        "address": case.address,
        "who": who,
        "url": url_for(case.authority, "officers", "validation:requests", reference=case.reference),
    }
    send_email(
        authority=case.authority,
        case=case,
        message=messages.ANSWER_ARRIVED.key,
        to=case.officer.email,
        to_name=case.officer.name,
        context=context,
        by=by,
        now=now,
    )
