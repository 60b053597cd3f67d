"""Deadlines that hang on one day, and how long a decision lives."""

from __future__ import annotations

from datetime import date

from statute.answers import Answer, Reason, say_date
from statute.calendar import Closures, add_working_days
from statute.errors import UnknownFigure
from statute.facts import CaseFacts
from statute.kinds import Kind, kind_of
from statute.periods import Period
from statute.tables import Row, lookup, tables

NAMED_AFTER_FAMILY = ("permission_in_principle", "reserved_matters", "technical_details", "listed", "advert")
NAMED_AFTER_REGIME = ("tree_consent", "tree_notice", "hedgerow")


def deadline(key: str, start_on: date, *, closures: Closures = ()) -> Answer[date]:
    """The last day of a named period (`deadline_names()`), counted from the day on which it is set off."""
    if key not in deadline_names():
        raise UnknownFigure(f"“{key}” is not a deadline that the tables know", fact="key")
    row = lookup("deadlines", key, start_on)
    last = _last(row, start_on, closures)
    counted = row.reason(f"Counted from {say_date(start_on)}, the day is {say_date(last)}")
    return Answer(last, (row.reason(), counted))


def deadline_names() -> list[str]:
    """The names that `deadline` understands."""
    return tables().keys("deadlines")


def _last(row: Row, start: date, closures: Closures) -> date:
    amount: int = row["amount"]
    if row["unit"] == "working_days":
        return add_working_days(start, amount, closures)
    if row["unit"] == "clear_days":
        return add_working_days(start, -(amount + 1), closures)
    return Period(amount, row["unit"]).last_day(start, beginning_with=row["counting"] == "beginning_with")


def pre_commencement_reply_by(notice_given_on: date, *, closures: Closures = ()) -> Answer[date]:
    """The last day for the applicant to object to a pre-commencement condition; afterwards it may be imposed."""
    return deadline("pre_commencement_condition", notice_given_on, closures=closures)


def lifetime(facts: CaseFacts, *, decided_on: date) -> Answer[date | None]:
    """The last day of what the decision allows, if it says nothing else; None where it does not run out.

    For notices of tree and hedgerow works `decided_on` is the day of the notice.
    """
    kind = kind_of(facts)
    if facts.is_retrospective:
        return Answer(None, (Reason("The development has been carried out already, so no time limit is imposed"),))
    key = _lifetime_key(kind)
    if key is None:
        return Answer(None, (Reason("A decision of this kind does not run out"),))
    row = lookup("lifetimes", key, decided_on, facts.overrides)
    period = Period(row["amount"], row["unit"])
    last = _last(row, decided_on, ())
    from_when = "beginning with" if row["counting"] == "beginning_with" else "from"
    return Answer(last, (row.reason(), row.reason(f"{period} {from_when} {say_date(decided_on)} end on {say_date(last)}")))


def _lifetime_key(kind: Kind) -> str | None:
    if kind.family == "planning":
        return "outline_details" if kind.regime == "outline" else "full"
    if kind.regime in NAMED_AFTER_REGIME:
        return kind.regime
    return kind.family if kind.family in NAMED_AFTER_FAMILY else None


def commencement_limit(*, on: date) -> Answer[Period]:
    """How long a full planning permission gives to begin: for the standard condition."""
    row = lookup("lifetimes", "full", on)
    return Answer(Period(row["amount"], row["unit"]), (row.reason(),))
