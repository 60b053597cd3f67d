"""A council's own figures of the law: how they are kept, and how the statute engine gets them."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import Any

import statute
from accounts.policy import policy
from applications.models import LawFigure
from applications.querysets import FIGURE_COLUMNS
from core.errors import DomainError
from statute import Override, StatuteError
from statute.tables import Row, figures_in, lookup

LARGEST = 100_000_000
DAYS_AT_MOST = 2000  # of any period; what is longer is a slip of the hand
PERIODS = ("amount", "days", "weeks", "working_days")


class Kind(Enum):
    """What a figure is, and what is asked for it."""

    RULE = "the rule as it stands"
    MONEY = "an amount in pounds"
    WHOLE = "a whole number"
    NUMBER = "a number"
    YES_NO = "yes or no"
    DAY = "a date"
    TIME = "a time, such as 16:30"


def kind_of(row: Row, figure: str) -> Kind:
    """Which kind of figure this is, from what the table holds; KeyError where the rule has no such figure."""
    if not figure:
        return Kind.RULE
    value, name = dict(figures_in(row.values))[figure], figure.rsplit(".", 1)[-1]
    plain = {bool: Kind.YES_NO, date: Kind.DAY, time: Kind.TIME, float: Kind.NUMBER}.get(type(value))
    if plain:
        return plain
    if row.table == "fees" and name in ("amount", "base", "each", "maximum"):
        return Kind.MONEY
    measured = row.table == "fees" or "hectares" in name or name in ("floorspace", "floorspace_below", "height", "area_below")
    return Kind.NUMBER if measured else Kind.WHOLE


def stored(kind: Kind, value: Any) -> Any:
    """The value as the row keeps it: whole numbers and yes/no as they are, the rest as text."""
    if kind in (Kind.RULE, Kind.YES_NO, Kind.WHOLE):
        return value
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def checked(kind: Kind, figure: str, value: Any) -> Any:
    """The value, if it is one of this kind. DomainError (field `value`) for what cannot be meant."""
    if kind is Kind.RULE:
        return None
    expected = {Kind.YES_NO: bool, Kind.DAY: date, Kind.TIME: time}.get(kind)
    if expected:
        return _of(expected, kind, value)
    number = _number(kind, value)
    name = figure.rsplit(".", 1)[-1]
    is_period = kind is Kind.WHOLE and (name in PERIODS or name.endswith("_days"))
    if number > (DAYS_AT_MOST if is_period else LARGEST):
        raise DomainError(f"{number:,} is more than this figure can be.", "value")
    if kind is Kind.MONEY and number != round(number, 2):
        raise DomainError("Enter pounds and pence.", "value")
    return int(number) if number == int(number) else number


def _of(expected: type, kind: Kind, value: Any) -> Any:
    if type(value) is not expected:
        raise DomainError(f"Enter {kind.value}.", "value")
    return value


def _number(kind: Kind, value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite():
        raise DomainError(f"Enter {kind.value}.", "value")
    if number < 0:
        raise DomainError("A figure cannot be less than nothing.", "value")
    if kind is Kind.WHOLE and number != int(number):
        raise DomainError("Enter a whole number.", "value")
    return number


def value_of(entry: LawFigure, row: Row) -> Any:
    """The value of a kept entry as the engine takes it. KeyError or ValueError where the rule has changed its shape since."""
    kind = kind_of(row, entry.figure)
    read: dict[Kind, Any] = {Kind.DAY: date.fromisoformat, Kind.TIME: time.fromisoformat, Kind.MONEY: Decimal, Kind.NUMBER: Decimal}
    value = read.get(kind, lambda kept: kept)(entry.value)
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def override(table: str, key: str, figure: str, value: Any, from_on: date, source: str, read_on: date, by: str = "") -> Override:
    """The entry as the engine knows it, tried on the rule of its day. StatuteError where that rule takes no such entry."""
    item = Override(table, key, figure, value, from_on, source, read_on, by)
    lookup(table, key, from_on, (item,))
    return item


def as_override(entry: LawFigure) -> Override | None:
    """A kept entry for the engine; None where the tables in use now fix the figure or no longer have it."""
    kept = (entry.table, entry.key, entry.figure, entry.value, entry.from_on, entry.source, entry.read_on, entry.entered_by.name)
    return _as_override(statute.version(), *kept)


@lru_cache(maxsize=2048)
def _as_override(version: str, table: str, key: str, figure: str, value: Any, from_on: date, *rest: Any) -> Override | None:
    """Once for each edition of the tables: a page of many cases asks for the same entries again and again."""
    try:
        read = value_of(LawFigure(table=table, key=key, figure=figure, value=value), lookup(table, key, from_on))
        return override(table, key, figure, read, from_on, *rest)
    except (StatuteError, KeyError, ValueError, TypeError, InvalidOperation):
        return None


def overrides_of(authority_id: int) -> tuple[Override, ...]:
    """The council's own figures for `CaseFacts.overrides`, as far as the tables in use take them. One query: for pages of many cases."""
    entries = LawFigure.objects.filter(authority_id=authority_id, withdrawn_at=None)
    return _taken(entries.values_list(*FIGURE_COLUMNS))


def overrides_for(application: Any) -> tuple[Override, ...]:
    """The same for one application; without a query where it was read with them (ApplicationQuerySet.for_reference)."""
    read = getattr(application, "figures_of_law", None)
    if read is None:
        return overrides_of(application.authority_id)
    days = ("from_on", "read_on")
    return _taken([tuple(date.fromisoformat(row[name]) if name in days else row[name] for name in FIGURE_COLUMNS) for row in read])


def _taken(rows: Iterable[tuple[Any, ...]]) -> tuple[Override, ...]:
    read = (_as_override(statute.version(), *row) for row in rows)
    return tuple(item for item in read if item is not None)


def closures_of(authority: Any) -> frozenset[date]:
    """The days on which the council's offices are closed: not working days of it."""
    return frozenset(date.fromisoformat(day) for day in policy(authority, "closure_days"))


def received_on(moment: datetime, authority: Any) -> date:
    """The day on which something sent electronically counts as received by this council: by its own hours and closure days."""
    return receipt(moment, authority).value


def receipt(moment: datetime, authority: Any) -> statute.Answer[date]:
    """The same with its reasons."""
    return statute.receipt_day(moment, closures_of(authority), overrides_of(authority.pk))
