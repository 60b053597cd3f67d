from typing import Any

from accounts.policy import policy
from consultation import forms, selectors, services, tasklist
from consultation.views.base import PublicityView

RINGS = (1, 3)  # adjoining land, and the wider ring, as multiples of the council's own distance


class NeighboursView(PublicityView):
    """Choose who is told, from the addresses near the red line."""

    task = tasklist.NEIGHBOURS
    form_class = forms.NeighboursForm
    sends_people_to_the_page = False
    template_name = "consultation/neighbours.jinja"

    def form_kwargs(self) -> dict[str, Any]:
        self.metres = self._metres()
        self.near = selectors.addresses_near(self.case, self.metres)
        self.chosen = selectors.neighbours_of(self.case)
        uprns = [row.uprn for row in self.chosen if row.uprn]
        typed = "\n".join(row.address for row in self.chosen if not row.uprn)
        choices = [(address.uprn, address.single_line) for address in self.near]
        listed = {uprn for uprn, _ in choices}
        choices += [(row.uprn, row.address) for row in self.chosen if row.uprn and row.uprn not in listed]
        first_time = not (self.snapshot["consultation"] and self.snapshot["consultation"].neighbours_chosen_at)
        ticked = [address.uprn for address in self.near] if first_time else uprns
        return {"initial": {"uprns": ticked, "typed": typed}, "choices": choices}

    def _metres(self) -> int:
        standard = policy(self.request.authority, "neighbour_distance_metres")  # type: ignore[attr-defined]
        asked = self.request.GET.get("metres", "")
        return min(int(asked), standard * 10) if asked.isdigit() and int(asked) > 0 else standard

    def perform(self, form: Any) -> None:
        services.choose_neighbours(
            application=self.application,
            uprns=form.cleaned_data["uprns"],
            typed=form.cleaned_data["typed"],
            by=self.request.user,
            now=self.now,
        )

    def get_success_message(self) -> str:
        return "Neighbours saved."

    def context(self) -> dict[str, Any]:
        standard = policy(self.request.authority, "neighbour_distance_metres")  # type: ignore[attr-defined]
        return {
            "chosen": self.chosen,
            "metres": self.metres,
            "wider": [standard * ring for ring in RINGS],
            "duties": self.snapshot["duties"],
        }
