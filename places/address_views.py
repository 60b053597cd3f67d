"""The gazetteer, for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from places import lookup
from places.adapters import os_places
from places.addresses import find_addresses, gazetteer_of
from places.outside import OutsideError

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


@require_POST
@requires(Permission.REGISTER)
def ask_for_addresses(request: Any) -> HttpResponse:
    """Ask OS Places for what an officer looks for (q), and go back to where they look (next), which finds it now."""
    sought, back = request.GET.get("q", "")[:200], request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    try:
        added = lookup.ask_for(authority=request.authority, text=sought, by=request.user, now=timezone.now())
    except OutsideError as error:
        messages.error(request, error.words)
    else:
        if not added:
            messages.info(request, f"Ordnance Survey has no other address for “{sought}”.")
    return redirect(f"{back}?{urlencode({'q': sought})}")
