"""Adding files to a case: many in one form, or one after the other with their progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.presenters import header_of
from applications.views import get_case
from documents import services
from documents.forms import UploadForm
from documents.models import Document, DocumentVersion
from documents.selectors import documents_of
from documents.uploads import MANY, largest_of, takes_files

ADDED, REPEATED, REFUSED = "added", "repeated", "refused"


@requires(Permission.EDIT_DOCUMENTS)
@takes_files(MANY)
def add(request: Any, reference: str) -> HttpResponse:
    """Add files: the good ones are kept, each other one is named with the reason. Works without JavaScript."""
    application = get_case(request, reference)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)), largest=largest_of(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, application, form)
    added = _kept(request, application, form)
    if added.documents:
        number = len(added.documents)
        messages.success(request, f"{number} document{'' if number == 1 else 's'} added.")
    for _, why in added.refused:
        form.add_error("files", why)
    if added.repeated and not form.cleaned_data["again"]:
        form.offer_again()
        for name, twin in added.repeated:
            form.add_error("files", f"“{name}” is already here as “{twin}”. To add it anyway, tick the box below and choose it again.")
    if form.errors:
        return _page(request, application, form)
    return redirect("documents:list", reference=reference)


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
@takes_files(1)
def upload(request: Any, reference: str) -> JsonResponse:
    """Keep one file and say what became of it: {"state": "added" | "repeated" | "refused", "name", "words", "url", "checking"}."""
    application = get_case(request, reference)
    form = UploadForm(request.POST, request.FILES, largest=largest_of(request))
    if not form.is_valid():
        words = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
        return JsonResponse({"state": REFUSED, "words": words}, status=422)
    added = _kept(request, application, form)
    if added.refused:
        return JsonResponse({"state": REFUSED, "words": added.refused[0][1]}, status=422)
    if added.repeated and not added.documents:
        name, twin = added.repeated[0]
        return JsonResponse({"state": REPEATED, "name": name, "words": f"Already here as “{twin}”"}, status=409)
    document = added.documents[0]
    checking = document.versions.get().scan == DocumentVersion.Scan.PENDING
    url = reverse("documents:document", kwargs={"reference": reference, "public_id": document.public_id})
    return JsonResponse({"state": ADDED, "name": document.name, "url": url, "checking": checking}, status=201)


def _kept(request: Any, application: Any, form: UploadForm) -> services.Added:
    given = form.cleaned_data
    tags = [given["tag"]] if given["tag"] else []
    return services.add_documents(
        case=application.case,
        files=[services.NewFile(file, file.name, tags) for file in given["files"]],
        source=Document.Source.OFFICER,
        received_on=given["received_on"],
        again=given["again"],
        by=request.user,
        now=timezone.now(),
    )


def _page(request: Any, application: Any, form: UploadForm) -> HttpResponse:
    context = {
        "case": header_of(application),
        "form": form,
        "tab_counts": {"documents": documents_of(application.case).count()},
        "can_edit": True,
    }
    return render(request, "documents/add.jinja", context, status=422 if form.errors else 200)
