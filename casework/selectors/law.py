"""The rules of law that a council can confirm, and what it has entered so far."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import statute
from applications.law import as_override
from applications.models import LawFigure
from statute.tables import Row, figures_in, tables


@dataclass(frozen=True)
class Rule:
    """One rule with its unsure editions, the newest first; `row` is the one in force, else the newest."""

    row: Row
    editions: tuple[Row, ...]
    entries: tuple[LawFigure, ...] = ()

    @property
    def current(self) -> tuple[LawFigure, ...]:
        """What the council says of the rule as it is in force, and the tables in use take."""
        mine = [entry for entry in self.entries if entry.withdrawn_at is None and is_about(entry, self.row)]
        return tuple(entry for entry in mine if as_override(entry) is not None)

    @property
    def figures(self) -> dict[str, Any]:
        """What the tables say, by name."""
        return dict(figures_in(self.row.values))

    @property
    def is_confirmed(self) -> bool:
        """Whether an officer has confirmed the rule as it stands, or each of its figures."""
        given = {entry.figure for entry in self.current}
        return bool(given) and ("" in given or given >= self.figures.keys())


def is_about(entry: LawFigure, row: Row) -> bool:
    """Whether an entry speaks of this edition of a rule."""
    return (entry.from_on >= row.since and (row.until is None or entry.from_on <= row.until)) or (row.local and entry.from_on <= row.since)


def rules(authority: Any, *, on: date) -> list[Rule]:
    """Every rule with an unsure figure, or one that is the council's to set, in the order of the tables. One query."""
    editions: dict[tuple[str, str], dict[date, Row]] = defaultdict(dict)
    for figure in statute.unconfirmed_figures():
        editions[figure.row.table, figure.row.key][figure.row.since] = figure.row
    entries: dict[tuple[str, str], list[LawFigure]] = defaultdict(list)
    for entry in entries_of(authority):
        entries[entry.table, entry.key].append(entry)
    return [_rule(list(rows.values()), on, tuple(entries[place])) for place, rows in editions.items()]


def rule(authority: Any, table: str, key: str, *, on: date) -> Rule | None:
    """One rule by name. What the tables have fixed since is still found where the council had entered something; None for any other."""
    found = next((item for item in rules(authority, on=on) if (item.row.table, item.row.key) == (table, key)), None)
    if found is not None:
        return found
    entries = tuple(entry for entry in entries_of(authority) if (entry.table, entry.key) == (table, key))
    rows = [row for row in tables() if (row.table, row.key) == (table, key)]
    return _rule(rows, on, entries) if entries and rows else None


def _rule(rows: list[Row], on: date, entries: tuple[LawFigure, ...]) -> Rule:
    newest = sorted(rows, key=lambda row: row.since, reverse=True)
    return Rule(next((row for row in newest if row.in_force(on)), newest[0]), tuple(newest), entries)


def entries_of(authority: Any) -> list[LawFigure]:
    """All that the council ever entered, the newest first."""
    found = LawFigure.objects.filter(authority=authority).select_related("entered_by", "withdrawn_by")
    return list(found.order_by("-entered_at", "-pk"))


def entry(authority: Any, public_id: Any) -> LawFigure | None:
    """One entry of this council."""
    return LawFigure.objects.filter(authority=authority, public_id=public_id).select_related("authority").first()
