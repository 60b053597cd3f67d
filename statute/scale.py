"""Whether development is major, large, or minor in the sense of the rules that ask."""

from __future__ import annotations

from decimal import Decimal

from statute.answers import Answer, Reason
from statute.errors import MissingFact
from statute.facts import CaseFacts
from statute.kinds import kind_of_code
from statute.tables import Row, lookup

ALWAYS_MAJOR = ("minerals", "oil_and_gas", "waste", "minerals_review")


def _figures(facts: CaseFacts) -> tuple[int, Decimal, Decimal]:
    return facts.dwellings or 0, Decimal(facts.floorspace or 0), Decimal(facts.site_area_hectares or 0)


def _why_large(facts: CaseFacts, row: Row) -> list[str]:
    dwellings, floorspace, area = _figures(facts)
    homes_by_area = facts.use == "dwellings" and facts.dwellings is None
    wide = Decimal(str(row["hectares_homes_unknown" if homes_by_area else "hectares"]))
    reached = [
        (dwellings >= row["dwellings"], f"{dwellings} homes ({row['dwellings']} or more)"),
        (floorspace >= row["floorspace"], f"{floorspace} square metres of floor space ({row['floorspace']} or more)"),
        (area >= wide, f"a site of {area} hectares ({wide} or more)"),
    ]
    return [words for is_reached, words in reached if is_reached]


def is_major_by_definition(facts: CaseFacts) -> Answer[bool]:
    """Whether the figures make the development major (article 2): to be held beside what the officer has marked."""
    row = lookup("scale", "major", facts.law_on, facts.overrides)
    if kind_of_code(facts.type_code).regime in ALWAYS_MAJOR:
        return Answer(True, (row.reason(), row.reason("Minerals and waste development is always major")))
    why = _why_large(facts, row)
    words = f"Major: {'; '.join(why)}" if why else "Not major: no threshold is reached"
    return Answer(bool(why), (row.reason(), row.reason(words)))


def is_large_scale_major(facts: CaseFacts) -> Answer[bool]:
    """Whether a major development counts as large-scale in the statistical returns."""
    row = lookup("scale", "large_major", facts.law_on, facts.overrides)
    why = _why_large(facts, row)
    return Answer(
        bool(why), (row.reason(), row.reason(f"Large-scale: {'; '.join(why)}" if why else "Small-scale: no threshold is reached"))
    )


def is_minor_residential(facts: CaseFacts) -> Answer[bool]:
    """1 to 9 homes on a site of less than half a hectare: decided by an officer under the national scheme."""
    row = lookup("scale", "minor_residential", facts.law_on, facts.overrides)
    if not facts.dwellings:
        return Answer(False, (row.reason("No homes are proposed"),))
    if facts.site_area_hectares is None:
        raise MissingFact("site_area_hectares", "whether homes are a minor residential development turns on it")
    below = facts.site_area_hectares < Decimal(str(row["hectares_below"]))
    words = f"{facts.dwellings} homes on {facts.site_area_hectares} hectares"
    return Answer(facts.dwellings <= row["dwellings_to"] and below, (row.reason(), Reason(words)))


def is_minor_commercial(facts: CaseFacts) -> Answer[bool]:
    """Development without homes that is not major: decided by an officer under the national scheme."""
    row = lookup("scale", "minor_commercial", facts.law_on, facts.overrides)
    if facts.dwellings or facts.use in row["not_uses"]:
        return Answer(False, (row.reason("The development is not commercial"),))
    if facts.floorspace is None or facts.site_area_hectares is None:
        raise MissingFact("floorspace and site_area_hectares", "whether development is minor commercial turns on them")
    small = facts.floorspace < row["floorspace_below"] and facts.site_area_hectares < row["hectares_below"]
    words = f"{facts.floorspace} square metres on {facts.site_area_hectares} hectares"
    return Answer(small, (row.reason(), Reason(words)))
