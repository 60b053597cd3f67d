"""What administrators see of the gazetteer, and what they may type into it."""

import pytest

from places.models import Address
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.places import AddressFactory, AddressImportFactory


@pytest.fixture
def administrator(authority, officer_client):
    return officer_client(authority, roles=["administrator"])[0]


def test_only_administrators_see_it(authority, officer_client):
    assert officer_client(authority, roles=["case_officer"])[0].get("/addresses/").status_code == 403


def test_without_an_import_it_says_so(administrator):
    assert "No file was imported yet" in administrator.get("/addresses/").text


def test_how_many_and_what_the_imports_did(administrator, authority):
    AddressFactory.create_batch(3, authority=authority)
    AddressFactory(authority=authority, state="retired")
    AddressImportFactory(
        authority=authority, added=1200, refused=105, faults=[{"line": 1042, "why": "“x” is not a UPRN"}, {"why": "UPRN 5: no record"}]
    )
    AddressImportFactory(authority=authority, state="failed", error="The file ends without its trailer (record 99): it is cut short.")
    shown = administrator.get("/addresses/").text
    for words in ("1,200", "Line 1,042: “x” is not a UPRN", "UPRN 5: no record", "and 103 more", "it is cut short", "1, kept because"):
        assert words in shown


def test_another_councils_imports_are_not_there(administrator):
    other = LocalAuthorityFactory()
    from core.tenancy import acting_for

    with acting_for(other):
        AddressImportFactory(authority=other, file="theirs.csv")
    assert "theirs.csv" not in administrator.get("/addresses/").text


def test_the_look_up_can_be_tried(administrator, authority):
    AddressFactory.create_batch(51, authority=authority, postcode="AN1 3CD", classification="RD04")
    shown = administrator.get("/addresses/?find=an13cd").text
    assert "The first 50 for “an13cd”" in shown
    assert "house or flat" in shown
    assert "Nothing found for “zz1 1zz”" in administrator.get("/addresses/?find=zz1 1zz").text


class TestByHand:
    FIELDS = {
        "lines": "1 High Street",
        "town": "Anytown",
        "postcode": "an1 1aa",
        "state": "current",
        "longitude": "-0.09",
        "latitude": "51.5",
    }

    def test_zeros_in_front_of_a_uprn_and_capitals_do_not_matter(self, administrator):
        answer = administrator.post("/admin/places/address/add/", self.FIELDS | {"uprn": "000012345678", "classification": "rd04"})
        assert answer.status_code == 302
        address = Address.objects.get()
        assert (address.uprn, address.postcode, address.classification) == ("12345678", "AN1 1AA", "RD04")

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ({"uprn": "12A"}, "enter up to 12 digits"),
            ({"postcode": "nowhere"}, "Enter a postcode"),
            ({"classification": "?"}, "such as RD04"),
        ],
    )
    def test_what_cannot_be_is_refused(self, administrator, wrong, why):
        assert why in administrator.post("/admin/places/address/add/", self.FIELDS | {"uprn": "1"} | wrong).text

    def test_a_uprn_that_is_there_with_other_zeros_is_not_added_twice(self, administrator, authority):
        AddressFactory(authority=authority, uprn="12345678")
        administrator.post("/admin/places/address/add/", self.FIELDS | {"uprn": "000012345678"})
        assert Address.objects.count() == 1
