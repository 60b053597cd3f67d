"""One request to the applicant: its form while it is open, what was answered after, and what is kept meanwhile."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policy import policy
from applicant_portal.access import by_link
from applicant_portal.presenters.tracker import RequestPage, Tracker, applicant_card
from core.errors import DomainError
from documents.checks import digest
from documents.repeats import not_among
from documents.selectors import names_by_content
from documents.uploads import takes_files
from validation import services
from validation.forms_answers import AnswerForm, CertificateAnswerForm
from validation.kinds import CERTIFICATE, kind_of
from validation.models import ValidationRequest
from validation.selectors import answer_files, attachments_of, drafts_of, files_of_others, sent_request_of
from validation.services.answers import MOST_FILES, SomeFilesRefused
from validation.services.refused_files import refused_files

LATE = "What you wrote is not lost: your case officer has it as a message from you."


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
@takes_files(MOST_FILES)
def asked(request: Any, request_id: UUID) -> HttpResponse:
    """One request: its answer form while it is open, and what was answered after."""
    found = load_request(request, request_id)
    if request.method == "POST":
        return _answer(request, found)
    return _page(request, found, _form(request, found))


def _answer(request: Any, found: ValidationRequest) -> HttpResponse:
    form = _form(request, found, data=request.POST, files=request.FILES)
    valid, action = form.is_valid(), request.POST.get("action")
    if RequestPage(found, request.access).is_open:
        _keep(request, found, form, more=action == "more")
    if action == "later":
        messages.success(request, "Kept. It is not sent yet: go on with it whenever you like, on any device.")
        return redirect("applicant_portal:portal", reference=request.access.application.reference)
    if not valid:
        return _page(request, found, form)
    if action == "more" and isinstance(form, CertificateAnswerForm):
        return redirect("applicant_portal:request", request_id=found.public_id)
    try:
        if request.POST.get("remove"):
            document = _own_file(found, request.POST["remove"])
            services.remove_answer_file(request=found, document=document, by=request.access.actor, now=timezone.now())
            return redirect("applicant_portal:request", request_id=found.public_id)
        if action == "add":
            return _add(request, found, form)
        _send(request, found, form)
    except SomeFilesRefused as refusal:
        return _refuse(request, found, form, refusal.faults)
    except DomainError as refusal:
        return _too_late(request, found, form, refusal)
    _forget(request, found)
    return redirect("applicant_portal:request_sent", request_id=found.public_id)


def _send(request: Any, found: ValidationRequest, form: Any) -> None:
    given, who = form.cleaned_data, request.access
    services.answer_request(
        request=found,
        agree=given.get("agree"),
        text=given["text"],
        files=given.get("files", []),
        certificate=_certificate(form),
        party=who.party,
        by=who.actor,
        now=timezone.now(),
    )


def _certificate(form: Any) -> dict[str, Any] | None:
    return form.certificate_given() if isinstance(form, CertificateAnswerForm) else None


def _too_late(request: Any, found: ValidationRequest, form: Any, refusal: DomainError) -> HttpResponse:
    """Refused: beside the field; or, where the request is no longer open, on the page of what was answered, with the text as a message."""
    found.refresh_from_db()
    given, who = form.cleaned_data, request.access
    who.application.refresh_from_db(fields=["status"])
    if RequestPage(found, who).is_open:
        form.refuse(refusal)
        return _page(request, found, form)
    if _is_the_answer(found, form, who):
        return redirect("applicant_portal:request_sent", request_id=found.public_id)  # pressed twice
    kept = {"agree": given.get("agree"), "text": given["text"], "files": given.get("files", []), "certificate": _certificate(form)}
    if any(value not in (None, "", []) for value in kept.values()):
        services.keep_late_answer(request=found, **kept, party=who.party, by=who.actor, now=timezone.now())
        refusal = DomainError(f"{refusal.message} {LATE}")
    form.refuse(refusal)
    _forget(request, found)
    return _page(request, found, form)


def _is_the_answer(found: ValidationRequest, form: Any, who: Any) -> bool:
    """Whether what comes again is what this person has answered already, to the last file."""
    given, said = form.cleaned_data, found.answer
    return (
        found.answerer == who.writer
        and said.get("text", "") == given["text"].strip()
        and found.approved == given.get("agree")
        and (not given.get("agree") or (said.get("certificate") or None) == (_certificate(form) or None))
        and not not_among(given.get("files", []), services.hashes_of(found))
    )


def _add(request: Any, found: ValidationRequest, form: Any) -> HttpResponse:
    """Keep files without sending the answer yet."""
    files = form.cleaned_data.get("files", [])
    if not files:
        return _refuse(request, found, form, ["Choose a file to add"])
    faults = services.add_answer_files(request=found, files=files, by=request.access.actor, now=timezone.now())
    if faults:
        return _refuse(request, found, form, faults)
    messages.success(request, "Files added. They are sent when you press “Send”.")
    return redirect("applicant_portal:request", request_id=found.public_id)


def _refuse(request: Any, found: ValidationRequest, form: Any, faults: list[str]) -> HttpResponse:
    for words in faults:
        form.add_error("files", words)
    return _page(request, found, form)


@require_POST
@by_link
@takes_files(1)
def add_file(request: Any, request_id: UUID) -> JsonResponse:
    """Keep one file and say what became of it: {"state": "added" | "refused", "name", "words", "url", "checking"}."""
    found = load_request(request, request_id)
    files = request.FILES.getlist("files")[:1]
    try:
        faults = services.add_answer_files(request=found, files=files, by=request.access.actor, now=timezone.now())
    except DomainError as refusal:
        faults = [_keep_late_file(request, found, files, refusal)]
    same = digest(files[0]) if files else ""
    document = answer_files(found).filter(versions__sha256=same).prefetch_related("versions").last()
    if faults or document is None:
        return JsonResponse({"state": "refused", "words": " ".join(faults) or "Choose a file to add"}, status=422)
    card = applicant_card(document)
    return JsonResponse({"state": "added", "name": document.name, "url": card.url, "checking": not card.can_be_opened}, status=201)


def _keep_late_file(request: Any, found: ValidationRequest, files: list[Any], refusal: DomainError) -> str:
    """Where the request is no longer open: the file is kept with a message to the officer, once. What is said of it."""
    found.refresh_from_db()
    who = request.access
    who.application.refresh_from_db(fields=["status"])
    if not files or RequestPage(found, who).is_open:
        return refusal.message
    case, same = who.application.case, [digest(files[0])]
    if not names_by_content(case, same):
        services.keep_late_answer(request=found, agree=None, text="", files=files, party=who.party, by=who.actor, now=timezone.now())
    kept = "Your file is not lost: your case officer has it." if names_by_content(case, same) else "Your file could not be kept."
    return f"{refusal.message} {kept}"


@require_POST
@by_link
def draft(request: Any, request_id: UUID) -> JsonResponse:
    """Keep what is being written."""
    found = load_request(request, request_id)
    form = _form(request, found, data=request.POST)
    form.is_valid()
    if RequestPage(found, request.access).is_open:
        _keep(request, found, form)
    return JsonResponse({})


@require_GET
@by_link
def sent(request: Any, request_id: UUID) -> HttpResponse:
    found = load_request(request, request_id)
    if found.state != ValidationRequest.State.CLOSED:
        return redirect("applicant_portal:request", request_id=found.public_id)
    return render(
        request, "applicant_portal/request_sent.jinja", {"page": RequestPage(found, request.access), "tracker": Tracker.of(request.access)}
    )


def load_request(request: Any, request_id: UUID) -> ValidationRequest:
    """One request that was sent to this applicant's case; 404 for every other."""
    try:
        return sent_request_of(request.access.application, request_id)
    except ValidationRequest.DoesNotExist:
        raise Http404("Your application has no such request.") from None


def _own_file(found: ValidationRequest, public_id: str) -> Any:
    for document in answer_files(found):
        if str(document.public_id) == public_id:
            return document
    raise DomainError("That file is not part of this answer.")


def _form(request: Any, found: ValidationRequest, data: Any = None, files: Any = None) -> Any:
    kept = drafts_of(request.access.application, request.access.writer).get(str(found.public_id))
    draft_url, initial = RequestPage(found, request.access).draft_url, kept.fields if kept else {}
    if kind_of(found).answer == CERTIFICATE:
        return CertificateAnswerForm(data, draft_url=draft_url, initial=initial)
    return AnswerForm(
        data,
        files,
        shape=kind_of(found).answer,
        megabytes=policy(request.authority, "applicant_upload_mb"),
        draft_url=draft_url,
        initial=initial,
    )


def _page(request: Any, found: ValidationRequest, form: Any) -> HttpResponse:
    found.refresh_from_db()
    page = RequestPage(found, request.access)
    files = [applicant_card(document) for document in answer_files(found).prefetch_related("versions")]
    others = files_of_others(found, request.access.writer)
    template = "applicant_portal/request.jinja" if page.is_open else "applicant_portal/request_read.jinja"
    context = {
        "page": page,
        "form": form if page.is_open else None,
        "files": files,
        "added_by": {card.id: card.document.created_by_name for card in files if card.document.pk in others},
        "refused": refused_files(found),
        "attached": [applicant_card(document) for document in attachments_of(found).prefetch_related("versions")],
        "largest": policy(request.authority, "applicant_upload_mb") * 1_000_000,
        "refusals": [] if page.is_open else form.non_field_errors(),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _keep(request: Any, found: ValidationRequest, form: Any, *, more: bool = False) -> None:
    """Keep what was typed, whether it is complete or not."""
    fields = form.draft(more=more)
    fields["text"] = request.POST.get("text", "")
    who = request.access
    services.keep_draft(application=who.application, writer=who.writer, about=str(found.public_id), fields=fields, now=timezone.now())


def _forget(request: Any, found: ValidationRequest) -> None:
    services.forget_draft(application=request.access.application, writer=request.access.writer, about=str(found.public_id))
