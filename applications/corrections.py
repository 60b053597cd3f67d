"""Dates of a case that a person put right, and how the reasons for a date tell of them."""

from typing import Any

from applications.models import DateCorrection
from core.filters import show_date
from statute import Reason

What = DateCorrection.What


def standing(case: Any, what: str) -> DateCorrection | None:
    """The correction of a date that counts now, or None. Without a query where the case was read with its corrections."""
    return next((row for row in case.date_corrections.all() if row.what == what and row.lifted_at is None), None)


def reason_of(correction: DateCorrection) -> Reason:
    """Who set the date, when and why: the first of the reasons for it."""
    by, at = correction.by.name, show_date(correction.at)
    return Reason(f"{by} set this date to {show_date(correction.day)} on {at}: {correction.reason}")


def received_because(case: Any) -> tuple[Reason, ...]:
    """Why the day of receipt is another than the one on which the application came in; empty where nobody put it right."""
    row = standing(case, What.RECEIVED)
    return (reason_of(row), Reason(f"It came in on {show_date(row.before)}")) if row else ()
