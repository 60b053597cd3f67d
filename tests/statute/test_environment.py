"""Screening by figures and place, and the classes of the returns that are offered."""

from datetime import date
from decimal import Decimal

import pytest

from statute import (
    AmbiguousTypeCode,
    CaseFacts,
    ContradictoryFacts,
    provisions,
    reporting_choices,
    reporting_class,
    screening,
    statutory_expiry,
    type_codes,
)

DAY = date(2026, 11, 2)


def facts(code: str = "pp.full", **known: object) -> CaseFacts:
    return CaseFacts(code, DAY, DAY, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "needed"),
    [
        ({"dwellings": 150, "site_area_hectares": Decimal(5), "floorspace_not_homes": Decimal(0)}, False),
        ({"dwellings": 151, "site_area_hectares": Decimal(5)}, True),
        ({"dwellings": 10, "site_area_hectares": Decimal("5.01")}, True),
        ({"dwellings": 0, "site_area_hectares": Decimal("1.01")}, True),
        ({"dwellings": 0, "site_area_hectares": Decimal(1)}, False),
        ({}, None),
        ({"features": frozenset({"nature.SSSI"})}, True),
        ({"is_householder": True, "site_area_hectares": Decimal("0.03")}, False),
        ({"is_householder": True, "site_area_hectares": Decimal("0.03"), "features": frozenset({"designated.AONB"})}, False),
        ({"is_householder": True, "features": frozenset({"designated.AONB"})}, None),
        ({"dwellings": 9, "site_area_hectares": Decimal(1), "features": frozenset({"nature.ramsarSite"})}, False),
        ({"dwellings": 1, "site_area_hectares": Decimal(3), "floorspace_not_homes": Decimal(6000)}, None),
        ({"dwellings": 1, "site_area_hectares": Decimal(3)}, None),
        ({"dwellings": 1, "site_area_hectares": Decimal(1), "floorspace_not_homes": Decimal(600)}, False),
        ({"dwellings": 1, "site_area_hectares": Decimal(6), "floorspace_not_homes": Decimal(600)}, True),
    ],
)
def test_screening_by_thresholds_and_sensitive_areas(known: dict[str, object], needed: bool | None) -> None:
    assert screening(facts(**known)).value is needed


def test_works_to_a_house_in_a_sensitive_area_are_told_why_the_place_alone_does_not_count() -> None:
    because = screening(facts(is_householder=True, site_area_hectares=Decimal("0.03"), features=frozenset({"nature.SSSI"}))).because
    assert "no project of Schedule 2" in because[0].text and "Not reached" in because[1].text


def test_a_mixed_scheme_is_told_what_is_to_be_measured() -> None:
    because = screening(facts(dwellings=1, site_area_hectares=Decimal(3), floorspace_not_homes=Decimal(6000))).because
    assert "how much of the site is not for homes" in because[0].text


def test_a_threshold_names_the_regulation() -> None:
    reason = screening(facts(dwellings=151, site_area_hectares=Decimal(5))).because[0]
    assert "10(b)(ii)" in reason.citation


def test_a_certificate_never_comes_with_a_statement() -> None:
    assert screening(facts("ldc.proposed", dwellings=500)).value is False
    with pytest.raises(ContradictoryFacts):
        statutory_expiry(facts("ldc.proposed", is_eia=True))


@pytest.mark.parametrize("code", ["pp.full.householder", "pa.part1.classA", "pa.part7.classC", "ldc.proposed", "listed", "advertConsent"])
def test_what_the_law_says_is_among_the_classes_offered(code: str) -> None:
    said = reporting_class(facts(code)).value
    assert said in dict(reporting_choices(facts(code)))
    assert "Q99" in dict(reporting_choices(facts(code)))


def test_a_full_application_may_be_of_any_scale_and_use() -> None:
    offered = dict(reporting_choices(facts("pp.full")))
    assert {"Q01", "Q13", "Q18", "Q20", "Q21"} <= offered.keys() and "Q26" not in offered


@pytest.mark.parametrize(
    ("code", "cited"),
    [
        ("pa.part1.classA", "Schedule 2, Part 1, Class A"),
        ("pa.part20.classZA", "Schedule 2, Part 20, Class ZA"),
        ("ldc.proposed", "section 192"),
        ("ldc.existing", "section 191"),
        ("ldc.listedBuildingWorks", "section 26H"),
    ],
)
def test_an_officer_is_shown_the_provision_that_the_application_rests_on(code: str, cited: str) -> None:
    assert cited in provisions(code)[0].title and provisions(code)[0].url.startswith("https://www.legislation.gov.uk/")


def test_every_prior_approval_and_certificate_rests_on_a_provision_and_no_permission_does() -> None:
    for code in type_codes():
        try:
            found = provisions(code)
        except AmbiguousTypeCode:
            continue
        assert bool(found) is (code == "pa" or code.startswith(("pa.", "ldc"))), code
