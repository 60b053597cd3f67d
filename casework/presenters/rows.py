"""One case as a line of a list."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from applications.models import PlanningApplication
from applications.presenters import STATUS_COLOURS
from casework.selectors.related import Related
from core.filters import plural, show_date
from decision.outcomes import label_of

USUAL_PERIOD = 56  # days: only the length of the bar of a case whose own period is not known


@dataclass(frozen=True)
class CaseRow:
    """What the work list, the search and the related cases show of one application."""

    application: PlanningApplication
    on: date

    def __getattr__(self, name: str) -> Any:
        """Columns of the application as they are stored."""
        return getattr(self.application, name)

    @property
    def id(self) -> int:
        return self.application.pk

    @property
    def href(self) -> str:
        return reverse("casework:case", kwargs={"reference": self.application.case.reference})

    @property
    def reference(self) -> str:
        return self.application.case.reference

    @property
    def address(self) -> str:
        return self.application.case.address

    @property
    def type_name(self) -> str:
        return self.application.type.name

    @property
    def status_label(self) -> str:
        return self.application.get_status_display()

    @property
    def status_colour(self) -> str:
        return STATUS_COLOURS.get(self.application.status, "grey")

    @cached_property
    def days_left(self) -> int | None:
        expiry = self.application.effective_expiry_on
        return None if expiry is None or self.application.is_closed else (expiry - self.on).days

    @property
    def days_in_all(self) -> int:
        """The whole period in days, for the length of the bar."""
        start, end = self.application.valid_from_on, self.application.effective_expiry_on
        return max((end - start).days, 1) if start and end else USUAL_PERIOD

    @property
    def extended(self) -> bool:
        dates = getattr(self.application, "dates", None)
        return bool(dates and dates.extended)

    @property
    def late(self) -> bool:
        """Whether what is next should have been done before today."""
        due = self.application.next_action_on
        return due is not None and due < self.on

    @property
    def unread(self) -> list[str]:
        """What came in and nobody has read: "2 answers", "1 message", "14 comments"."""
        application = self.application
        counts = [
            (application.unread_answers, "answer"),
            (application.unread_messages, "message"),
            (application.unread_comments, "comment"),
            (application.unread_plans, "amendment"),
        ]
        lost = [f"{application.undelivered} not delivered"] if application.undelivered else []
        return [f"{count} {plural(count, word)}" for count, word in counts if count] + lost

    @property
    def outcome_label(self) -> str:
        return label_of(self.application.outcome)


class RelatedRow(CaseRow):
    """A case in the history of a site."""

    def __init__(self, related: Related, on: date) -> None:
        super().__init__(related.application, on)
        object.__setattr__(self, "how", related.how)

    @property
    def when(self) -> str:
        """The day of the decision, else of receipt."""
        decided = self.application.determined_on
        return show_date(decided) if decided else f"received {show_date(self.application.received_on)}"


def rows_of(applications: Any, on: date) -> list[CaseRow]:
    return [CaseRow(application, on) for application in applications]
