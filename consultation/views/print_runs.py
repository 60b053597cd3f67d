from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission, requires
from applications.views import get_application
from consultation import selectors


@requires(Permission.PUBLICISE)
def progress(request: Any, reference: str, public_id: Any) -> HttpResponse:
    """How far a batch is: the part of the letters page that asks again by itself."""
    application = get_application(request, reference)
    run = next((row for row in selectors.print_runs_of(application.case) if row.public_id == public_id), None)
    if run is None:
        raise Http404
    return render(request, "consultation/run_progress.jinja", {"run": run, "reference": reference})
