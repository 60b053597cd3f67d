"""All cases of one email address: asked for by anybody, shown to whoever proved to read it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import RequestPermission, open_to
from accounts.policy import EMAIL_PROOFS_ASKED_AN_HOUR
from applicant_portal import services
from applicant_portal.access import by_email, current_proof
from applicant_portal.forms import EmailForm, MyCasesForm
from applicant_portal.presenters.cases import MyCase
from applicant_portal.rates import may_still
from applicant_portal.selectors import applications_of_email, with_words
from applications.querysets import CLOSED, OPEN

A_PAGE = 20
SHOWN = {"open": OPEN, "ended": CLOSED}


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(RequestPermission.PUBLIC)
def ask(request: Any) -> HttpResponse:
    """Enter an email address. The answer is the same whether or not there is an application for it."""
    if request.method != "POST":
        if current_proof(request) is not None:
            return redirect("applicant_portal:cases")
        return render(request, "applicant_portal/find_cases.jinja", {"form": EmailForm()})
    form = EmailForm(request.POST)
    if form.is_valid() and not may_still(request, "email-proofs", EMAIL_PROOFS_ASKED_AN_HOUR):
        form.add_error(None, "Too many links were asked for from this connection within an hour. Try again later.")
    if not form.is_valid():
        return render(request, "applicant_portal/find_cases.jinja", {"form": form}, status=422)
    services.ask_for_list(authority=request.authority, email=form.cleaned_data["email"])
    return redirect("applicant_portal:asked_for_cases")


@require_GET
@open_to(RequestPermission.PUBLIC)
def asked(request: Any) -> HttpResponse:
    """The same words for every address: they tell nobody who has applications here."""
    return render(request, "applicant_portal/find_cases_sent.jinja")


@require_GET
@by_email
def cases(request: Any) -> HttpResponse:
    """What needs them first; searched, and only those that are open or have ended."""
    form = MyCasesForm(request.GET or None)
    given = form.cleaned_data if form.is_valid() else {}
    everything = applications_of_email(request.authority, request.proof.email)
    found = with_words(everything, given.get("q") or "")
    show = given.get("show") or "all"
    if show in SHOWN:
        found = found.filter(status__in=SHOWN[show])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {"form": form, "page": page, "rows": [MyCase(row, today) for row in page], "email": request.proof.email}
    context |= {"filtered": bool(given.get("q") or show != "all")}
    return render(request, "applicant_portal/cases.jinja", context)
