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
from intake.manual.presenters import DraftRow
from intake.manual.selectors import drafts_of

VIEWS = {"waiting": "Waiting", "mine": "Taken by you", "all": "All new", "drafts": "Drafts"}
TO_REGISTER = {"drafts"}  # what only those see who may key cases in


@require_safe
@requires(Permission.VIEW_CASES)
def queue(request: Any) -> HttpResponse:
    """What came in and has not been checked: fee, files, red line, possible duplicates; and what is being keyed in."""
    may_register = request.membership.can(Permission.REGISTER)
    views = {key: name for key, name in VIEWS.items() if may_register or key not in TO_REGISTER}
    show = request.GET.get("show", "waiting")
    show = show if show in views else "waiting"
    drafts = drafts_of(request.authority) if may_register else None
    listed = drafts if show == "drafts" else queue_selectors.waiting(request.authority, show, request.user)
    page = CappedPaginator(listed, size_of(request.GET.get("per_page"))).get_page(request.GET.get("page"))
    applications = [] if show == "drafts" else list(page.object_list)
    counts = queue_selectors.queue_counts(request.authority, request.user)
    counts["drafts"] = drafts.count() if drafts is not None else 0
    href = reverse("casework:queue")
    context = {
        "tabs": [{"text": name, "href": f"{href}?show={key}", "count": counts[key], "current": key == show} for key, name in views.items()],
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
        "drafts": [DraftRow(draft) for draft in page.object_list] if show == "drafts" else [],
        "may_claim": may_register,
        "may_see_inbox": request.membership.can(Permission.MANAGE_SUBMISSIONS),
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
