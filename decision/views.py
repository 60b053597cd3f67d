"""Pages of deciding."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import UNDER_ASSESSMENT, WITH_REVIEWER
from applications.views import CaseTaskView, get_application
from core.errors import DomainError
from decision import forms, selectors, services, tasklist
from decision.notice import fault_of_notice, notice_content, render_notice
from decision.outcomes import OUTCOMES, label_of
from decision.presenters import at_a_glance


class RecommendView(CaseTaskView):
    """Draft what is recommended; "complete" sends it to the reviewer."""

    task, permission = tasklist.RECOMMEND, Permission.ASSESS
    form_class = forms.RecommendationForm
    template_name = "decision/recommend.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        self.latest = selectors.latest_recommendation(self.case)
        draft = self.latest if self.latest and self.latest.state == "draft" else None
        initial = (
            {"outcome": draft.outcome, "reasons": draft.reasons, "private_note": draft.private_note, "version": draft.version}
            if draft
            else {"version": 0}
        )
        return {"initial": initial, "outcomes": self.application.type.outcomes, "complete": self.complete and self.request.method == "POST"}

    def perform(self, form: Any) -> None:
        who = {"application": self.application, "by": self.request.user, "now": self.now}
        draft = services.save_recommendation(**form.cleaned_data, **who)
        if self.complete:
            form.goes_on_from(draft.version)
            services.submit_recommendation(**who)

    def get_success_message(self) -> str:
        return "Recommendation sent to the reviewer." if self.complete else "Draft saved."

    def can_edit(self) -> bool:
        return self.application.status in UNDER_ASSESSMENT

    def context(self) -> dict[str, Any]:
        return {
            "latest": self.latest,
            "label_of": label_of,
            "blocks": [block for block in services.blocks_to_submit(self.application) if block.url_name != "decision:recommend"],
            "returned": selectors.last_return(self.case),
            "summaries": [row for row in self.snapshot["summaries"].values() if row.text],
            "conditions": self.snapshot["conditions"],
            "plans": self.snapshot["plans_on_notice"],
        }


class ReviewView(CaseTaskView):
    task, permission = tasklist.REVIEW, Permission.REVIEW
    form_class = forms.ReviewForm
    template_name = "decision/review.jinja"

    def perform(self, form: Any) -> None:
        services.review(
            application=self.application,
            accepted=form.cleaned_data["accepted"],
            comment=form.cleaned_data["comment"],
            by=self.request.user,
            now=self.now,
        )
        self.accepted = form.cleaned_data["accepted"]

    def get_success_message(self) -> str:
        return "Recommendation accepted." if self.accepted else "Returned to the officer, who has been told."

    def context(self) -> dict[str, Any]:
        rows = self.snapshot["recommendations"]
        sent = rows[-1] if rows else None
        waiting = sent is not None and sent.state == "submitted"
        own = waiting and self.request.user.pk in selectors.makers_of(self.application, sent)
        documents = list(self.case.documents.filter(archived_at=None))
        return {
            "sent": sent,
            "glance": at_a_glance(self.snapshot, plans=sum(1 for row in documents if row.in_decision_notice)),
            "earlier": rows[:-1],
            "label_of": label_of,
            "can_edit": waiting and not own,
            "own": own,
            "summaries": [row for row in self.snapshot["summaries"].values() if row.text],
            "visits": self.snapshot["visits"],
            "outcomes": OUTCOMES,
            "conditions": self.snapshot["conditions"],
            "informatives": self.snapshot["informatives"],
            "documents": documents,
        }


class DetermineView(CaseTaskView):
    task, permission = tasklist.DETERMINE, Permission.DETERMINE
    form_class = forms.DetermineForm
    template_name = "decision/determine.jinja"
    success_message = "Application determined. The notice is being made and sent."

    def perform(self, form: Any) -> None:
        services.determine(application=self.application, by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        running = self.application.status in WITH_REVIEWER
        blocks = services.blocks_to_determine(self.application, on=timezone.localdate(self.now)) if running else []
        return {
            "notice": selectors.notice_of(self.case),
            "accepted": selectors.accepted_recommendation(self.case),
            "blocks": blocks,
            "can_edit": running and not blocks,
            "label_of": label_of,
            "outcomes": OUTCOMES,
        }


@requires(Permission.VIEW_CASES)
def draft_notice(request: Any, reference: str) -> HttpResponse:
    """The notice as it would be issued today, marked as a draft; nothing is stored. Once it is issued, the notice itself."""
    application = get_application(request, reference)
    issued = selectors.notice_of(application.case)
    if issued is not None and issued.document is not None:
        return redirect("documents:file", public_id=issued.document.public_id)
    latest = selectors.latest_recommendation(application.case)
    if latest is None or not latest.outcome:
        return redirect("decision:recommend", reference=reference)
    fault = fault_of_notice(application, latest.outcome)
    if fault:
        messages.error(request, f"No notice can be made for an application of this type: {fault}.")
        return redirect("decision:recommend", reference=reference)
    content = notice_content(application, outcome=latest.outcome, reasons=latest.reasons, decided_on=None)
    response = HttpResponse(render_notice(content), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="draft-{reference.replace("/", "-")}.pdf"'
    return response


@requires(Permission.ASSESS)
@require_POST
def take_back(request: Any, reference: str) -> HttpResponse:
    """The officer takes back a recommendation that nobody has reviewed yet."""
    application = get_application(request, reference)
    try:
        services.take_back_recommendation(application=application, by=request.user, now=timezone.now())
        messages.success(request, "Recommendation taken back. You can change it now.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("decision:recommend", kwargs={"reference": reference}))
