"""OS Places: read as it answers, asked only where the gazetteer has nothing, never in the way of the work."""

import json
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point, Polygon

from audit.actors import System
from audit.models import AuditEvent
from places.adapters import os_places
from places.addresses import find_addresses
from places.lookup import ask_near, what_the_gazetteer_says
from places.outside import NotSetUp, OutsideError
from tests.factories.intake import ManualDraftFactory
from tests.factories.places import AddressFactory
from tests.fakes.outside import Bad, OutsideFake

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "bops" / "external-services" / "os_places"
SITE = Polygon(((-0.0729, 51.4567), (-0.0727, 51.4567), (-0.0727, 51.4569), (-0.0729, 51.4569), (-0.0729, 51.4567)), srid=4326)


def result(uprn="300000000001", **values):
    usual = {
        "UPRN": uprn, "ADDRESS": "14, MILL LANE, ANYTOWN, AN1 3CD", "BUILDING_NUMBER": "14", "THOROUGHFARE_NAME": "MILL LANE",
        "POST_TOWN": "ANYTOWN", "POSTCODE": "AN1 3CD", "X_COORDINATE": 533900.0, "Y_COORDINATE": 174800.0, "LNG": -0.0728, "LAT": 51.4568,
        "CLASSIFICATION_CODE": "RD04", "LAST_UPDATE_DATE": "13/05/2022",
    }  # fmt: skip
    return {"DPA": usual | values}


@pytest.fixture
def places(authority, settings):
    with OutsideFake() as fake:
        settings.OS_PLACES_URL, settings.OS_PLACES_KEY = fake.address, "a-key"
        yield fake


def test_reads_an_address(places):
    places.answers("/find", {"results": [result(ORGANISATION_NAME="SMITH & SONS", SUB_BUILDING_NAME="FLAT 2")]})
    [address] = os_places.find("an1 3cd")
    assert address.single_line == "Smith & Sons, Flat 2, 14 Mill Lane, Anytown, AN1 3CD"
    assert (address.uprn, address.point.coords, address.kind) == ("300000000001", (-0.0728, 51.4568), "House or flat")
    assert address.pk is None
    path, query, _ = places.asked[0]
    assert (path, query) == ("/find", {"query": ["an1 3cd"], "maxresults": ["20"], "output_srs": ["EPSG:4258"]})


def test_the_key_travels_in_a_header_and_not_in_the_address(places):
    places.answers("/find", {"results": []})
    os_places.find("x")
    assert "a-key" not in str(places.asked)


@pytest.mark.parametrize(
    "broken",
    [
        {"UPRN": "x"},
        {"UPRN": None},
        {"LNG": None},
        {"LAT": "north"},
        {"LAT": 91},
        {"LAST_UPDATE_DATE": "long ago"},
        {"ADDRESS": "", "BUILDING_NUMBER": "", "THOROUGHFARE_NAME": ""},
    ],
)
def test_a_result_that_cannot_be_used_is_left_out(places, broken):
    places.answers("/find", {"results": [result(**broken), "nonsense", {}, {"DPA": []}, result("2")]})
    assert [address.uprn for address in os_places.find("x")] == ["2"]


@pytest.mark.parametrize("answer", [[], {"results": {}}, {"results": "none"}])
def test_an_answer_without_results_is_a_failure(places, answer):
    places.answers("/find", json.dumps(answer).encode())
    with pytest.raises(OutsideError, match="OS Places gave an answer without results"):
        os_places.find("x")


def test_a_polygon_is_asked_page_after_page(places):
    pages = lambda query: {  # noqa: E731
        "header": {"totalresults": 230},
        "results": [result(str(int(query["offset"][0]) + n + 1)) for n in range(100 if query["offset"][0] != "200" else 30)],
    }
    places.answers("/polygon", pages)
    assert len(os_places.inside(SITE.transform(27700, clone=True))) == 230
    assert [query["offset"] for _, query, _ in places.asked] == [["0"], ["100"], ["200"]]
    _, query, body = places.asked[0]
    assert (query["srs"], body["type"], body["coordinates"][0][0][0] > 500_000) == (["EPSG:27700"], "Polygon", True)


def test_a_polygon_gives_a_thousand_at_most(places):
    places.answers("/polygon", lambda query: {"header": {"totalresults": 9999}, "results": [result(str(int(query["offset"][0]) + 1))]})
    assert len(os_places.inside(SITE.transform(27700, clone=True))) == 10


def test_around_a_point(places):
    places.answers("/radius", {"results": [result()]})
    assert len(os_places.near_point(Point(-0.0728, 51.4568, srid=4326), 50)) == 1
    assert places.asked[0][1]["point"] == ["51.456800,-0.072800"]


class TestKeys:
    def test_a_council_may_have_its_own(self, authority, settings):
        settings.OS_PLACES_KEY = f"everybodys {authority.subdomain}=own"
        assert os_places.key_for(authority) == "own"
        assert os_places.key_for(None) == "everybodys"

    def test_a_council_without_one_does_not_ask(self, authority, settings, places):
        settings.OS_PLACES_KEY = "elsewhere=key"
        assert not os_places.is_for(authority)
        with pytest.raises(NotSetUp):
            os_places.find("an1 3cd")
        assert places.asked == []


class TestAsking:
    """Looking for an address in vain while a case is keyed in."""

    ASK = "/addresses/ask/?q=an1+3cd&next=/new-case/"

    def test_what_is_found_is_in_the_gazetteer_from_then_on(self, authority, places, officer_client):
        places.answers("/find", {"results": [result()]})
        client, _ = officer_client(authority)
        answer = client.post(self.ASK)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/new-case/?q=an1+3cd")
        assert [a.lines for a in find_addresses("an1 3cd")] == ["14 Mill Lane"]

    def test_when_it_fails_the_officer_hears_so_and_goes_on(self, authority, places, officer_client):
        places.next(Bad.error, Bad.error, Bad.error)
        client, _ = officer_client(authority)
        assert "OS Places answered with an error (500)." in client.post(self.ASK, follow=True).text

    def test_without_a_key_nobody_is_asked(self, authority, settings, officer_client):
        settings.OS_PLACES_KEY = ""
        assert "OS Places is not set up" in officer_client(authority)[0].post(self.ASK, follow=True).text

    def test_it_leads_nowhere_else(self, authority, places, officer_client):
        places.answers("/find", {"results": []})
        answer = officer_client(authority)[0].post("/addresses/ask/?q=x&next=https://evil.example/")
        assert answer.headers["Location"] == "/?q=x"

    def test_who_registers_nothing_asks_nothing(self, authority, places, officer_client):
        assert officer_client(authority, roles=["land_charges"])[0].post(self.ASK).status_code == 403

    def test_it_is_offered_where_the_gazetteer_has_no_answer(self, authority, places, officer_client):
        draft = ManualDraftFactory(authority=authority, answers={"type": "pp.full.householder"})
        page = f"/new-case/{draft.public_id}/site/?q=an1+3cd"
        client, _ = officer_client(authority)
        assert "Ask Ordnance Survey" in client.get(page).text
        AddressFactory(authority=authority, postcode="AN1 3CD")
        assert "Ask Ordnance Survey" not in client.get(page).text


@pytest.mark.parametrize("site", [SITE, Point(-0.0728, 51.4568, srid=4326)])
def test_addresses_near_a_site_are_added_once(authority, now, places, site):
    here = AddressFactory(authority=authority, uprn="300000000001", lines="The council knows better")
    for path in ("/polygon", "/radius"):
        places.answers(path, {"header": {"totalresults": 2}, "results": [result("300000000001"), result("300000000002")]})
    ask = {"authority": authority, "site": site, "metres": 20, "by": System("A test"), "now": now}
    assert [ask_near(**ask), ask_near(**ask)] == [1, 0]
    here.refresh_from_db()
    assert here.lines == "The council knows better"
    assert AuditEvent.objects.get(type="addresses_added").data["number"] == 1


class TestAWordAboutAUprn:
    def test_one_that_the_gazetteer_does_not_have(self, authority):
        AddressFactory(authority=authority, uprn="1")
        assert what_the_gazetteer_says("000000000002", authority=authority) == "Not in the gazetteer"

    def test_one_that_it_has_whatever_zeros_are_in_front(self, authority):
        AddressFactory(authority=authority, uprn="1")
        assert what_the_gazetteer_says("000000000001", authority=authority) == ""

    def test_one_that_is_no_longer_in_use(self, authority):
        AddressFactory(authority=authority, uprn="1", state="retired")
        assert what_the_gazetteer_says("1", authority=authority) == "No longer in use, says the gazetteer"

    def test_nothing_where_there_is_none_or_no_gazetteer(self, authority):
        assert what_the_gazetteer_says("", authority=authority) == what_the_gazetteer_says("7", authority=authority) == ""


@pytest.mark.skipif(not RECORDED.exists(), reason="The recorded answers of OS Places are not here")
@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.json")), ids=lambda path: path.stem)
def test_every_recorded_answer_is_read_in_full(authority, path):
    answer = json.loads(path.read_text())
    whole = [said for said in answer["results"] if "UPRN" in said["DPA"]]  # two recordings have addresses without a UPRN or a place
    found = list(os_places._addresses(answer))
    for address, said in zip(found, whole, strict=True):
        assert address.uprn == said["DPA"]["UPRN"].lstrip("0")
        assert address.single_line.replace(",", "").replace("–", "-").upper().split() == said["DPA"]["ADDRESS"].replace(",", "").split()
