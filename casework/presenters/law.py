"""The rules of law in plain words, with what the council has entered."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse

from applications.law import Kind, as_override, kind_of, value_of
from applications.models import LawFigure
from casework.selectors.law import Rule
from core.filters import money, show_date
from statute import StatuteError
from statute.tables import Row, lookup

TABLES = {
    "appeals": "Time to appeal",
    "biodiversity": "Biodiversity net gain",
    "calendar": "How days are counted",
    "consequences": "What silence brings",
    "consultees": "Who is to be consulted",
    "deadlines": "Other time limits",
    "deemed_discharge_exempt": "Conditions that silence never discharges",
    "delegation": "Who decides",
    "delegation_families": "Who decides, by type of application",
    "determination": "Time to decide",
    "environment": "When a proposal is screened for its environmental effects",
    "fee_rules": "Rules about fees",
    "fees": "Fees",
    "guarantee": "Refund of the fee",
    "publicity": "Publicity",
    "publicity_days": "Periods of publicity",
    "reporting_bands": "Time bands of the returns",
    "reporting_classes": "Classes of the returns",
    "scale": "Major and minor development",
}
WORDS = {
    "applies": "in force",
    "area_below": "exempt below, square metres of habitat",
    "base": "fixed part",
    "below": "up to but not including",
    "closes": "office hours end at",
    "each": "for each unit",
    "eia": "environmental statement",
    "flood_zone": "flood zone from",
    "hectares_to": "exempt up to, hectares",
    "hedgerow_below": "exempt below, metres of hedgerow",
    "maximum": "at most",
    "over": "counted above",
    "up_to": "up to",
}
PARTS = {"bands": "band", "triggers": "case"}


def table_name(table: str) -> str:
    return TABLES.get(table, table.replace("_", " ").capitalize())


def figure_name(row: Row, figure: str) -> str:
    """`Band 3: for each unit`, `Weeks`, `Fee`; "The rule" for a rule as a whole."""
    if not figure:
        return "The rule"
    *path, name = figure.split(".")
    if name == "amount":
        words = "fee" if row.table == "fees" else str(row.get("unit", "amount")).replace("_", " ")
    elif name.endswith("_holidays"):
        words = f"{name.removesuffix('_holidays').replace('_', ' ')}: public holidays left out"
    elif name.endswith("_days"):
        words = f"{name.removesuffix('_days').replace('_', ' ')}: days"
    else:
        words = WORDS.get(name, name.replace("_", " "))
    if len(path) == 2 and path[1].isdigit():
        words = f"{PARTS.get(path[0], path[0])} {int(path[1]) + 1}: {words}"
    return words[0].upper() + words[1:]


def rule_name(row: Row) -> str:
    """The rule in the table's own words; its name where it has none."""
    words = row.says or str(row.get("name") or row.key.replace(".", " ").replace("_", " "))
    return words[0].upper() + words[1:]


def say(kind: Kind, value: Any) -> str:
    """A figure as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if kind is Kind.MONEY:
        return money(Decimal(str(value)))
    return f"{value:,}" if isinstance(value, (int, float, Decimal)) else ""


@dataclass(frozen=True)
class FigureLine:
    """One figure of a rule: what the tables say and, where it differs, what the council says."""

    rule: Rule
    figure: str

    @property
    def name(self) -> str:
        return figure_name(self.rule.row, self.figure)

    @property
    def kind(self) -> Kind:
        return kind_of(self.rule.row, self.figure)

    @property
    def table_value(self) -> Any:
        return self.rule.figures.get(self.figure)

    @property
    def entry(self) -> LawFigure | None:
        """The newest entry that counts for this figure."""
        mine = [entry for entry in self.rule.current if entry.figure == self.figure]
        return max(mine, key=lambda entry: entry.from_on, default=None)

    @cached_property
    def value(self) -> Any:
        return value_of(self.entry, self.rule.row) if self.entry else self.table_value

    @property
    def in_the_tables(self) -> str:
        return say(self.kind, self.table_value)

    @property
    def says(self) -> str:
        """`£1,083`, or `£1,100 from 1 January 2027 (the tables say £1,083)`."""
        told = self.in_the_tables
        if self.entry and self.value != self.table_value:
            return f"{say(self.kind, self.value)} from {show_date(self.entry.from_on)} (the tables say {told})"
        return told

    @property
    def href(self) -> str:
        return address(self.rule.row, self.figure)


def address(row: Row, figure: str = "") -> str:
    args = {"table": row.table, "key": row.key} | ({"figure": figure} if figure else {})
    return reverse("casework:law_figure" if figure else "casework:law_rule", kwargs=args)


@dataclass(frozen=True)
class RuleLine:
    """One rule of the list."""

    rule: Rule

    @property
    def name(self) -> str:
        return rule_name(self.rule.row)

    @property
    def in_force(self) -> str:
        row = self.rule.row
        return f"From {show_date(row.since)}" + (f" to {show_date(row.until)}" if row.until else "")

    @property
    def figures(self) -> list[FigureLine]:
        return [FigureLine(self.rule, figure) for figure in self.rule.figures]

    @property
    def href(self) -> str:
        return address(self.rule.row)

    @property
    def key(self) -> str:
        """unconfirmed, confirmed or own: which list the rule belongs to."""
        if self.rule.row.local:
            return "own"
        return "confirmed" if self.rule.is_confirmed else "unconfirmed"

    @property
    def is_changed(self) -> bool:
        return any(line.entry and line.value != line.table_value for line in self.figures)

    @property
    def state(self) -> tuple[str, str]:
        """The words and the colour of the tag."""
        if self.is_changed:
            return ("Changed", "blue") if self.key != "unconfirmed" else ("Changed, the rest unconfirmed", "yellow")
        if self.key == "own":
            return ("As in the tables", "grey")
        if self.key == "confirmed":
            return ("Confirmed", "green")
        return ("Confirmed in part", "yellow") if self.rule.current else ("Not confirmed", "orange")

    @property
    def who(self) -> str:
        """`By Ada Officer, from 1 January 2027`, of the newest entry that counts."""
        newest = next(iter(self.rule.current), None)
        return f"By {newest.entered_by.name}, from {show_date(newest.from_on)}" if newest else ""


@dataclass(frozen=True)
class TableView:
    title: str
    lines: list[RuleLine]


SHOWN = {"unconfirmed": "Not confirmed", "confirmed": "Confirmed", "own": "The council’s own", "all": "All"}


def by_table(rules: list[Rule], show: str) -> list[TableView]:
    """The rules of one list under plain titles, in the order of the titles."""
    lines = [line for line in map(RuleLine, rules) if show in ("all", line.key)]
    lines.sort(key=lambda line: table_name(line.rule.row.table))
    return [TableView(title, list(group)) for title, group in groupby(lines, key=lambda line: table_name(line.rule.row.table))]


def counts(rules: list[Rule]) -> dict[str, int]:
    """How many rules each list holds."""
    keys = [RuleLine(rule).key for rule in rules]
    return {key: len(keys) if key == "all" else keys.count(key) for key in SHOWN}


@dataclass(frozen=True)
class EntryLine:
    """One entry of the history of a rule."""

    entry: LawFigure
    may_withdraw: bool = False

    @property
    def title(self) -> str:
        row, entry = self._row, self.entry
        if row is None or not entry.figure:
            said = "Confirmed as it stands" if not entry.figure else f"{entry.figure}: {entry.value}"
        else:
            said = f"{figure_name(row, entry.figure)}: {say(kind_of(row, entry.figure), value_of(entry, row))}"
        return f"{said}, from {show_date(entry.from_on)}"

    @property
    def _row(self) -> Row | None:
        """The rule of the entry's day; None where the tables in use no longer take the entry."""
        try:
            row = lookup(self.entry.table, self.entry.key, self.entry.from_on)
            value_of(self.entry, row)
        except (StatuteError, ArithmeticError, KeyError, TypeError, ValueError):
            return None
        return row

    @property
    def by(self) -> str:
        return self.entry.entered_by.name

    @property
    def at(self) -> Any:
        return self.entry.entered_at

    @property
    def text(self) -> str:
        entry = self.entry
        parts = [f"Source: {entry.source}, read on {show_date(entry.read_on)}.", entry.note]
        if entry.withdrawn_by:
            parts.append(f"Withdrawn by {entry.withdrawn_by.name} on {show_date(entry.withdrawn_at)}: {entry.withdrawn_because}")
        elif as_override(entry) is None:
            parts.append("Not used: the tables in use now fix this figure.")
        return "\n\n".join(part for part in parts if part)

    @property
    def href(self) -> str:
        """Where the entry is withdrawn, for those who may."""
        open_to = self.may_withdraw and self.entry.withdrawn_at is None
        return reverse("casework:law_withdraw", kwargs={"public_id": self.entry.public_id}) if open_to else ""

    link = "Withdraw this entry"
