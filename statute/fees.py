"""The fee for an application, with its arithmetic, and how it compares with what was paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from statute.answers import Answer, Reason, say_date, say_money
from statute.errors import ContradictoryFacts, FeeNotComputed, MissingFact
from statute.facts import CaseFacts, FeeFacts, FeeItem
from statute.kinds import Kind, counts_as_major, kind_of
from statute.tables import lookup
from statute.tariff import Sum, flat, tariff

WHOLE_FEE = (
    "full",
    "demolition",
    "outline",
    "minerals",
    "oil_and_gas",
    "waste",
    "ldc_existing",
    "ldc_proposed",
    "householder",
    "reserved_matters",
)
BY_SITE_AREA = ("minerals", "oil_and_gas", "waste", "permission_in_principle")
BY_SIZE_OF_HOUSEHOLD = ("conditions", "non_material")
NOTHING = Decimal("0.00")
ADDED_TOGETHER = ("dwellings", "floorspace")
NO_FEE_WORDS = {
    "local": "The law sets no fee for this kind of case: the council makes its own charge",
    "hazardous": "The tables do not hold the fees for hazardous substances consent",
    "prior_approval": "The tables hold no fee for prior approval under this Class",
    "unknown_ldc": "Say whether the certificate is for an existing or a proposed use: the fees differ",
}


def fee_due(facts: CaseFacts, *, on: date) -> Answer[Decimal]:
    """The fee for the application, by the table in force on the day it is made.

    Errors: DateBeforeTables, MissingFact, ContradictoryFacts, FeeNotComputed (with the reason why no fee can be given).
    """
    kind = kind_of(facts)
    if kind.fee in NO_FEE_WORDS:
        raise FeeNotComputed(NO_FEE_WORDS[kind.fee], fact="type_code")
    if facts.fee.for_disabled_person:
        return _exempt(facts, on, "disabled_person")
    if _is_free_go(facts.fee, on):
        return _exempt(facts, on, "free_go")
    whole = _with_concessions(facts, on, _base(facts, kind, on))
    return Answer(whole.amount, whole.because)


def _exempt(facts: CaseFacts, on: date, why: str) -> Answer[Decimal]:
    row = lookup("fee_rules", why, on, facts.overrides)
    return Answer(NOTHING, (row.reason(),))


def _is_free_go(fee: FeeFacts, on: date) -> bool:
    original = fee.original_made_on
    if original is None:
        return False
    if original > on:
        raise ContradictoryFacts("The first application is said to be made after this one", fact="fee.original_made_on")
    last: date = lookup("fee_rules", "free_go_originals", original)["last_original_on"]
    return original <= last


def _base(facts: CaseFacts, kind: Kind, on: date) -> Sum:
    if kind.fee == "ldc_proposed":
        return _whole(facts, kind, on).half(lookup("fee_rules", "ldc_proposed", on, facts.overrides))
    if kind.fee == "reserved_matters" and facts.fee.full_fee_paid_already:
        return flat("reserved_matters.paid", on, facts.overrides)
    if kind.fee == "demolition" and not (facts.fee.items or facts.dwellings or facts.floorspace or facts.is_change_of_use):
        return Sum(NOTHING, (lookup("fee_rules", "demolition", on, facts.overrides).reason(),))
    if kind.fee in WHOLE_FEE:
        return _whole(facts, kind, on)
    if kind.fee == "permission_in_principle":
        return tariff(kind.fee, _site_area(facts), on, facts.overrides)
    return (
        flat(_flat_key(facts, kind), on, facts.overrides) if not kind.fee.startswith("prior_approval") else _prior_approval(facts, kind, on)
    )


def _flat_key(facts: CaseFacts, kind: Kind) -> str:
    if kind.fee == "variation":
        scale = "major" if counts_as_major(facts, kind) else "other"
        return f"variation.{'householder' if facts.is_householder else scale}"
    if kind.fee in BY_SIZE_OF_HOUSEHOLD:
        return f"{kind.fee}.{'householder' if facts.is_householder else 'other'}"
    if kind.fee == "advert":
        if facts.fee.advertisement not in ("premises", "advance_sign", "other"):
            raise MissingFact("fee.advertisement", "say whether the advertisement is on the premises, an advance sign or another")
        return f"advert.{facts.fee.advertisement}"
    return kind.fee


def _prior_approval(facts: CaseFacts, kind: Kind, on: date) -> Sum:
    if kind.fee in ("prior_approval.homes", "prior_approval.upward"):
        if not facts.dwellings:
            raise MissingFact("dwellings", "the fee is charged for each home")
        return tariff(kind.fee, Decimal(facts.dwellings), on, facts.overrides)
    if not facts.fee.with_building_operations:
        return flat(kind.fee, on, facts.overrides)
    if not kind.building_operations:
        raise ContradictoryFacts(f"“{kind.code}” has no fee of its own for building operations", fact="fee.with_building_operations")
    return flat("prior_approval.building_operations", on, facts.overrides)


def _site_area(facts: CaseFacts) -> Decimal:
    if not facts.site_area_hectares:
        raise MissingFact("site_area_hectares", "the fee is charged by site area")
    return Decimal(facts.site_area_hectares)


def _whole(facts: CaseFacts, kind: Kind, on: date) -> Sum:
    if facts.fee.parts:
        return _across_boundary(facts, kind, on)
    return _of_alternatives(facts, kind, on, facts.fee.items or _derived(facts, kind))


def _across_boundary(facts: CaseFacts, kind: Kind, on: date) -> Sum:
    rule = lookup("fee_rules", "cross_boundary", on, facts.overrides)
    single = _of_alternatives(facts, kind, on, facts.fee.items or _derived(facts, kind))
    parts = [_of_items(facts, part, on) for part in facts.fee.parts]
    together = sum((part.amount for part in parts), Decimal(0))
    limit = single.amount * rule["percent"] / 100
    amounts = " + ".join(say_money(part.amount) for part in parts)
    most = f"{rule['percent']} per cent of {say_money(single.amount)} is {say_money(limit)}"
    words = f"{rule.says}: the parts come to {amounts} = {say_money(together)}; {most}"
    return Sum(min(together, limit), (*single.because, rule.reason(words)))


def _of_alternatives(facts: CaseFacts, kind: Kind, on: date, items: tuple[FeeItem, ...]) -> Sum:
    first = _of_items(facts, items, on)
    if not facts.fee.alternatives:
        return first
    rule = lookup("fee_rules", "alternatives", on, facts.overrides)
    sums = sorted((first, *(_of_items(facts, other, on) for other in facts.fee.alternatives)), key=lambda item: item.amount, reverse=True)
    rest = sum((item.amount for item in sums[1:]), Decimal(0))
    words = f"{rule.says}: {say_money(sums[0].amount)} + half of {say_money(rest)}"
    return Sum(sums[0].amount + rest / 2, (*(reason for item in sums for reason in item.because), rule.reason(words)))


def _of_items(facts: CaseFacts, items: tuple[FeeItem, ...], on: date) -> Sum:
    sums = [(item.category, tariff(item.category, item.quantity, on, facts.overrides)) for item in items]
    added = [each for category, each in sums if category in ADDED_TOGETHER]
    single = [each for category, each in sums if category not in ADDED_TOGETHER]
    if len(sums) == 1:
        return sums[0][1]
    candidates = [*single, *([_added(added, on)] if added else [])]
    highest = max(candidates, key=lambda each: each.amount)
    if len(candidates) == 1:
        return highest
    rule = lookup("fee_rules", "several_categories", on)
    return Sum(
        highest.amount,
        (*(reason for each in candidates for reason in each.because), rule.reason(f"{rule.says}: {say_money(highest.amount)}")),
    )


def _added(sums: list[Sum], on: date) -> Sum:
    if len(sums) == 1:
        return sums[0]
    rule = lookup("fee_rules", "dwellings_and_floorspace", on)
    amounts = " + ".join(say_money(each.amount) for each in sums)
    total = sum((each.amount for each in sums), Decimal(0))
    because = tuple(reason for each in sums for reason in each.because)
    return Sum(total, (*because, rule.reason(f"{rule.says}: {amounts} = {say_money(total)}")))


def _derived(facts: CaseFacts, kind: Kind) -> tuple[FeeItem, ...]:
    if kind.fee == "householder" or (facts.is_householder and kind.fee.startswith("ldc")):
        return (FeeItem("householder"),)
    if kind.fee == "outline":
        return (FeeItem("outline_dwellings" if facts.dwellings else "outline_buildings", _site_area(facts)),)
    if kind.fee in BY_SITE_AREA:
        return (FeeItem(kind.fee, _site_area(facts)),)
    items = []
    if facts.dwellings:
        items.append(FeeItem("dwellings", Decimal(facts.dwellings)))
    if floorspace := _floorspace_not_homes(facts):
        items.append(FeeItem("floorspace", Decimal(floorspace)))
    if not items and facts.is_change_of_use:
        items.append(FeeItem("change_of_use"))
    if not items:
        raise MissingFact("fee.items", "say which categories of the fee schedule the development falls in, and how much of each")
    return tuple(items)


def _floorspace_not_homes(facts: CaseFacts) -> Decimal | None:
    if facts.dwellings and facts.floorspace and facts.floorspace_not_homes is None:
        raise MissingFact(
            "floorspace_not_homes", "homes are charged by their number, other floor space by the square metre: say how much is which"
        )
    return facts.floorspace if facts.floorspace_not_homes is None else facts.floorspace_not_homes


def _with_concessions(facts: CaseFacts, on: date, base: Sum) -> Sum:
    if facts.fee.is_sports_club_playing_field:
        base = flat("sports_club", on, facts.overrides)
    if facts.fee.by_parish_council:
        base = base.half(lookup("fee_rules", "parish_council", on, facts.overrides))
    if facts.fee.original_made_on is not None:
        rule = lookup("fee_rules", "free_go_abolished", on, facts.overrides)
        base = replace(base, because=(*base.because, rule.reason()))
    return base


@dataclass(frozen=True, slots=True)
class FeeComparison:
    """What is due beside what was paid: state is `paid`, `not_paid`, `underpaid`, `overpaid` or `none_due`."""

    due: Decimal
    paid: Decimal
    difference: Decimal
    state: str


def fee_compared(facts: CaseFacts, *, on: date) -> Answer[FeeComparison]:
    """The fee due beside the fee paid; a positive difference is still owed, a negative one is to be paid back."""
    due = fee_due(facts, on=on)
    paid = facts.fee_paid or NOTHING
    difference = due.value - paid
    words = f"{say_money(due.value)} is due on {say_date(on)}; {say_money(paid)} has been paid"
    return Answer(FeeComparison(due.value, paid, difference, _state(due.value, paid)), (*due.because, Reason(words)))


def _state(due: Decimal, paid: Decimal) -> str:
    if paid > due:
        return "overpaid"
    if paid == due:
        return "paid" if due else "none_due"
    return "underpaid" if paid else "not_paid"
