"""The applicant's pages: where the application is, and what is asked."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policy import policy
from applicant_portal.access import by_link
from applicant_portal.certificate_form import CertificateAnswerForm
from applicant_portal.forms import AnswerForm
from applicant_portal.presenters.tracker import RequestPage, Tracker, applicant_card
from applicant_portal.selectors import documents_of_applicant
from core.errors import DomainError
from documents.models import Document
from documents.serving import file_response, public_rendition
from validation import services
from validation.kinds import CERTIFICATE, kind_of
from validation.models import ValidationRequest
from validation.selectors import answer_files, attachments_for_applicant, attachments_of, sent_request_of
from validation.services.answers import SomeFilesRefused


@require_GET
@by_link
def home(request: Any) -> HttpResponse:
    return render(request, "applicant_portal/portal.jinja", {"tracker": Tracker.of(request.access)})


@require_GET
@by_link
def document(request: Any, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """A file that the applicant sent, that came with a request, or that is public."""
    application = request.access.application
    mine = [*documents_of_applicant(application.case), *attachments_for_applicant(application).prefetch_related("versions")]
    found = next((document for document in mine if document.public_id == public_id), None)
    if found is None:
        raise Http404("Your application has no such document.")
    if found.source not in {Document.Source.SUBMITTED, Document.Source.APPLICANT}:
        rendition = public_rendition(found, rendition)
    return file_response(found, rendition=rendition, download="download" in request.GET, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def asked(request: Any, request_id: UUID) -> HttpResponse:
    """One request: its answer form while it is open, and what was answered after."""
    found = load_request(request, request_id)
    if request.method == "POST":
        return _answer(request, found)
    return _page(request, found, _form(request, found))


def _answer(request: Any, found: ValidationRequest) -> HttpResponse:
    form = _form(request, found, data=request.POST, files=request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    given, who, now = form.cleaned_data, request.access, timezone.now()
    _keep_draft(request, found, given["text"])
    if isinstance(form, CertificateAnswerForm):
        request.session[f"{_key(found)}:form"] = form.draft(more=request.POST.get("action") == "more")
        if request.POST.get("action") == "more":
            return redirect("applicant_portal:request", request_id=found.public_id)
    try:
        if request.POST.get("remove"):
            services.remove_answer_file(request=found, document=_own_file(found, request.POST["remove"]), by=who.actor, now=now)
            return redirect("applicant_portal:request", request_id=found.public_id)
        if request.POST.get("action") == "add":
            return _add(request, found, form)
        services.answer_request(
            request=found,
            agree=given.get("agree"),
            text=given["text"],
            files=given.get("files", []),
            certificate=form.certificate_given() if isinstance(form, CertificateAnswerForm) else None,
            party=who.party,
            by=who.actor,
            now=now,
        )
    except SomeFilesRefused as refusal:
        return _refuse(request, found, form, refusal.faults)
    except DomainError as refusal:
        form.refuse(refusal)
        return _page(request, found, form)
    _forget_draft(request, found)
    return redirect("applicant_portal:request_sent", request_id=found.public_id)


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
def draft(request: Any, request_id: UUID) -> HttpResponse:
    """What is being written, kept in the session."""
    _keep_draft(request, load_request(request, request_id), request.POST.get("text", ""))
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
    if kind_of(found).answer == CERTIFICATE:
        kept = {**request.session.get(f"{_key(found)}:form", {}), "text": request.session.get(_key(found), "")}
        return CertificateAnswerForm(data, draft_url=RequestPage(found, request.access).draft_url, initial=kept)
    return AnswerForm(
        data,
        files,
        shape=kind_of(found).answer,
        megabytes=policy(request.authority, "applicant_upload_mb"),
        draft_url=RequestPage(found, request.access).draft_url,
        initial={"text": request.session.get(_key(found), "")},
    )


def _page(request: Any, found: ValidationRequest, form: Any) -> HttpResponse:
    found.refresh_from_db()
    page = RequestPage(found, request.access)
    files = [applicant_card(document) for document in answer_files(found).prefetch_related("versions")]
    template = "applicant_portal/request.jinja" if page.is_open else "applicant_portal/request_read.jinja"
    context = {
        "page": page,
        "form": form if page.is_open else None,
        "files": files,
        "attached": [applicant_card(document) for document in attachments_of(found).prefetch_related("versions")],
        "refusals": [] if page.is_open else form.non_field_errors(),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _key(found: ValidationRequest) -> str:
    return f"answer:{found.public_id}"


def _keep_draft(request: Any, found: ValidationRequest, text: str) -> None:
    request.session[_key(found)] = text[:20000]


def _forget_draft(request: Any, found: ValidationRequest) -> None:
    request.session.pop(_key(found), None)
    request.session.pop(f"{_key(found)}:form", None)
