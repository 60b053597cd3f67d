from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission, requires
from applications.views import get_application
from consultation import selectors


@requires(Permission.PUBLICISE)
def print_runs(request: Any) -> HttpResponse:
    """What the council has still to print and post, and the notices of which nobody has said that they hang; oldest first."""
    context = {
        "runs": selectors.runs_to_post(request.authority),
        "notices": selectors.notices_to_display(request.authority),
        "today": timezone.localdate(),
    }
    return render(request, "consultation/print_runs.jinja", context)


@requires(Permission.PUBLICISE)
def progress(request: Any, reference: str, public_id: Any) -> HttpResponse:
    """How far a batch is: the part of the letters page that asks again by itself."""
    application = get_application(request, reference)
    run = next((row for row in selectors.print_runs_of(application.case) if row.public_id == public_id), None)
    if run is None:
        raise Http404
    return render(request, "consultation/run_progress.jinja", {"run": run, "reference": reference})
