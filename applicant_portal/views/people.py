"""Who can see the application: the applicant and agent, and the colleagues they added."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policy import MOST_COLLEAGUES
from applicant_portal.access import by_link
from applicant_portal.forms import ColleagueForm
from applicant_portal.selectors import colleague_of, people_of
from applications.models import Colleague
from core.errors import DomainError
from validation import services


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def people(request: Any) -> HttpResponse:
    """Everybody with a way in, and the form that adds a colleague."""
    access = request.access
    form = ColleagueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.add_colleague(application=access.application, party=access.party, by=access.actor, now=timezone.now(), **given)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{given['name']} can see the application now. We have emailed them a link.")
            return redirect("applicant_portal:people", reference=access.application.reference)
    may_add = access.is_party and not access.application.is_closed
    context = {"access": access, "people": people_of(access.application), "form": form if may_add else None, "most": MOST_COLLEAGUES}
    return render(request, "applicant_portal/people.jinja", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def remove(request: Any, colleague_id: UUID) -> HttpResponse:
    """Ask once more, then take a colleague off. A colleague can remove themself alone."""
    access = request.access
    found = _colleague(access, colleague_id)
    if request.method == "POST":
        services.remove_colleague(colleague=found, party=access.party, by=access.actor, now=timezone.now())
        if found == access.party:
            return render(request, "applicant_portal/left.jinja")
        messages.success(request, f"{found.name} can no longer see the application.")
        return redirect("applicant_portal:people", reference=access.application.reference)
    return render(request, "applicant_portal/remove_colleague.jinja", {"access": access, "colleague": found})


def _colleague(access: Any, colleague_id: UUID) -> Colleague:
    try:
        found = colleague_of(access.application, colleague_id)
    except Colleague.DoesNotExist:
        raise Http404("Nobody like that can see your application.") from None
    if not access.is_party and found != access.party:
        raise Http404("You cannot remove somebody else.")
    return found
