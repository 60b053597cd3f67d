"""What the council and the people of a case write to each other, and the council's own files with a request."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import lock, refuse_ended
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.actors import Applicant, actor_of, user_of
from audit.services import record
from core.errors import DomainError
from core.hosts import url_for
from documents.models import Document
from documents.services import NewFile, add_documents, archive_document
from notifications.services import send_email
from validation import events, messages
from validation.kinds import kind_of
from validation.models import CaseMessage, RequestDocument, ValidationRequest
from validation.selectors import attachments_of, correspondent, is_live, people_to_tell, summary_of, thread_of
from validation.services.certificates import certificate_in_words
from validation.services.links import email_with_link
from validation.services.requests import NoLongerOpen, lock_both

State = ValidationRequest.State
LONGEST = 5000  # characters of one message
LONGEST_LATE = 22000  # of a late answer, which may be longer
MOST_MESSAGES = 200  # in one conversation
MOST_ATTACHMENTS = 20


@transaction.atomic
def write_message(*, request: ValidationRequest, text: str, party: Any = None, by: Any, now: datetime) -> CaseMessage:
    """Ask or answer something about a request. From `party` (or a colleague) it goes to the case officer, from the council to them.

    An officer who writes has read what came before. DomainError (`text`) for an empty or too long one; NoLongerOpen for a request that
    was not sent or was cancelled.
    """
    application, request = lock_both(request)
    refuse_ended(application)
    if request.sent_at is None:
        raise NoLongerOpen("The applicant has not been sent this request yet.")
    if request.state == State.CANCELLED:
        raise NoLongerOpen("This request was cancelled: nothing more can be written about it here.")
    return _write(application, request, text, party, by, now)


@transaction.atomic
def write_to_each_other(*, application: PlanningApplication, text: str, party: Any = None, by: Any, now: datetime) -> CaseMessage:
    """The same about the application as a whole, at any stage, after the decision too. DomainError (`text`) as above."""
    return _write(lock(application), None, text, party, by, now)


@transaction.atomic
def keep_late_answer(
    *,
    request: ValidationRequest,
    agree: bool | None,
    text: str,
    files: Sequence[Any] = (),
    certificate: dict[str, Any] | None = None,
    party: Any,
    by: Any,
    now: datetime,
) -> CaseMessage:
    """An answer that came when the request was no longer open counts as a message to the officer, and its files are kept with the case."""
    application, request = lock_both(request)
    taken = [NewFile(file, file.name, description=f"Sent after request {request.number} was {_ended_as(request)}") for file in files]
    added = add_documents(case=application.case, files=taken, source=Document.Source.APPLICANT, by=by, now=now)
    names = [document.name for document in added.documents]
    agreed = {True: "I agree.", False: "I do not agree.", None: ""}[agree]
    said = [agreed, certificate_in_words(certificate), text.strip()]
    lines = [f"This was meant as an answer, but the request was {_ended_as(request)} already.", *said]
    lines += [f"Files sent with it: {', '.join(names)}"] if names else []
    lines += [words for _, words in added.refused]
    return _write(application, request, "\n\n".join(line for line in lines if line)[:LONGEST_LATE], party, by, now, longest=LONGEST_LATE)


def _ended_as(request: ValidationRequest) -> str:
    return "answered" if request.state == State.CLOSED else "cancelled" if request.state == State.CANCELLED else "closed"


def _write(
    application: PlanningApplication,
    request: ValidationRequest | None,
    text: str,
    party: Any,
    by: Any,
    now: datetime,
    longest: int = LONGEST,
) -> CaseMessage:
    said = _guard_message(application, request, text, longest)
    message = CaseMessage.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        request=request,
        party=getattr(party, "party", party),  # a colleague writes for whoever added them
        from_council=party is None,
        text=said,
        written_by_name=actor_of(by).name,
        writer=actor_of(by).key,
        written_by=user_of(by),
        written_at=now,
    )
    if party is None:
        _read(thread_of(application, request), by, now)
    _record(events.MESSAGE_WRITTEN, events.WRITTEN, application, request, by, now)
    _pass_on(application, message, party, by, now)
    refresh(application, now=now)
    return message


def _guard_message(application: PlanningApplication, request: ValidationRequest | None, text: str, longest: int) -> str:
    said = text.strip()
    if not said:
        raise DomainError("Enter your message", "text")
    if len(said) > longest:
        raise DomainError(f"Your message must be {longest} characters or fewer", "text")
    if thread_of(application, request).count() >= MOST_MESSAGES:
        raise DomainError("There are too many messages here. Write an email or call instead.", "text")
    return said


def _record(
    about_request: Any, about_all: Any, application: PlanningApplication, request: ValidationRequest | None, by: Any, now: datetime
) -> None:
    if request is None:
        record(about_all, case=application.case, by=by, now=now)
    else:
        record(about_request, case=application.case, by=by, now=now, number=request.number, what=summary_of(request))


def _pass_on(application: PlanningApplication, message: CaseMessage, writer: Any, by: Any, now: datetime) -> None:
    """An email to the other side, and a receipt to whoever wrote; where there is no address, the message still waits on their page."""
    case, request = application.case, message.request
    context: dict[str, Any] = {"address": case.address, "who": message.written_by_name, "text": message.text}
    if message.from_council:
        given = {**context, "what": kind_of(request).ask if request else ""}
        for party in _listeners(application, message):
            email_with_link(application=application, party=party, message=messages.MESSAGE_FROM_OFFICER, context=given, by=by, now=now)
        return
    if case.officer is not None:
        given = {**context, "what": summary_of(request) if request else "", "url": officers_address(application, request)}
        _email(application, messages.MESSAGE_FROM_APPLICANT, case.officer.email, case.officer.name, given, by, now)
    if writer.email:
        given = {"address": context["address"], "text": message.text, "what": kind_of(request).ask if request else "", "written_at": now}
        _email(application, messages.MESSAGE_RECEIVED, writer.email, writer.name, given, by, now)


def officers_address(application: PlanningApplication, request: ValidationRequest | None) -> str:
    """Where an officer reads and answers a message."""
    case = application.case
    if request is None:
        return url_for(case.authority, "officers", "validation:conversation", reference=case.reference)
    return url_for(case.authority, "officers", "validation:messages", reference=case.reference, request_id=request.public_id)


def _email(
    application: PlanningApplication, kind: messages.MessageType, to: str, name: str, context: dict[str, Any], by: Any, now: datetime
) -> None:
    case = application.case
    send_email(authority=case.authority, case=case, message=kind.key, to=to, to_name=name, context=context, by=by, now=now)


def _listeners(application: PlanningApplication, message: CaseMessage) -> list[Any]:
    """Who is emailed what the council writes: whoever wrote in the same conversation, else whoever answers for the application."""
    thread = thread_of(application, message.request).filter(from_council=False)
    wrote = set(thread.values_list("writer", flat=True))
    colleagues = application.case.colleagues.filter(removed_at=None).select_related("party") if wrote else []
    people = [person for person in (*people_to_tell(application), *colleagues) if person.may_enter]
    found = [person for person in people if Applicant(person).key in wrote]
    return found or [person for person in [correspondent(application)] if person is not None]


def _read(thread: Any, by: Any, now: datetime) -> int:
    return int(thread.filter(from_council=False, read_at=None).update(read_at=now, read_by=by))


@transaction.atomic
def mark_messages_read(*, application: PlanningApplication, request: ValidationRequest | None = None, by: Any, now: datetime) -> None:
    """Note that an officer read what came in, about a request or about the application as a whole, and need not answer it."""
    application = lock(application)
    if _read(thread_of(application, request), by, now):
        _record(events.MESSAGES_READ, events.READ, application, request, by, now)
        refresh(application, now=now)


@transaction.atomic
def attach_files(*, request: ValidationRequest, files: Sequence[Any], by: Any, now: datetime) -> list[str]:
    """Put the council's own files to a request, for the applicant to read. One sentence for each file that could not be kept."""
    application, request = _live(request)
    room = max(MOST_ATTACHMENTS - attachments_of(request).count(), 0)
    about = f"Sent with request {request.number}: {summary_of(request)}"
    taken = [NewFile(file, file.name, description=about) for file in files[:room]]
    added = add_documents(case=application.case, files=taken, source=Document.Source.OFFICER, by=by, now=now)
    RequestDocument.objects.bulk_create(
        RequestDocument(authority_id=request.authority_id, request=request, document=document, from_council=True)
        for document in added.documents
    )
    for document in added.documents:
        record(events.ATTACHED, case=application.case, by=by, now=now, number=request.number, document=document.name)
    too_many = [f"One request takes {MOST_ATTACHMENTS} files: “{file.name}” was not kept." for file in files[room:]]
    return [words for _, words in added.refused] + too_many


@transaction.atomic
def remove_attachment(*, request: ValidationRequest, public_id: str, by: Any, now: datetime) -> None:
    """Take one of the council's files off a request. It is kept in the case, out of use."""
    _, request = _live(request)
    document = next((found for found in attachments_of(request) if str(found.public_id) == public_id), None)
    if document is None:
        raise DomainError("That file is not with this request any more.")
    archive_document(document=document, reason=f"Taken off request {request.number}", by=by, now=now)


def _live(request: ValidationRequest) -> tuple[PlanningApplication, ValidationRequest]:
    application, request = lock_both(request)
    refuse_ended(application)
    if not is_live(request):
        raise NoLongerOpen(f"This request is {request.get_state_display().lower()} already: its files cannot be changed.")
    return application, request
