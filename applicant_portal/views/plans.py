"""Plans that nobody asked for: put together, sent, and what the council said of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import policy
from applicant_portal.access import by_link
from applicant_portal.presenters.plans import PlansPage
from core.errors import DomainError
from documents.checks import digest
from documents.uploads import takes_files
from validation import services
from validation.forms_plans import SendPlansForm
from validation.selectors import drafts_of

ABOUT = "plans"


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
@takes_files(services.MOST_PLANS)
def amended(request: Any) -> HttpResponse:
    """The set in hand with its form, and every set that was sent."""
    page = PlansPage(request.access)
    form = _form(request, page, request.POST, request.FILES) if request.method == "POST" else _form(request, page)
    if request.method != "POST":
        return _show(request, page, form)
    action, valid = request.POST.get("action"), form.is_valid()
    if page.may_send:
        _keep(request, form)
    if action == "later":
        messages.success(request, "Kept. It is not sent yet: go on with it whenever you like, on any device.")
        return redirect("applicant_portal:portal", reference=page.reference)
    if not valid:
        return _show(request, page, form)
    try:
        if request.POST.get("remove"):
            services.remove_plan(application=page.application, public_id=request.POST["remove"], by=page.access.actor, now=timezone.now())
        elif not (faults := _add(request, page, form.cleaned_data["files"], needed=action == "add")):
            if action != "add":
                return _send(request, page, form)
            messages.success(request, "Files added. Say of each what it is, then press “Send”.")
        else:
            return _refuse(request, page, form, faults)
    except DomainError as refusal:
        return _refuse(request, page, form, [refusal])
    return redirect("applicant_portal:plans", reference=page.reference)


def _add(request: Any, page: PlansPage, files: list[Any], *, needed: bool) -> list[Any]:
    """What is wrong with the files that were chosen; nothing where they were kept."""
    if not files:
        return ["Choose a file to add"] if needed else []
    return list(services.add_plans(application=page.application, files=files, by=page.access.actor, now=timezone.now()))


def _send(request: Any, page: PlansPage, form: SendPlansForm) -> HttpResponse:
    access = page.access
    given = {"text": form.cleaned_data["text"], "places": form.places()}
    services.send_plans(application=page.application, party=access.party, by=access.actor, now=timezone.now(), **given)
    services.forget_draft(application=page.application, writer=access.writer, about=ABOUT)
    messages.success(request, "Your plans have been sent. The case officer looks at them and tells you whether they are accepted.")
    return redirect("applicant_portal:plans", reference=page.reference)


def _refuse(request: Any, page: PlansPage, form: SendPlansForm, faults: list[Any]) -> HttpResponse:
    """Beside their fields. Files that were kept meanwhile are on the page."""
    page = PlansPage(page.access)
    form = _form(request, page, request.POST)
    form.is_valid()
    for fault in faults:
        if isinstance(fault, DomainError):
            form.refuse(fault)
        else:
            form.add_error("files", fault)
    return _show(request, page, form)


@require_POST
@by_link
@takes_files(1)
def add_file(request: Any) -> JsonResponse:
    """Keep one file and say what became of it, as for the files of an answer."""
    page, files = PlansPage(request.access), request.FILES.getlist("files")[:1]
    try:
        faults = _add(request, page, files, needed=True)
    except DomainError as refusal:
        faults = [refusal.message]
    same = digest(files[0]) if files else ""
    card = next((card for card in PlansPage(request.access).cards if card.version and card.version.sha256 == same), None)
    if faults or card is None:
        return JsonResponse({"state": "refused", "words": " ".join(faults) or "Choose a file to add"}, status=422)
    return JsonResponse({"state": "added", "name": card.title, "url": card.url, "checking": not card.can_be_opened}, status=201)


@require_POST
@by_link
def draft(request: Any) -> JsonResponse:
    """Keep what is being written."""
    page = PlansPage(request.access)
    form = _form(request, page, request.POST)
    form.is_valid()
    if page.may_send:
        _keep(request, form)
    return JsonResponse({})


def _form(request: Any, page: PlansPage, data: Any = None, files: Any = None) -> SendPlansForm:
    kept = drafts_of(page.application, page.access.writer).get(ABOUT)
    return SendPlansForm(
        data,
        files,
        complete=bool(data) and data.get("action") == "send",
        plans=page.plans,
        replaceable=services.replaceable(page.application),
        megabytes=policy(request.authority, "applicant_upload_mb"),
        draft_url=page.draft_url,
        initial=kept.fields if kept else {},
    )


def _keep(request: Any, form: SendPlansForm) -> None:
    fields = {**form.draft(), "text": request.POST.get("text", "")}
    access = request.access
    services.keep_draft(application=access.application, writer=access.writer, about=ABOUT, fields=fields, now=timezone.now())


def _show(request: Any, page: PlansPage, form: SendPlansForm) -> HttpResponse:
    context = {"page": page, "form": form if page.may_send else None, "refusals": [] if page.may_send else form.non_field_errors()}
    context["largest"] = policy(request.authority, "applicant_upload_mb") * 1_000_000
    return render(request, "applicant_portal/plans.jinja", context, status=422 if form.errors else 200)
