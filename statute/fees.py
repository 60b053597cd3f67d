"""The fee for an application, with its arithmetic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from statute.answers import Answer, say_money
from statute.errors import FeeNotComputed
from statute.facts import CaseFacts
from statute.kinds import kind_of
from statute.tables import lookup


def fee_due(facts: CaseFacts, *, on: date) -> Answer[Decimal]:
    """The fee for the application, by the table in force on the day it is made."""
    kind = kind_of(facts)
    if kind.rules["fee"] in ("householder", "none"):
        return _flat(facts, kind.rules["fee"], on)
    if kind.code == "pa.part1.classA":
        return _flat(facts, "prior_approval.standard", on)
    if kind.rules["fee"] == "ldc_proposed" and facts.is_householder:
        return _half(facts, on)
    if kind.rules["fee"] == "ldc_existing" and facts.is_householder:
        return _flat(facts, "householder", on)
    raise FeeNotComputed(f"The fee for “{facts.type_code}” cannot be worked out here yet", fact="type_code")


def _flat(facts: CaseFacts, key: str, on: date) -> Answer[Decimal]:
    row = lookup("fees", key, on, facts.overrides)
    amount = Decimal(row["amount"]).quantize(Decimal("0.01"))
    return Answer(amount, (row.reason(f"{row.says}: {say_money(amount)}"),))


def _half(facts: CaseFacts, on: date) -> Answer[Decimal]:
    whole = _flat(facts, "householder", on)
    half = (whole.value / 2).quantize(Decimal("0.01"))
    row = lookup("fees", "householder", on, facts.overrides)
    words = (
        f"A certificate for a proposed use or development costs half of the planning fee: {say_money(whole.value)} ÷ 2 = {say_money(half)}"
    )
    return Answer(half, (*whole.because, row.reason(words)))
