"""Messages as the catalogue shows them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notifications import catalogue, selectors
from notifications.catalogue import MessageType
from notifications.models import MessageWording
from notifications.rendering import Words, render
from notifications.samples import sample_of
from notifications.wording import Text, broken, parts_of, placeholders_of, required_in, standard_text, values_of

GROUPS = {
    "applicant_portal": "Applicants and agents",
    "validation": "Validation",
    "consultation": "Consultation",
    "decision": "Decision",
    "casework": "The whole case",
    "documents": "Documents",
    "accounts": "Signing in",
}


@dataclass(frozen=True)
class Line:
    """A message in the catalogue."""

    key: str
    title: str
    description: str
    state: tuple[str, str]
    changed: MessageWording | None


@dataclass(frozen=True)
class Placeholder:
    name: str
    example: str
    required: bool


@dataclass(frozen=True)
class Change:
    """One change of the wording, with the words that it put in place."""

    by: str
    at: datetime
    what: str
    subject: str
    body: str


def catalogue_of(authority: Any) -> list[tuple[str, list[Line]]]:
    """Every message by the part of the work that it belongs to."""
    latest, unusable = selectors.latest_wordings(authority), broken(selectors.own_texts(authority))
    groups: dict[str, list[Line]] = {title: [] for title in GROUPS.values()}
    for key, message_type in sorted(catalogue.all_types().items()):
        app = key.partition(".")[0]
        line = Line(key, message_type.title, message_type.description, _state(key, latest, unusable), latest.get(key))
        groups.setdefault(GROUPS.get(app, app.replace("_", " ").capitalize()), []).append(line)
    return [(title, lines) for title, lines in groups.items() if lines]


def _state(key: str, latest: dict[str, MessageWording], unusable: dict[str, Any]) -> tuple[str, str]:
    if key in unusable:
        return "Cannot be used", "red"
    return ("Own words", "blue") if key in latest and not latest[key].standard else ("Standard", "grey")


def preview(message_type: MessageType, authority: Any, now: datetime, own: Text | None) -> Words:
    """What an email would say, with made-up facts."""
    return render(message_type, *sample_of(message_type, authority, now), own)


def placeholders(message_type: MessageType, authority: Any, now: datetime) -> list[Placeholder]:
    """What may stand in the words, each with an example."""
    context, given = sample_of(message_type, authority, now)
    values, required = values_of(message_type, {**context, **given}), required_in(message_type)
    values |= dict.fromkeys(parts_of(message_type), "several paragraphs")
    return [Placeholder(name, values[name], name in required) for name in placeholders_of(message_type)]


def history(message_type: MessageType, rows: list[MessageWording]) -> list[Change]:
    """Each change of the words, the latest first."""
    usual = standard_text(message_type)
    words = [usual if row.standard else Text(row.subject, row.body) for row in rows]
    return [
        Change(row.changed_by.name, row.changed_at, "Back to the standard words" if row.standard else "Own words", text.subject, text.body)
        for row, text in zip(rows, words, strict=True)
    ]
