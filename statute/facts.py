"""What the engine needs to know of a case. One frozen object; nothing here knows a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from statute.errors import ContradictoryFacts, MissingFact


@dataclass(frozen=True, slots=True)
class Extension:
    """A written agreement on a longer period (extension of time or planning performance agreement)."""

    agreed_until_on: date
    agreed_on: date


@dataclass(frozen=True, slots=True)
class Override:
    """A council's own figure: confirmed from a source it read, or set where the law leaves it to the council.

    `table`, `key` and `figure` name it as `statute.unconfirmed_figures()` does; an empty `figure` confirms the rule as it stands.
    It counts from `from_on`.
    """

    table: str
    key: str
    figure: str
    value: Any
    from_on: date
    source: str
    read_on: date
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One category of the fee schedule with its quantity: homes, square metres of external gross floor space, or hectares."""

    category: str
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """What only the fee depends on. `items` empty: derived from the development's own figures.

    `alternatives`: other proposals by the same applicant on the same day; `parts`: the items in each authority's area.
    """

    items: tuple[FeeItem, ...] = ()
    alternatives: tuple[tuple[FeeItem, ...], ...] = ()
    parts: tuple[tuple[FeeItem, ...], ...] = ()
    for_disabled_person: bool = False
    by_parish_council: bool = False
    is_sports_club_playing_field: bool = False
    original_made_on: date | None = None
    full_fee_paid_already: bool = False
    with_building_operations: bool = False
    advertisement: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of one application. Dates are London dates; money is pounds; areas are hectares and square metres."""

    type_code: str
    received_on: date | None
    valid_from_on: date | None
    is_major: bool = False
    is_eia: bool = False
    is_public_service_infrastructure: bool = False
    extensions: tuple[Extension, ...] = ()
    determined_on: date | None = None
    fee_dishonoured_on: date | None = None
    fee_made_good_on: date | None = None
    called_in_on: date | None = None
    appeal_lodged_on: date | None = None
    # the place
    in_conservation_area: bool = False
    affects_listed_building_setting: bool = False
    is_departure: bool = False
    affects_public_right_of_way: bool = False
    flood_zone: int = 1
    listed_grade: str = ""
    features: frozenset[str] = frozenset()
    # the development
    dwellings: int | None = None
    floorspace: Decimal | None = None
    floorspace_not_homes: Decimal | None = None
    site_area_hectares: Decimal | None = None
    use: str = ""
    is_change_of_use: bool = False
    is_minor_commercial: bool = False
    is_householder: bool = False
    is_retrospective: bool = False
    is_demolition: bool = False
    affects_exterior: bool = True
    height_metres: Decimal | None = None
    storeys: int | None = None
    prior_approval_required: bool = False
    # money
    fee_paid: Decimal | None = None
    fee: FeeFacts = FeeFacts()
    # the council's own figures
    overrides: tuple[Override, ...] = ()

    @property
    def law_on(self) -> date:
        """The day whose law governs the case: when it was received, else when it became valid."""
        day = self.received_on or self.valid_from_on
        if day is None:
            raise MissingFact("received_on", "the law that applies depends on when the application was received")
        return day


def _contradicts(fact: str, message: str) -> ContradictoryFacts:
    return ContradictoryFacts(message, fact=fact)


def check(facts: CaseFacts) -> CaseFacts:
    """Refuse facts whose dates cannot all be true; otherwise give them back."""
    received, valid, determined = facts.received_on, facts.valid_from_on, facts.determined_on
    if received and valid and valid < received:
        raise _contradicts("valid_from_on", "The application is said to be valid from a day before it was received")
    if determined:
        _check_determined(facts, determined)
    for extension in facts.extensions:
        _check_extension(facts, extension)
    if facts.fee_dishonoured_on or facts.fee_made_good_on:
        _check_fee(facts)
    _check_figures(facts)
    if facts.is_public_service_infrastructure and not facts.is_major:
        raise _contradicts(
            "is_public_service_infrastructure", "Public service infrastructure development is major development by definition"
        )
    return facts


def _check_fee(facts: CaseFacts) -> None:
    stopped, paid = facts.fee_dishonoured_on, facts.fee_made_good_on
    if paid and (stopped is None or paid < stopped):
        raise _contradicts("fee_made_good_on", "The fee is said to be made good before the applicant was told that it was dishonoured")
    if stopped and facts.received_on and stopped < facts.received_on:
        raise _contradicts("fee_dishonoured_on", "The fee is said to be dishonoured before the application was received")


def _check_figures(facts: CaseFacts) -> None:
    for fact in ("dwellings", "floorspace", "floorspace_not_homes", "site_area_hectares", "fee_paid"):
        figure = getattr(facts, fact)
        if figure is not None and figure < 0:
            raise _contradicts(fact, f"{fact.replace('_', ' ')} cannot be less than nothing")
    if facts.flood_zone not in (1, 2, 3):
        raise _contradicts("flood_zone", "A flood zone is 1, 2 or 3")


def _check_determined(facts: CaseFacts, determined: date) -> None:
    if facts.valid_from_on is None:
        raise _contradicts("determined_on", "The application is said to be determined but was never valid")
    if determined < facts.valid_from_on:
        raise _contradicts("determined_on", "The application is said to be determined before it was received and valid")


def _check_extension(facts: CaseFacts, extension: Extension) -> None:
    if facts.received_on and extension.agreed_on < facts.received_on:
        raise _contradicts("extensions", "An extension of time is said to be agreed before the application was received")
    if facts.determined_on and extension.agreed_on > facts.determined_on:
        raise _contradicts("extensions", "An extension of time is said to be agreed after the decision")
    if extension.agreed_until_on < extension.agreed_on:
        raise _contradicts("extensions", "An extension of time runs out before the day on which it was agreed")
