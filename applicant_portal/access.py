"""Who came in through an emailed link, and for how long."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import RequestPermission, open_to
from applicant_portal.selectors import link_of_session
from applications.models import AccessLink, Party, PlanningApplication
from audit.actors import Actor, Applicant

SESSION_KEY = "applicant_link"
SESSION_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Access:
    """One person's way into one case."""

    link: AccessLink
    application: PlanningApplication
    party: Party

    @property
    def actor(self) -> Actor:
        return Applicant(self.party)


def open_session(request: HttpRequest, link: AccessLink) -> None:
    """Tie this browser to the link that was just used."""
    request.session.cycle_key()
    request.session[SESSION_KEY] = link.pk


def close_session(request: HttpRequest) -> None:
    request.session.flush()


def is_current(link: AccessLink, now: datetime) -> bool:
    """Whether the session that the link opened still holds: used less than twelve hours ago, and not revoked."""
    return link.used_at is not None and link.revoked_at is None and now < link.used_at + SESSION_LASTS


def access_of(request: HttpRequest) -> Access | None:
    """The access that this browser has now, or None."""
    link = link_of_session(request.authority, request.session.get(SESSION_KEY))  # type: ignore[attr-defined]
    if link is None or link.party is None or not is_current(link, timezone.now()):
        return None
    application = request.authority.applications.with_case().get(pk=link.case_id)  # type: ignore[attr-defined]
    return Access(link, application, link.party)


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the portal: the view gets `request.access`. Without a current session a page that says how to come in, as 404."""

    @open_to(RequestPermission.LINK)
    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.access = access_of(request)
        if request.access is None:
            return render(request, "applicant_portal/link_needed.jinja", {"can_resend": SESSION_KEY in request.session}, status=404)
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded
