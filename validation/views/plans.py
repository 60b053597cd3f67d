"""Plans that came unasked: accept them, or leave them aside."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.permissions import Permission
from applications.views import CaseTaskView
from core.errors import DomainError
from documents.presenters import officer_cards
from validation import services, tasklist
from validation.amendments import amendment_of, amendments_of, plans_of
from validation.forms_plans import AcceptPlansForm, LeaveAsideForm
from validation.models import Amendment


class Plans(CaseTaskView):
    """All sets of plans that came unasked, those to decide first."""

    task = tasklist.AMENDED_PLANS
    permission = Permission.VALIDATE
    template_name = "validation/plans.jinja"
    http_method_names = ["get", "head"]

    def context(self) -> dict[str, Any]:
        sets = [(amendment, plans_of(amendment)) for amendment in amendments_of(self.application)]
        waiting = [pair for pair in sets if pair[0].state == Amendment.State.SENT]
        done = [pair for pair in sets if pair[0].state != Amendment.State.SENT]
        return {"waiting": waiting, "done": done, "can_edit": False, "may_decide": not self.application.is_closed}


class OneSetView(CaseTaskView):
    """A page about one set; back to the list when done."""

    task = tasklist.AMENDED_PLANS
    permission = Permission.VALIDATE

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.amendment = _load(self.application, kwargs["amendment_id"])
        self.plans = plans_of(self.amendment)

    def context(self) -> dict[str, Any]:
        documents = [plan.document for plan in self.plans]
        return {"amendment": self.amendment, "cards": officer_cards(documents, self.application.reference)}

    def success_url(self) -> str:
        return reverse("casework:case", kwargs={"reference": self.application.reference})


class Accept(OneSetView):
    form_class = AcceptPlansForm
    template_name = "validation/accept_plans.jinja"
    success_message = "Plans accepted. The applicant has been told. Publish them when others may see them."

    def form_kwargs(self) -> dict[str, Any]:
        return {"plans": self.plans, "replaceable": services.replaceable(self.application)}

    def perform(self, form: Any) -> None:
        if not self.plans:
            raise DomainError("None of these files is fit to be kept. Leave the set aside.")
        services.accept_plans(
            amendment=self.amendment,
            places=form.places(),
            words=form.cleaned_data["words"],
            may_withhold=self.request.membership.can(Permission.UNDO),  # type: ignore[attr-defined]
            by=self.request.user,
            now=self.now,
        )


class LeaveAside(OneSetView):
    form_class = LeaveAsideForm
    template_name = "validation/leave_plans_aside.jinja"
    success_message = "Plans left aside. The applicant has been told why."

    def perform(self, form: Any) -> None:
        services.leave_plans_aside(amendment=self.amendment, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now)


def _load(application: Any, amendment_id: UUID) -> Amendment:
    """One set of this case; 404 for every other."""
    try:
        return amendment_of(application, amendment_id)
    except Amendment.DoesNotExist:
        raise Http404("This case has no such plans.") from None
