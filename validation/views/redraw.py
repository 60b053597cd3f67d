"""The officer draws the red line themselves."""

from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from applications.lifecycle import ENDED
from applications.views import CaseTaskView
from documents.presenters import officer_cards
from documents.selectors import documents_of
from documents.uploads import takes_files
from intake.boards import board_of, layer_of
from intake.red_line import MOST_MEGABYTES, RedLine
from validation import services, tasklist
from validation.forms import ProposeLineForm, RedrawForm
from validation.views.checks import PLANS


@takes_files(1, megabytes=MOST_MEGABYTES)
class RedrawRedLine(CaseTaskView):
    """The line as submitted under a new one. Back to the question whether it is right when done."""

    task = tasklist.CHECK_RED_LINE
    permission = Permission.VALIDATE
    form_class = RedrawForm
    template_name = "validation/redraw_red_line.jinja"
    success_message = "The red line has been corrected. Say now whether it is right."

    def can_edit(self) -> bool:
        return self.application.status not in ENDED

    def form_kwargs(self) -> dict[str, Any]:
        case = self.case
        board = board_of(case.boundary or case.point, case.address)
        if case.boundary_submitted:
            board["layers"] = [layer_of(case.boundary_submitted, "As submitted"), *board["layers"]]
        initial = {"boundary": RedLine(case.boundary)} if case.boundary else {}
        return {"initial": initial, "record": case, "board": board}

    def perform(self, form: RedrawForm) -> None:
        said = form.cleaned_data
        services.redraw_red_line(
            application=self.application,
            boundary=said["boundary"].geometry,
            reason=said["reason"],
            version=said["version"],
            by=self.request.user,
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        plans = [document for document in documents_of(self.case) if PLANS & set(document.tags)]
        return {"plans": officer_cards(plans, self.application.reference), "submitted": self.case.boundary_submitted is not None}

    def success_url(self) -> str:
        return reverse("validation:check_red_line", kwargs={"reference": self.application.reference})


class ProposeRedLine(RedrawRedLine):
    """The same board, for a line that counts only once the applicant agrees to it."""

    form_class = ProposeLineForm
    template_name = "validation/propose_red_line.jinja"
    success_message = "The line that you propose goes to the applicant."

    def form_kwargs(self) -> dict[str, Any]:
        given = super().form_kwargs()
        del given["record"]
        return given

    def perform(self, form: Any) -> None:
        said = form.cleaned_data
        services.propose_red_line(
            application=self.application, boundary=said["boundary"].geometry, reason=said["reason"], by=self.request.user, now=self.now
        )

    def get_success_message(self) -> str:
        waits = self.application.status == "not_started"
        return "Request added. It goes out when you mark the application invalid." if waits else "Request sent."

    def success_url(self) -> str:
        return reverse("validation:requests", kwargs={"reference": self.application.reference})
