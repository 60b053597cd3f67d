"""The register of drawings: each number once, its current revision, and the superseded ones below it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from documents.models import Document
from documents.numbering import numbers_in
from documents.tags import tag_name

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
HEAD = ("Number", "Revision", "Title", "What it is", "Received", "Status", "Public", "In the decision notice")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One drawing in one revision. twice: another current document has this number too."""

    key: str
    number: str
    revision: str
    document: Document
    superseded: bool
    twice: bool = False

    @property
    def title(self) -> str:
        return self.document.description or self.document.name

    @property
    def kinds(self) -> str:
        return ", ".join(map(tag_name, self.document.tags))

    @property
    def received_on(self) -> date:
        return self.document.received_on

    @property
    def status(self) -> str:
        if not self.superseded:
            return "Current"
        return "Superseded" if self.document.archive_reason.startswith("Replaced") else "Archived"

    @property
    def public(self) -> bool:
        return not self.superseded and self.document.visibility == Document.Visibility.PUBLIC


def register_rows(documents: Iterable[Document]) -> list[RegisterRow]:
    """The rows of a case's numbered papers, by number, the current revision first. The original of a redacted copy is left out."""
    found = list(documents)
    redacted = {document.redaction_of_id for document in found if document.archived_at is None}
    rows = [
        RegisterRow(one.key, one.number, one.revision, document, document.archived_at is not None)
        for document in found
        if document.pk not in redacted
        for one in numbers_in(document.number)
    ]
    current: dict[str, int] = {}
    for row in rows:
        current[row.key] = current.get(row.key, 0) + (not row.superseded)
    rows = [replace(row, twice=not row.superseded and current[row.key] > 1) for row in rows]
    return sorted(rows, key=lambda row: (_natural(row.key), row.superseded, -row.received_on.toordinal(), -row.document.pk))


def _natural(key: str) -> list[tuple[int, int, str]]:
    """A-9 before A-10."""
    parts: list[tuple[int, int, str]] = []
    text, digits = "", ""
    for character in [*key, ""]:
        if character.isdecimal():
            digits += character
            continue
        if digits:
            parts += [(0, 0, text), (1, int(digits), "")]
            text, digits = "", ""
        text += character
    return [*parts, (0, 0, text)]


def register_csv(rows: Iterable[RegisterRow]) -> str:
    """The register as a CSV file that a spreadsheet opens, and does not run."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(HEAD)
    for row in rows:
        document = row.document
        writer.writerow(
            [
                *map(safe, (row.number, row.revision, row.title, row.kinds)),
                row.received_on.isoformat(),
                row.status,
                "Yes" if row.public else "No",
                "Yes" if document.in_decision_notice else "No",
            ]
        )
    return "\ufeff" + output.getvalue()


def safe(text: str) -> str:
    """Text that looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.lstrip().startswith(STARTS_A_FORMULA) else text
