"""Notices that something asked for is not needed (article 12): recorded when they came by email or letter, and answered."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.permissions import Permission
from applications.views import CaseTaskView
from core.errors import DomainError
from validation import services, tasklist
from validation.disputes import can_be_disputed, disputable, disputed_by, disputes_of, open_dispute
from validation.forms_disputes import AnswerDisputeForm, RecordDisputeForm
from validation.presenters import RequestRow
from validation.selectors import correspondent
from validation.telling import told_how


class RecordDispute(CaseTaskView):
    task = tasklist.REQUESTS
    permission = Permission.VALIDATE
    form_class = RecordDisputeForm
    template_name = "validation/record_dispute.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        who = correspondent(self.application)
        return {"requests": disputable(self.application), "initial": {"given_by_name": who.name if who else "", "request": ""}}

    def perform(self, form: RecordDisputeForm) -> None:
        given = dict(form.cleaned_data)
        wanted = given.pop("request")
        request = next((one for one in disputable(self.application) if str(one.public_id) == wanted), None)
        if wanted and request is None:
            raise DomainError("This request does not wait for an answer any more.", "request")
        services.record_dispute(application=self.application, request=request, **given, by=self.request.user, now=self.now)

    def get_success_message(self) -> str:
        dispute = open_dispute(self.application)
        return f"Notice recorded. It must be answered by {dispute.answer_by_on:%-d %B %Y}." if dispute else "Notice recorded."

    def success_url(self) -> str:
        return reverse("validation:answer_dispute", kwargs={"reference": self.application.reference})

    def can_edit(self) -> bool:
        return not can_be_disputed(self.application)

    def context(self) -> dict[str, Any]:
        return {"why_not": can_be_disputed(self.application)}


class AnswerDispute(CaseTaskView):
    task = tasklist.ANSWER_DISPUTE
    permission = Permission.VALIDATE
    form_class = AnswerDisputeForm
    template_name = "validation/answer_dispute.jinja"

    def perform(self, form: AnswerDisputeForm) -> None:
        services.answer_dispute(application=self.application, **form.cleaned_data, by=self.request.user, now=self.now)

    def get_success_message(self) -> str:
        return f"Notice given. {told_how(self.application)}"

    def can_edit(self) -> bool:
        return open_dispute(self.application) is not None and self.application.status == "invalidated"

    def page(self, form: Any) -> Any:
        if not hasattr(self, "disputes"):
            self.disputes = disputes_of(self.application)
        return super().page(form)

    def context(self) -> dict[str, Any]:
        waiting = next((dispute for dispute in self.disputes if dispute.answered_at is None), None)
        asked = disputed_by(self.application, waiting) if waiting else []
        return {
            "waiting": waiting,
            "answered": [dispute for dispute in self.disputes if dispute.answered_at is not None],
            "rows": RequestRow.all_of(asked),
            "appeal": services.appeal_words_when_disputed(self.application, on=localdate(self.now)) if waiting else "",
        }
