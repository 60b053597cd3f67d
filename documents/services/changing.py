"""What officers change about a document: its facts, and whether it is in use."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import BreachReport, PlanningApplication
from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from core.services import check_version
from documents import events
from documents.models import Document, DocumentVersion
from documents.numbering import clashing, tidy
from documents.selectors import decision_is_issued, numbers_beside
from documents.services.visibility import (
    DECISION_NOTICE,
    DocumentIsFixed,
    KeptBack,
    Visibility,
    done,
    lock_document,
    refusal_to_withhold,
    refuse_archived,
    see,
    set_visibility,
)
from documents.tags import all_tags, kept_back_because

__all__ = ["DocumentIsFixed", "Visibility", "archive_document", "edit_document", "lock_document", "restore_document", "set_visibility"]

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
OF_DECIDED = ("number", "in_decision_notice")


@transaction.atomic
def edit_document(
    *,
    document: Document,
    by: Any,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    may_withhold: bool = False,
    **changes: Any,
) -> Document:
    """Change what is known of a document, and with `visibility` who sees it (`reason`, `may_withhold`: see set_visibility).

    `changes`: name, tags, number, received_on, description, in_decision_notice, checked, check_note, visibility. StaleRecord when somebody
    else saved it since `version`; DomainError beside the field that must be put right.
    """
    document = lock_document(document)
    visibility = changes.pop("visibility", document.visibility)
    if "number" in changes:
        changes["number"] = tidy(changes["number"])
    changed = {name: value for name, value in changes.items() if getattr(document, name) != value}
    refuse_fixed(document, changed)
    check_version(document, version)
    check_names(document, changed)
    if "name" in changed:
        _rename_in_lines(document, changed["name"])
    for name, value in changed.items():
        setattr(document, name, value)
    _check_facts(document, changed, now)
    document.save(update_fields=[*changed, "version"])
    if changed:
        words = ", ".join(EDITABLE[name] for name in EDITABLE if name in changed)
        record(events.EDITED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), changes=words)
    see(document, visibility, by, now, reason=reason, may_withhold=may_withhold)
    _refuse_hidden_disclosure(document, changed, reason, by, now)
    return done(document, now)


@transaction.atomic
def archive_document(*, document: Document, reason: str, by: Any, now: datetime, may_withhold: bool = False) -> Document:
    """Put a document out of use, with the reason: it is kept, and can be brought back."""
    document = lock_document(document)
    refuse_archiving(document, reason, may_withhold=may_withhold, issued=decision_is_issued(document.case))
    put_away(document, reason, by, now)
    record(events.ARCHIVED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), reason=reason.strip())
    return done(document, now)


@transaction.atomic
def restore_document(*, document: Document, by: Any, now: datetime) -> Document:
    """Bring a document back from the archive, for officers only until it is published again."""
    document = lock_document(document)
    if document.archived_at is None:
        raise DomainError("This document is not archived.")
    if document.current is not None and document.current.scan == DocumentVersion.Scan.REFUSED:
        raise DocumentIsFixed("Its file was not kept, so there is nothing to bring back. Ask for the file again.")
    _refuse_taken_number(document, "Give that one another number, or archive it, before you bring this one back.")
    document.archived_at, document.archived_by, document.archive_reason = None, None, ""
    document.visibility, document.visibility_chosen = Visibility.PRIVATE, True
    document.published_at, document.published_by, document.disclosure_reason = None, None, ""
    document.version += 1
    document.save()
    record(events.RESTORED, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id))
    return done(document, now)


def put_away(document: Document, reason: str, by: Any, now: datetime) -> None:
    """Write that a locked document is archived; who could see it is kept, for its history."""
    document.archived_at, document.archived_by, document.archive_reason = now, user_of(by), reason.strip()[:300]
    document.save(update_fields=["archived_at", "archived_by", "archive_reason"])


def refuse_archiving(document: Document, reason: str, *, may_withhold: bool, issued: bool) -> None:
    refuse_archived(document)
    if document.source == Document.Source.MADE and DECISION_NOTICE in document.tags:
        raise DocumentIsFixed("This is the decision notice as it was issued: it stays with the case.")
    if not reason.strip():
        raise DomainError("Say why the document is archived.", "reason")
    refusal = refusal_to_withhold(document, reason=reason.strip(), may_withhold=may_withhold, issued=issued)
    if refusal is not None:
        raise DocumentIsFixed(refusal.message)


def refuse_fixed(document: Document, changed: dict[str, Any]) -> None:
    """Archived papers stay as they are, those that BOPS made nearly so, and what an issued decision notice says of a document too."""
    refuse_archived(document)
    if document.source == Document.Source.MADE and set(changed) - OF_MADE:
        raise DocumentIsFixed("BOPS made this document, so its name, tags and dates stay as they are.")
    bound = [field for field in OF_DECIDED if field in changed]
    if bound and (document.in_decision_notice or "in_decision_notice" in bound) and decision_is_issued(document.case):
        raise DocumentIsFixed("The decision notice is issued: which documents it lists, and by what number, stays as it is.", bound[0])


def check_names(document: Document, changed: dict[str, Any]) -> None:
    if unknown := set(changed) - set(EDITABLE):
        raise TypeError(f"edit_document does not change {', '.join(sorted(unknown))}.")
    if odd := set(changed.get("tags", [])) - set(all_tags()) - set(document.tags):
        raise DomainError(f"There is no tag “{min(odd)}”. Choose from the list.", "tags")


def _rename_in_lines(document: Document, name: str) -> None:
    """What stands at the top of the case about the file goes on being about it, so that it is found and taken away once it is untrue."""
    before, after = f"The file {document.name} ", f"The file {name} "
    for model in (PlanningApplication, BreachReport):
        rows = model._default_manager.select_for_update(of=("self",)).filter(pk=document.case_id, attention__contains=before)
        for row in rows:
            lines = row.attention.splitlines()
            row.attention = "\n".join(after + line.removeprefix(before) if line.startswith(before) else line for line in lines)
            row.save(update_fields=["attention"])


def _check_facts(document: Document, changed: dict[str, Any], now: datetime) -> None:
    if document.received_on > timezone.localdate(now):
        raise DomainError("The date received cannot be in the future.", "received_on")
    if document.in_decision_notice and not document.number:
        raise DomainError("Enter the drawing number: the decision notice lists documents by it.", "number")
    if document.checked is False and not document.check_note:
        raise DomainError("Say what is wrong with the document: the applicant will read it.", "check_note")
    if "number" in changed:
        _refuse_taken_number(document, "Replace that one with this file, or give this one another number.")


def _refuse_taken_number(document: Document, advice: str) -> None:
    taken = clashing(document.number, numbers_beside(document))
    if taken:
        raise DomainError(f"{taken[0]} is the number of {taken[1]} already. {advice}", "number")


def _refuse_hidden_disclosure(document: Document, changed: dict[str, Any], reason: str, by: Any, now: datetime) -> None:
    """A public document does not become one of a kind that is kept back without anybody's saying why it stays public."""
    if "tags" not in changed or document.visibility != Visibility.PUBLIC or document.disclosure_reason:
        return
    why = kept_back_because(document.tags)
    if why and not reason.strip():
        raise KeptBack(f"{why}. Make it private, or say why it stays public.", "reason")
    if why:
        document.disclosure_reason = reason.strip()[:300]
        document.save(update_fields=["disclosure_reason"])
        told = {"name": document.name, "document": str(document.public_id), "reason": document.disclosure_reason}
        record(events.DISCLOSED, case=document.case, by=by, now=now, **told)
