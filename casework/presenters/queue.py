"""Lines of the registration queue and of the radar."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse

from applications.facts import facts_for
from applications.models import PlanningApplication
from applications.payments import Position, position
from applications.presenters import days_left_colour
from casework.presenters.rows import CaseRow
from core.filters import show_date


@dataclass(frozen=True)
class QueueRow(CaseRow):
    """What came in: claimed type, money, files, red line, others like it."""

    fee: Position
    files: Any
    likenesses: list[tuple[str, str, str]]

    @property
    def has_red_line(self) -> bool:
        return bool(getattr(self.application, "has_red_line", False))

    @property
    def claimed_by(self) -> str:
        claimed = self.application.case.claimed_by
        return claimed.name if claimed else ""

    @property
    def days_here(self) -> int:
        return (self.on - self.application.received_on).days


def queue_rows(applications: list[PlanningApplication], *, files: Any, duplicates: Any, on: date, overrides: Any) -> list[QueueRow]:
    """`overrides`: the council's own figures of the law (applications.law.overrides_of), read once for the page."""
    rows = []
    for application in applications:
        likenesses = [(ref, why, reverse("casework:case", kwargs={"reference": ref})) for ref, why in duplicates.get(application.pk, [])]
        fee = position(application, facts_for(application, overrides))
        rows.append(QueueRow(application, on, fee, files[application.pk], likenesses))
    return rows


@dataclass(frozen=True)
class RadarRow(CaseRow):
    """What the law does of itself to one case, and when."""

    @property
    def consequence(self) -> str:
        return self.application.dates.next_consequence_words

    @property
    def consequence_on(self) -> date:
        return self.application.dates.next_consequence_on  # type: ignore[return-value]

    @property
    def days_to_it(self) -> int:
        return (self.consequence_on - self.on).days

    @property
    def money(self) -> Decimal | None:
        return self.application.dates.money_at_stake or None

    @property
    def next_url(self) -> str:
        """Where to act: the next task of the case."""
        return reverse("casework:next", kwargs={"reference": self.reference}) if self.application.next_task else self.href


@dataclass(frozen=True)
class Bar:
    """One day of the radar's chart (components/bar_chart.jinja)."""

    label: str
    value: int
    colour: str


def radar_bars(counts: dict[date, int], *, on: date, days: int) -> list[Bar]:
    """A bar for each of the next days, coloured as the days left of a case are."""
    ahead = [on + timedelta(days=n) for n in range(days)]
    colours = {"red": "red", "yellow": "amber"}
    return [Bar(show_date(day), counts.get(day, 0), colours.get(days_left_colour((day - on).days), "")) for day in ahead]


def radar_rows(applications: Any, on: date) -> list[RadarRow]:
    return [RadarRow(application, on) for application in applications]
