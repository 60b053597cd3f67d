"""A file that an applicant sent, was kept to be checked, and turned out not to be fit."""

from datetime import datetime
from typing import Any

from applications.lifecycle import lock
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.actors import Applicant, System
from documents.models import Document
from validation import messages
from validation.kinds import kind_of
from validation.models import AmendedPlan, RequestDocument, ValidationRequest
from validation.selectors import correspondent, people_to_tell
from validation.services.links import email_with_link
from validation.services.requests import lock_both

State = ValidationRequest.State


def file_refused(document: Document, why: str, now: datetime) -> None:
    """Tell whoever sent it. An answer that it was part of stays answered, shows it as refused, and is new to the officer once more.

    Part of another verb: the caller has locked the application, and archives the document in the same transaction.
    """
    if document.source != Document.Source.APPLICANT or not PlanningApplication.objects.filter(pk=document.case_id).exists():
        return
    application = lock(PlanningApplication(pk=document.case_id))
    row = RequestDocument.objects.filter(document=document, from_council=False).select_related("request").first()
    plan = AmendedPlan.objects.filter(document=document).select_related("amendment").first()
    request = _note(row.request, document, why) if row else None
    refresh(application, now=now)
    sender = _sender(application, document, row.writer if row else plan.amendment.writer if plan else "") or correspondent(application)
    if sender is None:
        return
    context = {
        "name": document.name,
        "why": why,
        "what": kind_of(request).ask if request else "",
        "can_send": request is None or request.state == State.OPEN,
    }
    email_with_link(application=application, party=sender, message=messages.FILE_REFUSED, context=context, by=System(), now=now)


def _sender(application: PlanningApplication, document: Document, writer: str) -> Any:
    """Whoever sent it, as long as they may come in and can be told: the applicant, the agent or a colleague; `writer`: which, if known."""
    colleagues = application.case.colleagues.filter(removed_at=None).select_related("party")
    people = [*people_to_tell(application), *(colleague for colleague in colleagues if colleague.may_enter)]
    for person in people:
        actor = Applicant(person)
        if actor.key == writer or (not writer and actor.name == document.created_by_name):
            return person
    return None


def _note(request: ValidationRequest, document: Document, why: str) -> ValidationRequest:
    _, request = lock_both(request)
    if request.state == State.CLOSED:
        refused = [*request.answer.get("refused", []), {"name": document.name, "why": why}]
        files = list(request.answer.get("files", []))
        if document.name in files:
            files.remove(document.name)
        request.answer = {**request.answer, "files": files, "refused": refused}
        request.seen_at, request.seen_by = None, None
        request.version += 1
        request.save(update_fields=["answer", "seen_at", "seen_by", "version"])
    return request


def refused_files(request: ValidationRequest) -> list[dict[str, str]]:
    """Files of an answer that turned out not to be fit, {"name", "why"}: what a closed request says, else what its documents say."""
    if "refused" in request.answer or request.state != State.OPEN:
        return list(request.answer.get("refused", []))
    rows = request.request_documents.filter(from_council=False, document__versions__scan="refused").order_by("pk")
    return [{"name": name, "why": why} for name, why in rows.values_list("document__name", "document__archive_reason")]
