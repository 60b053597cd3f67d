"""The applicant says that something asked for is not needed, and why (Development Management Procedure Order 2015, article 12)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applicant_portal.access import by_link
from applicant_portal.forms import DisputeForm
from applicant_portal.presenters.tracker import RequestPage
from applicant_portal.views.answering import load_request
from applications.law import received_on
from core.errors import DomainError
from core.filters import show_date
from validation import services
from validation.disputes import can_be_disputed, why_not_about
from validation.models import ValidationDispute


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def dispute(request: Any, request_id: UUID) -> HttpResponse:
    """Give the notice about one request. Where none can be given any more, the page says so."""
    found, who = load_request(request, request_id), request.access
    page = RequestPage(found, who)
    why_not = why_not_about(who.application, found) or can_be_disputed(who.application)
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            given = services.record_dispute(
                application=who.application,
                request=found,
                reasons=form.cleaned_data["reasons"],
                received_on=received_on(now, who.application.case.authority),
                how=ValidationDispute.How.PORTAL,
                party=who.party,
                given_by_name=who.actor.name,
                by=who.actor,
                now=now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"We have your notice. We answer it by {show_date(given.answer_by_on)}.")
            return redirect(page.url)
    by_when = services.answer_by(who.application, received_on(timezone.now(), who.application.case.authority))
    context = {"answer_by": by_when, "page": page, "form": None if why_not and request.method != "POST" else form, "why_not": why_not}
    return render(request, "applicant_portal/dispute.jinja", context, status=422 if form.errors else 200)
