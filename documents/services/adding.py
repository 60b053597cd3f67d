"""How a file becomes a document of a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.policy import policy
from applications.lifecycle import lock
from applications.models import Case, PlanningApplication
from applications.projection import refresh_next_task
from audit.actors import actor_of
from audit.registry import EventType
from audit.services import record
from core.tasks import enqueue_on_commit
from documents import events, storage
from documents.checks import CheckedFile, FileRefused, check_file, digest, room_on_disk
from documents.merging import page_count
from documents.models import Document, DocumentVersion
from documents.selectors import names_by_content
from documents.taking_in import take_in

Source, Visibility = Document.Source, Document.Visibility
PATIENCE = 5  # seconds of looking into the files of one form, whose case may be locked: a worker looks into the rest
FROM_OUTSIDE = {Source.APPLICANT, Source.COMMENT}


@dataclass(frozen=True)
class NewFile:
    """One of several files sent together. content: bytes, an upload or an open binary file."""

    content: Any
    name: str
    tags: Sequence[str] = ()
    number: str = ""
    description: str = ""


@dataclass(frozen=True)
class About:
    """What is the same for all files that are added together."""

    source: str
    received_on: date | None
    visibility: str
    attached_to: Document | None = None


@dataclass(frozen=True)
class Added:
    """What became of several files: the documents; (name, why) of each that was refused; (name, its twin's name) of each the case had."""

    documents: list[Document] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)


def add_document(
    *,
    case: Case,
    content: Any,
    name: str,
    source: str,
    by: Any,
    now: datetime,
    tags: Sequence[str] = (),
    number: str = "",
    description: str = "",
    received_on: date | None = None,
    visibility: str = Visibility.PRIVATE,
    attached_to: Document | None = None,
    deep: bool = False,
) -> Document:
    """Keep a file as a document of the case. FileRefused, with words that say what to do, when it is not fit to be kept.

    deep=True, in a worker: all of it is checked now. Else what takes long is checked by a worker: nobody gets the file before that, and
    one that is refused then is archived and told of (documents.taking_in). `content`: bytes, an upload, an open file, or what `check_for`
    gave.
    """
    checked = check_for(case=case, content=content, name=name, source=source, deep=deep)
    new = NewFile(checked.content, checked.name, tags, number, description)
    about = About(source, received_on, visibility, attached_to)
    with room_on_disk(f"“{checked.name}”"):
        return keep_checked(case, [(new, checked)], about, by=by, now=now)[0]


def add_documents(
    *,
    case: Case,
    files: Sequence[NewFile],
    source: str,
    by: Any,
    now: datetime,
    received_on: date | None = None,
    visibility: str = Visibility.PRIVATE,
    again: bool = True,
) -> Added:
    """Keep those of several files that are fit to be kept, and say of each other one why it was refused.

    again=False: a file that the case has already is left out, and named in `repeated`. What takes long to check is checked by a worker,
    as in `add_document`.
    """
    about = About(source, received_on, visibility)
    added = Added()
    fit: list[tuple[NewFile, CheckedFile]] = []
    since = monotonic()
    for new in files:
        hurry = monotonic() - since > PATIENCE
        try:
            fit.append((new, check_for(case=case, content=new.content, name=new.name, source=source, hurry=hurry)))
        except FileRefused as refusal:
            added.refused.append((new.name, refusal.message))
    twins = names_by_content(case, [checked.sha256 for _, checked in fit])
    with transaction.atomic():
        for new, checked in fit:
            if checked.sha256 in twins:
                added.repeated.append((checked.name, twins[checked.sha256]))
                if not again:
                    continue
            try:
                with room_on_disk(f"“{checked.name}”"), transaction.atomic():
                    added.documents.append(_store(case, new, checked, about, by=by, now=now))
            except FileRefused as refusal:
                added.refused.append((new.name, refusal.message))
                continue
            if not again:
                twins.setdefault(checked.sha256, checked.name)
        if added.documents:
            _tell(case, added.documents, events.ADDED, by, now)
    return added


@transaction.atomic
def store_made_pdf(
    *,
    case: Case,
    content: bytes,
    name: str,
    by: Any,
    now: datetime,
    tags: Sequence[str] = (),
    visibility: str = Visibility.PRIVATE,
    description: str = "",
) -> Document:
    """Keep a letter or notice that BOPS made, with its SHA-256: its file is never changed or replaced after."""
    file = ContentFile(content)
    checked = CheckedFile(file, name, "application/pdf", len(content), digest(file), page_count(content), DocumentVersion.Scan.CLEAN)
    new = NewFile(file, name, tags, description=description)
    return keep_checked(case, [(new, checked)], About(Source.MADE, None, visibility), by=by, now=now, event=events.MADE)[0]


def largest_mb(case: Case, source: str) -> int:
    """The largest file, in megabytes, that the council takes from this source."""
    megabytes: int = policy(case.authority, "applicant_upload_mb" if source in FROM_OUTSIDE else "officer_upload_mb")
    return megabytes


def check_for(*, case: Case, content: Any, name: str, source: str, deep: bool = False, hurry: bool = False) -> CheckedFile:
    """Look at a file before anything is locked (see documents.checks.check_file); one that was checked already as it is. FileRefused."""
    if isinstance(content, CheckedFile):
        return content
    return check_file(content, name, max_mb=largest_mb(case, source), deep=deep, hurry=hurry)


@transaction.atomic
def keep_checked(
    case: Case, files: Sequence[tuple[NewFile, CheckedFile]], about: About, *, by: Any, now: datetime, event: EventType = events.ADDED
) -> list[Document]:
    """Keep files that were checked: all or none."""
    documents = [_store(case, new, checked, about, by=by, now=now) for new, checked in files]
    _tell(case, documents, event, by, now)
    return documents


def _tell(case: Case, documents: Sequence[Document], event: EventType, by: Any, now: datetime) -> None:
    """Into the history, and the next task of the case anew: a document changes none of its dates."""
    application = locked_application(case)
    for document in documents:
        record(
            event, case=case, by=by, now=now, name=document.name, document=str(document.public_id), sha256=document.versions.get().sha256
        )
    if application is not None:
        refresh_next_task(application, now=now)


def _store(case: Case, new: NewFile, checked: CheckedFile, about: About, *, by: Any, now: datetime) -> Document:
    """The file first, its rows second; the pictures are made once both are safe."""
    document_id, version_id = uuid.uuid4(), uuid.uuid4()
    key = storage.key_of(case.authority_id, document_id, version_id)
    storage.put(key, checked.content)
    who = actor_of(by).name
    public = about.visibility == Visibility.PUBLIC
    document = Document.objects.create(
        authority_id=case.authority_id,
        case=case,
        public_id=document_id,
        name=checked.name,
        description=new.description,
        tags=list(new.tags),
        number=new.number,
        received_on=about.received_on or timezone.localdate(now),
        source=about.source,
        visibility=about.visibility,
        attached_to=about.attached_to,
        published_at=now if public else None,
        created_at=now,
        created_by_name=who,
    )
    version = DocumentVersion.objects.create(
        authority_id=case.authority_id,
        public_id=version_id,
        document=document,
        key=key,
        sha256=checked.sha256,
        content_type=checked.content_type,
        size=checked.size,
        pages=checked.pages or None,
        scan=checked.scan,
        created_at=now,
        created_by_name=who,
    )
    enqueue_on_commit(take_in, case.authority_id, version.pk)
    return document


def locked_application(case: Case) -> PlanningApplication | None:
    """The case's application under a lock; None for a case of another kind."""
    try:
        return lock(PlanningApplication(pk=case.pk))
    except PlanningApplication.DoesNotExist:
        return None
