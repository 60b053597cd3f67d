"""What officers change about a document: its facts, who sees it, whether it is in use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from applications.projection import refresh
from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from core.services import check_version
from documents import events
from documents.models import Document
from documents.services.adding import locked_application
from documents.tags import all_tags

Visibility = Document.Visibility
EDITABLE = {
    "name": "name",
    "tags": "tags",
    "number": "drawing number",
    "received_on": "date received",
    "description": "description",
    "in_decision_notice": "listed in the decision notice",
    "checked": "checked",
    "check_note": "what is wrong with it",
}
OF_MADE = {"description", "in_decision_notice"}
DECISION_NOTICE = "internal.decisionNotice"
VISIBILITY_EVENTS = {Visibility.PUBLIC: events.PUBLISHED, Visibility.CONSULTEES: events.SHARED, Visibility.PRIVATE: events.UNPUBLISHED}


class DocumentIsFixed(DomainError):
    """BOPS made the document, or it is archived: it stays as it is."""


@transaction.atomic
def edit_document(*, document: Document, by: Any, now: datetime, version: int | None = None, **changes: Any) -> Document:
    """Change what is known of a document, and with `visibility` who sees it.

    `changes`: name, tags, number, received_on, description, in_decision_notice, checked, check_note, visibility. StaleRecord when somebody
    else saved it since `version`; DomainError beside the field that must be put right.
    """
    document = lock_document(document)
    visibility = changes.pop("visibility", document.visibility)
    changed = {name: value for name, value in changes.items() if getattr(document, name) != value}
    _refuse_fixed(document, changed)
    check_version(document, version)
    _check_names(document, changed)
    for name, value in changed.items():
        setattr(document, name, value)
    _check_facts(document, now)
    document.save(update_fields=[*changed, "version"])
    if changed:
        words = ", ".join(EDITABLE[name] for name in EDITABLE if name in changed)
        record(events.EDITED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), changes=words)
    _see(document, visibility, by, now)
    return _done(document, now)


@transaction.atomic
def set_visibility(*, document: Document, visibility: str, by: Any, now: datetime) -> Document:
    """Say who sees a document: private, consultees or public. The original of a redacted copy is never made public."""
    document = lock_document(document)
    _refuse_archived(document)
    _see(document, visibility, by, now)
    return _done(document, now)


def publish(*, document: Document, by: Any, now: datetime) -> Document:
    """Let the public see the document once the case is public."""
    return set_visibility(document=document, visibility=Visibility.PUBLIC, by=by, now=now)


def unpublish(*, document: Document, by: Any, now: datetime) -> Document:
    """Take the document off the public pages."""
    return set_visibility(document=document, visibility=Visibility.PRIVATE, by=by, now=now)


@transaction.atomic
def set_visibility_of_many(*, case: Any, public_ids: Sequence[str], visibility: str, by: Any, now: datetime) -> tuple[int, list[str]]:
    """Say who sees several documents of a case: how many were changed, and why each other one was not."""
    application = locked_application(case)
    ids = [public_id for public_id in public_ids if _is_uuid(public_id)]
    changed, refused = 0, []
    for document in Document.objects.select_for_update(of=("self",)).filter(case=case, public_id__in=ids).select_related("case"):
        before = document.visibility
        try:
            _refuse_archived(document)
            _see(document, visibility, by, now)
        except DomainError as refusal:
            refused.append(f"{document.name}: {refusal.message}")
        changed += document.visibility != before
    if application is not None:
        refresh(application, now=now)
    return changed, refused


@transaction.atomic
def archive_document(*, document: Document, reason: str, by: Any, now: datetime) -> Document:
    """Put a document out of use, with the reason: it is kept, and can be brought back."""
    document = lock_document(document)
    _refuse_archived(document)
    if document.source == Document.Source.MADE and DECISION_NOTICE in document.tags:
        raise DocumentIsFixed("This is the decision notice as it was issued: it stays with the case.")
    if not reason.strip():
        raise DomainError("Say why the document is archived.", "reason")
    document.archived_at, document.archived_by, document.archive_reason = now, user_of(by), reason.strip()[:300]
    document.save(update_fields=["archived_at", "archived_by", "archive_reason"])
    record(events.ARCHIVED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), reason=reason.strip())
    return _done(document, now)


@transaction.atomic
def restore_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Bring a document back from the archive, for officers only until it is published again."""
    document = lock_document(document)
    if document.archived_at is None:
        raise DomainError("This document is not archived.")
    document.archived_at, document.archived_by, document.archive_reason = None, None, ""
    document.visibility, document.published_at, document.published_by = Visibility.PRIVATE, None, None
    document.save(
        update_fields=["archived_at", "archived_by", "archive_reason", "visibility", "published_at", "published_by"],
    )
    record(events.RESTORED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id))
    return _done(document, now)


def lock_document(document: Document) -> Document:
    """The document, read again under a lock; its application is locked first, as in every verb."""
    locked_application(document.case)
    return Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _see(document: Document, visibility: str, by: Any, now: datetime) -> None:
    if visibility == document.visibility:
        return
    if visibility not in Visibility.values:
        raise DomainError("Choose who can see the document.", "visibility")
    if visibility != Visibility.PRIVATE and document.redactions.filter(archived_at=None).exists():
        raise DomainError("This document has a redacted copy. Publish that copy instead; the original stays private.", "visibility")
    public = visibility == Visibility.PUBLIC
    document.visibility = visibility
    document.published_at, document.published_by = (now, user_of(by)) if public else (None, None)
    document.save(update_fields=["visibility", "published_at", "published_by"])
    event = VISIBILITY_EVENTS[Visibility(visibility)]
    record(event, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id))


def _check_names(document: Document, changed: dict[str, Any]) -> None:
    if unknown := set(changed) - set(EDITABLE):
        raise TypeError(f"edit_document does not change {', '.join(sorted(unknown))}.")
    if odd := set(changed.get("tags", [])) - set(all_tags()) - set(document.tags):
        raise DomainError(f"There is no tag “{min(odd)}”. Choose from the list.", "tags")


def _check_facts(document: Document, now: datetime) -> None:
    if document.received_on > timezone.localdate(now):
        raise DomainError("The date received cannot be in the future.", "received_on")
    if document.in_decision_notice and not document.number:
        raise DomainError("Enter the drawing number: the decision notice lists documents by it.", "number")
    if document.checked is False and not document.check_note:
        raise DomainError("Say what is wrong with the document: the applicant will read it.", "check_note")


def _refuse_fixed(document: Document, changed: dict[str, Any]) -> None:
    _refuse_archived(document)
    if document.source == Document.Source.MADE and set(changed) - OF_MADE:
        raise DocumentIsFixed("BOPS made this document, so its name, tags and dates stay as they are.")


def _refuse_archived(document: Document) -> None:
    if document.archived_at is not None:
        raise DocumentIsFixed("This document is archived. Bring it back before you change it.")


def _done(document: Document, now: datetime) -> Document:
    application = locked_application(document.case)
    if application is not None:
        refresh(application, now=now)
    return document
