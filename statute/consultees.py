"""Which bodies the law wants asked or told about a case, and for how many days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from statute.answers import Answer, Reason
from statute.facts import CaseFacts
from statute.kinds import Kind, counts_as_major, kind_of
from statute.publicity import publicity_duties
from statute.tables import Row, tables


@dataclass(frozen=True, slots=True)
class RequiredConsultee:
    """A body that the law names: `consult` (it must answer) or `notify` (it may), the days it has, and why it is named."""

    key: str
    name: str
    duty: str
    days: int
    because: Reason


def _at_least(figure: Decimal | int | None, least: Any) -> bool:
    return figure is not None and figure >= Decimal(str(least))


Test = Callable[[CaseFacts, Kind, Any], bool]
TESTS: Mapping[str, Test] = {
    "features": lambda facts, kind, wanted: not facts.features.isdisjoint(wanted),
    "flood_zone": lambda facts, kind, zone: facts.flood_zone >= zone,
    "grades": lambda facts, kind, grades: facts.listed_grade in grades,
    "setting": lambda facts, kind, wanted: facts.affects_listed_building_setting is wanted,
    "conservation_area": lambda facts, kind, wanted: facts.in_conservation_area is wanted,
    "major": lambda facts, kind, wanted: counts_as_major(facts, kind) is wanted,
    "householder": lambda facts, kind, wanted: kind.regime.startswith("householder") is wanted,
    "demolition": lambda facts, kind, wanted: facts.is_demolition is wanted,
    "eia": lambda facts, kind, wanted: facts.is_eia is wanted,
    "dwellings": lambda facts, kind, least: _at_least(facts.dwellings, least),
    "floorspace": lambda facts, kind, least: _at_least(facts.floorspace, least),
    "hectares": lambda facts, kind, least: _at_least(facts.site_area_hectares, least),
    "height": lambda facts, kind, least: _at_least(facts.height_metres, least),
    "storeys": lambda facts, kind, least: _at_least(facts.storeys, least),
}


def _met(trigger: Mapping[str, Any], facts: CaseFacts, kind: Kind) -> bool:
    return all(TESTS[name](facts, kind, value) for name, value in trigger.items() if name != "words")


def _reason(row: Row, facts: CaseFacts, kind: Kind) -> Reason | None:
    if kind.family not in row["families"]:
        return None
    classes = row.get("classes")
    if classes and not kind.code.startswith(tuple(classes)):
        return None
    met = next((trigger for trigger in row["triggers"] if _met(trigger, facts, kind)), None)
    return row.reason(f"{row['name']}: {met['words']}") if met else None


def statutory_consultees(facts: CaseFacts) -> Answer[tuple[RequiredConsultee, ...]]:
    """The bodies to consult or notify for the case as its facts stand, by name; each with its own reason."""
    kind = kind_of(facts)
    days = publicity_duties(facts).value.consultee_days
    found = []
    for row in tables().in_force("consultees", facts.law_on, facts.overrides):
        if reason := _reason(row, facts, kind):
            found.append(RequiredConsultee(row.key, row["name"], row["duty"], row.get("days", days), reason))
    found.sort(key=lambda consultee: consultee.name)
    if not found:
        return Answer((), (Reason("No trigger for a statutory consultee is met by the facts given"),))
    return Answer(tuple(found), tuple(consultee.because for consultee in found))


def consultee_features() -> tuple[str, ...]:
    """The names that `CaseFacts.features` may hold to set off a consultation."""
    names = {name for row in tables() if row.table == "consultees" for trigger in row["triggers"] for name in trigger.get("features", ())}
    return tuple(sorted(names))
