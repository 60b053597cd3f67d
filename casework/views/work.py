"""The work list, its CSV, and what can be done with ticked lines."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from accounts.selectors import officers_of
from casework import services
from casework.exports import csv_lines
from casework.filters import WorkFilter
from casework.forms import AssignManyForm
from casework.paging import CappedPaginator, capped_count, size_of
from casework.presenters.rows import rows_of
from casework.selectors import breaches, lists, returns
from core.errors import DomainError
from validation.receipts import refunds_waiting

TAB_NAMES = {"mine": "Mine", "unassigned": "Unassigned", "all": "All open", "closed": "Closed"}


def tab_url(tab: str) -> str:
    return reverse("casework:work") if tab == "mine" else reverse("casework:work_tab", kwargs={"tab": tab})


def _filtered(request: Any, tab: str) -> tuple[WorkFilter, str]:
    if tab not in lists.TABS:
        raise Http404("There is no such list.")
    cases = lists.of_tab(request.authority, tab, request.user)
    return WorkFilter(request.GET, cases, request=request, tab=tab), lists.sort_key(request.GET.get("sort"), lists.DEFAULT_SORT[tab])


@require_safe
@requires(Permission.VIEW_CASES)
def work(request: Any, tab: str = "mine") -> HttpResponse:
    """Mine, unassigned, all open and closed cases, one line each."""
    chosen, sort = _filtered(request, tab)
    paginator = CappedPaginator(lists.in_order(chosen.narrowed, sort), size_of(request.GET.get("per_page")))
    page = paginator.get_page(request.GET.get("page"))
    counts = lists.tab_counts(request.authority, request.user)
    may_return = request.membership.can(Permission.CLOSE_CASES)
    context = {
        "tab": tab,
        "tabs": [{"text": name, "href": tab_url(key), "count": counts[key], "current": key == tab} for key, name in TAB_NAMES.items()],
        "filters": chosen,
        "page": page,
        "rows": rows_of(lists.of_page(page.object_list), timezone.localdate()),
        "sort": sort,
        "officers": officers_of(request.authority) if request.membership.can(Permission.ASSIGN) else [],
        "may_export": request.membership.can(Permission.EXPORT),
        "waiting": counts["unassigned"],
        "refunds": refunds_waiting(request.authority).count() if request.membership.can(Permission.APPROVE_REFUND) else 0,
        "silent": capped_count(returns.silent(request.authority, on=timezone.localdate())) if may_return else 0,
        "breaches": breaches.open_reports_of(request.user, request.authority) if tab == "mine" else 0,
    }
    return render(request, "casework/work.jinja", context)


@require_safe
@requires(Permission.EXPORT)
def work_csv(request: Any, tab: str) -> StreamingHttpResponse:
    """The list as it is filtered and sorted, all pages of it."""
    chosen, sort = _filtered(request, tab)
    today = timezone.localdate()
    ids = list(lists.in_order(chosen.narrowed, sort).values_list("pk", flat=True))
    response = StreamingHttpResponse(csv_lines(request.authority, ids, today), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cases-{tab}-{today.isoformat()}.csv"'
    return response


@require_POST
@requires(Permission.ASSIGN)
def assign_many(request: Any) -> HttpResponse:
    """Give the ticked cases to one officer."""
    form = AssignManyForm(request.POST, authority=request.authority)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(_back_to(request))
    try:
        count = services.assign_many(
            applications=form.cleaned_data["cases"], officer=form.cleaned_data["officer"], by=request.user, now=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(_back_to(request))
    who = form.cleaned_data["officer"].name if form.cleaned_data["officer"] else "nobody"
    messages.success(request, f"{count} {'case' if count == 1 else 'cases'} assigned to {who}.")
    return redirect(_back_to(request))


def _back_to(request: HttpRequest) -> str:
    """The list that the form stood on, if it is one of ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("casework:work")
