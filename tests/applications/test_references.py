"""References: the council's pattern, never the same number twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from applications.models import PlanningApplication, ReferenceCounter
from applications.references import next_reference, with_suffix
from core.converters import ReferenceConverter
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import CaseFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db
LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")


def test_numbers_start_at_100_and_go_on_whatever_the_type(authority, now):
    assert [next_reference(authority, suffix=suffix, received_at=now) for suffix in ("HAPP", "LDCP", "HAPP")] == [
        "26-00100-HAPP",
        "26-00101-LDCP",
        "26-00102-HAPP",
    ]


def test_each_council_counts_for_itself(authority, now):
    next_reference(authority, suffix="HAPP", received_at=now)
    other = LocalAuthorityFactory()
    with acting_for(other):
        assert next_reference(other, suffix="HAPP", received_at=now) == "26-00100-HAPP"


def test_the_year_is_that_of_london(authority):
    last_minutes = datetime(2026, 12, 31, 23, 59, tzinfo=LONDON)
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert next_reference(authority, suffix="X", received_at=last_minutes).startswith("26-")
    assert next_reference(authority, suffix="X", received_at=datetime(2027, 1, 1, 0, 0, tzinfo=LONDON)).startswith("27-")
    assert next_reference(authority, suffix="X", received_at=summer).startswith("26-")


def test_a_council_has_its_own_pattern(authority, now):
    authority.reference_pattern = "{suffix}/{year:02d}/{number:04d}"
    assert next_reference(authority, suffix="FUL", received_at=now) == "FUL/26/0100"


def test_a_number_given_in_a_failed_transaction_is_given_again(authority, now):
    with pytest.raises(RuntimeError), transaction.atomic():
        next_reference(authority, suffix="X", received_at=now)
        raise RuntimeError
    assert next_reference(authority, suffix="X", received_at=now) == "26-00100-X"
    assert ReferenceCounter.objects.get(authority=authority).next_number == 101


def test_two_cases_of_an_issuer_never_share_a_reference(authority):
    CaseFactory(authority=authority, reference="26-00100-HAPP")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(authority=authority, reference="26-00100-HAPP")


def test_a_change_of_type_keeps_the_number():
    assert with_suffix("26-00100-HAPP", "HAPP", "FUL") == "26-00100-FUL"
    assert with_suffix("15/01234/FUL", "HAPP", "MAJ") == "15/01234/FUL"


@pytest.mark.parametrize("reference", ["26-00100-HAPP", "15/01234/FUL", "P.2019.0001", "S_1"])
def test_an_address_gives_back_the_reference(reference):
    converter = ReferenceConverter()
    address = converter.to_url(reference)
    assert "/" not in address
    assert converter.to_python(address) == reference


@pytest.mark.parametrize(
    ("stored", "asked"), [("26-00100-HAPP", "26-00100-happ"), ("15/01234/ful", "15/01234/ful"), ("15/01234/FUL", "15/01234/ful")]
)
def test_a_case_is_found_by_its_reference_in_small_letters_too(authority, stored, asked):
    PlanningApplicationFactory(authority=authority, case__reference=stored)
    assert authority.applications.for_reference(asked).reference == stored


def test_two_that_differ_in_letters_alone_are_told_apart(authority):
    for stored in ("15/1/FUL", "15/1/ful"):
        PlanningApplicationFactory(authority=authority, case__reference=stored)
        assert authority.applications.for_reference(stored).reference == stored


def test_another_councils_reference_is_not_found(authority):
    other = LocalAuthorityFactory()
    with acting_for(other):
        PlanningApplicationFactory(authority=other, case__reference="26-00100-HAPP")
    with pytest.raises(PlanningApplication.DoesNotExist):
        authority.applications.for_reference("26-00100-HAPP")
