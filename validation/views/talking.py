"""The conversation about one request, and the council's own files with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import ENDED
from applications.views import get_application
from core.errors import DomainError
from documents.presenters import officer_cards
from documents.uploads import MANY, takes_files
from validation import services
from validation.forms import AttachForm, MessageForm
from validation.presenters import RequestRow
from validation.selectors import attachments_of, is_live, summary_of, thread_of
from validation.views.requests import RequestView, load_request


class OneRequestView(RequestView):
    """A page about one request of the case."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = load_request(self.application, kwargs["request_id"])

    def row(self) -> RequestRow:
        return RequestRow(self.asked, timezone.localdate(self.now))


class Messages(OneRequestView):
    permission = Permission.VALIDATE
    form_class = MessageForm
    template_name = "validation/messages.jinja"
    success_message = "Message sent."

    def can_edit(self) -> bool:
        return self.application.status not in ENDED and self.asked.sent_at is not None and self.asked.state != "cancelled"

    def perform(self, form: Any) -> None:
        services.write_message(request=self.asked, text=form.cleaned_data["text"], by=self.request.user, now=self.now)

    def success_url(self) -> str:
        return self.request.get_full_path()

    def context(self) -> dict[str, Any]:
        read_url = reverse("validation:mark_read", kwargs={"reference": self.application.reference, "request_id": self.asked.public_id})
        thread = thread_of(self.application, self.asked)
        return {"row": self.row(), "thread": thread, "title": f"Messages: {summary_of(self.asked)}", "read_url": read_url}


class Conversation(RequestView):
    """The conversation about the application as a whole."""

    permission = Permission.VALIDATE
    form_class = MessageForm
    template_name = "validation/messages.jinja"
    success_message = "Message sent."

    def perform(self, form: Any) -> None:
        services.write_to_each_other(application=self.application, text=form.cleaned_data["text"], by=self.request.user, now=self.now)

    def success_url(self) -> str:
        return self.request.get_full_path()

    def context(self) -> dict[str, Any]:
        read_url = reverse("validation:mark_all_read", kwargs={"reference": self.application.reference})
        return {"row": None, "thread": thread_of(self.application), "title": "Messages about the application", "read_url": read_url}


@takes_files(MANY)
class Attachments(OneRequestView):
    permission = Permission.VALIDATE
    form_class = AttachForm
    template_name = "validation/attachments.jinja"
    success_message = "Files added."

    def can_edit(self) -> bool:
        return self.application.status not in ENDED and is_live(self.asked)

    def perform(self, form: Any) -> None:
        faults = services.attach_files(request=self.asked, files=form.cleaned_data["files"], by=self.request.user, now=self.now)
        if faults:
            raise DomainError(" ".join(faults), "files")

    def success_url(self) -> str:
        return self.request.get_full_path()

    def context(self) -> dict[str, Any]:
        files = officer_cards(list(attachments_of(self.asked).prefetch_related("versions")), self.application.reference)
        return {"row": self.row(), "files": files, "title": f"Files with the request: {summary_of(self.asked)}"}


@require_POST
@requires(Permission.VALIDATE)
def mark_read(request: HttpRequest, reference: str, request_id: UUID) -> HttpResponse:
    """Note that the messages need no answer."""
    application = get_application(request, reference)
    asked = load_request(application, request_id)
    services.mark_messages_read(application=application, request=asked, by=request.user, now=timezone.now())
    messages.success(request, "Messages marked as read.")
    return redirect("validation:requests", reference=reference)


@require_POST
@requires(Permission.VALIDATE)
def mark_all_read(request: HttpRequest, reference: str) -> HttpResponse:
    """The same for the messages about the application as a whole."""
    services.mark_messages_read(application=get_application(request, reference), by=request.user, now=timezone.now())
    messages.success(request, "Messages marked as read.")
    return redirect("validation:requests", reference=reference)


@require_POST
@requires(Permission.VALIDATE)
def remove_attachment(request: HttpRequest, reference: str, request_id: UUID) -> HttpResponse:
    """Take the file `remove` off the request."""
    asked = load_request(get_application(request, reference), request_id)
    try:
        services.remove_attachment(request=asked, public_id=request.POST.get("remove", ""), by=request.user, now=timezone.now())
        messages.success(request, "File removed.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("validation:attachments", kwargs={"reference": reference, "request_id": request_id}))
