from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from consultation import forms, selectors, services, tasklist
from consultation.letter import LARGER_EXTENSION
from consultation.services.figures import record_figures
from consultation.views.base import PublicityView


class LettersView(PublicityView):
    """Have letters made, and see what became of the batches."""

    task = tasklist.NEIGHBOUR_LETTERS
    form_class = forms.LettersForm
    template_name = "consultation/letters.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        self.neighbours = {str(row.public_id): row for row in selectors.neighbours_of(self.case)}
        written = set(self.case.print_runs.values_list("letters__neighbour__public_id", flat=True))
        ticked = [key for key, row in self.neighbours.items() if row.public_id not in written]
        choices = [(key, row.address) for key, row in self.neighbours.items()]
        return {"initial": {"letter_date": timezone.localdate(self.now), "neighbours": ticked}, "choices": choices}

    def perform(self, form: Any) -> None:
        services.ask_for_letters(
            application=self.application,
            neighbours=[self.neighbours[key] for key in form.cleaned_data["neighbours"]],
            letter_date=form.cleaned_data["letter_date"],
            by=self.request.user,
            now=self.now,
        )

    def get_success_message(self) -> str:
        return "The letters are being made."

    def success_url(self) -> str:
        return self.request.path

    def context(self) -> dict[str, Any]:
        development = getattr(self.case, "development", None)
        return {
            "runs": self.snapshot["print_runs"],
            "neighbours": self.neighbours,
            "reply_by": selectors.reply_by(self.application, letter_date=timezone.localdate(self.now)),
            "duties": self.snapshot["duties"],
            "figures": development if self.application.type.code == LARGER_EXTENSION else None,
        }


class FiguresView(PublicityView):
    """Enter the figures that the letter about a larger extension must state."""

    sends_people_to_the_page = False

    task = tasklist.NEIGHBOUR_LETTERS
    form_class = forms.FiguresForm
    template_name = "consultation/figures.jinja"
    success_message = "Figures saved."

    def initial(self) -> dict[str, Any]:
        development = getattr(self.case, "development", None)
        return {name: getattr(development, name, None) for name in self.form_class.base_fields}

    def perform(self, form: Any) -> None:
        record_figures(application=self.application, figures=form.cleaned_data, by=self.request.user, now=self.now)

    def success_url(self) -> str:
        return reverse("consultation:letters", kwargs={"reference": self.application.reference})


class PostedView(PublicityView):
    """Record the day on which a batch was posted."""

    task = tasklist.NEIGHBOUR_LETTERS
    form_class = forms.PostedForm
    template_name = "consultation/posted.jinja"
    success_message = "Posting recorded. The period for comments runs from that day."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.run = self.case.print_runs.filter(public_id=kwargs["public_id"]).select_related("document").first()
        if self.run is None:
            raise Http404

    def initial(self) -> dict[str, Any]:
        return {"posted_on": timezone.localdate(self.now)}

    def perform(self, form: Any) -> None:
        services.record_posting(
            application=self.application, run=self.run, posted_on=form.cleaned_data["posted_on"], by=self.request.user, now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"run": self.run, "can_edit": self.can_edit() and self.run.posted_on is None}
