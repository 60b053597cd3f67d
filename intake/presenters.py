"""A submission as the inbox shows it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from core.filters import show_datetime
from intake.models import FetchedFile, Submission

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
    {"text": "Received", "key": "received"},
    {"text": "State", "key": "state"},
    {"text": "Case", "key": "case"},
]


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

    def as_row(self) -> dict[str, Any]:
        version = f", version {self.submission.revision}" if self.submission.revision > 1 else ""
        return {
            "sender": self.sender,
            "href": reverse("intake:submission", kwargs={"public_id": self.submission.public_id}),
            "id": f"{self.submission.source_id[:36]}{'…' if len(self.submission.source_id) > 36 else ''}{version}",
            "received": show_datetime(self.submission.received_at),
            "state": format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', self.colour, self.state),
            "case": self.reference,
        }


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
