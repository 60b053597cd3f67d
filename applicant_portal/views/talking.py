"""Messages about a request, from the applicant's side."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applicant_portal.access import by_link
from applicant_portal.forms import MessageForm
from applicant_portal.presenters.tracker import RequestPage
from applicant_portal.views.portal import load_request
from core.errors import DomainError
from validation import services
from validation.models import ValidationRequest
from validation.selectors import messages_of


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def conversation(request: Any, request_id: UUID) -> HttpResponse:
    """Read what was written about a request, and write to the case officer."""
    found, who = load_request(request, request_id), request.access
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_message(request=found, text=form.cleaned_data["text"], party=who.party, by=who.actor, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Message sent.")
            return redirect("applicant_portal:messages", request_id=found.public_id)
    may_write = found.state != ValidationRequest.State.CANCELLED and not who.application.is_closed
    context = {"page": RequestPage(found, who), "thread": messages_of(found), "form": form if may_write else None}
    return render(request, "applicant_portal/messages.jinja", context, status=422 if form.errors else 200)
