"""Writing down what came in by phone, post or email."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import Permission
from accounts.policy import policy
from applications.lifecycle import ENDED
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from casework import services
from casework.forms_received import ReceivedForm, RecordAnswerForm, RecordCertificateForm
from casework.models import ReceivedItem
from casework.selectors.correspondence import received_item
from documents.selectors import documents_of
from documents.uploads import MANY, takes_files
from validation.kinds import CERTIFICATE, kind_of
from validation.models import ValidationRequest
from validation.selectors import answer_files, open_requests, request_of, summary_of

About = ReceivedItem.About
OWNERS = 4


class Record(CaseTaskView):
    """What the pages share: the people of the case, and back to the correspondence."""

    permission = Permission.REGISTER

    def people(self) -> dict[str, Any]:
        parties = {party.role: party for party in self.case.parties.all()}
        return {role: parties[role] for role in ("agent", "applicant") if role in parties}

    def may(self, permission: Permission) -> bool:
        return bool(self.request.membership.can(permission))  # type: ignore[attr-defined]

    def success_url(self) -> str:
        return reverse("casework:correspondence", kwargs={"reference": self.application.reference})


@takes_files(MANY)
class RecordReceived(Record):
    """Anything that came in; what it does in the case depends on what it is and on what the officer may do."""

    form_class = ReceivedForm
    template_name = "casework/record_received.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        ended = self.application.status in ENDED
        kinds = [(About.OTHER.value, "Something to keep with the case")]
        if self.may(Permission.AGREE_EXTENSION) and self.application.valid_from_on is not None and not ended:
            kinds.append((About.EXTENSION.value, "An agreement, in writing, that we may take longer to decide"))
        if self.may(Permission.CLOSE_CASES) and not ended:
            kinds.append((About.WITHDRAWAL.value, "The withdrawal of the application, in writing"))
        return {"people": self.people(), "kinds": kinds, "initial": {"about": About.OTHER.value}}

    def perform(self, form: Any) -> None:
        given = {"application": self.application, "incoming": form.incoming(), "by": self.request.user, "now": self.now}
        about = form.cleaned_data["about"]
        if about == About.EXTENSION:
            self.item = services.record_extension(**given, agreed_until_on=form.cleaned_data["agreed_until_on"])
        elif about == About.WITHDRAWAL:
            self.item = services.record_withdrawal(**given)
        else:
            self.item = services.record_received(**given)

    def get_success_message(self) -> str:
        return self.item.outcome or "It is kept with the case’s correspondence."

    def context(self) -> dict[str, Any]:
        open_ones = open_requests(self.application) if self.may(Permission.VALIDATE) else []
        return {"open_requests": [(request, summary_of(request)) for request in open_ones]}


@takes_files(MANY)
class RecordAnswer(Record):
    """An answer to one open request: it counts as one from the applicant's pages."""

    permission = Permission.VALIDATE
    template_name = "casework/record_answer.jinja"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.asked = request_of(self.application, kwargs["request_id"])
        except ValidationRequest.DoesNotExist:
            raise Http404("There is no such request in this case.") from None
        self.is_certificate = kind_of(self.asked).answer == CERTIFICATE
        self.form_class = RecordCertificateForm if self.is_certificate else RecordAnswerForm

    def form_kwargs(self) -> dict[str, Any]:
        given: dict[str, Any] = {"people": self.people(), "initial": {"rows": OWNERS}}
        if not self.is_certificate:
            given |= {"shape": kind_of(self.asked).answer, "megabytes": policy(self.case.authority, "applicant_upload_mb")}
        return given

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        self.item = services.record_answer(
            application=self.application,
            request=self.asked,
            incoming=form.incoming(f"Answer to request {self.asked.number}: {summary_of(self.asked)}"),
            agree=given.get("agree"),
            text=given["text"],
            files=given.get("files", []),
            certificate=form.certificate_given() if self.is_certificate else None,
            by=self.request.user,
            now=self.now,
        )

    def get_success_message(self) -> str:
        if self.item.about == About.ANSWER:
            return self.item.outcome
        messages.warning(self.request, self.item.outcome)
        return "What came in is kept with the case’s correspondence."

    def context(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "summary": summary_of(self.asked),
            "is_open": self.asked.state == ValidationRequest.State.OPEN,
            "here_already": list(answer_files(self.asked)),
        }


class ReadReceived(Record):
    """One item that came in, with its files and their attachments."""

    permission = Permission.VIEW_CASES
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = get_application(request, kwargs["reference"])
        try:
            item = received_item(application.case, kwargs["item_id"])
        except ReceivedItem.DoesNotExist:
            raise Http404("There is no such item in this case.") from None
        keys = [document.pk for document in item.documents.all()]
        found = documents_of(application.case)
        context = {
            "case": CaseHeader.of(application),
            "tab": "correspondence",
            "item": item,
            "documents": list(found.filter(pk__in=keys)),
            "attachments": list(found.filter(attached_to__in=keys)),
        }
        return render(request, "casework/received_item.jinja", context)
