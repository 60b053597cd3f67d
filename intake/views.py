"""The inbox of submissions, for administrators and team leaders."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, check, requires
from applications.models import BreachReport
from applications.presenters import header_of
from applications.views import get_case
from intake import presenters, selectors, services
from intake.models import Submission
from intake.submitted import sections_of

ON_A_PAGE = 50


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def inbox(request: Any) -> HttpResponse:
    """Everything that arrived, newest first; one state at a time when ?state= names one."""
    state = request.GET.get("state", "")
    state = state if state in Submission.State.values else ""
    page = Paginator(selectors.inbox(request.authority, state), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [presenters.SubmissionRow(submission).as_row() for submission in page]
    counts = selectors.state_counts(request.authority)
    here = reverse("intake:inbox")
    tabs = [{"text": "All", "href": here, "count": sum(counts.values()), "current": not state}]
    tabs += [
        {"text": label, "href": f"{here}?state={value}", "count": counts.get(value, 0), "current": state == value}
        for value, label in Submission.State.choices
    ]
    return render(request, "intake/inbox.jinja", {"page": page, "rows": rows, "columns": presenters.COLUMNS, "tabs": tabs})


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def submission(request: Any, public_id: UUID) -> HttpResponse:
    """One submission: its faults, what nobody understood, its files, and its body."""
    found = _submission(request, public_id)
    files = [presenters.FileRow(file) for file in selectors.files_of(found)]
    return render(request, "intake/submission.jinja", {"row": presenters.SubmissionRow(found), "submission": found, "files": files})


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def body(request: Any, public_id: UUID) -> HttpResponse:
    """The body exactly as it came, to be saved, never to be shown as a page."""
    found = _submission(request, public_id)
    name = f'attachment; filename="submission-{found.public_id}.json"'
    return HttpResponse(bytes(found.body), content_type="application/octet-stream", headers={"Content-Disposition": name})


@require_POST
@requires(Permission.MANAGE_SUBMISSIONS)
def replay(request: Any, public_id: UUID) -> HttpResponse:
    """Try a submission again."""
    found = _submission(request, public_id)
    understood = services.replay(submission=found, by=request.user, now=timezone.now())
    if understood.reference:
        messages.success(request, f"The submission is now case {understood.reference}.")
    else:
        messages.error(request, "The submission still cannot become a case. What is wrong with it is listed below.")
    return redirect("intake:submission", public_id=public_id)


@require_POST
@requires(Permission.MANAGE_SUBMISSIONS)
def fetch_again(request: Any, public_id: UUID) -> HttpResponse:
    """Send once more for the files that did not arrive."""
    found = _submission(request, public_id)
    count = services.try_files_again(case=found.case, by=request.user, now=timezone.now()) if found.case else 0
    messages.success(request, f"Asked again for {count} file{'' if count == 1 else 's'}. Look at this page again in a minute.")
    return redirect("intake:submission", public_id=public_id)


@require_GET
@requires(Permission.VIEW_CASES)
def submitted(request: Any, reference: str) -> HttpResponse:
    """Everything that came with a case, for those who work on it."""
    application = get_case(request, reference)
    if isinstance(application, BreachReport):
        check(request, Permission.ENFORCE)  # what was sent says who reported it
    found = selectors.submission_of(application.case)
    context = {
        "case": header_of(application),
        "submission": found,
        "sections": sections_of(found) if found else [],
        "missing": [presenters.FileRow(file) for file in selectors.files_not_here(application.case)],
    }
    return render(request, "intake/submitted.jinja", context)


def _submission(request: Any, public_id: UUID) -> Submission:
    try:
        return selectors.submission(request.authority, public_id)
    except Submission.DoesNotExist:
        raise Http404("There is no such submission at this council.") from None
