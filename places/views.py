"""The outside services and the imported data sets, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from places import presenters, selectors, services
from places.outside import all_services


@require_safe
@requires(Permission.MANAGE_COUNCIL)
def outside_services(request: Any) -> HttpResponse:
    """Each service: set up or not, when it last worked, what was wrong last; and what is imported."""
    context = {"rows": presenters.service_rows(timezone.now()), "data_sets": selectors.data_sets()}
    return render(request, "places/outside_services.jinja", context)


@require_POST
@requires(Permission.MANAGE_COUNCIL)
def try_outside_service(request: Any, key: str) -> HttpResponse:
    """Ask a service something small, to see whether it works."""
    service = next((service for service in all_services() if service.key == key and service.is_set_up), None)
    if service is None:
        raise Http404("There is no such service here.")
    error = services.try_service(service=service, by=request.user)
    if error is None:
        messages.success(request, f"{service.name} works.")
    else:
        messages.error(request, error.words)
    return redirect("places:outside_services")
