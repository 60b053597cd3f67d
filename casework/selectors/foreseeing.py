"""What a correction would change: the dates before and after, by the computation that writes them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from applications.models import CaseDates, PlanningApplication
from applications.projection import dates_if
from core.filters import show_date

LAST_DAY = "Last day to decide"
OF_THE_APPLICATION = {"received_on": "Received", "valid_from_on": "Valid from"}
OF_THE_DATES = {
    "publicity_end_on": "Last day for comments",
    "earliest_decision_on": "Earliest decision",
    "effective_expiry_on": LAST_DAY,
    "guarantee_on": "Fee to be paid back after",
}
TOLD = {"Received", "Valid from", "Last day for comments", LAST_DAY}  # what the applicant reads of it


@dataclass(frozen=True)
class DateChange:
    """One date before and after; None where there is none."""

    label: str
    before: date | None
    after: date | None

    @property
    def changes(self) -> bool:
        return self.before != self.after

    @property
    def words(self) -> str:
        return f"{self.label}: {show_date(self.before, 'none')} before, {show_date(self.after, 'none')} now"


@dataclass(frozen=True)
class DatesAt:
    """The dates of a case at one moment, real or only thought of. `fault`: why the law could not be asked."""

    days: dict[str, date | None]
    fault: str = ""

    def then(self, after: "DatesAt") -> list[DateChange]:
        """Each date beside what it is in `after`; those that neither has are left out."""
        rows = [DateChange(label, day, after.days[label]) for label, day in self.days.items()]
        return [row for row in rows if row.before or row.after]


def _read(values: Any, dates: CaseDates) -> DatesAt:
    days = {label: values(column) for column, label in OF_THE_APPLICATION.items()}
    days |= {label: getattr(dates, column) for column, label in OF_THE_DATES.items()}
    return DatesAt(days, "" if dates.next_consequence else dates.next_consequence_words)


def dates_of(application: PlanningApplication) -> DatesAt:
    """The dates as they stand. Nothing is written."""
    return dates_with(application)


def dates_with(application: PlanningApplication, **changes: Any) -> DatesAt:
    """The dates as they would be with other values of the application's columns. Nothing is written."""
    return _read(lambda column: changes.get(column, getattr(application, column)), dates_if(application, **changes))


def told(changes: list[DateChange]) -> list[str]:
    """What has changed of the dates that concern an applicant, a sentence each."""
    return [row.words for row in changes if row.changes and row.label in TOLD]
