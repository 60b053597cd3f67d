"""Whether a permission carries the biodiversity gain condition, and why not where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from statute.answers import Answer, Reason
from statute.facts import CaseFacts
from statute.kinds import Kind, counts_as_major, kind_of
from statute.tables import Row, lookup

FAMILIES = ("planning", "technical_details", "variation")


@dataclass(frozen=True, slots=True)
class Habitat:
    """What the exemptions turn on: square metres and metres of habitat lost, priority habitat, self-build, a temporary permission."""

    area_lost: Decimal | None = None
    hedgerow_lost: Decimal | None = None
    priority_habitat: bool = False
    self_build: bool = False
    temporary_years: int | None = None
    phase_one_of_high_speed_rail: bool = False
    gain_site: bool = False


def biodiversity_gain(facts: CaseFacts, habitat: Habitat | None = None) -> Answer[bool]:
    """Whether the general biodiversity gain condition is deemed on a grant. It is never printed as a numbered condition."""
    kind = kind_of(facts)
    if kind.family not in FAMILIES:
        return Answer(False, (Reason("The condition is deemed on planning permissions only"),))
    row = lookup("biodiversity", "major" if counts_as_major(facts, kind) else "other", facts.law_on, facts.overrides)
    if not row["applies"]:
        return Answer(False, (row.reason(),))
    exemptions = lookup("biodiversity", "exemptions", facts.law_on, facts.overrides)
    why = _exemption(facts, kind, habitat or Habitat(), exemptions)
    if why:
        return Answer(False, (row.reason(), exemptions.reason(f"Exempt: {why}")))
    return Answer(True, (row.reason(), exemptions.reason("No exemption applies to the facts given")))


def _exemption(facts: CaseFacts, kind: Kind, habitat: Habitat, row: Row) -> str:
    grounds = (
        (kind.regime.startswith("householder") or facts.is_householder, "a householder application"),
        (facts.is_retrospective, "a retrospective application"),
        (_is_small_loss(habitat, row), "less than 25 square metres of habitat and 5 metres of hedgerow"),
        (_is_small_site(facts, habitat, row), "a small site without priority habitat"),
        (row["self_build"] and _is_small_self_build(facts, habitat), "a small self-build site"),
        (_is_short(habitat, row), "a temporary permission"),
        (habitat.gain_site, "a biodiversity gain site"),
        (habitat.phase_one_of_high_speed_rail, "the high speed railway network"),
    )
    return next((words for is_met, words in grounds if is_met), "")


def _is_small_loss(habitat: Habitat, row: Row) -> bool:
    if habitat.area_lost is None or habitat.hedgerow_lost is None or habitat.priority_habitat:
        return False
    return bool(habitat.area_lost < row["area_below"] and habitat.hedgerow_lost < row["hedgerow_below"])


def _is_small_site(facts: CaseFacts, habitat: Habitat, row: Row) -> bool:
    if habitat.priority_habitat or facts.site_area_hectares is None:
        return False
    return facts.site_area_hectares <= Decimal(str(row["hectares_to"]))


def _is_small_self_build(facts: CaseFacts, habitat: Habitat) -> bool:
    return habitat.self_build and (facts.dwellings or 0) <= 9 and (facts.site_area_hectares or 0) <= Decimal("0.5")


def _is_short(habitat: Habitat, row: Row) -> bool:
    return bool(habitat.temporary_years is not None and habitat.temporary_years <= row["temporary_years_to"])
