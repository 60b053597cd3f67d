"""The deadline radar, and an officer's calendar of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, RequestPermission, open_to, requires
from casework import services
from casework.filters import RadarFilter
from casework.paging import CappedPaginator, size_of
from casework.presenters.calendar import calendar_text
from casework.presenters.queue import radar_bars, radar_rows
from casework.selectors import radar as selectors
from core.hosts import url_for

DAYS_AHEAD = 30  # of the headline figures


@require_safe
@requires(Permission.VIEW_CASES)
def radar(request: Any) -> HttpResponse:
    """What happens in law on which day if nobody acts, and the money at stake."""
    mine = request.GET.get("show") == "mine"
    chosen = RadarFilter(request.GET, selectors.ahead(request.authority, mine=request.user if mine else None), request=request, mine=mine)
    ahead, today = chosen.narrowed, timezone.localdate()
    page = CappedPaginator(ahead, size_of(request.GET.get("per_page"))).get_page(request.GET.get("page"))
    href = reverse("casework:radar")
    context = {
        "tabs": [
            {"text": "All cases", "href": href, "count": None, "current": not mine},
            {"text": "Your cases", "href": f"{href}?show=mine", "count": None, "current": mine},
        ],
        "filters": chosen,
        "page": page,
        "rows": radar_rows(selectors.of_page(page.object_list), today),
        "near": selectors.at_stake(ahead, days=DAYS_AHEAD),
        "bars": radar_bars(selectors.per_day(ahead, days=DAYS_AHEAD), on=today, days=DAYS_AHEAD),
        "days": DAYS_AHEAD,
    }
    return render(request, "casework/radar.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_CASES)
def calendar(request: Any) -> HttpResponse:
    """The secret address of an officer's calendar. POST makes a new one, ends the old one, and shows the new one this once."""
    address = ""
    if request.method == "POST":
        _, token = services.make_calendar_feed(authority=request.authority, user=request.user, now=timezone.now())
        address = url_for(request.authority, "officers", "casework:calendar_feed", token=token)
    context = {"feed": selectors.calendar_of(request.authority, request.user), "address": address}
    response = render(request, "casework/calendar.jinja", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires(Permission.VIEW_CASES)
def stop_calendar(request: Any) -> HttpResponse:
    """End the secret address."""
    services.revoke_calendar_feed(authority=request.authority, user=request.user, now=timezone.now())
    messages.success(request, "The address has ended. Calendars that use it show nothing new.")
    return redirect("casework:calendar")


@require_safe
@open_to(RequestPermission.LINK)
def feed(request: Any, token: str) -> HttpResponse:
    """The calendar itself, for whoever has the secret address: the open cases of its officer and no others."""
    user = selectors.owner_of_calendar(request.authority, token)
    if user is None:
        raise Http404("There is no such calendar.")
    cases = selectors.for_calendar(request.authority, user)
    text = calendar_text(request.authority, f"Deadlines of {user.name}, {request.authority.short_name}", cases, now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
