"""Coming in by an emailed link. GET only shows a button: programs that look through mail open links, and must not use them up."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import RequestPermission, open_to
from applicant_portal import services
from applicant_portal.access import close_session, last_link, open_session
from applicant_portal.selectors import link_by_token
from applications.models import EmailProof


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to(RequestPermission.LINK)
def arrive(request: Any, token: str) -> HttpResponse:
    """A link that can be opened shows one button. Every other, whatever is wrong with it, shows the one that mails a fresh link."""
    link, now = link_by_token(request.authority, token), timezone.now()
    if request.method == "POST" and request.POST.get("action") == "fresh":
        services.send_fresh_link(link=link, now=now)
        return redirect("applicant_portal:new_link_sent")
    if request.method == "POST":
        try:
            opened = services.open_link(link=link, now=now)
            open_session(request, opened)
            return redirect("applicant_portal:cases" if isinstance(opened, EmailProof) else "applicant_portal:portal")
        except services.LinkUnusable:
            link = None
    if link is None or not services.can_open(link, now):
        return render(request, "applicant_portal/link_unusable.jinja", status=404)
    return render(request, "applicant_portal/link.jinja", {"reference": "" if isinstance(link, EmailProof) else link.case.reference})


@require_POST
@open_to(RequestPermission.LINK)
def new_link(request: Any) -> HttpResponse:
    """A fresh link for somebody whose session has ended."""
    services.send_fresh_link(link=last_link(request), now=timezone.now())
    return redirect("applicant_portal:new_link_sent")


@require_GET
@open_to(RequestPermission.LINK)
def new_link_sent(request: Any) -> HttpResponse:
    """The same words whether or not anything was sent: they tell nobody whose link it was."""
    return render(request, "applicant_portal/new_link_sent.jinja")


@require_POST
@open_to(RequestPermission.LINK)
def leave(request: Any) -> HttpResponse:
    close_session(request)
    return render(request, "applicant_portal/left.jinja")
