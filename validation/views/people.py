"""Who may open the applicant's pages of a case, when they last did, and taking that back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, requires
from applications.models import Colleague, Party
from applications.presenters import CaseHeader
from applications.views import CaseTaskView, get_application
from core.errors import DomainError
from validation import services, tasklist
from validation.access import colleague_with_access, people_with_access
from validation.forms_plans import CloseAccessForm


@require_safe
@requires(Permission.VIEW_CASES)
def people(request: Any, reference: str) -> HttpResponse:
    """The applicant, the agent and their colleagues, those whose access has ended too."""
    application = get_application(request, reference)
    context = {
        "case": CaseHeader.of(application),
        "application": application,
        "people": people_with_access(application),
        "may_change": request.membership.can(Permission.VALIDATE),
    }
    return render(request, "validation/people.jinja", context)


class CloseAccess(CaseTaskView):
    """Take back all links of the applicant or the agent."""

    task = tasklist.REQUESTS
    permission = Permission.VALIDATE
    form_class = CloseAccessForm
    template_name = "validation/close_access.jinja"
    success_message = "The pages are closed to them. A fresh link opens them again."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        roles = {Party.Role.APPLICANT, Party.Role.AGENT} & {kwargs["role"]}
        self.party = self.application.case.parties.filter(role__in=roles).first()
        if self.party is None:
            raise Http404("This case has nobody in that role.")

    def can_edit(self) -> bool:
        return self.party.access_closed_at is None

    def perform(self, form: Any) -> None:
        services.close_access(
            application=self.application, party=self.party, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"party": self.party}

    def success_url(self) -> str:
        return reverse("validation:people", kwargs={"reference": self.application.reference})


@require_POST
@requires(Permission.VALIDATE)
def remove(request: Any, reference: str, colleague_id: UUID) -> HttpResponse:
    """Take a colleague of the applicant or agent off the case."""
    colleague = _colleague(request, reference, colleague_id)
    services.remove_colleague(colleague=colleague, by=request.user, now=timezone.now())
    messages.success(request, f"{colleague.name} can no longer see the application. They, the applicant and the agent have been told.")
    return redirect("validation:people", reference=reference)


@require_POST
@requires(Permission.VALIDATE)
def send_link(request: Any, reference: str, colleague_id: UUID) -> HttpResponse:
    """Email a colleague a fresh link."""
    colleague = _colleague(request, reference, colleague_id)
    try:
        services.send_access_link(application=get_application(request, reference), party=colleague, by=request.user, now=timezone.now())
        messages.success(request, f"A link has been emailed to {colleague.email}.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("validation:people", reference=reference)


def _colleague(request: Any, reference: str, colleague_id: UUID) -> Colleague:
    try:
        return colleague_with_access(get_application(request, reference), colleague_id)
    except Colleague.DoesNotExist:
        raise Http404("Nobody like that can see this case.") from None
