"""Looking for words in a case's papers."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission, RequestPermission, open_to, requires
from applications.presenters import header_of
from applications.views import get_application, get_case
from documents import selectors
from documents.finding import found_pages
from documents.showing import public_view_url, view_url


@require_GET
@requires(Permission.VIEW_CASES)
def search(request: Any, reference: str) -> HttpResponse:
    """Pages of the case's papers with the words in question."""
    application = get_case(request, reference)
    words = request.GET.get("words", "").strip()
    found = selectors.search_papers(selectors.documents_of(application.case), words)
    context = {"case": header_of(application), "words": words, "found": found_pages(found, reference, view_url)}
    return render(request, "documents/search.jinja", context)


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_search(request: Any, reference: str) -> HttpResponse:
    """The same for anybody: in published papers of a public case only."""
    application = get_application(request, reference)
    if not application.is_public:
        raise Http404("There is no such application, or it is not public.")
    words = request.GET.get("words", "").strip()
    found = selectors.search_papers(selectors.public_papers_of(application), words)
    context = {"application": application, "words": words, "found": found_pages(found, reference, public_view_url)}
    return render(request, "documents/public_search.jinja", context)
