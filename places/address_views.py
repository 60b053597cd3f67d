"""The gazetteer, for administrators."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, requires
from places.adapters import os_places
from places.addresses import find_addresses, gazetteer_of

SHOWN = 50


@require_safe
@requires(Permission.MANAGE_COUNCIL)
def addresses(request: Any) -> HttpResponse:
    """How many addresses there are, what the last imports did, which lines they refused; and a try of the look-up."""
    sought = request.GET.get("find", "").strip()[:200]
    found = find_addresses(sought, SHOWN + 1)
    context = {
        "gazetteer": gazetteer_of(request.authority),
        "os_places": os_places.is_for(request.authority),
        "sought": sought,
        "found": found[:SHOWN],
        "more": len(found) > SHOWN,
    }
    return render(request, "places/addresses.jinja", context)
