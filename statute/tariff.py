"""Amounts of the fee tables: flat sums, and bands by number, floor space or area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from statute.answers import Reason, say_money
from statute.errors import ContradictoryFacts
from statute.facts import Override
from statute.tables import Row, lookup

PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in pounds and pence with the steps that led to it."""

    amount: Decimal
    because: tuple[Reason, ...]

    def half(self, rule: Row) -> Sum:
        """Half of it, by this rule."""
        half = (self.amount / 2).quantize(PENNY)
        words = f"{rule.says}: {say_money(self.amount)} ÷ 2 = {say_money(half)}"
        return Sum(half, (*self.because, rule.reason(words)))


def flat(key: str, on: date, overrides: Iterable[Override] = ()) -> Sum:
    """A flat amount of the table in force on a day."""
    return _flat(lookup("fees", key, on, overrides))


def _flat(row: Row) -> Sum:
    amount = Decimal(row["amount"]).quantize(PENNY)
    return Sum(amount, (row.reason(f"{row.says}: {say_money(amount)}"),))


def tariff(key: str, quantity: Decimal, on: date, overrides: Iterable[Override] = ()) -> Sum:
    """The amount for so many homes, square metres or hectares; the band that holds the quantity applies to all of it."""
    row = lookup("fees", key, on, overrides)
    if "bands" not in row.values:
        return _flat(row)
    if quantity < 0:
        raise ContradictoryFacts(f"{row.says}: a quantity cannot be less than nothing", fact="fee.items")
    band = next(band for band in row["bands"] if _holds(band, quantity))
    base = Decimal(band.get("base", 0))
    each = Decimal(band.get("each", 0))
    over = Decimal(str(band.get("over", 0)))
    units = ((quantity - over) / Decimal(row["step"])).to_integral_value(ROUND_CEILING) if each else Decimal(0)
    amount = base + each * units
    words = f"{row.says}, {_arithmetic(base, each, units, row['unit'], over)} = {say_money(amount)}"
    maximum = row.get("maximum")
    if maximum is not None and amount > maximum:
        amount = Decimal(maximum)
        words += f", but no more than {say_money(amount)}"
    return Sum(amount.quantize(PENNY), (row.reason(words),))


def _holds(band: Mapping[str, Any], quantity: Decimal) -> bool:
    if "below" in band:
        return quantity < Decimal(str(band["below"]))
    return "up_to" not in band or quantity <= Decimal(str(band["up_to"]))


def _arithmetic(base: Decimal, each: Decimal, units: Decimal, unit: str, over: Decimal) -> str:
    if not each:
        return say_money(base)
    part = "" if unit == "dwelling" else " or part of it"
    beyond = f" over {over}" if over else ""
    product = f"{units} × {say_money(each)} (for each {unit}{part}{beyond})"
    return f"{say_money(base)} + {product}" if base else product


def indexed(amount: Decimal, on: date) -> Decimal:
    """A relevant amount as it rises on 1 April: by the index of that year, at most 10 per cent, never down, to the nearest pound."""
    row = lookup("fee_index", "annual", on)
    percent = min(max(Decimal(str(row["percent"])), Decimal(0)), Decimal(row["at_most"]))
    return (amount * (100 + percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
