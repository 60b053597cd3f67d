"""Choosing neighbours: who is near, who is looked up, who is asked for elsewhere."""

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from consultation import selectors
from consultation.models import Neighbour
from places.models import Address
from tests.factories.places import AddressFactory
from tests.fakes.outside import Bad, OutsideFake


@pytest.fixture
def case(public_case: Any) -> Any:
    """With a red line of its own, fifteen metres square, and a UPRN padded with zeros as PlanX sends it."""
    west, south, side = -0.0729, 51.4567, 0.00014
    corners = ((west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south))
    public_case.case.boundary_submitted = MultiPolygon(Polygon(corners), srid=4326)
    public_case.case.uprn = "000000000777"
    public_case.case.save()
    return public_case.case


@pytest.fixture
def place(case: Any) -> str:
    return f"/cases/{case.reference}/consultation/neighbours/"


def near(authority: Any, **values: Any) -> Address:
    return AddressFactory.create(authority=authority, point="POINT(-0.0728 51.4568)", **values)


class TestWhoIsNear:
    def test_the_site_itself_is_left_out_however_many_zeros_are_in_front(self, case: Any, authority: Any) -> None:
        near(authority, uprn="777")
        assert selectors.addresses_near(case, 20) == []

    def test_what_is_no_longer_in_use_is_left_out(self, case: Any, authority: Any) -> None:
        near(authority, state="retired")
        assert selectors.addresses_near(case, 20) == []

    def test_what_is_being_built_is_there(self, case: Any, authority: Any) -> None:
        soon = near(authority, state="provisional")
        assert selectors.addresses_near(case, 20) == [soon]

    def test_flats_are_told_and_not_the_building_around_them(self, case: Any, authority: Any) -> None:
        near(authority, uprn="10", classification="PP", lines="Rose Court")
        flats = [near(authority, uprn=str(11 + n), parent_uprn="10", lines=f"Flat {n}, Rose Court") for n in range(2)]
        near(authority, classification="PS", lines="Mill Lane")
        assert selectors.addresses_near(case, 20) == flats

    def test_a_pub_is_told_beside_the_flat_above_it(self, case: Any, authority: Any) -> None:
        pub = near(authority, uprn="10", classification="CR06", organisation="The Red Lion", lines="1 Mill Lane")
        flat = near(authority, uprn="11", parent_uprn="10", lines="Flat above, 1 Mill Lane")
        assert selectors.addresses_near(case, 20) == [pub, flat]


def test_looking_up_an_address_keeps_what_was_ticked_and_typed(case: Any, authority: Any, officer_client: Any, place: str) -> None:
    first, far = near(authority, lines="1 Near Road"), AddressFactory.create(authority=authority, lines="9 Far Away", postcode="ZZ9 9ZZ")
    far.point = "POINT(-1 52)"
    far.save()
    client, _ = officer_client(authority)
    answer = client.post(place, {"action": "find", "find": "zz99zz", "uprns": [first.uprn], "typed": "The Lodge, Anytown"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "1 found for “zz99zz”" in shown
    assert shown.index("9 Far Away") < shown.index("1 Near Road")
    assert "The Lodge, Anytown</textarea>" in shown
    assert client.post(place, {"uprns": [first.uprn, far.uprn], "typed": "The Lodge, Anytown"}).status_code == 302
    assert set(Neighbour.objects.values_list("address", flat=True)) == {first.single_line, far.single_line, "The Lodge, Anytown"}


def test_what_cannot_be_found_can_be_typed(case: Any, authority: Any, officer_client: Any, place: str) -> None:
    answer = officer_client(authority)[0].post(place, {"action": "find", "find": "nowhere"})
    assert "Nothing found for “nowhere”. Type the address in below." in answer.content.decode()


@pytest.mark.parametrize("metres", ["9" * 5000, "-1", "0", "x", "²", "%00"])
def test_a_strange_distance_is_the_councils_own(case: Any, authority: Any, officer_client: Any, place: str, metres: str) -> None:
    assert officer_client(authority)[0].get(f"{place}?metres={metres}").status_code == 200


class TestOsPlaces:
    RESULT: Any = {
        "DPA": {
            "UPRN": "42", "ADDRESS": "5, MILL LANE, ANYTOWN, AN1 3CD", "BUILDING_NUMBER": "5", "THOROUGHFARE_NAME": "MILL LANE",
            "POST_TOWN": "ANYTOWN", "POSTCODE": "AN1 3CD", "LNG": -0.0728, "LAT": 51.4568,
        }
    }  # fmt: skip

    def test_a_council_without_a_key_is_not_offered_it(self, case: Any, authority: Any, officer_client: Any, place: str) -> None:
        assert "Ask Ordnance Survey" not in officer_client(authority)[0].get(place).content.decode()

    def test_its_addresses_are_added_and_offered(self, case: Any, authority: Any, officer_client: Any, place: str, settings: Any) -> None:
        client, _ = officer_client(authority)
        with OutsideFake() as fake:
            settings.OS_PLACES_URL, settings.OS_PLACES_KEY = fake.address, "a-key"
            assert "Ask Ordnance Survey for addresses" in client.get(place).content.decode()
            fake.answers("/polygon", {"header": {"totalresults": 1}, "results": [self.RESULT]})
            shown = client.post(f"{place}ask/", follow=True).content.decode()
        assert "1 address added to the gazetteer." in shown
        assert "5 Mill Lane, Anytown, AN1 3CD" in shown
        assert "Ask Ordnance Survey" not in shown

    def test_when_it_fails_the_page_says_so(self, case: Any, authority: Any, officer_client: Any, place: str, settings: Any) -> None:
        client, _ = officer_client(authority)
        with OutsideFake() as fake:
            settings.OS_PLACES_URL, settings.OS_PLACES_KEY = fake.address, "a-key"
            fake.next(Bad.refused)
            shown = client.post(f"{place}ask/", follow=True).content.decode()
        assert "OS Places did not let us in (403)" in shown

    def test_only_who_may_publicise_may_ask(self, case: Any, authority: Any, officer_client: Any, place: str) -> None:
        client, _ = officer_client(authority, roles=["land_charges"])
        assert client.post(f"{place}ask/").status_code == 403
