"""The government's returns: the class of a case, its time band, and whether it was decided in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from statute.answers import Answer, Reason, say_date
from statute.errors import ContradictoryFacts, MissingFact, UnknownFigure
from statute.facts import CaseFacts
from statute.kinds import Kind, counts_as_major, kind_of
from statute.periods import effective_expiry, statutory_expiry
from statute.tables import lookup, tables

SCALED_FAMILIES = ("planning", "reserved_matters", "variation", "technical_details")


def _reason(facts: CaseFacts, key: str) -> tuple[str, Reason]:
    row = lookup("reporting_classes", key, facts.law_on, facts.overrides)
    return row["code"], row.reason(f"{row['code']}: {row.says}")


def reporting_class(facts: CaseFacts) -> Answer[str]:
    """The class of the case in the PS2 return (Q01 to Q26, PA1 to PA99; Q99 where it is not reported), by type, scale and use."""
    kind = kind_of(facts)
    code, reason = _reason(facts, _class_key(facts, kind))
    return Answer(code, (reason,))


def reporting_choices(facts: CaseFacts) -> list[tuple[str, str]]:
    """The classes that an officer may choose for an application of this type: (code, words), in the order of the tables."""
    kind, on = kind_of(facts), facts.law_on
    if kind.family in SCALED_FAMILIES and kind.regime not in ("householder", "householder_listed"):
        keys = [key for key in tables().keys("reporting_classes") if key.startswith(("major.", "minor.", "change_of_use", "householder"))]
    elif kind.family == "prior_approval":
        keys = [_class_key(facts, kind), "prior_approval"]
    elif kind.family == "listed":
        keys = ["listed", "listed_demolition"]
    else:
        keys = [_class_key(facts, kind)]
    rows = {row["code"]: row.says for row in (lookup("reporting_classes", key, on) for key in [*keys, "not_reported"])}
    return list(rows.items())


def _class_key(facts: CaseFacts, kind: Kind) -> str:
    if kind.family == "prior_approval":
        return kind.code if tables().has("reporting_classes", kind.code) else "prior_approval"
    if kind.regime in ("householder", "householder_listed") or (kind.family == "variation" and facts.is_householder):
        return "householder"
    if kind.family == "listed":
        return "listed_demolition" if facts.is_demolition else "listed"
    if kind.regime == "planning_demolition":
        return "conservation_area_demolition"
    if kind.family not in SCALED_FAMILIES:
        return kind.family if tables().has("reporting_classes", kind.family) else "not_reported"
    return _scaled_key(facts, kind)


def _scaled_key(facts: CaseFacts, kind: Kind) -> str:
    if facts.is_public_service_infrastructure:
        return "major.public_service_infrastructure"
    if counts_as_major(facts, kind):
        return f"major.{_use_group(facts)}"
    return "change_of_use" if facts.is_change_of_use else f"minor.{_use_group(facts)}"


def _use_group(facts: CaseFacts) -> str:
    use = facts.use or ("dwellings" if facts.dwellings else "")
    if not use:
        raise MissingFact("use", "the returns count offices, industry, shops, homes and the rest apart")
    if not tables().has("uses", use):
        raise UnknownFigure(f"“{use}” is not a use that the returns know: {', '.join(use_names())}", fact="use")
    group: str = lookup("uses", use, facts.law_on, facts.overrides)["group"]
    if not group:
        raise MissingFact("use", "class E covers offices, industry and shops, which the returns count apart: give the actual use")
    return group


def use_names() -> list[str]:
    """The uses that `CaseFacts.use` may name."""
    return tables().keys("uses")


@dataclass(frozen=True, slots=True)
class TimeBand:
    """The band of the PS2 return; `agreed` cases (agreement, or EIA) are counted apart, with whether they kept the agreed time."""

    name: str
    agreed: bool
    in_time: bool


def time_band(facts: CaseFacts) -> Answer[TimeBand]:
    """In which column a decision is counted. The day of decision is that of the notice, not of the committee."""
    if facts.determined_on is None or facts.valid_from_on is None:
        raise MissingFact("determined_on", "only a decided case has a time band")
    expiry = effective_expiry(facts)
    if expiry.value is None:
        raise ContradictoryFacts("A case without a period in law has no time band", fact="type_code")
    in_time = facts.determined_on <= expiry.value
    agreed = facts.is_eia or expiry.value != statutory_expiry(facts).value
    row = lookup("reporting_bands", "bands", facts.determined_on)
    elapsed = facts.determined_on - facts.valid_from_on
    name = next((band["name"] for band in row["bands"] if elapsed <= timedelta(weeks=band["weeks"])), row["last"])
    words = f"Decided on {say_date(facts.determined_on)}, day {elapsed.days}; due by {say_date(expiry.value)}"
    return Answer(TimeBand("agreed time" if agreed else name, agreed, in_time), (row.reason(), Reason(words)))


def performance_threshold(measure: str, *, on: date) -> Answer[int]:
    """The percentage by which a council is designated: speed_major, speed_other (at least) or quality (at most)."""
    row = lookup("performance", measure, on)
    return Answer(row["percent"], (row.reason(),))
