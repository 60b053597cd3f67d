"""One way to read whatever arrived: the reader is chosen by the door that it came through, and by what its body says it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from intake.readers import odp
from intake.readers.parts import Part, parse
from intake.shape import Fault, Reading

if TYPE_CHECKING:
    from intake.models import Submission

BREACH = "breach"
NO_EMAIL = "/data/applicant/email"
PORTAL_LETTERS = re.compile(r"^(PP|PT)-?(?=\d+$)", re.IGNORECASE)


def read(submission: Submission) -> Reading:
    """What a kept submission says. Never raises on what it holds: it answers with faults instead.

    PlanX and an officer's own entry are ODP documents (a breach report goes to its own reader); the Portal's is its package.
    """
    if submission.source == submission.Source.PLANNING_PORTAL:
        from intake.readers import portal

        return portal.read(submission)
    reading = read_body(bytes(submission.body))
    return _by_post(reading) if submission.source == submission.Source.OFFICER else reading


def _by_post(reading: Reading) -> Reading:
    """What an officer keys in may have nobody with an email address: people are then written to by post."""
    faults = tuple(fault for fault in reading.faults if fault.pointer != NO_EMAIL)
    if len(faults) == len(reading.faults):
        return reading
    return replace(reading, faults=faults, notes=(*reading.notes, Fault(NO_EMAIL, "Nobody has an email address: write to them by post.")))


def read_body(body: bytes) -> Reading:
    """An ODP document of whichever kind."""
    document, faults = parse(body)
    if document is None:
        return Reading(None, tuple(faults))
    if is_breach(document):
        from intake.readers import odp_enforcement

        return odp_enforcement.read(body)
    return odp.read_document(document)


def version_of(submission: Submission) -> int | None:
    """The sender's own number of this version; None where it numbers none."""
    if submission.source != submission.Source.PLANNING_PORTAL:
        return None
    from intake.readers import portal

    return portal.read_event(bytes(submission.body))[0].version


def number_at_the_portal(text: str) -> str:
    """A number at the Planning Portal without its letters: PP-10087984, PP 10087984 and 10087984 are one. Other texts squeezed."""
    return PORTAL_LETTERS.sub("", "".join(text.split()))


def is_breach(document: dict[str, Any]) -> bool:
    """Whether a document reports a breach of planning control: by its type, or by the schema that it names."""
    root = Part(document)
    schema = root.text("metadata", "schema").rsplit("/", 1)[-1]
    return root.text("data", "application", "type", "value") == BREACH or schema == "enforcement.json"
