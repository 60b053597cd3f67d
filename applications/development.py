"""The development in figures: the fields that an officer may put right, their words, and which fact of the law each of them is."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from applications.models import Development

USES = {
    "dwellings": "Homes",
    "offices": "Offices",
    "research": "Research and development",
    "light_industry": "Light industry",
    "general_industry": "General industry",
    "storage": "Storage and distribution",
    "retail": "Shops",
    "services": "Financial and professional services",
    "food": "Food and drink",
    "travellers": "Pitches for Gypsies and Travellers",
    "other": "Another use",
}
WORDS = {
    "dwellings_gained": "Homes gained",
    "floorspace_gained": "Floor space, square metres",
    "floorspace_not_homes": "Floor space that is not homes, square metres",
    "site_area": "Site area, hectares",
    "maximum_height": "Greatest height, metres",
    "storeys": "Storeys",
    "use": "Main use",
    "is_major": "Major development",
    "is_eia": "With an environmental statement",
    "is_public_service_infrastructure": "Public service infrastructure",
    "is_change_of_use": "Change of use",
    "is_minor_commercial": "Minor commercial",
    "is_demolition": "Demolition",
    "is_retrospective": "Retrospective",
    "affects_exterior": "Changes the outside of the building",
    "is_departure": "Departs from the development plan",
    "affects_public_right_of_way": "Affects a public right of way",
    "prior_approval_required": "Prior approval is required",
}
OTHER_NAMES = {
    "dwellings_gained": "dwellings",
    "floorspace_gained": "floorspace",
    "site_area": "site_area_hectares",
    "maximum_height": "height_metres",
}
FACTS = {field: OTHER_NAMES.get(field, field) for field in WORDS}  # field of Development to fact of statute.CaseFacts
FIELDS = {fact: field for field, fact in FACTS.items()}
Changes = dict[str, tuple[Any, Any]]


def facts_of(development: Development) -> dict[str, Any]:
    """The figures as `statute.CaseFacts` takes them. A loss of homes counts as none gained."""
    facts = {fact: getattr(development, field) for field, fact in FACTS.items()}
    if facts["dwellings"] is not None:
        facts["dwellings"] = max(facts["dwellings"], 0)
    return facts


def put(development: Development, values: Mapping[str, Any], *, by: Any, now: datetime) -> Changes:
    """Set what differs, with who says so and when: {field: (before, after)}. Nothing is stored."""
    changes: Changes = {}
    for field in WORDS.keys() & values.keys():
        before, after = getattr(development, field), values[field]
        if before != after:
            setattr(development, field, after)
            changes[field] = (before, after)
            development.sources[field] = {"source": "officer", "by": by.name, "at": now.isoformat()}
    return {field: changes[field] for field in WORDS if field in changes}


def shown(field: str, value: Any) -> str:
    """A figure as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in (None, ""):
        return "Not given"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    return USES.get(value, str(value)) if field == "use" else str(value)


def in_words(changes: Changes) -> str:
    """`Major development: No → Yes; Homes gained: Not given → 12`."""
    return "; ".join(f"{WORDS[field]}: {shown(field, before)} → {shown(field, after)}" for field, (before, after) in changes.items())
