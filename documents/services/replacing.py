"""A new file in place of another: a better one from the applicant, or one with private things taken out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from audit.services import record
from documents import events
from documents.models import Document
from documents.services.adding import add_document
from documents.services.changing import DocumentIsFixed, Visibility, archive_document, edit_document, lock_document, set_visibility


@transaction.atomic
def replace_document(
    *,
    document: Document,
    content: Any,
    name: str,
    by: Any,
    now: datetime,
    source: str = Document.Source.OFFICER,
    received_on: date | None = None,
    reason: str = "",
) -> Document:
    """Put a new document in the place of one, with its tags and number; the old one is archived and stays linked.

    The new one is for officers until somebody has looked at it, whoever could see the old one.
    """
    document = lock_document(document)
    _refuse_unreplaceable(document)
    new = add_document(
        case=document.case,
        content=content,
        name=name,
        source=source,
        by=by,
        now=now,
        tags=document.tags,
        number=document.number,
        received_on=received_on,
    )
    new.replaces, new.in_decision_notice = document, document.in_decision_notice
    new.save(update_fields=["replaces", "in_decision_notice"])
    archive_document(document=document, reason=reason or f"Replaced by {new.name}", by=by, now=now)
    record(events.REPLACED, case=document.case, by=by, now=now, name=document.name, new_name=new.name, document=str(new.public_id))
    return new


@transaction.atomic
def add_redacted_copy(*, document: Document, content: Any, name: str, by: Any, now: datetime) -> Document:
    """Add a copy with private things taken out, and make it public; the original becomes and stays private."""
    document = lock_document(document)
    _refuse_unreplaceable(document)
    copy = add_document(
        case=document.case,
        content=content,
        name=name,
        source=Document.Source.OFFICER,
        by=by,
        now=now,
        tags=document.tags,
        number=document.number,
        received_on=document.received_on,
    )
    set_visibility(document=document, visibility=Visibility.PRIVATE, by=by, now=now)
    copy.redaction_of = document
    copy.save(update_fields=["redaction_of"])
    record(events.REDACTED, case=document.case, by=by, now=now, name=document.name, new_name=copy.name, document=str(copy.public_id))
    return edit_document(document=copy, visibility=Visibility.PUBLIC, by=by, now=now)


def _refuse_unreplaceable(document: Document) -> None:
    if document.source == Document.Source.MADE:
        raise DocumentIsFixed("BOPS made this document and it may have been sent: it cannot be replaced. Make a new one instead.")
    if document.archived_at is not None:
        raise DocumentIsFixed("This document is archived. Bring it back before you replace it.")
