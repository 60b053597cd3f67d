"""What the pages of the further questions show: facts of the case, what the form said, what the law makes of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from applications.development import shown
from applications.facts import facts_for
from applications.models import Development, PlanningApplication
from places.designations import DESIGNATIONS
from statute import CaseFacts, Provision, Reason, StatuteError, provisions, reporting_choices, reporting_class

SQUARE_METRES_IN_HECTARE = 10_000


def said_about(application: PlanningApplication, words: list[str]) -> list[tuple[str, str]]:
    """Questions of the applicant's form that have one of these words in them, with their answers. An empty word: all of them."""
    found = []
    for answer in application.answers:
        question = str(answer.get("question", ""))
        if any(word in f" {question.lower()}" for word in words):
            found.append((question, "; ".join(str(value) for value in answer.get("values", [])) or "No answer"))
    return found


def classes_offered(application: PlanningApplication) -> list[tuple[str, str]]:
    """The classes of the returns for this type: (code, words)."""
    try:
        return reporting_choices(facts_for(application))
    except StatuteError:
        return [("Q99", "not counted in the return")]


def suggested_class(application: PlanningApplication) -> tuple[str, tuple[Reason, ...]]:
    """The class that follows from the facts, and why; "" where they do not say."""
    try:
        answer = reporting_class(facts_for(application))
    except StatuteError as error:
        return "", (Reason(str(error)),)
    return answer.value, answer.because


def legislation_of(application: PlanningApplication) -> tuple[Provision, ...]:
    """What the application must come within in law."""
    try:
        return provisions(application.type.code)
    except StatuteError:
        return ()


def site_area(application: PlanningApplication) -> float | None:
    """Square metres inside the red line as it stands, in the plane of the British National Grid."""
    boundary: Any = application.case.boundary_bng
    return float(boundary.area) if boundary else None


def levy_facts(application: PlanningApplication) -> list[dict[str, Any]]:
    """What the levy turns on: new floor space and homes."""
    development = getattr(application.case, "development", None) or Development()
    rows = [
        ("Homes gained", "dwellings_gained"),
        ("Floor space gained, square metres", "floorspace_gained"),
        ("Floor space that is not homes, square metres", "floorspace_not_homes"),
        ("Main use", "use"),
    ]
    return [{"key": label, "value": shown(name, getattr(development, name))} for label, name in rows]


def with_measured_area(application: PlanningApplication, facts: CaseFacts) -> CaseFacts:
    """The facts with the area inside the red line where the form gives none."""
    area = site_area(application)
    if facts.site_area_hectares is not None or not area:
        return facts
    return replace(facts, site_area_hectares=Decimal(f"{area / SQUARE_METRES_IN_HECTARE:.4f}"))


def screening_facts(application: PlanningApplication, facts: CaseFacts) -> list[dict[str, Any]]:
    """What screening turns on: size, homes, what touches the site."""
    area = site_area(application)
    measured = f"{area / SQUARE_METRES_IN_HECTARE:.3f} by the red line" if area else ""
    stated = f"{facts.site_area_hectares.normalize():f}" if facts.site_area_hectares is not None else ""
    touching = sorted(DESIGNATIONS.get(code, code) for code in facts.features)
    return [
        {"key": "Type", "value": application.type.name},
        {"key": "Site area, hectares", "value": stated or measured},
        {"key": "Homes", "value": "" if facts.dwellings is None else str(facts.dwellings)},
        {"key": "Major development", "value": "Yes" if facts.is_major else "No"},
        {"key": "What touches the site", "value": ", ".join(touching) or "Nothing known"},
    ]
