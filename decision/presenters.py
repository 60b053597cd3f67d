"""What a reviewer asks first, gathered in one box."""

from typing import Any

from django.urls import reverse

from applications.presenters import CaseHeader
from applications.snapshot import CaseSnapshot
from consultation.selectors import missing_publicity
from consultation.tasklist import comments_line


def at_a_glance(snapshot: CaseSnapshot, *, plans: int) -> list[dict[str, Any]]:
    """Rows of components/facts.jinja: time left, publicity, comments, constraints, conditions, plans on the notice."""
    constraints = snapshot["review_constraints"]  # first: the law, asked below, reads the same rows
    return [
        {"key": "Time left", "value": _time_left(snapshot)},
        {"key": "Publicity", "value": _publicity(snapshot)},
        {"key": "Comments", "value": comments_line(snapshot), "href": _page(snapshot, "consultation:comments"), "action": "Read"},
        {"key": "Constraints", "value": ", ".join(constraints) or "None"},
        {"key": "Conditions", "value": _conditions(snapshot)},
        {
            "key": "Plans on the notice",
            "value": f"{plans} listed" if plans else "None listed",
            "href": _page(snapshot, "documents:list"),
            "action": "Open",
        },
    ]


def _page(snapshot: CaseSnapshot, name: str) -> str:
    return reverse(name, kwargs={"reference": snapshot.case.reference})


def _time_left(snapshot: CaseSnapshot) -> str:
    header, expiry = CaseHeader.of(snapshot.application, snapshot.on), snapshot.application.effective_expiry_on
    return f"{header.days_left_label}, expires {expiry:%-d %B %Y}" if expiry else header.days_left_label


def _publicity(snapshot: CaseSnapshot) -> str:
    missing = missing_publicity(snapshot.application)
    if missing:
        return f"Not done: {', '.join(row.words for row in missing)}"
    row = snapshot["consultation"]
    if row is None or row.ends_on is None:
        return "Nothing is asked for, and nothing was sent"
    return f"{'Ended' if row.ends_on < snapshot.on else 'Runs until'} {row.ends_on:%-d %B %Y}"


def _conditions(snapshot: CaseSnapshot) -> str:
    rows = snapshot["conditions"]
    first = sum(1 for row in rows if row.pre_commencement)
    return f"{len(rows)}{f', {first} before work starts' if first else ''}" if rows else "None"
