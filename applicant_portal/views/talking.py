"""Messages between the people of an application and its case officer: about one request, or about the application as a whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from applicant_portal.access import by_link
from applicant_portal.forms import MessageForm
from applicant_portal.presenters.tracker import RequestPage
from applicant_portal.views.answering import load_request
from core.drafts import is_draft
from core.errors import DomainError
from validation import services
from validation.models import ValidationRequest
from validation.selectors import drafts_of, thread_of


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def conversation(request: Any, request_id: UUID) -> HttpResponse:
    """Read what was written about a request, and write to the case officer."""
    found, who = load_request(request, request_id), request.access

    def write(text: str) -> None:
        services.write_message(request=found, text=text, party=who.party, by=who.actor, now=timezone.now())

    page = RequestPage(found, who)
    may_write = found.state != ValidationRequest.State.CANCELLED and not who.application.is_closed
    return _talk(request, write, {"page": page, "thread": thread_of(who.application, found)}, page.messages_url, may_write)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def everything(request: Any) -> HttpResponse:
    """The same about the application as a whole."""
    who = request.access

    def write(text: str) -> None:
        services.write_to_each_other(application=who.application, text=text, party=who.party, by=who.actor, now=timezone.now())

    return _talk(request, write, {"page": None, "thread": thread_of(who.application)}, conversation_url(who.application))


def conversation_url(application: Any) -> str:
    return reverse("applicant_portal:conversation", kwargs={"reference": application.reference})


def _talk(request: Any, write: Callable[[str], None], context: dict[str, Any], here: str, may_write: bool = True) -> HttpResponse:
    who, page, text = request.access, context["page"], request.POST.get("text", "")
    mine = {"application": who.application, "writer": who.writer, "about": f"messages:{page.request.public_id}" if page else "messages"}
    kept = drafts_of(who.application, who.writer).get(mine["about"])
    form = MessageForm(request.POST if request.method == "POST" else None, draft_url=here, initial=kept.fields if kept else {})
    if request.method == "POST":
        services.keep_draft(**mine, fields={"text": text}, now=timezone.now())
        if is_draft(request):
            return JsonResponse({})
    if request.method == "POST" and form.is_valid():
        try:
            write(form.cleaned_data["text"])
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            services.forget_draft(**mine)
            messages.success(request, "Message sent. Your case officer reads it.")
            return redirect(here)
    context |= {"access": who, "form": form if may_write else None}
    return render(request, "applicant_portal/messages.jinja", context, status=422 if form.errors else 200)
