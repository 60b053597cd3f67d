"""The law as dated rows: loading, looking up on a day, and a council's own figures."""

from __future__ import annotations

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from statute.answers import UNCONFIRMED, Reason, say_date
from statute.errors import DateBeforeTables, NotInForce, OverrideNotAllowed, UnknownFigure
from statute.facts import Override

DATA = Path(__file__).parent / "data"
OWN_FIELDS = ("key", "from", "until", "citation", "source", "confidence", "says", "local")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule in force from `since` to `until` (both days included), with its figures in `values`."""

    table: str
    key: str
    since: date
    until: date | None
    citation: str
    source: str
    confidence: str
    says: str
    local: bool
    values: Mapping[str, Any]

    def in_force(self, on: date) -> bool:
        """Whether this is the law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def reason(self, text: str = "") -> Reason:
        """A reason that rests on this row; its own words when none are given."""
        return Reason(text or self.says, self.citation, self.source, self.confidence)

    def __getitem__(self, figure: str) -> Any:
        return self.values[figure]

    def get(self, figure: str, default: Any = None) -> Any:
        """A figure, or the default where the row has none."""
        return self.values.get(figure, default)


class Tables:
    """A folder of TOML files: `[[table]]` arrays of rows with key, from, until, citation, source and confidence.

    Two plain tables stand beside them: `[types]` (application type code to regime) and `[regimes]` (which rules a regime uses).
    """

    def __init__(self, folder: Path = DATA) -> None:
        self._rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self.types: dict[str, Mapping[str, Any]] = {}
        self.regimes: dict[str, Mapping[str, Any]] = {}
        digest = hashlib.sha256()
        for path in sorted(folder.glob("*.toml")):
            text = path.read_bytes()
            digest.update(text)
            content = tomllib.loads(text.decode())
            self.types.update(content.pop("types", {}))
            self.regimes.update(content.pop("regimes", {}))
            for table, rows in content.items():
                for raw in rows:
                    row = _row(table, raw)
                    self._rows[table, row.key].append(row)
        for rows in self._rows.values():
            rows.sort(key=lambda row: row.since, reverse=True)
        self.version = digest.hexdigest()[:12]

    def __iter__(self) -> Iterator[Row]:
        for rows in self._rows.values():
            yield from rows

    def keys(self, table: str) -> list[str]:
        """The names of all rules of a table."""
        return [key for name, key in self._rows if name == table]

    def has(self, table: str, key: str) -> bool:
        """Whether the table knows the name at all, on whatever day."""
        return (table, key) in self._rows

    def in_force(self, table: str, on: date, overrides: Iterable[Override] = ()) -> list[Row]:
        """Every row of a table that is the law on a day."""
        keys = (key for key in self.keys(table) if any(row.in_force(on) for row in self._rows[table, key]))
        return [self.at(table, key, on, overrides) for key in keys]

    def at(self, table: str, key: str, on: date, overrides: Iterable[Override] = ()) -> Row:
        """The row in force on a day, with the council's own figures laid over it."""
        rows = self._rows.get((table, key))
        if not rows:
            raise UnknownFigure(f"The tables hold nothing called {table}/{key}", fact=key)
        for row in rows:
            if row.in_force(on):
                return _laid_over(row, on, overrides)
        first = rows[-1].since
        if on < first:
            raise DateBeforeTables(f"The tables for “{key}” begin on {say_date(first)}, after {say_date(on)}", fact="date")
        raise NotInForce(f"“{key}” was not in force on {say_date(on)}", fact="date")


def _row(table: str, raw: Mapping[str, Any]) -> Row:
    values = {name: value for name, value in raw.items() if name not in OWN_FIELDS}
    return Row(
        table,
        raw["key"],
        raw["from"],
        raw.get("until"),
        raw["citation"],
        raw["source"],
        raw["confidence"],
        raw.get("says", ""),
        raw.get("local", False),
        values,
    )


def _laid_over(row: Row, on: date, overrides: Iterable[Override]) -> Row:
    mine = sorted((item for item in overrides if _is_about(item, row, on)), key=lambda item: item.from_on)
    if not mine:
        return row
    if not row.local and row.confidence not in UNCONFIRMED:
        raise OverrideNotAllowed(f"{row.citation} fixes {mine[0].figure}: a council cannot set its own", fact=mine[0].figure)
    known, values = dict(figures_in(row.values)), row.values
    for item in mine:
        if item.figure not in ("", *known):
            raise UnknownFigure(f"{row.table}/{row.key} has no figure “{item.figure}”", fact=item.figure)
        if item.figure:
            values = _with_figure(values, item.figure.split("."), item.value)
    given = {item.figure for item in mine}
    confidence = "confirmed" if "" in given or given >= known.keys() else row.confidence
    sources = "; ".join(f"{item.source}, read {say_date(item.read_on)}" for item in mine)
    return replace(row, values=values, confidence=confidence, citation=f"{row.citation}; entered by the council from {sources}")


def _is_about(item: Override, row: Row, on: date) -> bool:
    """An entry is about the rule in force on its day: a later rule of the law replaces it, unless the figure is the council's own."""
    return (item.table, item.key) == (row.table, row.key) and item.from_on <= on and (row.local or row.since <= item.from_on)


def figures_in(values: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each number, date or yes/no in a row by its path: `amount`, `bands.2.each`."""
    if isinstance(values, Mapping):
        parts = list(values.items())
    elif isinstance(values, list):
        parts = [(str(index), value) for index, value in enumerate(values)]
    else:
        if not isinstance(values, str):
            yield path, values
        return
    for name, value in parts:
        yield from figures_in(value, f"{path}.{name}" if path else name)


def _with_figure(values: Any, path: list[str], figure: Any) -> Any:
    if not path:
        return figure
    first, *rest = path
    if isinstance(values, list):
        return [_with_figure(value, rest, figure) if str(index) == first else value for index, value in enumerate(values)]
    return {**values, first: _with_figure(values[first], rest, figure)}


@cache
def _from_folder(folder: Path) -> Tables:
    return Tables(folder)


_folder = DATA


def use_folder(folder: Path | None = None) -> None:
    """Read the tables from another folder from now on (a newer national edition); None goes back to those shipped."""
    global _folder
    _folder = folder or DATA
    _from_folder.cache_clear()


def tables() -> Tables:
    """The tables in use."""
    return _from_folder(_folder)


def version() -> str:
    """A short fingerprint of all tables in use; it changes whenever any figure does."""
    return tables().version


def lookup(table: str, key: str, on: date, overrides: Iterable[Override] = ()) -> Row:
    """The row in force on a day. Errors: UnknownFigure, DateBeforeTables, NotInForce, OverrideNotAllowed."""
    return tables().at(table, key, on, overrides)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a council may confirm or set: where it stands and what the table says now.

    `figure` is a path such as `amount` or `bands.2.each`; empty for a rule without figures, which can only be confirmed as it stands.
    """

    figure: str
    value: Any
    row: Row


def unconfirmed_figures() -> list[Figure]:
    """Every figure with confidence medium or low, or left to the council, for the page on which a named officer confirms them."""
    return [
        Figure(name, value, row)
        for row in tables()
        if row.confidence in UNCONFIRMED or row.local
        for name, value in dict(figures_in(row.values)).items() or [("", None)]
    ]
