"""Reported breaches: their list, and the page of one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from applications import services as cases
from applications.models import BreachReport
from applications.presenters import BreachHeader
from applications.views import get_breach
from casework.forms import AssignForm
from casework.presenters import breaches as presenters
from casework.selectors import breaches as selectors
from core.errors import DomainError
from documents.presenters import officer_cards
from documents.selectors import documents_of
from intake.presenters import FileRow
from intake.selectors import files_not_here

ON_A_PAGE = 50
TAB_NAMES = {"open": "All open", "mine": "Mine", "nobody": "Nobody’s", "closed": "Closed"}


@require_safe
@requires(Permission.VIEW_CASES)
def breaches(request: Any) -> HttpResponse:
    """Breaches that people reported, the longest waiting first."""
    show = request.GET.get("show", "open")
    show = show if show in TAB_NAMES else "open"
    reports = selectors.for_list(selectors.of_tab(request.authority, show, request.user))
    page = Paginator(reports, ON_A_PAGE).get_page(request.GET.get("page"))
    counts, here = selectors.tab_counts(request.authority, request.user), reverse("casework:breaches")
    context = {
        "tabs": [
            {"text": name, "href": f"{here}?show={key}", "count": counts[key], "current": key == show} for key, name in TAB_NAMES.items()
        ],
        "show": show,
        "page": page,
        "columns": presenters.COLUMNS,
        "rows": presenters.rows_of(list(page.object_list), timezone.localdate()),
    }
    return render(request, "casework/breaches.jinja", context)


def page_of(request: Any, reference: str) -> HttpResponse | None:
    """The page of a reported breach; None where the council has none of this reference."""
    try:
        report = selectors.for_page(request.authority, reference)
    except BreachReport.DoesNotExist:
        return None
    may_enforce = request.membership.can(Permission.ENFORCE)
    officer = report.case.officer_id or "nobody"
    may_assign = may_enforce and not report.is_closed
    context = {
        "case": BreachHeader.of(report, may_enforce=may_enforce),
        "report": report,
        "rows": presenters.report_rows(report),
        "complainant": selectors.complainant_of(report) if may_enforce else None,
        "answers": presenters.answer_rows(report) if may_enforce else [],
        "may_enforce": may_enforce,
        "cards": officer_cards(documents_of(report.case), report.reference) if may_enforce else [],
        "missing": [FileRow(file) for file in files_not_here(report.case)] if may_enforce else [],
        "assign_form": AssignForm(authority=request.authority, initial={"officer": officer}) if may_assign else None,
    }
    return render(request, "casework/breach.jinja", context)


@require_POST
@requires(Permission.ENFORCE)
def assign(request: Any, reference: str) -> HttpResponse:
    """Give a reported breach to an officer."""
    report = get_breach(request, reference)
    form = AssignForm(request.POST, authority=request.authority)
    if not form.is_valid():
        messages.error(request, form.errors["officer"][0])
        return redirect("casework:case", reference=reference)
    officer = form.cleaned_data["officer"]
    try:
        cases.assign_breach(report=report, officer=officer, by=request.user, now=timezone.now())
        messages.success(request, f"The case is with {officer.name} now." if officer else "Nobody has the case now.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:case", reference=reference)


@require_POST
@requires(Permission.ENFORCE)
def dismiss_note(request: Any, reference: str) -> HttpResponse:
    """Take the note at the top of a reported breach away."""
    report = get_breach(request, reference)
    try:
        cases.dismiss_breach_note(report=report, note=request.POST.get("note", ""), by=request.user, now=timezone.now())
        messages.success(request, "The note is in the history now.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:case", reference=reference)
