"""Search over everything that the council ever had."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from casework.paging import CappedPaginator, size_of
from casework.presenters import breaches as breach_presenters
from casework.presenters.rows import rows_of
from casework.selectors import breaches, lists
from casework.selectors import search as selectors

REPORTS_AT_MOST = 20  # reported breaches above the cases that a search found


@require_safe
@requires(Permission.VIEW_CASES)
def search(request: Any) -> HttpResponse:
    """A whole reference opens its case; anything else lists what holds it, best first."""
    question = selectors.Question.of(request.GET.get("q", ""))
    reference = selectors.exact(request.authority, question)
    if reference is not None:
        return redirect("casework:case", reference=reference)
    found = selectors.search(request.authority, question)
    reports = breaches.among(request.authority, found)
    taken = {report.pk for report in reports}
    found = [pk for pk in found if pk not in taken]
    sort = lists.sort_key(request.GET.get("sort"), "")
    ordered = lists.in_order(request.authority.applications.filter(pk__in=found), sort) if sort else found
    page = CappedPaginator(ordered, size_of(request.GET.get("per_page"))).get_page(request.GET.get("page"))
    context = {
        "question": question.text,
        "page": page,
        "rows": rows_of(lists.of_page(page.object_list), timezone.localdate()),
        "breaches": breach_presenters.rows_of(reports[:REPORTS_AT_MOST], timezone.localdate()),
        "breach_columns": breach_presenters.COLUMNS,
        "breach_count": len(reports),
        "sort": sort,
        "at_most": selectors.AT_MOST,
    }
    return render(request, "casework/search.jinja", context)
