"""Valid or invalid."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from applications.lifecycle import BEFORE_VALIDATION
from applications.views import CaseTaskView, get_application
from core.errors import DomainError
from notifications.letters import EMAIL, way_to
from validation import services, tasklist
from validation.forms_override import OverrideForm
from validation.models import ValidationRequest
from validation.presenters import RequestRow
from validation.selectors import blocks_to_invalidate, blocks_to_validate, checks_not_done, correspondent, valid_from_answer
from validation.telling import NOBODY, told_how

State = ValidationRequest.State


class DecideValidity(CaseTaskView):
    """What stands in the way, and the two buttons."""

    task = tasklist.DECIDE_VALIDITY
    permission = Permission.VALIDATE
    template_name = "validation/decide_validity.jinja"

    def perform(self, form: forms.Form) -> None:
        if self.request.POST.get("action") == "valid":
            services.validate(application=self.application, by=self.request.user, now=self.now)
        elif self.request.POST.get("action") == "invalid":
            services.invalidate(application=self.application, by=self.request.user, now=self.now)
        else:
            raise DomainError("Choose whether the application is valid or invalid.")

    def get_success_message(self) -> str:
        if correspondent(self.application) is None:
            messages.warning(self.request, NOBODY)
            return f"Application marked {self.request.POST['action']}."
        if self.request.POST.get("action") == "valid":
            return f"Application marked valid. {told_how(self.application)}"
        return f"Application marked invalid. {told_how(self.application, 'The requests have been sent.')}"

    def context(self) -> dict[str, Any]:
        rows = RequestRow.all_of(self.snapshot["requests"])
        return {
            "undecided": self.application.status in BEFORE_VALIDATION,
            "blocks": blocks_to_validate(self.application),
            "invalid_blocks": blocks_to_invalidate(self.application),
            "not_done": checks_not_done(self.application),
            "pending": [row for row in rows if row.request.state == State.PENDING],
            "open": [row for row in rows if row.request.state == State.OPEN],
            "valid_from": valid_from_answer(self.application),
            "correspondent": (party := correspondent(self.application)),
            "by_email": party is not None and way_to(party) == EMAIL,
            "can_edit": self.application.status in BEFORE_VALIDATION,
            "may_override": self.request.membership.can(Permission.OVERRIDE),  # type: ignore[attr-defined]
        }


class OverrideBlocks(CaseTaskView):
    """Mark the application valid in spite of what stands in the way, each thing ticked, with a reason."""

    permission = Permission.OVERRIDE
    form_class = OverrideForm
    template_name = "validation/override.jinja"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.blocks = blocks_to_validate(self.application)

    def form_kwargs(self) -> dict[str, Any]:
        return super().form_kwargs() | {"blocks": [block for block in self.blocks if not block.hard]}

    def get_success_message(self) -> str:
        return f"Application marked valid in spite of what stood in the way. {told_how(self.application)}"

    def can_edit(self) -> bool:
        return bool(self.blocks) and not any(block.hard for block in self.blocks)

    def perform(self, form: Any) -> None:
        services.validate(application=self.application, **form.cleaned_data, by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        hard = [block for block in self.blocks if block.hard]
        return {"hard": hard, "blocks": self.blocks, "valid_from": valid_from_answer(self.application)}


@require_POST
@requires(Permission.VALIDATE)
def send_link(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """Send the applicant or the agent a fresh link."""
    application = get_application(request, reference)
    party = application.case.parties.filter(role=role).first()
    try:
        if party is None:
            raise DomainError(f"This case has no {role}.")
        services.send_access_link(application=application, party=party, by=request.user, now=timezone.now())
        by_email = way_to(party) == EMAIL
        done = f"A link has been emailed to {party.email}." if by_email else f"A letter with a link to {party.name} waits to be printed."
        messages.success(request, done)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    back = {"correspondence": "casework:correspondence", "people": "validation:people"}.get(
        request.POST.get("back", ""), "validation:requests"
    )
    return redirect(back, reference=reference)
