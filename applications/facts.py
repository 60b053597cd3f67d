"""The only place where a case becomes facts for the statute engine."""

from dataclasses import replace
from typing import Any

from applications.development import facts_of
from applications.law import overrides_for
from applications.models import Development, PlanningApplication
from applications.payments import with_money
from statute import CaseFacts, Extension, Override, StatuteError, statutory_expiry
from statute.facts import FeeFacts

FLAGS = {
    "designated.conservationArea": "in_conservation_area",
    "listed": "affects_listed_building_setting",
}
GRADES = {"listed.gradeOne": "I", "listed.gradeTwoStar": "II*", "listed.gradeTwo": "II"}  # the highest first
FLOOD_ZONES = {"flood.zoneThree": 3, "flood.zoneThree.a": 3, "flood.zoneThree.b": 3, "flood.zoneTwo": 2}


def facts_for(application: PlanningApplication, overrides: tuple[Override, ...] | None = None) -> CaseFacts:
    """What the law needs to know of this application: its type, days, agreements, place and figures.

    `overrides`: the council's own figures of the law, where a page of many cases has read them once (applications.law.overrides_of).
    """
    case = application.case
    development = getattr(case, "development", None) or Development()
    codes = {constraint.code for constraint in case.constraints.all() if constraint.removed_at is None and constraint.intersects}
    flags: dict[str, Any] = {flag: code in codes for code, flag in FLAGS.items()}
    facts = CaseFacts(
        type_code=application.type.code,
        received_on=application.received_on,
        valid_from_on=application.valid_from_on,
        extensions=tuple(Extension(a.agreed_until_on, a.agreed_on) for a in application.time_agreements.all()),
        determined_on=application.determined_on,
        flood_zone=max((zone for code, zone in FLOOD_ZONES.items() if code in codes), default=1),
        listed_grade=next((grade for code, grade in GRADES.items() if code in codes), ""),
        features=frozenset(codes),
        is_householder="house" in development.property_type.split("."),
        fee=_fee_claims(application.fee_reasons),
        overrides=overrides_for(application) if overrides is None else overrides,
        **flags,
        **facts_of(development),
    )
    facts = with_money(application, facts)
    return _standing(facts) if facts.extensions else facts


def _standing(facts: CaseFacts) -> CaseFacts:
    """Without agreements that a longer period in law has overtaken, as when a case is marked major after one. They stay on record."""
    try:
        statutory = statutory_expiry(replace(facts, extensions=())).value
    except StatuteError:
        return facts
    if statutory is None:
        return facts
    return replace(facts, extensions=tuple(item for item in facts.extensions if item.agreed_until_on >= statutory))


def _fee_claims(claims: list[str]) -> FeeFacts:
    """The exemptions and reductions that the applicant claims; the officer checks them when checking the fee."""
    return FeeFacts(
        for_disabled_person="exemption: disability" in claims,
        by_parish_council="reduction: parishCouncil" in claims,
        is_sports_club_playing_field="reduction: sports" in claims,
    )
