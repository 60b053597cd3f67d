"""The registration queue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from applications import services as cases
from applications.law import overrides_of
from applications.views import get_application
from casework.paging import CappedPaginator, size_of
from casework.presenters.queue import queue_rows
from casework.selectors import breaches
from casework.selectors import queue as queue_selectors
from core.errors import DomainError

VIEWS = {"waiting": "Waiting", "mine": "Taken by you", "all": "All new"}


@require_safe
@requires(Permission.VIEW_CASES)
def queue(request: Any) -> HttpResponse:
    """What came in and has not been checked: fee, files, red line, possible duplicates."""
    show = request.GET.get("show", "waiting")
    show = show if show in VIEWS else "waiting"
    waiting = queue_selectors.waiting(request.authority, show, request.user)
    page = CappedPaginator(waiting, size_of(request.GET.get("per_page"))).get_page(request.GET.get("page"))
    applications = list(page.object_list)
    counts = queue_selectors.queue_counts(request.authority, request.user)
    href = reverse("casework:queue")
    context = {
        "tabs": [{"text": name, "href": f"{href}?show={key}", "count": counts[key], "current": key == show} for key, name in VIEWS.items()],
        "show": show,
        "page": page,
        "rows": queue_rows(
            applications,
            files=queue_selectors.files_of(applications),
            duplicates=queue_selectors.duplicates_of(request.authority, applications),
            on=timezone.localdate(),
            overrides=overrides_of(request.authority.pk),
        ),
        "breaches_waiting": breaches.waiting_for_somebody(request.authority),
        "may_claim": request.membership.can(Permission.REGISTER),
    }
    return render(request, "casework/queue.jinja", context)


@require_POST
@requires(Permission.REGISTER)
def claim(request: Any, reference: str) -> HttpResponse:
    """Take an application from the queue and open it."""
    application = get_application(request, reference)
    try:
        cases.claim(application=application, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("casework:queue")
    messages.success(request, f"You have taken {application.reference} from the queue.")
    return redirect("casework:case", reference=reference)
