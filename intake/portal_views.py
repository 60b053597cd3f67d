"""Packages of the Planning Portal on the officers' site: uploaded by hand, and kept to be saved again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission, requires
from core.errors import DomainError
from documents.uploads import LARGEST_PACKAGE, MEGABYTE, takes_files
from intake import selectors, services
from intake.models import Submission
from intake.portal_forms import PackageForm
from intake.services.packages import NotAPackage
from intake.services.packages import upload_package as keep_package
from intake.services.understanding import Understood

OUTCOMES = {
    services.Outcome.CREATED: "The package is now case {reference}. Its files follow within a few minutes.",
    services.Outcome.REPEATED: "This package came before: it is case {reference}.",
    services.Outcome.CHANGED: "Case {reference} is of the same application. What this version says otherwise is shown with it.",
}


@require_http_methods(["GET", "POST"])
@requires(Permission.REGISTER)
@takes_files(1, megabytes=LARGEST_PACKAGE // MEGABYTE)
def upload_package(request: Any) -> HttpResponse:
    """Upload a package that was downloaded from the Planning Portal; it takes the same way as one that was fetched."""
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        understood = _understood(request, form)
        if understood is not None and understood.outcome in OUTCOMES:
            messages.success(request, OUTCOMES[understood.outcome].format(reference=understood.reference))
            return redirect("casework:case", reference=understood.reference)
        if understood is not None:
            form.refuse(DomainError(_why_not(understood.submission), "package"))
    return render(request, "intake/upload_package.jinja", {"form": form})


def _understood(request: Any, form: PackageForm) -> Understood | None:
    """What became of the package; None where it is none, which the form then says."""
    now, file = timezone.now(), form.cleaned_data["package"]
    try:
        kept = keep_package(authority=request.authority, file=file, name=file.name, by=request.user, now=now)
        return services.understand(submission=kept, by=request.user, now=now)
    except NotAPackage as refusal:
        form.refuse(refusal)
        return None


def _why_not(submission: Submission) -> str:
    faults = " ".join(fault["message"] for fault in submission.faults)
    return f"The package is kept in the inbox, but cannot become a case. {faults or submission.get_state_display()}"


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def package(request: Any, public_id: UUID, position: int) -> HttpResponseBase:
    """A package exactly as it came, to be saved, never to be shown as a page."""
    try:
        found = selectors.submission(request.authority, public_id).packages.filter(position=position).first()
    except Submission.DoesNotExist:
        found = None
    if found is None or not found.key:
        raise Http404("There is no such package at this council.")
    return FileResponse(default_storage.open(found.key), as_attachment=True, filename=found.name, content_type="application/octet-stream")
