"""A submission as the inbox shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from applications.models import PlanningApplication
from core.filters import money, show_datetime
from intake.models import Difference, FetchedFile, Submission

State = Submission.State
COLOURS = {
    State.RECEIVED: "blue",
    State.HELD: "yellow",
    State.FETCHING: "teal",
    State.COMPLETED: "green",
    State.FAULTY: "red",
    State.FAILED: "orange",
    State.SUPERSEDED: "grey",
    State.SET_ASIDE: "grey",
}
FILE_COLOURS = {"waiting": "blue", "fetched": "green", "failed": "red", "refused": "red"}
COLUMNS = [
    {"text": "Sender’s reference", "key": "id"},
    {"text": "Sent by", "key": "sender"},
    {"text": "Came through", "key": "source"},
    {"text": "Received", "key": "received"},
    {"text": "State", "key": "state"},
    {"text": "Case", "key": "case"},
]
WAITING_COLUMNS = [*COLUMNS[:4], {"text": "Waiting for", "key": "age"}, COLUMNS[4]]


@dataclass(frozen=True)
class SubmissionRow:
    """One line of the inbox, or the head of a submission's own page."""

    submission: Submission

    @property
    def sender(self) -> str:
        return self.submission.client.name if self.submission.client else self.submission.get_source_display()

    @property
    def state(self) -> str:
        return self.submission.get_state_display()

    @property
    def colour(self) -> str:
        return COLOURS[State(self.submission.state)]

    @property
    def reference(self) -> str:
        return self.submission.case.reference if self.submission.case else ""

    @property
    def case_url(self) -> str:
        return reverse("casework:case", kwargs={"reference": self.reference}) if self.reference else ""

    @property
    def can_be_replayed(self) -> bool:
        return self.submission.case_id is None

    @property
    def faults(self) -> list[dict[str, str]]:
        return [{"key": fault["pointer"] or "The whole body", "value": fault["message"]} for fault in self.submission.faults]

    @property
    def unknown(self) -> list[dict[str, Any]]:
        return [{"key": part["pointer"], "value": part["value"]} for part in self.submission.unknown]

    @property
    def can_be_set_aside(self) -> bool:
        return self.submission.case_id is None and self.submission.state not in {State.SET_ASIDE, State.SUPERSEDED}

    @property
    def start_words(self) -> str:
        return {State.HELD: "Start it", State.SET_ASIDE: "Take it up again"}.get(State(self.submission.state), "Try it again")

    @property
    def set_aside(self) -> str:
        """Who set it aside, when and why; "" where nobody did."""
        row = self.submission
        if row.set_aside_at is None or row.set_aside_by is None:
            return ""
        return f"{row.set_aside_by.name}, {show_datetime(row.set_aside_at)}: {row.set_aside_reason}"

    def as_row(self, now: datetime | None = None) -> dict[str, Any]:
        """A line of the list; with `now`, how long it has waited."""
        version = f", version {self.submission.revision}" if self.submission.revision > 1 else ""
        return {
            "sender": self.sender,
            "href": reverse("intake:submission", kwargs={"public_id": self.submission.public_id}),
            "id": f"{self.submission.source_id[:36]}{'…' if len(self.submission.source_id) > 36 else ''}{version}",
            "received": show_datetime(self.submission.received_at),
            "age": age(self.submission.received_at, now) if now else "",
            "source": self.submission.get_source_display(),
            "state": format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', self.colour, self.state),
            "case": self.reference,
        }


def age(since: datetime, now: datetime) -> str:
    """How long something has waited: hours, then days."""
    hours = int((now - since).total_seconds()) // 3600
    number, unit = (hours, "hour") if hours < 48 else (hours // 24, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else "Less than an hour"


@dataclass(frozen=True)
class FileRow:
    """A file that a submission names, and what became of it."""

    file: FetchedFile

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def state(self) -> str:
        return self.file.get_state_display()

    @property
    def colour(self) -> str:
        return FILE_COLOURS[self.file.state]

    @property
    def words(self) -> str:
        return self.file.error


DIFFERENCE_COLOURS = {"open": "yellow", "taken": "green", "left": "grey"}


@dataclass(frozen=True)
class DifferenceRow:
    """One thing that a later version says differently, and what the case says now."""

    difference: Difference
    application: PlanningApplication | None

    @property
    def heading(self) -> str:
        row = self.difference
        return row.part if row.part == row.label else f"{row.part}: {row.label}"

    @property
    def colour(self) -> str:
        return DIFFERENCE_COLOURS[self.difference.state]

    @property
    def state(self) -> str:
        return str(self.difference.get_state_display())

    @property
    def decided(self) -> str:
        """By whom and when; "" while nobody has."""
        row = self.difference
        return f"by {row.decided_by.name}, {show_datetime(row.decided_at)}" if row.decided_by and row.decided_at else ""

    @property
    def is_open(self) -> bool:
        return self.difference.state == Difference.State.OPEN

    @property
    def can_be_taken_over(self) -> bool:
        return self.is_open and bool(self.difference.action)

    @property
    def on_the_case(self) -> str:
        """What the case says now, where that is neither the text before nor the one after; "" otherwise."""
        said = _on_the_case(self.difference, self.application) if self.application else ""
        return "" if said in (self.difference.before, self.difference.after) else said


def _on_the_case(row: Difference, application: PlanningApplication) -> str:
    case = application.case
    action = Difference.Action
    if row.action in (action.APPLICANT, action.AGENT):
        party = next((party for party in case.parties.all() if party.role == row.action), None)
        address = ", ".join(part for part in (party.address_lines, party.town, party.county, party.postcode) if part) if party else ""
        facts = {"Name": party.name, "Company": party.company, "Email": party.email, "Telephone": party.phone} if party else {}
        return str({**facts, "Address": address}.get(row.label, ""))
    return (
        {
            action.DESCRIPTION: application.description,
            action.ADDRESS: ", ".join(part for part in (case.address_lines, case.town, case.postcode) if part),
            action.UPRN: case.uprn,
            action.FEE: money(application.fee_payable) if application.fee_payable is not None else "",
        }.get(action(row.action), "")
        if row.action
        else ""
    )
