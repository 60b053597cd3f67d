"""The conversation about one request, and the council's own files with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.lifecycle import refuse_ended
from applications.models import Party, PlanningApplication
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
from validation.models import RequestDocument, CaseMessage, ValidationRequest
from validation.selectors import attachments_of, correspondent, is_live, people_with_email, summary_of
from validation.services.links import email_with_link
from validation.services.requests import NoLongerOpen, lock_both

State = ValidationRequest.State
LONGEST = 5000  # characters of one message
MOST_MESSAGES = 200  # about one request
MOST_ATTACHMENTS = 20


@transaction.atomic
def write_message(*, request: ValidationRequest, text: str, party: Party | None = None, by: Any, now: datetime) -> CaseMessage:
    """Ask or answer something about a request. From `party` it goes to the case officer, from the council to whoever answers for it.

    An officer who writes has read what came before. DomainError (`text`) for an empty or too long one; NoLongerOpen for a request that
    was not sent or was cancelled.
    """
    application, request = lock_both(request)
    refuse_ended(application)
    _guard_message(request, text)
    message = CaseMessage.objects.create(
        authority_id=request.authority_id,
        case=application.case,
        request=request,
        party=party,
        from_council=party is None,
        text=text.strip(),
        written_by_name=actor_of(by).name,
        written_by=user_of(by),
        written_at=now,
    )
    if party is None:
        _read(request, by, now)
    record(events.MESSAGE_WRITTEN, case=application.case, by=by, now=now, number=request.number, what=summary_of(request))
    _pass_on(application, message, by, now)
    refresh(application, now=now)
    return message


def _guard_message(request: ValidationRequest, text: str) -> None:
    if request.sent_at is None:
        raise NoLongerOpen("The applicant has not been sent this request yet.")
    if request.state == State.CANCELLED:
        raise NoLongerOpen("This request was cancelled: nothing more can be written about it here.")
    if not text.strip():
        raise DomainError("Enter your message", "text")
    if len(text.strip()) > LONGEST:
        raise DomainError(f"Your message must be {LONGEST} characters or fewer", "text")
    if request.messages.count() >= MOST_MESSAGES:
        raise DomainError("There are too many messages about this request. Write an email or call instead.", "text")


def _pass_on(application: PlanningApplication, message: CaseMessage, by: Any, now: datetime) -> None:
    """An email to the other side; where there is nobody to send it to, the message still waits on their page."""
    case, request = application.case, message.request
    context = {"address": case.address, "who": message.written_by_name, "text": message.text}
    if message.from_council:
        given = {**context, "what": kind_of(request).ask}
        for party in _listeners(application, request):
            email_with_link(application=application, party=party, message=messages.MESSAGE_FROM_OFFICER, context=given, by=by, now=now)
    elif case.officer is not None:
        link = {"reference": case.reference, "request_id": request.public_id}
        send_email(
            authority=case.authority,
            case=case,
            message=messages.MESSAGE_FROM_APPLICANT.key,
            to=case.officer.email,
            to_name=case.officer.name,
            context={**context, "what": summary_of(request), "url": url_for(case.authority, "officers", "validation:messages", **link)},
            by=by,
            now=now,
        )


def _listeners(application: PlanningApplication, request: ValidationRequest) -> list[Any]:
    """Who is emailed what the council writes: whoever wrote about the request, else whoever answers for the application."""
    wrote = set(request.messages.filter(from_council=False).values_list("written_by_name", flat=True))
    found = [person for person in people_with_email(application) if Applicant(person).name in wrote]
    return found or [person for person in [correspondent(application)] if person is not None]


def _read(request: ValidationRequest, by: Any, now: datetime) -> int:
    return request.messages.filter(from_council=False, read_at=None).update(read_at=now, read_by=by)


@transaction.atomic
def mark_messages_read(*, request: ValidationRequest, by: Any, now: datetime) -> None:
    """Note that an officer read what the applicant wrote and need not answer it."""
    application, request = lock_both(request)
    if _read(request, by, now):
        record(events.MESSAGES_READ, case=application.case, by=by, now=now, number=request.number, what=summary_of(request))
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
