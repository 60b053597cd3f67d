"""Who sees a document: its kind's default, a person's choice, and what a decision notice binds."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.projection import refresh
from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from documents import events
from documents.aside import aside_among
from documents.models import Document
from documents.selectors import NOT_ACCEPTED, decision_is_issued, waiting_to_be_public
from documents.services.adding import locked_application
from documents.tags import kept_back_because

Visibility = Document.Visibility
DECISION_NOTICE = "internal.decisionNotice"
VISIBILITY_EVENTS = {Visibility.PUBLIC: events.PUBLISHED, Visibility.CONSULTEES: events.SHARED, Visibility.PRIVATE: events.UNPUBLISHED}
NAMES_TOLD = 12


class DocumentIsFixed(DomainError):
    """BOPS made the document, or it is archived, or the issued decision notice lists it: it stays as it is."""


class KeptBack(DomainError):
    """A paper of this kind is made public only by a person who says why."""


class BoundByDecision(DocumentIsFixed):
    """The issued decision notice, or what it refers to, stays public unless a team leader says why not."""


@transaction.atomic
def set_visibility(
    *, document: Document, visibility: str, by: Any, now: datetime, reason: str = "", may_withhold: bool = False
) -> Document:
    """Say who sees a document: private, consultees or public. The original of a redacted copy is never made public.

    KeptBack for a kind that needs a `reason` to be public; BoundByDecision for the decision notice and what it lists, unless
    `may_withhold` (a team leader) and a `reason`.
    """
    document = lock_document(document)
    refuse_archived(document)
    see(document, visibility, by, now, reason=reason, may_withhold=may_withhold)
    return done(document, now)


def publish(*, document: Document, by: Any, now: datetime, reason: str = "") -> Document:
    """Let the public see the document once the case is public."""
    return set_visibility(document=document, visibility=Visibility.PUBLIC, by=by, now=now, reason=reason)


def unpublish(*, document: Document, by: Any, now: datetime, reason: str = "", may_withhold: bool = False) -> Document:
    """Take the document off the public pages, at once."""
    return set_visibility(document=document, visibility=Visibility.PRIVATE, by=by, now=now, reason=reason, may_withhold=may_withhold)


@transaction.atomic
def publish_by_default(*, case: Any, by: Any, now: datetime) -> list[Document]:
    """Make public what by its kind is public with the case and about which no person has chosen: one line of history. Gives them."""
    application = locked_application(case)
    list(Document.objects.select_for_update(of=("self",)).filter(case=case).order_by("pk"))
    published = waiting_to_be_public(case)["becoming_public"]
    for document in published:
        write_who_sees(document, Visibility.PUBLIC, by, now, chosen=False)
    if published:
        told = {"count": len(published), "names": names_told(published), "documents": [str(one.public_id) for one in published]}
        record(events.PUBLISHED_WITH_CASE, case=case, by=by, now=now, **told)
    if application is not None:
        refresh(application, now=now)
    return published


def see(
    document: Document,
    visibility: str,
    by: Any,
    now: datetime,
    *,
    reason: str = "",
    may_withhold: bool = False,
) -> None:
    """Write who sees a locked document, with a line of history; the refusals of `refusal_to_see` otherwise."""
    if visibility == document.visibility:
        return
    reason = reason.strip()
    issued, aside = decision_is_issued(document.case), bool(aside_among([document]))
    refusal = refusal_to_see(document, visibility, reason=reason, may_withhold=may_withhold, issued=issued, aside=aside)
    if refusal is not None:
        raise refusal
    event = VISIBILITY_EVENTS[Visibility(visibility)]
    if visibility == Visibility.PUBLIC and kept_back_because(document.tags):
        event = events.DISCLOSED
    elif document.visibility == Visibility.PUBLIC and reason:
        event = events.WITHHELD
    write_who_sees(document, visibility, by, now, reason=reason)
    because = {"reason": reason} if reason else {}
    record(event, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), **because)


def write_who_sees(document: Document, visibility: str, by: Any, now: datetime, *, reason: str = "", chosen: bool = True) -> None:
    """Write who sees a locked document. Whoever calls this has asked `refusal_to_see`."""
    public = visibility == Visibility.PUBLIC
    document.visibility, document.visibility_chosen = visibility, chosen
    document.published_at, document.published_by = (now, user_of(by)) if public else (None, None)
    document.disclosure_reason = reason[:300] if public and kept_back_because(document.tags) else ""
    document.version += 1
    document.save(
        update_fields=["visibility", "visibility_chosen", "published_at", "published_by", "disclosure_reason", "version"],
    )


def refusal_to_see(
    document: Document, visibility: str, *, reason: str, may_withhold: bool, issued: bool, aside: bool
) -> DomainError | None:
    """Why a document may not be seen so; None when it may. `issued`: the case's decision notice went out; `aside`: nobody accepted it."""
    if visibility not in Visibility.values:
        return DomainError("Choose who can see the document.", "visibility")
    if visibility != Visibility.PRIVATE and aside:
        return DomainError(f"{NOT_ACCEPTED}: accept the set first, under “Look at amended plans”.", "visibility")
    if visibility != Visibility.PRIVATE and any(copy.archived_at is None for copy in document.redactions.all()):
        return DomainError("This document has a redacted copy. Publish that copy instead; the original stays private.", "visibility")
    if visibility != Visibility.PRIVATE and document.redactions.all() and not reason:
        return KeptBack("A redacted copy of this document was made. To show the original all the same, say why.", "reason")
    if visibility == Visibility.PUBLIC:
        why = kept_back_because(document.tags)
        return KeptBack(f"{why}. To make it public all the same, say why.", "reason") if why and not reason else None
    return refusal_to_withhold(document, reason=reason, may_withhold=may_withhold, issued=issued)


def refusal_to_withhold(document: Document, *, reason: str, may_withhold: bool, issued: bool) -> DomainError | None:
    """Why a public document may not be taken off the public pages; None when it may."""
    if document.visibility != Visibility.PUBLIC or not issued or not refers_to(document):
        return None
    what = "This is the decision notice as it was issued" if DECISION_NOTICE in document.tags else "The issued decision notice lists it"
    if not may_withhold:
        return BoundByDecision(f"{what}: it stays public. Only a team leader can take it off, with a reason.", "visibility")
    return None if reason else BoundByDecision(f"{what}. Say why it is taken off the public pages.", "reason")


def refers_to(document: Document) -> bool:
    """Whether a document is the decision notice, or one that it lists."""
    return document.in_decision_notice or (document.source == Document.Source.MADE and DECISION_NOTICE in document.tags)


def names_told(documents: list[Document]) -> str:
    """The names for one line of history: the first twelve, and how many more."""
    names = [document.name for document in documents]
    more = len(names) - NAMES_TOLD
    return ", ".join(names[:NAMES_TOLD]) + (f" and {more} more" if more > 0 else "")


def lock_document(document: Document) -> Document:
    """The document, read again under a lock; its application is locked first, as in every verb."""
    locked_application(document.case)
    return Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)


def refuse_archived(document: Document) -> None:
    if document.archived_at is not None:
        raise DocumentIsFixed("This document is archived. Bring it back before you change it.")


def done(document: Document, now: datetime) -> Document:
    application = locked_application(document.case)
    if application is not None:
        refresh(application, now=now)
    return document
