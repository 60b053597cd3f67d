"""The page of one case."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from applications.clock import Clock, clock_for
from applications.corrections import reason_of, received_because, standing
from applications.models import DateCorrection, Development, Party, PlanningApplication
from applications.payments import Position, position
from applications.snapshot import CaseSnapshot
from applications.tasklist import StageRows, TaskRow, TaskStatus, stages_of
from casework.presenters.figures import figure_rows
from core.filters import show_date
from statute import Extension, StatuteError, agreement_effect


@dataclass(frozen=True)
class TaskLine:
    """One task as the list of tasks shows it."""

    title: str
    url: str
    status_label: str
    status_colour: str
    note: str

    @classmethod
    def of(cls, row: TaskRow, reference: str) -> "TaskLine":
        open_now = row.status is not TaskStatus.CANNOT_START_YET
        url = reverse(row.task.url, kwargs={"reference": reference}) if open_now else ""
        return cls(row.title, url, str(row.status), row.status.colour, row.line)


@dataclass(frozen=True)
class StageView:
    title: str
    note: str
    tasks: list[TaskLine]

    @classmethod
    def of(cls, stage: StageRows, reference: str) -> "StageView":
        return cls(stage.title, stage.note, [TaskLine.of(row, reference) for row in stage.rows])


@dataclass(frozen=True)
class DateLine:
    """One date of a case, with the law's reasons where the law gave it."""

    label: str
    value: date | None
    reasons: tuple[Any, ...] = ()
    missing: str = ""


def refund_effects(clock: Clock, now: datetime) -> list[str]:
    """What an agreement made today would do to the refund of the fee: to the refund's day or beyond, and to a day before it."""
    last = clock.day("guarantee")
    if last is None or clock.facts is None:
        return []
    today = timezone.localdate(now)
    words = []
    for until, said in [(last, f"To {show_date(last)} or later"), (last - timedelta(days=1), "To an earlier day")]:
        facts = replace(clock.facts, extensions=(*clock.facts.extensions, Extension(until, today)))
        try:
            words.append(f"{said}: {agreement_effect(facts).because[-1].text}")
        except StatuteError as error:
            words.append(f"{said}: {error}")
    return words


class CasePage:
    """Everything on a case's page, read once: tasks by stage, facts, dates with their reasons."""

    def __init__(self, application: PlanningApplication, *, on: date) -> None:
        self.application = application
        self.case = application.case
        self.on = on

    @cached_property
    def snapshot(self) -> CaseSnapshot:
        return CaseSnapshot(self.application, on=self.on)

    @cached_property
    def clock(self) -> Clock:
        return clock_for(self.application)

    @cached_property
    def stage_rows(self) -> list[StageRows]:
        return stages_of(self.snapshot)

    @cached_property
    def stages(self) -> list[StageView]:
        return [StageView.of(stage, self.case.reference) for stage in self.stage_rows]

    @cached_property
    def next_url(self) -> str:
        """The address of the task that comes next, to mark it in the list."""
        rows = [row for stage in self.stage_rows for row in stage.rows]
        task = next((row.task for row in rows if row.task.key == self.application.next_task), None)
        return reverse(task.url, kwargs={"reference": self.case.reference}) if task else ""

    def party(self, role: str) -> Party | None:
        return next((party for party in self.case.parties.all() if party.role == role), None)

    @property
    def applicant(self) -> Party | None:
        return self.party(Party.Role.APPLICANT)

    @property
    def agent(self) -> Party | None:
        return self.party(Party.Role.AGENT)

    @cached_property
    def constraints(self) -> list[Any]:
        return [constraint for constraint in self.case.constraints.all() if constraint.intersects]

    @cached_property
    def figures(self) -> list[dict[str, Any]]:
        """What is known of the development in figures, and what of it is unusual."""
        return figure_rows(getattr(self.case, "development", None) or Development(), all_of_them=False)

    @property
    def labels(self) -> list[str]:
        """What an officer must bear in mind about this case all along, in a word or two."""
        development, application = getattr(self.case, "development", None), self.application
        own = {"regulation_3": "Council’s own development", "regulation_4": "On the council’s land"}
        labels = [("EIA", development is not None and development.is_eia), ("CIL", application.cil_liable)]
        return [*(word for word, holds in labels if holds), *([own[application.own_interest]] if application.own_interest else [])]

    @cached_property
    def fee(self) -> Position:
        return position(self.application, self.clock.facts)

    @property
    def dates(self) -> list[DateLine]:
        """What happened and what the law says of when; lines without a date are left out, but for the expiry."""
        application, stored, clock = self.application, getattr(self.application, "dates", None), self.clock
        waiting = "When the application is valid" if application.valid_from_on is None else "No time limit"
        lines = [
            DateLine("Received", application.received_on, received_because(self.case) if self._corrected else ()),
            DateLine("Valid from", application.valid_from_on, self._valid_because),
            DateLine("Made public", timezone.localdate(application.published_at) if application.published_at else None),
            DateLine("Consultation ends", application.consultation_end_on),
            DateLine("Earliest decision", stored.earliest_decision_on if stored else None),
            DateLine("Statutory expiry", clock.day("statutory_expiry"), clock.reasons("statutory_expiry"), waiting),
        ]
        if clock.extended:
            lines.append(DateLine("Agreed expiry", clock.day("effective_expiry"), clock.reasons("effective_expiry")))
        lines += [
            DateLine("Planning guarantee", clock.day("guarantee"), clock.reasons("guarantee")),
            DateLine("Decided", application.determined_on),
        ]
        return [line for line in lines if line.value or line.missing]

    @property
    def _valid_because(self) -> tuple[Any, ...]:
        """Why it is valid from another day than the law works out, where a person set it."""
        fixed = standing(self.case, DateCorrection.What.VALID_FROM) if self._corrected else None
        return (reason_of(fixed),) if fixed is not None and self.application.valid_from_on else ()

    @property
    def _corrected(self) -> bool:
        """Whether a person put a date right: told with the case itself, so that most cases cost no query for it."""
        return bool(getattr(self.application, "has_corrections", True))

    @cached_property
    def overrides(self) -> list[Any]:
        """Decisions on validity that were made in spite of what stood in their way, and stand."""
        if not getattr(self.application, "has_overrides", True):
            return []
        return list(self.case.validity_overrides.filter(undone_at=None).select_related("by"))

    @property
    def consequence(self) -> str:
        """What follows in law if nobody decides, while a decision is still to come."""
        running = self.clock.consequence is not None and not self.application.is_closed and self.application.valid_from_on is not None
        return self.clock.consequence.value.sentence if running else ""

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who did what with the case, and whom the applicant or agent lets see it."""
        application, claimed = self.application, self.case.claimed_by
        entries = [
            ("Registered by", claimed.name if claimed else ""),
            ("Validated by", application.validated_by.name if application.validated_by else ""),
            ("Made public by", application.published_by.name if application.published_by else ""),
        ]
        colleagues = [("Applicant’s colleague", name) for name in getattr(application, "colleague_names", [])]
        return [*((label, name) for label, name in entries if name), *colleagues]

    @property
    def agreements(self) -> list[str]:
        return [
            f"{agreement.get_kind_display()} to {show_date(agreement.agreed_until_on)}, agreed on {show_date(agreement.agreed_on)}"
            for agreement in self.application.time_agreements.all()
        ]
