"""Everything that an applicant sent, as an officer reads it: what became a column of the case, what did not, and what nobody knows.

Read from the kept submission each time, so that nothing has to be copied to be seen. The sections stand in the order of the form;
each section's rows are in `intake.submitted_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from intake import readers
from intake import submitted_rows as rows
from intake.models import Submission
from intake.selectors import own_cases
from intake.shape import SubmittedApplication
from intake.submitted_rows import Section, section

UNKNOWN = "Parts that BOPS does not know"


def sections_of(submission: Submission) -> list[Section]:
    """The whole submission in sections; only its faults where it could not be read."""
    reading = readers.read(submission)
    notes = section("For the officer", [(note.pointer or "The whole body", note.message) for note in (*reading.faults, *reading.notes)])
    said = reading.application
    found = [notes] if said is None else [notes, *sections_said(said, _ours(submission, said))]
    return [each for each in found if each.rows]


def _ours(submission: Submission, said: SubmittedApplication) -> dict[str, str]:
    named = {case.reference for case in said.related if case.reference}
    if submission.authority_id is None or not named:
        return {}
    found = own_cases(submission.authority, named)
    return {sent: reverse("casework:case", kwargs={"reference": ours}) for sent, ours in found.items()}


def sections_said(said: SubmittedApplication, ours: Mapping[str, str] | None = None) -> list[Section]:
    """`ours`: addresses of the council's own cases that it names, by the reference as it was sent."""
    works = ("use", "homes", "buildings", "materials", "parking", "trees", "flood", "nature", "energy", "advertisements", "statements")
    return [
        rows.breach(said),
        rows.proposal(said),
        *(rows.details(said, key) for key in works),
        rows.site(said),
        rows.details(said, "line"),
        rows.designations(said),
        rows.details(said, "conditions"),
        rows.person("Complainant", said.complainant),
        rows.person("Applicant", said.applicant),
        rows.person("Agent", said.agent),
        rows.contact(said),
        rows.ownership(said),
        rows.fee(said),
        rows.details(said, "levy"),
        rows.details(said, "information"),
        rows.before(said, ours or {}),
        rows.files(said),
        *rows.answers(said.answers),
        rows.form(said),
        rows.details(said, "corrections"),
        rows.details(said, "wording"),
        *rows.other_details(said),
        section(UNKNOWN, said.unknown.items()),
    ]
