"""What a look-up found, beside what people said: written on the case without taking anything from anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from applications.models import Case, CaseConstraint
from core.filters import show_date
from places.adapters.planning_data import ENTITY_PAGE, Entity
from places.data_sets import meanings
from places.designations import DESIGNATIONS
from places.models import DataSet
from places.selectors import Touched

EDGE = 0.001  # of the site: what covers less only runs along its edge


@dataclass
class Findings:
    """Entities by designation; for each designation that was looked for, the data sets and how they are named as a source."""

    entities: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    looked_for: dict[str, dict[str, str]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def add(self, codes: Iterable[str], entity: dict[str, Any]) -> None:
        for code in codes:
            self.entities.setdefault(code, []).append(entity)

    def looked(self, codes: Iterable[str], data_set: str, source: str) -> None:
        """That a data set was asked about these designations."""
        self.sources.append(source)
        for code in codes:
            self.looked_for.setdefault(code, {})[data_set] = source

    def source_of(self, code: str) -> str:
        """Who found a designation; where nobody did, who looked for it."""
        looked = self.looked_for.get(code, {})
        found_in = {entity["data_set"] for entity in self.entities.get(code, [])}
        return "; ".join(source for data_set, source in looked.items() if data_set in found_in or not found_in)


def source_of(data_set: DataSet) -> str:
    return f"{data_set.name}, imported, as of {show_date(data_set.as_of)}"


def from_imported(touched: list[Touched], data_sets: list[DataSet]) -> Findings:
    """What the imported data sets say."""
    found = Findings()
    for data_set in data_sets:
        found.looked(data_set.codes, data_set.name, source_of(data_set))
    for one in touched:
        area, data_set = one.area, one.area.data_set
        entity = {"name": area.name or area.reference or area.key, "reference": area.reference, "data_set": data_set.name, "area": area.pk}
        entity["url"] = f"{ENTITY_PAGE}{area.key}" if data_set.key in meanings() and area.key.isdigit() else ""
        found.add(area.codes, entity | {"covers": _covers(one.share, area)})
    return found


def _covers(share: float | None, area: Any) -> str:
    """How much of the site an area covers, in words; nothing for points, whose circle is ours."""
    if share is None or area.facts.get("drawn-as") == "point":
        return ""
    if share < EDGE:
        return "only along the edge of the site"
    return "the whole site" if share > 1 - EDGE else f"{max(round(share * 100), 1)}% of the site"


def add_live(found: Findings, entities: list[Entity], asked: list[str], service: str, now: datetime) -> None:
    """What a live service says, beside the imported data sets."""
    known = meanings()
    for key in asked:
        found.looked(known[key].all_codes, known[key].name, f"{known[key].name}, {service}, asked on {show_date(now)}")
    for entity in entities:
        if entity.data_set in known:
            words = {"name": entity.name or entity.reference or entity.key, "reference": entity.reference, "url": entity.url, "covers": ""}
            found.add(known[entity.data_set].codes_of(entity.name, entity.facts), words | {"data_set": known[entity.data_set].name})


@dataclass(frozen=True)
class Change:
    """What a look-up changed on the case, by name."""

    found: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        return bool(self.found or self.gone)


def write(case: Case, found: Findings, *, now: datetime) -> Change:
    """Note on each constraint what was found. The caller holds the case's lock.

    What the applicant declared and what an officer added stays on the list; what an officer removed stays off it. What only a look-up
    put there comes and goes with it, and is never deleted.
    """
    rows = {row.code: row for row in CaseConstraint.objects.filter(case=case)}
    came, gone, changed = [], [], []
    for code in sorted({*found.looked_for, *found.entities}):
        entities = found.entities.get(code, [])
        row = rows.get(code) or (_new(case, code) if entities else None)
        if row is None:
            continue
        before = row.intersects and row.removed_at is None and row.pk is not None
        row.found, row.found_entities, row.looked_up_at = bool(entities), entities, now
        row.found_source = found.source_of(code)[:300]
        row.intersects = row.found or bool(row.declared) or row.added_by_id is not None
        changed.append(row)
        after = row.intersects and row.removed_at is None
        if after != before:
            (came if after else gone).append(row.name)
    new, old = [row for row in changed if row.pk is None], [row for row in changed if row.pk is not None]
    CaseConstraint.objects.bulk_create(new)
    CaseConstraint.objects.bulk_update(old, ["found", "found_entities", "found_source", "looked_up_at", "intersects"])
    return Change(tuple(came), tuple(gone))


def _new(case: Case, code: str) -> CaseConstraint:
    return CaseConstraint(
        authority_id=case.authority_id, case=case, code=code, name=DESIGNATIONS.get(code, code)[:200], source="Found by look-up"
    )
