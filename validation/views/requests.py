"""What is asked of the applicant."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import ENDED
from applications.views import CaseTaskView, get_application
from validation import services, tasklist
from validation.disputes import can_be_disputed
from validation.forms import NEW_REQUEST_FORMS, CancelRequestForm, EditRequestForm, EditWithSuggestionForm, GroundForm
from validation.kinds import kind_of
from validation.lists import ready_reasons, requirement_named, requirements_of_case, words_of
from validation.models import ValidationRequest
from validation.presenters import RequestRow
from validation.selectors import people_to_tell, request_of, summary_of

State = ValidationRequest.State
SECTIONS = [
    ("New answers", lambda row: row.unseen),
    ("Ready to send", lambda row: row.request.state == State.PENDING),
    ("Waiting for the applicant", lambda row: row.request.state == State.OPEN),
    ("Answered", lambda row: row.request.state == State.CLOSED and not row.unseen),
    ("Cancelled", lambda row: row.request.state == State.CANCELLED),
]


def requirements_of(application: Any, form_class: Any) -> dict[str, Any]:
    """The council's lists, for a form that names its ground."""
    return {"requirements": requirements_of_case(application)} if issubclass(form_class, GroundForm) else {}


class Requests(CaseTaskView):
    """All requests of the case, by what they need."""

    task = tasklist.REQUESTS
    permission = Permission.VALIDATE
    template_name = "validation/requests.jinja"
    http_method_names = ["get", "head"]

    def context(self) -> dict[str, Any]:
        rows = RequestRow.all_of(self.snapshot["requests"])
        sections = [(title, [row for row in rows if belongs(row)]) for title, belongs in SECTIONS]
        return {
            "sections": [(title, found) for title, found in sections if found],
            "can_ask": self.application.status not in ENDED,
            "can_extend": self.application.validated_at is not None,
            "unread": self.snapshot["messages"],
            "disputable": not can_be_disputed(self.application),
            "disputed": self.application.case.validation_disputes.exists(),
            "people": people_to_tell(self.application),
            "can_edit": False,
        }


class RequestView(CaseTaskView):
    """What the pages of one request share: back to the list when done."""

    task = tasklist.REQUESTS
    permission = Permission.VALIDATE

    def success_url(self) -> str:
        return reverse("validation:requests", kwargs={"reference": self.application.reference})


class NewRequest(RequestView):
    template_name = "validation/new_request.jinja"
    success_message = "Request added."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["what"] not in NEW_REQUEST_FORMS:
            raise Http404("There is no request of that kind.")
        self.form_class = NEW_REQUEST_FORMS[kwargs["what"]]

    def form_kwargs(self) -> dict[str, Any]:
        kind = kind_of(self.form_class.kind)
        initial = {"ground": kind.ground, **self._words_to_start_from(kind)}
        return {"initial": initial, **requirements_of(self.application, self.form_class)}

    def _words_to_start_from(self, kind: Any) -> dict[str, Any]:
        """What the address names: words that the council keeps ready, or an item of its lists."""
        ready = words_of(self.request.authority, kind.code, self.request.GET.get("words", ""))
        item = requirement_named(self.application, self.request.GET.get("requirement", ""))
        if ready:
            return {"reason": ready.reason, "suggestion": ready.suggestion}
        return {"reason": item.what, "tag": item.document_tag, "requirement": item.pk} if item else {}

    def perform(self, form: Any) -> None:
        reason = form.cleaned_data["reason"]
        services.create_request(
            application=self.application, kind=form.kind, reason=reason, payload=form.payload(), by=self.request.user, now=self.now
        )

    def get_success_message(self) -> str:
        return "Request added. It goes out when you mark the application invalid." if self.waits() else "Request sent."

    def waits(self) -> bool:
        return self.application.status == "not_started" and not kind_of(self.form_class.kind).at_once

    def context(self) -> dict[str, Any]:
        ready = ready_reasons(self.request.authority, self.form_class.kind)
        return {"title": self.form_class.title, "waits": self.waits(), "ready": ready}


class EditRequest(RequestView):
    """Two officers on one request: the second is shown both texts, and nothing of theirs is saved."""

    template_name = "validation/edit_request.jinja"
    success_message = "Request changed."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = load_request(self.application, kwargs["request_id"])
        self.form_class = EditWithSuggestionForm if "suggestion" in self.asked.payload else EditRequestForm

    def form_kwargs(self) -> dict[str, Any]:
        initial = {"ground": kind_of(self.asked).ground, "reason": self.asked.reason, **self.asked.payload}
        return {"record": self.asked, "initial": initial, **requirements_of(self.application, self.form_class)}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        services.edit_request(
            request=self.asked,
            version=given["version"],
            reason=given["reason"],
            payload=form.payload(),
            by=self.request.user,
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"asked": self.asked, "title": f"Change request: {summary_of(self.asked)}"}


class CancelRequest(RequestView):
    form_class = CancelRequestForm
    template_name = "validation/cancel_request.jinja"
    success_message = "Request cancelled."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.asked = load_request(self.application, kwargs["request_id"])

    def perform(self, form: Any) -> None:
        services.cancel_request(request=self.asked, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        return {"asked": self.asked, "title": f"Cancel request: {summary_of(self.asked)}"}


@require_POST
@requires(Permission.VALIDATE)
def mark_seen(request: HttpRequest, reference: str, request_id: UUID) -> HttpResponse:
    """Note that the officer has dealt with an answer."""
    asked = load_request(get_application(request, reference), request_id)
    services.mark_answer_seen(request=asked, by=request.user, now=timezone.now())
    messages.success(request, f"Answer marked as seen: {kind_of(asked).title.lower()}.")
    return redirect("validation:requests", reference=reference)


def load_request(application: Any, request_id: UUID) -> ValidationRequest:
    """One request of this case; 404 for every other."""
    try:
        return request_of(application, request_id)
    except ValidationRequest.DoesNotExist:
        raise Http404("This case has no such request.") from None
