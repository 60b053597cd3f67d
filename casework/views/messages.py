"""Messages that did not arrive."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from applications.views import get_application
from casework.presenters.correspondence import message_line
from core.errors import DomainError
from notifications import selectors, services
from notifications.models import Message

ON_A_PAGE = 50


@require_safe
@requires(Permission.VIEW_CASES)
def failed(request: Any) -> HttpResponse:
    """What the council wrote of late and nobody received."""
    found = selectors.failed_messages(request.authority, since=timezone.now() - selectors.FAILURES_SHOWN_FOR)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    references = [message.case.reference if message.case else "" for message in page.object_list]
    lines = [(message_line(message, reference), reference) for message, reference in zip(page.object_list, references, strict=True)]
    return render(request, "casework/failed_messages.jinja", {"page": page, "lines": lines})


@require_POST
@requires(Permission.REGISTER)
def send_again(request: Any, reference: str, message_id: UUID) -> HttpResponse:
    """Try a message once more that did not arrive."""
    application = get_application(request, reference)
    try:
        message = selectors.message_of(application.case, message_id)
    except Message.DoesNotExist:
        raise Http404("There is no such message about this case.") from None
    try:
        services.send_again(message=message, by=request.user, now=timezone.now())
        messages.success(request, f"“{message.subject}” is sent to {message.to} again.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:correspondence", reference=reference)
