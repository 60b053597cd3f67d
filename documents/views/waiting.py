"""Files of the council that wait to be checked, for whoever looks after the service."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from documents import scanning, selectors


@require_safe
@requires(Permission.MANAGE_COUNCIL)
def waiting(request: Any) -> HttpResponse:
    """Which files wait since when, and whether the virus scanner answers."""
    versions = selectors.versions_being_checked(request.authority, until=timezone.now())
    context = {"versions": versions, "configured": scanning.is_configured(), "answers": scanning.answers()}
    return render(request, "documents/waiting.jinja", context)
