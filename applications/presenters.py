"""How a case is shown at the top of all its pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from applications.models import BreachReport, PlanningApplication
from core.live import stamp

STATUS_COLOURS = {
    "not_started": "blue",
    "invalidated": "red",
    "in_assessment": "teal",
    "awaiting_determination": "purple",
    "in_committee": "purple",
    "to_be_reviewed": "yellow",
    "determined": "green",
}
SOON, NEAR = 5, 10  # days left from which a case is shown red and amber

BREACH_COLOURS = {"not_started": "blue", "under_investigation": "green", "closed": "red"}


def ago_label(days: int) -> str:
    """How long a report has waited."""
    return "Reported today" if days <= 0 else f"Reported {days} day{'s' if days != 1 else ''} ago"


def days_left_label(days: int | None) -> str:
    if days is None:
        return "No time limit yet"
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} over"
    return "Due today" if days == 0 else f"{days} day{'s' if days != 1 else ''} left"


def days_left_colour(days: int | None) -> str:
    if days is None:
        return "grey"
    return "red" if days <= SOON else "yellow" if days <= NEAR else "green"


@dataclass(frozen=True)
class CaseHeader:
    """The identity bar, "Next", and the tabs (contract: templates/layouts/case.jinja)."""

    application: PlanningApplication
    on: date

    @classmethod
    def of(cls, application: PlanningApplication, on: date | None = None) -> "CaseHeader":
        return cls(application, on or timezone.localdate())

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

    @property
    def officer_name(self) -> str:
        officer = self.application.case.officer
        return officer.name if officer else ""

    @property
    def days_left(self) -> int | None:
        expiry = self.application.effective_expiry_on
        return None if expiry is None or self.application.is_closed else (expiry - self.on).days

    @property
    def days_left_label(self) -> str:
        return "Ended" if self.application.is_closed else days_left_label(self.days_left)

    @property
    def days_left_colour(self) -> str:
        return "grey" if self.application.is_closed else days_left_colour(self.days_left)

    @property
    def extended(self) -> bool:
        dates = getattr(self.application, "dates", None)
        return bool(dates and dates.extended)

    @property
    def next_title(self) -> str:
        return self.application.next_action

    @property
    def next_on(self) -> date | None:
        return self.application.next_action_on

    @property
    def next_url(self) -> str:
        return reverse("casework:next", kwargs={"reference": self.reference}) if self.application.next_task else ""

    @property
    def live_url(self) -> str:
        """Where an open page asks whether the case has changed; "" for a page that was drawn from something else."""
        if not hasattr(self.application, "last_event"):
            return ""
        return reverse("casework:changes", kwargs={"reference": self.reference}) + f"?at={stamp(self.application.last_event)}"

    @property
    def urls(self) -> dict[str, Any]:
        names = {"overview": "casework:case", "documents": "documents:list", "correspondence": "casework:correspondence"}
        names |= {"history": "casework:history", "related": "casework:related"}
        return {key: reverse(name, kwargs={"reference": self.reference}) for key, name in names.items()}


@dataclass(frozen=True)
class BreachHeader:
    """The same for a reported breach: no clock of law runs for it, so it says how long ago it was reported."""

    report: BreachReport
    on: date
    extended: bool = False
    next_title: str = ""
    next_url: str = ""
    next_on: date | None = None
    type_name: str = "Reported breach"
    days_left: int | None = None
    live_url: str = ""
    may_enforce: bool = True  # whether the reader may open what can tell who reported it

    @classmethod
    def of(cls, report: BreachReport, on: date | None = None, *, may_enforce: bool = True) -> "BreachHeader":
        return cls(report, on or timezone.localdate(), may_enforce=may_enforce)

    @property
    def reference(self) -> str:
        return self.report.case.reference

    @property
    def address(self) -> str:
        return self.report.case.address

    @property
    def status_label(self) -> str:
        return self.report.get_status_display()

    @property
    def status_colour(self) -> str:
        return BREACH_COLOURS.get(self.report.status, "grey")

    @property
    def officer_name(self) -> str:
        officer = self.report.case.officer
        return officer.name if officer else ""

    @property
    def days_left_label(self) -> str:
        return "Ended" if self.report.is_closed else ago_label((self.on - self.report.received_on).days)

    @property
    def days_left_colour(self) -> str:
        return "grey"

    @property
    def urls(self) -> dict[str, Any]:
        names = {"overview": "casework:case"}
        names |= {"documents": "documents:list", "history": "casework:history"} if self.may_enforce else {}
        return {key: reverse(name, kwargs={"reference": self.reference}) for key, name in names.items()}


def header_of(found: PlanningApplication | BreachReport) -> CaseHeader | BreachHeader:
    """The top of the pages of a case, whatever its kind."""
    return BreachHeader.of(found) if isinstance(found, BreachReport) else CaseHeader.of(found)
