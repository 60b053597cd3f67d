"""Pages that end a case without a decision, and that record an agreed extension."""

from typing import Any

from accounts.permissions import Permission
from applications.clock import clock_for
from applications.payments import position
from applications.services import agree_extension
from applications.views import CaseTaskView
from casework import services
from casework.forms import CloseForm, ExtensionForm
from casework.presenters.case import refund_effects
from validation.selectors import is_live, load_requests, people_to_tell, summary_of

ENDINGS: dict[str, tuple[str, str, Any, Any]] = {
    "withdraw": (
        "The applicant has withdrawn it",
        "For an application that the applicant or the agent took back in writing.",
        services.withdraw,
        services.blocks_to_withdraw,
    ),
    "return": (
        "It goes back as invalid",
        "For an application that never became valid.",
        services.return_invalid,
        services.blocks_to_return,
    ),
    "close": (
        "It is closed for another reason",
        "For example a duplicate, or an application that nobody needs any more.",
        services.close,
        services.blocks_to_close,
    ),
}


class Close(CaseTaskView):
    """Withdraw, return or close a case, with the reason."""

    permission = Permission.CLOSE_CASES
    form_class = CloseForm
    template_name = "casework/close.jinja"
    success_message = "The case has ended."

    def form_kwargs(self) -> dict[str, Any]:
        possible = {key: ending for key, ending in ENDINGS.items() if not ending[3](self.application)}
        choices = [(key, words) for key, (words, *_) in possible.items()]
        return super().form_kwargs() | {"choices": choices, "hints": {key: hint for key, (_, hint, *_) in possible.items()}}

    def perform(self, form: Any) -> None:
        verb = ENDINGS[form.cleaned_data["how"]][2]
        verb(application=self.application, reason=form.cleaned_data["reason"], by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "blocks": services.blocks_to_close(self.application),
            "waiting": [summary_of(request) for request in load_requests(self.application) if is_live(request)],
            "fee": position(self.application, clock_for(self.application).facts),
            "told": people_to_tell(self.application),
        }


class Extend(CaseTaskView):
    """Record an extension of time that was agreed in writing."""

    permission = Permission.AGREE_EXTENSION
    form_class = ExtensionForm
    template_name = "casework/extension.jinja"

    def get_success_message(self) -> str:
        return "The extension is recorded and the dates are computed again."

    def perform(self, form: Any) -> None:
        agree_extension(application=self.application, **form.cleaned_data, by=self.request.user, now=self.now)

    def context(self) -> dict[str, Any]:
        clock = clock_for(self.application)
        return {"clock": clock, "effects": refund_effects(clock, self.now), "agreements": list(self.application.time_agreements.all())}
