"""All that came in and went out about a case."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from applications.presenters import CaseHeader
from applications.views import get_application
from casework.forms_correspondence import FilterForm
from casework.presenters.addresses import failures_of
from casework.presenters.correspondence import line_of
from casework.selectors.correspondence import load, timeline
from consultation.selectors import comment_counts
from validation.selectors import people_to_tell

ON_A_PAGE = 50


@require_safe
@requires(Permission.VIEW_CASES)
def correspondence(request: Any, reference: str) -> HttpResponse:
    """What came in and went out about the case, newest first, and what became of it."""
    application = get_application(request, reference)
    form = FilterForm(request.GET)
    chosen = form.chosen()
    page = Paginator(timeline(application.case, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    membership = request.membership
    context = {
        "case": CaseHeader.of(application),
        "application": application,
        "tab": "correspondence",
        "page": page,
        "form": form,
        "chosen": chosen,
        "lines": [line_of(kind, row, reference) for kind, row in load(page.object_list)],
        "comments": sum(count for _, _, count in comment_counts(application.case)),
        "failures": failures_of(application),
        "people": people_to_tell(application),
        "can_send_links": membership.can(Permission.VALIDATE),
        "can_write": membership.can(Permission.REGISTER),
    }
    return render(request, "casework/correspondence.jinja", context)
