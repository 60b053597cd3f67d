"""What touches the site, as the officer checks it: what was declared beside what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from applications.models import CaseConstraint, PlanningApplication, SiteLookUp
from places.adapters.planning_data import PLANNING_DATA
from places.models import OutsideService
from places.selectors import outlines_near, outside_services

MOST_LAYERS = 12
COLOURS = ["#1d70b8", "#00703c", "#4c2c92", "#f47738", "#28a197", "#801650"]


@dataclass(frozen=True)
class ConstraintRow:
    row: CaseConstraint
    declared_anyway: bool = False  # by a part of it: "listed.gradeTwo" declares "listed" too

    @property
    def entities(self) -> list[dict[str, Any]]:
        """What was found, else what was declared: name, url (https only, for senders write what they like), covers."""
        said = self.row.found_entities if self.row.found else self.row.entities
        return [
            {
                "name": entity.get("name") or entity.get("description") or "",
                "url": url if (url := str(entity.get("url") or "")).startswith("https://") else "",
                "covers": entity.get("covers", ""),
            }
            for entity in said
        ]

    @property
    def declared(self) -> str:
        if self.row.declared or self.declared_anyway:
            return "Yes"
        return "No" if self.row.declared is False else "Not said"

    @property
    def found(self) -> str:
        return {True: "Found", False: "Not found", None: "Not looked for"}[self.row.found]

    @property
    def difference(self) -> str:
        """In words, where what was declared and what was found do not agree; nothing for what an officer put on the list."""
        if self.row.added_by_id is not None:
            return ""
        if self.row.declared and self.row.found is False:
            return "Declared, not found"
        return "Found, not declared" if self.row.found and self.declared != "Yes" else ""


class ConstraintsPage:
    """Everything that the task of constraints shows. Three queries, one more for the map and one when a service failed."""

    def __init__(self, application: PlanningApplication) -> None:
        self.application = application
        self.case = application.case
        rows = list(self.case.constraints.select_related("added_by", "removed_by").order_by("name"))
        declared = {row.code for row in rows if row.declared}
        shown = [ConstraintRow(row, any(code.startswith(f"{row.code}.") for code in declared)) for row in rows]
        self.on_list = [one for one in shown if one.row.removed_at is None and one.row.intersects]
        self.removed = [one for one in shown if one.row.removed_at is not None]
        self.not_touching = [one for one in shown if one.row.removed_at is None and not one.row.intersects]
        self.look_up: SiteLookUp | None = self.case.look_ups.filter(what=SiteLookUp.What.CONSTRAINTS).first()

    @property
    def differences(self) -> int:
        return sum(bool(one.difference) for one in self.on_list)

    @property
    def service(self) -> OutsideService | None:
        """What is noted of the live service, where a look-up failed."""
        return outside_services().get(PLANNING_DATA.key) if self.look_up and self.look_up.fault else None

    @property
    def layers(self) -> list[dict[str, Any]]:
        """The outlines of what was found, for the map."""
        ids = [entity["area"] for one in self.on_list for entity in one.row.found_entities if entity.get("area")]
        boundary: Any = self.case.boundary
        if boundary is None or not ids:
            return []
        outlines = outlines_near(boundary, ids[:MOST_LAYERS])
        return [{"name": name, "geojson": shape, "colour": COLOURS[number % len(COLOURS)]} for number, (name, shape) in enumerate(outlines)]
