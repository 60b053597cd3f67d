from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from accounts.policy import policy
from applications.views import get_application
from consultation import forms, selectors, services, tasklist
from consultation.views.base import PublicityView
from places import lookup
from places.adapters import os_places
from places.outside import OutsideError

RINGS = (1, 3)  # adjoining land, and the wider ring, as multiples of the council's own distance


def metres_of(request: Any) -> int:
    """How far to look: as the address of the page asks, within reason, else the council's own distance."""
    standard = policy(request.authority, "neighbour_distance_metres")
    asked = request.GET.get("metres", "")[:9]
    return min(int(asked), standard * 10) if asked.isascii() and asked.isdigit() and int(asked) > 0 else standard


class NeighboursView(PublicityView):
    """Choose who is told, from the addresses near the red line and those looked up."""

    task = tasklist.NEIGHBOURS
    form_class = forms.NeighboursForm
    sends_people_to_the_page = False
    template_name = "consultation/neighbours.jinja"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """ "Find" shows the page again with what was found, and what was ticked and typed so far."""
        if request.POST.get("action") != "find":
            return super().post(request, **kwargs)
        kept = self.form_kwargs()
        kept["initial"] = {"uprns": request.POST.getlist("uprns"), "typed": request.POST.get("typed", "")}
        return self.page(self.form_class(**kept))

    def form_kwargs(self) -> dict[str, Any]:
        self.metres = metres_of(self.request)
        self.near = selectors.addresses_near(self.case, self.metres)
        self.chosen = selectors.neighbours_of(self.case)
        self.sought = self.request.POST.get("find", "").strip()[:200]
        self.found = selectors.addresses_found(self.case, self.sought)
        uprns = [row.uprn for row in self.chosen if row.uprn]
        typed = "\n".join(row.address for row in self.chosen if not row.uprn)
        first_time = not (self.snapshot["consultation"] and self.snapshot["consultation"].neighbours_chosen_at)
        ticked = [address.uprn for address in self.near] if first_time else uprns
        return {"initial": {"uprns": ticked, "typed": typed}, "choices": self._choices()}

    def _choices(self) -> list[tuple[str, str]]:
        """What was looked up, what is near, what was chosen before, and what was ticked when it was looked up earlier; each once."""
        choices = {address.uprn: address.single_line for address in [*self.found, *self.near]}
        choices |= {row.uprn: row.address for row in self.chosen if row.uprn and row.uprn not in choices}
        earlier = [uprn for uprn in self.request.POST.getlist("uprns") if uprn not in choices]
        choices |= {address.uprn: address.single_line for address in selectors.addresses_of(self.case, earlier)}
        return list(choices.items())

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
        authority = self.request.authority  # type: ignore[attr-defined]
        standard = policy(authority, "neighbour_distance_metres")
        return {
            "chosen": self.chosen,
            "metres": self.metres,
            "wider": [standard * ring for ring in RINGS],
            "near": self.near,
            "all_shown": len(self.near) < selectors.AT_MOST,
            "sought": self.sought,
            "found": self.found,
            "may_ask": os_places.is_for(authority) and bool(self.case.boundary or self.case.point),
            "duties": self.snapshot["duties"],
        }


@require_POST
@requires(Permission.PUBLICISE)
def ask_for_addresses(request: Any, reference: str) -> HttpResponse:
    """Ask OS Places for the addresses near the site, and show the page with them."""
    case: Any = get_application(request, reference).case
    metres, site = metres_of(request), case.boundary or case.point
    back = redirect(f"{request.path.removesuffix('ask/')}?metres={metres}")
    if site is None:
        messages.error(request, "The case has no red line and no position yet.")
        return back
    try:
        added = lookup.ask_near(authority=request.authority, site=site, metres=metres, by=request.user, now=timezone.now())
    except OutsideError as error:
        messages.error(request, error.words)
        return back
    messages.success(request, f"{added} addresses added to the gazetteer." if added != 1 else "1 address added to the gazetteer.")
    return back
