"""The applicant's pages: where the application is, and its files."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from applicant_portal.access import by_link
from applicant_portal.presenters.tracker import Tracker
from applicant_portal.selectors import documents_of_applicant
from documents.models import Document
from documents.serving import file_response, public_rendition
from validation.selectors import attachments_for_applicant


@require_GET
@by_link
def home(request: Any) -> HttpResponse:
    return render(request, "applicant_portal/portal.jinja", {"tracker": Tracker.of(request.access)})


@require_GET
@by_link
def document(request: Any, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """A file that the applicant sent, that came with a request, or that is public."""
    application = request.access.application
    theirs = documents_of_applicant(application.case, request.access.writer)
    mine = [*theirs, *attachments_for_applicant(application).prefetch_related("versions")]
    found = next((document for document in mine if document.public_id == public_id), None)
    if found is None:
        raise Http404("Your application has no such document.")
    if found.source not in {Document.Source.SUBMITTED, Document.Source.APPLICANT}:
        rendition = public_rendition(found, rendition)
    return file_response(found, rendition=rendition, download="download" in request.GET, request=request)
