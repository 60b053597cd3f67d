"""Plans that nobody asked for, as their sender sees them."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from applicant_portal.access import Access
from applicant_portal.presenters.tracker import applicant_card
from applications.models import PlanningApplication
from documents.presenters import DocumentCard
from validation.amendments import amendment_in_hand, amendments_of, plans_of
from validation.models import AmendedPlan, Amendment

State = Amendment.State
COLOURS = {State.SENT: "yellow", State.ACCEPTED: "green", State.LEFT_ASIDE: "grey"}


@dataclass(frozen=True)
class SentSet:
    """One set that was sent."""

    amendment: Amendment
    case_ended: bool

    @property
    def label(self) -> str:
        overtaken = self.amendment.state == State.SENT and self.case_ended
        return "Not decided before the application ended" if overtaken else self.amendment.get_state_display()

    @property
    def colour(self) -> str:
        return "grey" if self.case_ended and self.amendment.state == State.SENT else COLOURS[State(self.amendment.state)]

    @cached_property
    def plans(self) -> list[AmendedPlan]:
        return plans_of(self.amendment)


@dataclass(frozen=True)
class PlansPage:
    """The page of one case."""

    access: Access

    @property
    def application(self) -> PlanningApplication:
        return self.access.application

    @property
    def reference(self) -> str:
        return self.application.reference

    @property
    def may_send(self) -> bool:
        return not self.application.is_closed

    @property
    def why_not(self) -> str:
        label = self.application.get_status_display().lower()
        return "" if self.may_send else f"The application is {label}: no more plans can be sent for it."

    @cached_property
    def plans(self) -> list[AmendedPlan]:
        """The files of the set that they are putting together."""
        amendment = amendment_in_hand(self.application, self.access.writer)
        return plans_of(amendment) if amendment else []

    @cached_property
    def cards(self) -> list[DocumentCard]:
        return [applicant_card(plan.document) for plan in self.plans]

    @cached_property
    def rows(self) -> list[tuple[AmendedPlan, DocumentCard]]:
        return list(zip(self.plans, self.cards, strict=True))

    @cached_property
    def sent(self) -> list[SentSet]:
        return [SentSet(amendment, self.application.is_closed) for amendment in amendments_of(self.application)]

    @property
    def url(self) -> str:
        return self._address("plans")

    @property
    def files_url(self) -> str:
        return self._address("plans_files")

    @property
    def draft_url(self) -> str:
        return self._address("plans_draft")

    def _address(self, name: str) -> str:
        return reverse(f"applicant_portal:{name}", kwargs={"reference": self.reference})
