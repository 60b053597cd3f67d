"""The register and its pages: what anybody may see."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.permissions import RequestPermission, open_to
from applicant_portal.forms import SearchForm
from applicant_portal.presenters.public import PublicApplication, PublicRow
from applicant_portal.selectors import public_applications, published_comments
from applications.models import PlanningApplication
from casework.selectors.search import Question, exact

A_PAGE = 20


@require_GET
@open_to(RequestPermission.PUBLIC)
def home(request: Any) -> HttpResponse:
    return redirect("applicant_portal:register")


@require_GET
@open_to(RequestPermission.PUBLIC)
def register(request: Any) -> HttpResponse:
    """Public applications, newest first, and a search."""
    typed = request.GET.get("q", "").strip()
    page = Paginator(public_applications(request.authority, typed), A_PAGE).get_page(request.GET.get("page"))
    form = SearchForm(initial={"q": typed})
    return render(
        request, "applicant_portal/register.jinja", {"page": page, "rows": [PublicRow(a) for a in page], "search": form, "typed": typed}
    )


@require_GET
@open_to(RequestPermission.PUBLIC)
def application(request: Any, reference: str) -> HttpResponse:
    """One public application. An old reference leads to the one that stands."""
    found = public_or_none(request, reference)
    if found is None:
        now_called = exact(request.authority, Question.of(reference))
        if now_called and now_called.upper() != reference.upper() and public_or_none(request, now_called):
            return redirect("applicant_portal:application", reference=now_called)
        raise Http404(f"There is no public application {reference}.")
    comments = Paginator(published_comments(found.case), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "applicant_portal/application.jinja", {"page": PublicApplication(found), "comments": comments})


@require_GET
@open_to(RequestPermission.PUBLIC)
def privacy(request: Any) -> HttpResponse:
    return render(request, "applicant_portal/privacy.jinja")


@require_GET
@open_to(RequestPermission.PUBLIC)
def accessibility(request: Any) -> HttpResponse:
    return render(request, "applicant_portal/accessibility.jinja")


def public_or_none(request: Any, reference: str) -> PlanningApplication | None:
    """The council's application with this reference, if anybody may see it."""
    try:
        return request.authority.applications.public().for_reference(reference)
    except PlanningApplication.DoesNotExist:
        return None


def public_or_404(request: Any, reference: str) -> PlanningApplication:
    found = public_or_none(request, reference)
    if found is None:
        raise Http404(f"There is no public application {reference}.")
    return found
