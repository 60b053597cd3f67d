"""Whether a proposal has to be screened for an environmental impact assessment, by its figures and its place."""

from __future__ import annotations

from decimal import Decimal

from statute.answers import Answer, Reason
from statute.facts import CaseFacts
from statute.kinds import kind_of_code
from statute.tables import lookup

THRESHOLDS = ("homes", "whole_site", "other_than_homes")


def may_need_assessment(type_code: str) -> bool:
    """Whether an environmental statement can accompany an application of this type at all."""
    return bool(kind_of_code(type_code).rules["eia"])


def screening(facts: CaseFacts) -> Answer[bool | None]:
    """Whether the proposal comes within the thresholds of Schedule 2 for urban development; None where the figures are not known.

    In a sensitive area the answer is yes, whatever the size, but for works to a house. The judgement stays the officer's.
    """
    if not may_need_assessment(facts.type_code):
        return Answer(False, (Reason("An application of this kind cannot come with an environmental statement"),))
    sensitive = lookup("environment", "sensitive", facts.law_on, facts.overrides)
    place: tuple[Reason, ...] = ()
    if not facts.features.isdisjoint(sensitive["features"]):
        if not facts.is_householder:
            return Answer(True, (sensitive.reason(),))
        place = (lookup("environment", "works_to_a_house", facts.law_on, facts.overrides).reason(),)
    met, below, unknown = [], [], []
    for key in THRESHOLDS:
        row = lookup("environment", key, facts.law_on, facts.overrides)
        figure = getattr(facts, row["fact"])
        if (facts.is_householder and key != "whole_site") or (row["only_without_homes"] and _homes_alone(facts)):
            continue
        if row["only_without_homes"] and facts.dwellings and figure is not None and Decimal(figure) > row["over"]:
            unknown.append(row.reason(f"Not known: how much of the site is not for homes. {row.says}"))
        elif figure is None:
            unknown.append(row.reason(f"Not known: {row.says[0].lower()}{row.says[1:]}"))
        elif Decimal(figure) > row["over"]:
            met.append(row.reason())
        else:
            below.append(row.reason(f"Not reached: {row.says[0].lower()}{row.says[1:]}"))
    if met:
        return Answer(True, tuple(met))
    return Answer(None if unknown else False, (*place, *unknown, *below))


def _homes_alone(facts: CaseFacts) -> bool:
    """Homes, and known to have no floor space beside them."""
    return bool(facts.dwellings) and facts.floorspace_not_homes is not None and not facts.floorspace_not_homes
