"""The page of a case and its tabs."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from accounts.policy import policy
from applications import services as cases
from applications.models import PlanningApplication
from applications.presenters import CaseHeader, header_of
from applications.surroundings import look_up_again
from applications.tasklist import workflow_for
from applications.views import get_application, get_case
from casework.forms import AssignForm
from casework.presenters.addresses import failures_of
from casework.presenters.case import CasePage
from casework.presenters.lines import EventLine
from casework.presenters.rows import RelatedRow
from casework.selectors import case as selectors
from casework.selectors.related import related_to
from casework.views import breaches
from core.errors import DomainError
from places.adapters.paapi import PAAPI
from places.lookup import what_the_gazetteer_says

EVENTS_A_PAGE = 50


def case_url(reference: str) -> str:
    return reverse("casework:case", kwargs={"reference": reference})


@require_safe
@requires(Permission.VIEW_CASES)
def case(request: Any, reference: str) -> HttpResponse:
    """Everything about a case that an officer asks for, on one page."""
    try:
        page = CasePage(selectors.for_page(request.authority, reference), on=timezone.localdate())
    except PlanningApplication.DoesNotExist:
        reported = breaches.page_of(request, reference)
        if reported is not None:
            return reported
        now = selectors.former_reference(request.authority, reference)
        if now is None:
            raise Http404(f"There is no case {reference} at this council.") from None
        return redirect(case_url(now))
    may_assign = request.membership.can(Permission.ASSIGN)
    officer = page.case.officer_id or "nobody"
    context = {
        "case": CaseHeader.of(page.application),
        "page": page,
        "uprn_note": what_the_gazetteer_says(page.case.uprn, authority=request.authority),
        "application": page.application,
        "failures": failures_of(page.application),
        "assign_form": AssignForm(authority=request.authority, initial={"officer": officer}) if may_assign else None,
        "may_extend": request.membership.can(Permission.AGREE_EXTENSION) and not page.application.is_closed,
        "may_dismiss": request.membership.can(Permission.REGISTER),
        "may_undo": request.membership.can(Permission.UNDO),
        "may_close": request.membership.can(Permission.CLOSE_CASES) and not page.application.is_closed,
    }
    return render(request, "casework/case.jinja", context)


@require_safe
@requires(Permission.VIEW_CASES)
def slashed(request: Any, path: str) -> HttpResponse:
    """An address with a reference's slashes as people type them, such as /cases/15/01234/FUL/: goes to the address with ~."""
    found = selectors.longest_reference(request.authority, path)
    if found is None:
        raise Http404(f"There is no case {path} at this council.")
    reference, rest = found
    return redirect(case_url(reference) + (f"{rest}/" if rest else ""))


@require_safe
@requires(Permission.VIEW_CASES)
def next_task(request: Any, reference: str) -> HttpResponse:
    """Go to the task that comes next; to the case where nothing does."""
    application = get_application(request, reference)
    tasks = (task for stage in workflow_for(application).stages for task in stage.tasks)
    task = next((task for task in tasks if task.key == application.next_task), None)
    return redirect(task.url, reference=reference) if task else redirect(case_url(reference))


@require_POST
@requires(Permission.ASSIGN)
def assign(request: Any, reference: str) -> HttpResponse:
    """Give the case to an officer."""
    application = get_application(request, reference)
    form = AssignForm(request.POST, authority=request.authority)
    if not form.is_valid():
        messages.error(request, form.errors["officer"][0])
        return redirect(case_url(reference))
    officer = form.cleaned_data["officer"]
    cases.assign(application=application, officer=officer, by=request.user, now=timezone.now())
    messages.success(request, f"The case is with {officer.name} now." if officer else "Nobody has the case now.")
    return redirect(case_url(reference))


@require_POST
@requires(Permission.REGISTER)
def dismiss_note(request: Any, reference: str) -> HttpResponse:
    """Take the note at the top of the case away."""
    application = get_application(request, reference)
    try:
        cases.dismiss_note(application=application, note=request.POST.get("note", ""), by=request.user, now=timezone.now())
        messages.success(request, "The note is in the history now.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(case_url(reference))


def _tab(request: Any, reference: str, tab: str) -> tuple[PlanningApplication, dict[str, Any]]:
    application = get_application(request, reference)
    return application, {"case": CaseHeader.of(application), "application": application, "tab": tab}


@require_safe
@requires(Permission.VIEW_CASES)
def history(request: Any, reference: str) -> HttpResponse:
    """Who did what and when, newest first."""
    found = get_case(request, reference)
    context: dict[str, Any] = {"case": header_of(found), "tab": "history"}
    kinds = selectors.kinds_in_history(found.case)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(kinds) else ""
    page = Paginator(selectors.history(found.case, kind), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "kinds": kinds, "kind": kind, "lines": [EventLine.of(event) for event in page.object_list]}
    return render(request, "casework/history.jinja", context)


@require_safe
@requires(Permission.VIEW_CASES)
def related(request: Any, reference: str) -> HttpResponse:
    """Other cases on the site, and near it, and what an outside index knows of its past."""
    application, context = _tab(request, reference, "related")
    today = timezone.localdate()
    rows = related_to(application)
    context |= {
        "here": [RelatedRow(row, today) for row in rows if row.on_site],
        "near": [RelatedRow(row, today) for row in rows if not row.on_site],
        "metres": policy(request.authority, "site_history_metres"),
        "located": bool(application.case.boundary or application.case.point),
        "earlier": list(application.case.earlier_applications.all()),
        "asked": application.case.look_ups.filter(what="history").first(),
        "may_ask": PAAPI.is_set_up and request.membership.can(Permission.REGISTER),
    }
    return render(request, "casework/related.jinja", context)


@require_POST
@requires(Permission.REGISTER)
def ask_history(request: Any, reference: str) -> HttpResponse:
    """Ask the index of planning applications about the site."""
    application = get_application(request, reference)
    try:
        look_up_again(case=application.case, what="history", now=timezone.now())
        messages.success(request, "The index is being asked. Look at this page again in a moment.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:related", reference=reference)
