"""One of somebody's many applications, as a line of their list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from applicant_portal.presenters.tracker import reached_step
from core.filters import plural, show_date
from decision.outcomes import label_of

STAGES = {
    1: ("Being checked", "blue"),
    2: ("People are being asked", "teal"),
    3: ("Being looked at", "teal"),
    4: ("Waiting for the decision", "purple"),
}
ENDED = {"returned": "Returned as invalid", "withdrawn": "Withdrawn", "closed": "Closed"}


@dataclass(frozen=True)
class MyCase:
    """An application of applicant_portal.selectors.applications_of_email."""

    application: Any
    on: date

    @property
    def reference(self) -> str:
        return str(self.application.reference)

    @property
    def address(self) -> str:
        return str(self.application.case.address)

    @property
    def description(self) -> str:
        return str(self.application.description)

    @property
    def url(self) -> str:
        return reverse("applicant_portal:portal", kwargs={"reference": self.reference})

    @property
    def stage(self) -> str:
        application = self.application
        if application.status == "determined":
            return label_of(application.outcome)
        if application.status == "invalidated":
            return "Not valid yet"
        return ENDED.get(application.status) or STAGES[reached_step(application, self.on)][0]

    @property
    def colour(self) -> str:
        application = self.application
        if application.is_closed:
            return "green" if application.status == "determined" else "grey"
        return "red" if application.status == "invalidated" else STAGES[reached_step(application, self.on)][1]

    @property
    def owed(self) -> str:
        """What is asked of them: "2 things to answer, the first by 8 December 2026"."""
        count, due = self.application.to_answer, self.application.first_due_on
        if not count:
            return ""
        first = f", the first by {show_date(due)}" if count > 1 else f" by {show_date(due)}"
        return f"{count} {plural(count, 'thing')} to answer" + (first if due else "")

    @property
    def overdue(self) -> bool:
        due = self.application.first_due_on
        return due is not None and due < self.on

    @property
    def written(self) -> str:
        return "We wrote to you last" if self.application.written else ""

    @property
    def next_date(self) -> str:
        """The next day that matters to them."""
        application = self.application
        if application.status == "determined":
            return f"Decided on {show_date(application.determined_on)}"
        if application.is_closed:
            return ""
        end = application.consultation_end_on
        if application.is_public and end is not None and end >= self.on:
            return f"People can comment until {show_date(end)}"
        if application.effective_expiry_on:
            return f"We should decide by {show_date(application.effective_expiry_on)}"
        return f"Received on {show_date(application.received_on)}"
