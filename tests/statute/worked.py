"""Examples worked by hand, kept as tables in `examples/*.txt` that a planning officer can read and check.

A line `? question` opens a table; each row below it reads

    rule | article | spec row | case | with | expected | working

`case` is a type code and facts (`valid=` sets the day of receipt too), `with` the further inputs of the question; both may be empty.
An expected error is written `Error: fact`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from statute import CaseFacts, Extension, FeeFacts, FeeItem

FOLDER = Path(__file__).parent / "examples"
COLUMNS = ("rule", "article", "spec", "case", "inputs", "expected", "working")
FEE_FACTS = {field.name for field in fields(FeeFacts)}


@dataclass(frozen=True)
class Worked:
    """One row: what it exercises, where the rule stands, the case, what is asked and what must come out."""

    question: str
    rule: str
    article: str
    spec: str
    case: str
    inputs: str
    expected: str
    working: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.case} {self.inputs}".strip()


def examples(*questions: str) -> list[Worked]:
    """The rows of these questions; of all questions when none is named."""
    return [row for path in sorted(FOLDER.glob("*.txt")) for row in _rows(path) if not questions or row.question in questions]


def _rows(path: Path) -> Iterator[Worked]:
    question = ""
    for line in path.read_text().splitlines():
        if line.startswith("?"):
            question = line[1:].strip()
        elif line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            assert len(cells) == len(COLUMNS), f"{path.name}: {line}"
            yield Worked(question, *cells)


def counted(rows: list[Worked]) -> int:
    """How many rows count: at most three of one rule."""
    return sum(min(number, 3) for number in Counter((row.question, row.rule) for row in rows).values())


def value(text: str) -> Any:
    """A date, a moment, a number, yes or no, or the text itself."""
    if text in ("yes", "no"):
        return text == "yes"
    for read in (date.fromisoformat, _moment, _number):
        try:
            return read(text)
        except (ValueError, ArithmeticError):
            continue
    return text


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


def _number(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else Decimal(text)


def inputs(text: str) -> dict[str, Any]:
    """`start=2026-11-02 days=28` as a dictionary."""
    return {name: value(word) for name, word in (part.split("=", 1) for part in text.split())}


def facts(text: str) -> CaseFacts:
    """`pp.full valid=2026-11-02 dwellings=3 ext=2027-01-20@2026-12-01 item=plant:0.3` as facts."""
    code, *parts = text.split()
    given: dict[str, Any] = {"received_on": None, "valid_from_on": None}
    fee: dict[str, Any] = {}
    for name, word in (part.split("=", 1) for part in parts):
        _take(name, word, given, fee)
    return CaseFacts(code, **given, fee=FeeFacts(**fee))


def _take(name: str, word: str, given: dict[str, Any], fee: dict[str, Any]) -> None:
    if name == "valid":
        given["valid_from_on"] = value(word)
        given["received_on"] = given["received_on"] or value(word)
    elif name == "received":
        given["received_on"] = value(word)
    elif name == "ext":
        until, agreed = word.split("@")
        given["extensions"] = (*given.get("extensions", ()), Extension(value(until), value(agreed)))
    elif name == "features":
        given["features"] = frozenset(word.split(","))
    elif name == "item":
        fee["items"] = (*fee.get("items", ()), _item(word))
    elif name in ("alternative", "part"):
        fee[f"{name}s"] = (*fee.get(f"{name}s", ()), tuple(_item(each) for each in word.split(",")))
    elif name in FEE_FACTS:
        fee[name] = value(word)
    else:
        given[name] = value(word)


def _item(word: str) -> FeeItem:
    category, _, quantity = word.partition(":")
    return FeeItem(category, Decimal(quantity or 1))
