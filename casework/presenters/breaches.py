"""Reported breaches as lists and their page show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from applications.models import BreachReport
from applications.presenters import BREACH_COLOURS
from core.filters import show_date

COLUMNS = [
    {"text": "Reference and address", "key": "reference", "class": "app-cell--name"},
    {"text": "What is reported", "key": "kinds", "wide": True},
    {"text": "Status", "key": "status"},
    {"text": "Received", "key": "received"},
    {"text": "Officer", "key": "officer", "class": "app-cell--less"},
]
LONGEST = 120  # characters of an allegation in a list


@dataclass(frozen=True)
class BreachRow:
    """One report as a line of a list."""

    report: BreachReport
    on: date

    @property
    def href(self) -> str:
        return reverse("casework:case", kwargs={"reference": self.reference})

    @property
    def reference(self) -> str:
        return self.report.case.reference

    @property
    def address(self) -> str:
        return self.report.case.address

    @property
    def kinds(self) -> str:
        return kinds_of(self.report)

    @property
    def words(self) -> str:
        """The beginning of what is alleged."""
        said = " ".join(self.report.allegation.split())
        return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()}…"

    @property
    def status_label(self) -> str:
        return self.report.get_status_display()

    @property
    def status_colour(self) -> str:
        return BREACH_COLOURS.get(self.report.status, "grey")

    @property
    def received_on(self) -> date:
        return self.report.received_on

    @property
    def days_here(self) -> int:
        return (self.on - self.report.received_on).days

    @property
    def officer_name(self) -> str:
        return self.report.case.officer.name if self.report.case.officer else "Nobody"


def kinds_of(report: BreachReport) -> str:
    return ", ".join(str(kind.get("description") or kind.get("value") or "") for kind in report.kinds)


def report_rows(report: BreachReport) -> list[dict[str, Any]]:
    """The days and kinds of a report, as components/facts takes them."""
    return [
        {"key": "Kind", "value": kinds_of(report)},
        {"key": "Began", "value": show_date(report.began_on)},
        {"key": "Finished", "value": show_date(report.completed_on)},
        {"key": "Reported", "value": show_date(report.received_on)},
    ]


def answer_rows(report: BreachReport) -> list[dict[str, Any]]:
    """What the form asked and what was answered."""
    rows = [{"key": said.get("question") or "Answer", "value": "; ".join(said.get("values", []))} for said in report.facts]
    return [row for row in rows if row["value"]]


def rows_of(reports: list[BreachReport], on: date) -> list[BreachRow]:
    return [BreachRow(report, on) for report in reports]
