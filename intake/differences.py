"""What a later version of a submission says differently, in the officer's words. Pure: two readings in, rows out."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSException

from intake.models import Difference
from intake.shape import Boundary, SubmittedApplication, SubmittedFile
from intake.submitted import sections_said

Action = Difference.Action
BRITISH_GRID = 27700
HECTARE = 10_000
ALIKE_SQUARE_METRES = 0.5  # less is a rounding of coordinates
NOT_CONTENT = {"Sent", "Sent with", "Form", "Flow", "Its parts", "Sender’s reference", "Application version"}  # how it was sent
PEOPLE = {"Applicant": Action.APPLICANT, "Agent": Action.AGENT}
ACTIONS = {
    ("Proposal", "Description"): Action.DESCRIPTION,
    ("Site", "Address"): Action.ADDRESS,
    ("Site", "UPRN"): Action.UPRN,
    **{(who, label): action for who, action in PEOPLE.items() for label in ("Name", "Company", "Email", "Telephone", "Address")},
    ("Fee and payment", "Payable"): Action.FEE,
    ("Fee and payment", "Payment reference"): Action.PAYMENT,
}
FILES, RED_LINE = "Files", "Red line"


@dataclass(frozen=True)
class Changed:
    """One difference: under which heading, what, before and after ("" where there is none), and what taking it over would change."""

    part: str
    label: str
    before: str
    after: str
    action: str = ""


def differences(before: SubmittedApplication, after: SubmittedApplication) -> list[Changed]:
    """Everything that two versions say differently, in the order in which a submission is shown; the red line and files at the end."""
    old, new = _rows(before), _rows(after)
    places = [*new, *(place for place in old if place not in new)]
    order = {part: number for number, part in enumerate(dict.fromkeys(part for part, _ in places))}
    changed = [
        Changed(part, label, old.get((part, label), ""), text, ACTIONS.get((part, label), "") if text else "")
        for part, label in sorted(places, key=lambda place: order[place[0]])
        if (text := new.get((part, label), "")) != old.get((part, label), "")
    ]
    return [*changed, *_red_line(before.boundary, after.boundary), *_files(before.files, after.files)]


def _rows(said: SubmittedApplication) -> dict[tuple[str, str], str]:
    """Each row of the submission's sections as a text; several under one label one below the other."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for section in sections_said(said):
        for row in section.rows:
            place = (section.title, str(row["key"]))
            if section.title != FILES and place[1] not in NOT_CONTENT:
                rows[place].append(str(row["value"]))
    return {place: "\n".join(texts) for place, texts in rows.items()}


def _red_line(before: Boundary | None, after: Boundary | None) -> list[Changed]:
    if before is None and after is None:
        return []
    if before is None or after is None:
        texts = [_hectares(_metric(line.geometry)) if line else "" for line in (before, after)]
        return [Changed(RED_LINE, RED_LINE, *texts, Action.RED_LINE if after else "")]
    if before.geometry.equals_exact(after.geometry):
        return []
    old, new = _metric(before.geometry), _metric(after.geometry)
    moved = _moved(old, new)
    return [Changed(RED_LINE, RED_LINE, _hectares(old), f"{_hectares(new)}. {moved}", Action.RED_LINE)] if moved else []


def _metric(geometry: Any) -> Any:
    """In British grid metres. Its place may be metres out without the OSTN15 grid; sizes and distances are not."""
    return geometry.transform(BRITISH_GRID, clone=True)


def _hectares(metric: Any) -> str:
    return f"{metric.area / HECTARE:,.4f} hectares"


def _moved(old: Any, new: Any) -> str:
    """By how much the red line moved, in words; "" where the two enclose the same land."""
    with contextlib.suppress(GEOSException):
        added, left = new.difference(old).area, old.difference(new).area
        if max(added, left) < ALIKE_SQUARE_METRES:
            return ""
        apart = old.centroid.distance(new.centroid)
        return f"{added:,.0f} square metres are new, {left:,.0f} are left out; its middle lies {apart:,.1f} metres from where it was."
    return "It is drawn otherwise."


def _files(before: tuple[SubmittedFile, ...], after: tuple[SubmittedFile, ...]) -> list[Changed]:
    old, new = ({place_of(file): file for file in files} for files in (before, after))
    changed = []
    for name in [*new, *(name for name in old if name not in new)]:
        was, now = (_words(files[name]) if name in files else "" for files in (old, new))
        if name not in old:
            changed.append(Changed(FILES, name, "", now or "A new file", Action.FILE))
        elif name not in new:
            changed.append(Changed(FILES, name, was or "Sent", "No longer among the files. Its document stays on the case."))
        elif old[name].checksum != new[name].checksum:
            changed.append(Changed(FILES, name, was or "Sent", f"{now}; with other content".removeprefix("; "), Action.FILE))
        elif was != now:
            changed.append(Changed(FILES, name, was, now))
    return changed


def place_of(file: SubmittedFile) -> str:
    """What names a file in every version: its name in a package, else its address without the query, which holds keys and times."""
    return file.name if file.package else file.url.split("?", 1)[0]


def _words(file: SubmittedFile) -> str:
    types = ", ".join(kind.description or kind.value for kind in file.types)
    return "; ".join(part for part in (types, file.number, file.description) if part)
