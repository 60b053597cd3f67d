"""A new file in place of another: a better one from the applicant, or one with private things taken out."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from audit.services import record
from core.errors import DomainError
from documents import events
from documents.models import Document
from documents.numbering import clashing, tidy
from documents.selectors import decision_is_issued, numbers_beside
from documents.services.adding import add_document, check_for
from documents.services.changing import archive_document
from documents.services.visibility import DocumentIsFixed, Visibility, lock_document, refers_to, refuse_archived, see, set_visibility

WHOLE_FORM, PUBLIC_FORM = "internal.applicationForm", "applicationForm"
IN_ITS_PLACE = "A redacted copy takes its place"
TAKEN_OUT = "Private things were taken out of this copy"


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
    number: str | None = None,
    may_withhold: bool = False,
) -> Document:
    """Put a new document in the place of one, with its tags and number; the old one is archived and stays linked.

    `number`: the number with its new revision; else the old one's. The new one is for officers until somebody has looked at it, whoever
    could see the old one. What an issued decision notice lists is replaced by a team leader only (`may_withhold`).
    """
    content = check_for(case=document.case, content=content, name=name, source=source)  # which takes its time: nothing is locked yet
    document = lock_document(document)
    _refuse_unreplaceable(document)
    number = document.number if number is None else tidy(number)
    if document.in_decision_notice and not number:
        raise DomainError("Enter the drawing number: the decision notice lists documents by it.", "number")
    taken = clashing(number, numbers_beside(document))
    if number != document.number and taken:
        raise DomainError(f"{taken[0]} is the number of {taken[1]} already.", "number")
    new = add_document(
        case=document.case,
        content=content,
        name=name,
        source=source,
        by=by,
        now=now,
        tags=document.tags,
        number=number,
        received_on=received_on,
    )
    _hand_over(document, new, reason, may_withhold, by, now)
    return new


@transaction.atomic
def put_in_place_of(*, document: Document, new: Document, by: Any, now: datetime, reason: str = "", may_withhold: bool = False) -> Document:
    """The same with a document that the case has already: it takes over the tags and number of the other one, which is archived."""
    document, new = lock_document(document), lock_document(new)
    _refuse_unreplaceable(document)
    refuse_archived(new)
    if new.pk == document.pk or new.case_id != document.case_id:
        raise DomainError("Choose another document of this case.")
    see(new, Visibility.PRIVATE, by, now, reason=f"It takes the place of {document.name}", may_withhold=may_withhold)
    new.tags, new.number = document.tags, document.number
    new.save(update_fields=["tags", "number"])
    _hand_over(document, new, reason, may_withhold, by, now)
    return new


def _hand_over(document: Document, new: Document, reason: str, may_withhold: bool, by: Any, now: datetime) -> None:
    """What somebody kept private, or redacted, is not made public with the case by its kind: neither is what replaces it."""
    new.replaces, new.in_decision_notice, new.redaction_of = document, document.in_decision_notice, document.redaction_of
    new.visibility_chosen = new.visibility_chosen or document.visibility_chosen or document.redactions.exists()
    new.save(update_fields=["replaces", "in_decision_notice", "redaction_of", "visibility_chosen"])
    archive_document(document=document, reason=reason or f"Replaced by {new.name}", by=by, now=now, may_withhold=may_withhold)
    record(events.REPLACED, case=document.case, by=by, now=now, name=document.name, new_name=new.name, document=str(new.public_id))


@transaction.atomic
def add_redacted_copy(
    *, document: Document, content: Any, name: str, by: Any, now: datetime, publish: bool, reason: str = TAKEN_OUT
) -> Document:
    """Add a copy with private things taken out, and with `publish` make it public, with the reason; the original becomes and stays private.

    The copy takes over the original's place in the decision notice, so what an issued notice refers to stays public, redacted.
    """
    content = check_for(case=document.case, content=content, name=name, source=Document.Source.OFFICER)
    document = lock_document(document)
    _refuse_unreplaceable(document)
    if publish and not reason.strip():
        raise DomainError("Say what was taken out, so that the history tells why the copy is public.", "reason")
    if not publish and document.visibility == Visibility.PUBLIC and refers_to(document) and decision_is_issued(document.case):
        raise DomainError("The issued decision notice lists this document, so its redacted copy has to be public. Choose that.", "seen")
    copy = add_document(
        case=document.case,
        content=content,
        name=name,
        source=Document.Source.OFFICER,
        by=by,
        now=now,
        tags=[PUBLIC_FORM if tag == WHOLE_FORM else tag for tag in document.tags],
        number=document.number,
        received_on=document.received_on,
    )
    set_visibility(document=document, visibility=Visibility.PRIVATE, by=by, now=now, reason=IN_ITS_PLACE, may_withhold=True)
    copy.redaction_of, copy.in_decision_notice, copy.visibility_chosen = document, document.in_decision_notice, True
    copy.save(update_fields=["redaction_of", "in_decision_notice", "visibility_chosen"])
    Document.objects.filter(pk=document.pk).update(in_decision_notice=False, visibility_chosen=True)
    seen = f"Made public at once. {reason.strip()}" if publish else "For officers until somebody publishes it"
    told = {"name": document.name, "new_name": copy.name, "document": str(copy.public_id), "seen": seen}
    record(events.REDACTED, case=document.case, by=by, now=now, **told)
    if not publish:
        return copy
    return set_visibility(document=copy, visibility=Visibility.PUBLIC, by=by, now=now, reason=reason)


def _refuse_unreplaceable(document: Document) -> None:
    if document.source == Document.Source.MADE:
        raise DocumentIsFixed("BOPS made this document and it may have been sent: it cannot be replaced. Make a new one instead.")
    if document.archived_at is not None:
        raise DocumentIsFixed("This document is archived. Bring it back before you replace it.")
