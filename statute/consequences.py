"""What follows in law if nobody decides: the sentence on the radar, the day and the money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from statute.answers import Answer, say_date, say_money
from statute.facts import CaseFacts
from statute.guarantee import planning_guarantee
from statute.kinds import Kind, kind_of
from statute.periods import effective_expiry
from statute.tables import lookup

NOTHING = Decimal("0.00")
ONE_DAY = timedelta(days=1)
Day = date


@dataclass(frozen=True, slots=True)
class Consequence:
    """What happens after the last day: deemed_consent, right_of_appeal, works_may_proceed, refund, secretary_of_state or none.

    `last_day` is the last day on which a decision prevents it; `date` the first day on which it has happened.
    """

    kind: str
    date: Day | None
    last_day: Day | None
    money_at_stake: Decimal
    sentence: str


def _key(facts: CaseFacts, kind: Kind) -> str:
    rule: str = kind.rules["consequence"]
    if rule == "deemed_consent":
        return "land_drainage"
    if rule != "class":
        return rule
    if facts.prior_approval_required or kind.code == "pa.part1.classAA" or kind.code.startswith("pa.part20."):
        return "prior_approval_no_deemed"
    return "deemed_consent"


def _happens_on(last_day: date | None) -> date | None:
    return last_day + ONE_DAY if last_day else None


def consequence_if_missed(facts: CaseFacts) -> Answer[Consequence]:
    """What follows if no decision is made by the effective expiry, with the fee that a later refund puts at stake."""
    kind = kind_of(facts)
    expiry = effective_expiry(facts)
    refund = planning_guarantee(facts)
    row = lookup("consequences", "none" if expiry.value is None else _key(facts, kind), facts.law_on, facts.overrides)
    money = (facts.fee_paid or NOTHING) if refund.value else NOTHING
    sentence = _sentence(row.says, expiry.value, refund.value, money)
    value = Consequence(row["kind"], _happens_on(expiry.value), expiry.value, money, sentence)
    return Answer(value, (*expiry.because, row.reason(), *refund.because))


def _sentence(says: str, last_day: date | None, refund_day: date | None, money: Decimal) -> str:
    if last_day is None:
        return "No legal deadline is running."
    sentence = f"If nothing is decided by {say_date(last_day)}: {says[0].lower()}{says[1:]}."
    if refund_day and money:
        sentence += f" {say_money(money)} has to be paid back if nothing is decided by {say_date(refund_day)}."
    return sentence


def consequences(facts: CaseFacts) -> Answer[tuple[Consequence, ...]]:
    """Everything that follows from silence, in order of date: for the radar."""
    first = consequence_if_missed(facts)
    items = [first.value] if first.value.last_day else []
    refund = planning_guarantee(facts)
    if refund.value and first.value.kind != "refund":
        row = lookup("consequences", "refund" if kind_of(facts).family == "conditions" else "planning_refund", facts.law_on)
        money = facts.fee_paid or NOTHING
        sentence = f"If nothing is decided by {say_date(refund.value)}: {say_money(money)} has to be paid back."
        items.append(Consequence(row["kind"], _happens_on(refund.value), refund.value, money, sentence))
    return Answer(tuple(sorted(items, key=lambda item: item.last_day or date.max)), first.because)
