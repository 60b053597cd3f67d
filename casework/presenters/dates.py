"""What the law says of given facts, all at once, as rows that can be read aloud; beside it, what it says of a case as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.development import FIELDS, WORDS
from core.filters import money, show_date
from statute import CaseFacts, Consequence, PublicityDuties, StatuteError, fee_due, overview

LABELS = {
    "determination_period": "Time to decide",
    "statutory_expiry": "Statutory expiry",
    "effective_expiry": "Expiry with agreements",
    "planning_guarantee": "Refund of the fee after",
    "agreement_effect": "What agreements do to the refund",
    "consequence_if_missed": "If nobody decides",
    "fee": "Fee",
    "publicity_duties": "Who must be told",
    "statutory_consultees": "Consultees in law",
    "is_major_by_definition": "Major by its figures",
    "reporting_class": "Class in the returns",
}
EFFECTS = {
    "none": "No refund applies",
    "kept": "The refund is kept",
    "at_risk": "Treat the money as at risk",
    "lost": "The right to the refund is lost",
}
CHANNELS = {"site_notice": "site notice", "neighbour_letters": "neighbour letters", "press": "press notice", "website": "website"}


@dataclass(frozen=True)
class Cell:
    """One answer in words, with its reasons; where the law gave none, `text` says why not."""

    text: str
    reasons: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Line:
    """One question: the answer for the case as it is (None without a case), and for the facts entered."""

    label: str
    now: Cell | None
    then: Cell

    @property
    def differs(self) -> bool:
        return self.now is not None and self.now.text != self.then.text


def answers(facts: CaseFacts) -> dict[str, Any]:
    """Every question of the law with its answer or its error, the fee among them."""
    said: dict[str, Any] = dict(overview(facts))
    try:
        said["fee"] = fee_due(facts, on=facts.law_on)
    except StatuteError as error:
        said["fee"] = error
    return said


def lines(now: Mapping[str, Any] | None, then: Mapping[str, Any]) -> list[Line]:
    """The rows of the table, in the order of LABELS."""
    return [Line(label, _cell(name, now[name]) if now else None, _cell(name, then[name])) for name, label in LABELS.items()]


def _cell(name: str, said: Any) -> Cell:
    if isinstance(said, StatuteError):
        return Cell(f"Cannot be said: {_plain(said)}")
    return Cell(_words(name, said.value), said.because)


def _plain(error: StatuteError) -> str:
    """The error with a field's own words in place of the name of the fact."""
    field = FIELDS.get(error.fact)
    words, stands_before = WORDS[field] if field else "", f"{error.fact} is needed: "
    return error.message.replace(stands_before, f"{words} is needed: " if words else "")


def _words(name: str, value: Any) -> str:
    if value is None or value == ():
        return "None"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, Consequence):
        return value.sentence
    if isinstance(value, PublicityDuties):
        return _duties(value)
    if isinstance(value, tuple):
        return ", ".join(body.name for body in value)
    return EFFECTS.get(value, str(value)) if name == "agreement_effect" else str(value)


def _duties(duties: PublicityDuties) -> str:
    each = [(words, getattr(duties, channel)) for channel, words in CHANNELS.items()]
    asked = [f"{words}, {duty.days} days" for words, duty in each if duty.required]
    either = [words for words, duty in each if duty.either]
    if either:
        days = max(duty.days for _, duty in each if duty.either)
        asked.insert(0, f"{' or '.join(either)}, {days} days")
    words = "; ".join(asked) or "nobody"
    return words[0].upper() + words[1:]
