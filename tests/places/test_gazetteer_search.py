"""Finding an address as people type it."""

import pytest

from core.tenancy import acting_for
from places.models import Address
from places.questions import AddressQuestion
from places.selectors import address_for, find_addresses
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.places import AddressFactory


@pytest.fixture
def town(authority):
    make = lambda lines, postcode, **more: AddressFactory(authority=authority, lines=lines, postcode=postcode, **more)  # noqa: E731
    make("10 Mill Lane", "AN1 3CD")
    make("2 Mill Lane", "AN1 3CD")
    make("Flat 2, 14–16 Mill Lane", "AN1 3CD")
    make("Flat 10, 14–16 Mill Lane", "AN1 3CD")
    make("14A Mill Lane", "AN1 3CE")
    make("7 King’s Road", "AN1 4AA", organisation="Smith & Sons")
    make("1 St Mary’s Road", "AN13 4AA", uprn="10012345678")
    make("3 Mill Lane", "AN1 3CD", state=Address.State.RETIRED)
    return authority


def found(text, limit=20):
    return [address.lines for address in find_addresses(text, limit)]


@pytest.mark.parametrize("typed", ["AN1 3CD", "an13cd", " an1  3cd ", "AN1 3CD,"])
def test_by_postcode_in_the_order_of_house_numbers(town, typed):
    assert found(typed) == ["2 Mill Lane", "10 Mill Lane", "Flat 2, 14–16 Mill Lane", "Flat 10, 14–16 Mill Lane"]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("10 AN1 3CD", ["10 Mill Lane", "Flat 10, 14–16 Mill Lane"]),
        ("10, an13cd", ["10 Mill Lane", "Flat 10, 14–16 Mill Lane"]),
        ("flat 2 AN1 3CD", ["Flat 2, 14–16 Mill Lane"]),
        ("14 mill lane", ["Flat 2, 14–16 Mill Lane", "Flat 10, 14–16 Mill Lane"]),
        ("14a mill", ["14A Mill Lane"]),
        ("16 mill ln", ["Flat 2, 14–16 Mill Lane", "Flat 10, 14–16 Mill Lane"]),
        ("kings rd", ["7 King’s Road"]),
        ("king's road", ["7 King’s Road"]),
        ("smith and sons", ["7 King’s Road"]),
        ("st marys", ["1 St Mary’s Road"]),
        ("AN1 4", ["7 King’s Road"]),
        ("an13", ["1 St Mary’s Road"]),
        ("10012345678", ["1 St Mary’s Road"]),
        ("010012345678", ["1 St Mary’s Road"]),
        ("1 anytown king", []),
        ("3 mill lane", []),
        ("", []),
        ("   ,;!?", []),
        ("' & | ! <-> :* \\", []),
        ("%", []),
        ("_", []),
        ("a\x00b", []),
        ("\ud800", []),
        ("x" * 5000, []),
    ],
)
def test_by_what_people_type(town, typed, lines):
    assert found(typed) == lines


def test_never_more_than_asked_for(town):
    assert len(found("mill", limit=3)) == 3


def test_another_councils_addresses_are_not_found(town):
    with acting_for(LocalAuthorityFactory()):
        assert found("AN1 3CD") == found("mill lane") == found("10012345678") == []


def test_a_uprn_is_found_however_many_zeros_are_in_front(town):
    assert address_for("010012345678") == address_for("10012345678") == Address.objects.get(uprn="10012345678")
    assert address_for("999") is None
    assert address_for("") is None
    assert address_for("000") is None


def test_a_retired_address_is_found_by_its_uprn_for_cases_point_to_it(town):
    gone = Address.objects.get(lines="3 Mill Lane")
    assert address_for(gone.uprn) == gone


def test_a_question_is_taken_apart():
    assert AddressQuestion.of("14 Mill Lane, an1 3cd") == AddressQuestion(postcode="AN1 3CD", words="'14' & 'mill':* & 'lane':*")
    assert AddressQuestion.of("AN1") == AddressQuestion(postcode="AN1")
    assert AddressQuestion.of("14") == AddressQuestion(words="'14'")
