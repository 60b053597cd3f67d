"""What comes to the council beside the applicant's pages: kept as correspondence, and given the effect that it has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock
from applications.models import Party, PlanningApplication
from applications.services import agree_extension
from audit.services import record
from casework import events
from casework.models import ReceivedDocument, ReceivedItem
from casework.services.endings import withdraw
from core.errors import DomainError
from core.filters import show_date
from documents.models import Document
from documents.services import NewFile, add_documents
from documents.tags import CORRESPONDENCE
from validation.models import ValidationRequest
from validation.selectors import summary_of
from validation.services import AlreadyAnswered, answer_request
from validation.services.answers import MOST_FILES as MOST_IN_AN_ANSWER
from validation.services.answers import Recorded

How, Sender, About = ReceivedItem.How, ReceivedItem.Sender, ReceivedItem.About
IN_WRITING = {How.LETTER, How.EMAIL}
PARTIES = {Sender.APPLICANT, Sender.AGENT}
SOURCES = {Sender.APPLICANT: Document.Source.APPLICANT, Sender.AGENT: Document.Source.APPLICANT, Sender.NEIGHBOUR: Document.Source.COMMENT}
BY = {How.PHONE: "by phone", How.LETTER: "by post", How.EMAIL: "by email", How.IN_PERSON: "in person"}
MOST_FILES = 20


@dataclass(frozen=True)
class Incoming:
    """What came in, as an officer describes it. public_id: the form's own, so that a double press records once; files: the letter or
    email itself."""

    public_id: UUID
    how: str
    sender: str
    from_name: str
    received_on: date
    subject: str
    text: str = ""
    files: Sequence[Any] = ()


@transaction.atomic
def record_received(*, application: PlanningApplication, incoming: Incoming, by: Any, now: datetime) -> ReceivedItem:
    """Keep what came in as correspondence. DomainError beside the field for an impossible day or a file that cannot be kept."""
    return _record(application, incoming, About.OTHER, None, by, now)


@transaction.atomic
def record_answer(
    *,
    application: PlanningApplication,
    request: ValidationRequest,
    incoming: Incoming,
    agree: bool | None = None,
    text: str = "",
    files: Sequence[Any] = (),
    certificate: dict[str, Any] | None = None,
    by: Any,
    now: datetime,
) -> ReceivedItem:
    """Take what came in as the answer to an open request: it counts as one from the applicant's pages, on the day on which it came.

    Where the request was answered or cancelled in the meantime nothing is lost: everything is kept as correspondence, and `outcome` says
    why it did nothing. DomainError with a field for what is missing: nothing is recorded then.
    """

    def answer(application: PlanningApplication, party: Party | None) -> str:
        recorded = Recorded(incoming.from_name, BY[How(incoming.how)], incoming.received_on)
        given: dict[str, Any] = {"agree": agree, "text": text, "files": files, "certificate": certificate, "party": party}
        answer_request(request=request, **given, recorded=recorded, by=by, now=now)
        return f"Recorded as the answer to request {request.number}: {summary_of(request)}."

    agreed = {True: "They agree.", False: "They do not agree.", None: ""}[agree]
    said = "\n\n".join(part for part in (incoming.text, agreed, text.strip()) if part)
    incoming = replace(incoming, text=said)
    try:
        with transaction.atomic():
            return _record(application, incoming, About.ANSWER, answer, by, now, request=request)
    except AlreadyAnswered as late:
        kept = replace(incoming, files=[*incoming.files, *files])
        outcome = f"It was meant as the answer to request {request.number}, but came too late. {late.message}"
        return _record(application, kept, About.OTHER, None, by, now, request=request, outcome=outcome, most=MOST_FILES + MOST_IN_AN_ANSWER)


@transaction.atomic
def record_extension(
    *, application: PlanningApplication, incoming: Incoming, agreed_until_on: date, by: Any, now: datetime
) -> ReceivedItem:
    """Take what came in as the written agreement to a longer period, with the letter as evidence."""

    def agree(application: PlanningApplication, party: Party | None) -> str:
        _in_writing(incoming, "An extension of time must be agreed in writing. Ask them for a letter or an email.")
        evidence = f"{_what(incoming)} of {show_date(incoming.received_on)} from {incoming.from_name}: {incoming.subject}"
        given: dict[str, Any] = {"agreed_until_on": agreed_until_on, "agreed_on": incoming.received_on, "evidence": evidence}
        agree_extension(application=application, **given, by=by, now=now)
        return f"Recorded as an extension of time until {show_date(agreed_until_on)}."

    return _record(application, incoming, About.EXTENSION, agree, by, now)


@transaction.atomic
def record_withdrawal(*, application: PlanningApplication, incoming: Incoming, by: Any, now: datetime) -> ReceivedItem:
    """Take what came in as the withdrawal of the application: the case ends, and the applicant and agent are told."""

    def end(application: PlanningApplication, party: Party | None) -> str:
        _in_writing(incoming, "An application is withdrawn in writing. Ask them for a letter or an email.")
        reason = f"Withdrawn by {incoming.from_name}, {BY[How(incoming.how)]} on {show_date(incoming.received_on)}."
        withdraw(application=application, reason=reason, by=by, now=now)
        return "Recorded as the withdrawal of the application."

    return _record(application, incoming, About.WITHDRAWAL, end, by, now)


def _record(
    application: PlanningApplication,
    incoming: Incoming,
    about: str,
    act: Callable[[PlanningApplication, Party | None], str] | None,
    by: Any,
    now: datetime,
    *,
    request: ValidationRequest | None = None,
    outcome: str = "",
    most: int = MOST_FILES,
) -> ReceivedItem:
    """Lock, guard, keep the letter, do what it says. A second press of the same form finds the first one's item."""
    application = lock(application)
    case = application.case
    twin = ReceivedItem.objects.filter(case=case, public_id=incoming.public_id).first()
    if twin is not None:
        return twin
    _guard(application, incoming, about, timezone.localdate(now), most)
    party = case.parties.filter(role=incoming.sender).first() if incoming.sender in PARTIES else None
    if about != About.OTHER and incoming.sender not in PARTIES:
        raise DomainError("Only the applicant or the agent can do this. Record it as other correspondence.", "sender")
    documents = _keep_files(application, incoming, by, now)
    item = ReceivedItem.objects.create(
        authority_id=application.authority_id,
        public_id=incoming.public_id,
        case=case,
        how=incoming.how,
        sender=incoming.sender,
        from_name=incoming.from_name,
        received_on=incoming.received_on,
        about=about,
        subject=incoming.subject,
        text=incoming.text,
        request=request,
        outcome=outcome or (act(application, party) if act else ""),
        recorded_by=by,
        recorded_at=now,
    )
    ReceivedDocument.objects.bulk_create(
        ReceivedDocument(authority_id=item.authority_id, item=item, document=document) for document in documents
    )
    what = {"how": _what(incoming), "who": item.from_name, "received_on": item.received_on, "subject": item.subject}
    record(events.RECEIVED, case=case, by=by, now=now, **what)
    if about == About.OTHER and case.officer_id not in (None, by.pk):
        _tell_officer(application, f"{_what(incoming)} from {item.from_name} came in: {item.subject}. Read it under Correspondence.")
    return item


def _guard(application: PlanningApplication, incoming: Incoming, about: str, today: date, most: int) -> None:
    if incoming.received_on > today:
        raise DomainError("The day on which it came must be today or in the past.", "received_on")
    if application.received_on is not None and incoming.received_on < application.received_on:
        begun = show_date(application.received_on)
        raise DomainError(f"The application was received on {begun}: nothing about it can have come before.", "received_on")
    if not incoming.from_name.strip():
        raise DomainError("Enter the name of whoever sent it or called.", "from_name")
    empty = not incoming.text.strip() and not incoming.files
    if empty and about != About.ANSWER and incoming.how in IN_WRITING:  # of an answer the request says what must be in it
        raise DomainError("Choose the file, or write down what it says.", "evidence")
    if len(incoming.files) > most:
        raise DomainError(f"Choose {most} files at most.", "evidence")


def _keep_files(application: PlanningApplication, incoming: Incoming, by: Any, now: datetime) -> list[Document]:
    """The letter or email itself, for officers only; an email's attachments are taken out of it by a worker."""
    if not incoming.files:
        return []
    about = f"{_what(incoming)} from {incoming.from_name}"
    files = [NewFile(file, file.name, [CORRESPONDENCE], description=about) for file in incoming.files]
    source = SOURCES.get(Sender(incoming.sender), Document.Source.OFFICER)
    added = add_documents(case=application.case, files=files, source=source, received_on=incoming.received_on, by=by, now=now)
    if added.refused:
        raise DomainError(" ".join(why for _, why in added.refused), "evidence")
    return added.documents


def _in_writing(incoming: Incoming, words: str) -> None:
    if incoming.how not in IN_WRITING:
        raise DomainError(words, "how")


def _what(incoming: Incoming) -> str:
    return {How.PHONE: "Call", How.LETTER: "Letter", How.EMAIL: "Email", How.IN_PERSON: "Visit"}[How(incoming.how)]


def _tell_officer(application: PlanningApplication, line: str) -> None:
    application.attention = "\n".join(part for part in (application.attention, line) if part)
    application.save(update_fields=["attention"])
