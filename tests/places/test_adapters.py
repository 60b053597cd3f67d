"""What the adapters make of answers, good and bad. The recordings are made up in the shape of the real ones."""

import json
from datetime import date

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from places.adapters import mapit, paapi, planning_data
from places.data_sets import meanings
from places.outside import Nothing, OutsideError
from tests.fakes.outside import Bad, OutsideFake
from tests.places.publications import place, square, wkt

pytestmark = pytest.mark.django_db
SITE = MultiPolygon(Polygon(square(metres=20)), srid=4326)
TREES = [meanings()["tree-preservation-zone"], meanings()["tree"]]
WORSE = [Bad.error, Bad.html, Bad.cut_short, Bad.hangs_up, Bad.refused]


def entity(number, data_set="tree-preservation-zone", **more):
    return {"entity": number, "dataset": data_set, "name": f"Tree {number}", "reference": f"T{number}"} | more


class TestPlanningData:
    @pytest.fixture
    def fake(self, settings):
        with OutsideFake() as fake:
            settings.PLANNING_DATA_URL = fake.address
            yield fake

    def test_asks_for_what_intersects_now_without_outlines(self, fake):
        fake.answers("/entity.json", {"entities": [entity(7)], "links": {}, "count": 1})
        (found,) = planning_data.entities_touching(SITE, TREES)
        assert (found.data_set, found.key, found.name, found.reference) == ("tree-preservation-zone", "7", "Tree 7", "T7")
        asked = fake.asked[0][1]
        assert asked["geometry"][0].startswith("MULTIPOLYGON (((-0.0731 51.4566")
        assert asked["geometry_relation"] == ["intersects"] and asked["entries"] == ["current"]
        assert asked["dataset"] == ["tree-preservation-zone", "tree"] and asked["exclude_field"] == ["geometry,point"]

    def test_reads_all_pages_and_each_entity_once(self, fake):
        def page(query):
            offset = int(query["offset"][0])
            rows = [entity(n + 1) for n in range(offset, min(offset + 100, 230))]
            return {"entities": rows, "links": {"next": "https://elsewhere.example/steal"} if offset < 200 else {}}

        fake.answers("/entity.json", page)
        assert len(planning_data.entities_touching(SITE, TREES)) == 230
        assert [asked[1]["offset"] for asked in fake.asked] == [["0"], ["100"], ["200"]]

    def test_pages_without_an_end_are_left(self, fake):
        fake.answers("/entity.json", lambda query: {"entities": [entity(query["offset"][0])], "links": {"next": "more"}})
        with pytest.raises(OutsideError, match="more than 2000 entities"):
            planning_data.entities_touching(SITE, TREES)
        assert len(fake.asked) == planning_data.MOST_PAGES

    def test_a_red_line_too_long_for_an_address_is_widened_and_the_answer_checked(self, fake):
        import math

        ring = [place(500 + 500 * math.cos(n / 3000 * math.tau), 500 + 500 * math.sin(n / 3000 * math.tau)) for n in range(3000)]
        site = MultiPolygon(Polygon([*ring, ring[0]]), srid=4326)
        asked, widened = planning_data.shape_for_address(site)
        assert widened and len(asked) <= planning_data.LONGEST_SHAPE
        corner = entity(1, geometry=wkt(square(0, 0, 20)))  # in the corner of the box, outside the circle
        middle = entity(2, geometry=wkt(square(500, 500, 20)))
        nowhere = entity(3, geometry="POLYGON ((", point="")
        fake.answers("/entity.json", {"entities": [corner, middle, nowhere], "links": {}})
        assert [found.key for found in planning_data.entities_touching(site, TREES)] == ["2", "3"]
        assert "exclude_field" not in fake.asked[0][1]

    @pytest.mark.parametrize("answer", [[], {}, {"entities": None}, {"entities": [1]}, {"entities": [{"name": "no number"}]}])
    def test_another_shape_of_answer_is_said(self, fake, answer):
        fake.answers("/entity.json", answer)
        with pytest.raises(OutsideError, match="without entities"):
            planning_data.entities_touching(SITE, TREES)

    @pytest.mark.parametrize("bad", WORSE)
    def test_bad_answers(self, fake, bad):
        fake.next(*[bad] * 3)
        with pytest.raises(OutsideError):
            planning_data.entities_touching(SITE, TREES)

    def test_nothing_to_ask_asks_nobody(self, fake):
        assert planning_data.entities_touching(SITE, []) == []
        assert fake.asked == []


class TestWholeDataSets:
    @pytest.fixture
    def fake(self, settings):
        with OutsideFake() as fake:
            settings.PLANNING_DATA_FILES_URL = fake.address
            yield fake

    @pytest.mark.parametrize("bad", [Bad.error, Bad.not_found, Bad.hangs_up, Bad.redirect])
    def test_one_that_does_not_arrive(self, fake, bad, tmp_path):
        fake.next(bad)
        with (tmp_path / "file").open("wb") as file, pytest.raises(OutsideError):
            planning_data.download("tree", file)

    def test_arrives_whole(self, fake, tmp_path):
        fake.answers("/dataset/tree.csv", b"entity,geometry\n" * 20_000)
        with (tmp_path / "file").open("wb") as file:
            assert planning_data.download("tree", file) == f"{fake.address}/dataset/tree.csv"
        assert (tmp_path / "file").stat().st_size == 320_000


class TestMapIt:
    @pytest.fixture
    def fake(self, settings):
        with OutsideFake() as fake:
            settings.MAPIT_URL = fake.address
            yield fake

    AREAS = {
        "9": {"type": "CPC", "name": "Anytown"},
        "7": {"type": "UTW", "name": "Riverside ward"},
        "8": {"type": "WMC", "name": "Anytown and Villages"},
    }

    def test_by_postcode(self, fake):
        fake.answers("/postcode/AN12BC", {"shortcuts": {"ward": 7}, "areas": self.AREAS})
        assert mapit.by_postcode(" an1 2bc") == mapit.WardAndParish("Riverside", "Anytown")

    def test_by_position(self, fake):
        fake.answers("/point/4326/-0.072900,51.456700", self.AREAS)
        assert mapit.by_position(-0.0729, 51.4567) == mapit.WardAndParish("Riverside", "Anytown")

    def test_a_postcode_of_two_tiers(self, fake):
        fake.answers("/postcode/AN12BC", {"shortcuts": {"ward": {"county": 1, "district": 7}}, "areas": self.AREAS})
        assert mapit.by_postcode("AN1 2BC").ward == "Riverside"

    def test_an_unknown_postcode(self, fake):
        with pytest.raises(Nothing):
            mapit.by_postcode("ZZ9 9ZZ")

    @pytest.mark.parametrize("answer", [[], {"areas": []}, {"areas": {"1": None}}, {"error": "quota"}])
    def test_another_shape_of_answer_is_said(self, fake, answer):
        fake.answers("/postcode/AN12BC", answer)
        with pytest.raises(OutsideError, match="without areas"):
            mapit.by_postcode("AN1 2BC")

    @pytest.mark.parametrize("bad", WORSE)
    def test_bad_answers(self, fake, bad):
        fake.next(*[bad] * 3)
        with pytest.raises(OutsideError):
            mapit.by_postcode("AN1 2BC")


class TestHistory:
    @pytest.fixture
    def fake(self, settings):
        with OutsideFake() as fake:
            settings.PAAPI_URL = fake.address
            yield fake

    def test_newest_first(self, fake):
        old = {"reference": "09/1", "received_at": "2009-01-05T00:00:00Z", "decision": None}
        new = {"reference": "21/2", "received_at": "2021-06-13", "decision_issued_at": "2021-09-16T00:00:00Z", "decision": "Refused"}
        fake.answers("/planning_applications", {"data": [old, {"description": "no reference"}, "nonsense", new]})
        found = paapi.history_of("100")
        assert [past.reference for past in found] == ["21/2", "09/1"]
        assert (found[0].received_on, found[0].decided_on, found[0].decision) == (date(2021, 6, 13), date(2021, 9, 16), "Refused")
        assert found[1].decision == ""

    @pytest.mark.parametrize(
        "row",
        [
            {"received_at": "yesterday", "view_documents": "javascript:alert(1)"},
            {"received_at": 7, "view_documents": "http://[bad"},
            {"received_at": "2021-99-99", "description": "\x00" + "x" * 9000},
        ],
    )
    def test_values_that_cannot_be_used_are_left_empty(self, fake, row):
        fake.answers("/planning_applications", {"data": [{"reference": "1"} | row]})
        (past,) = paapi.history_of("100")
        assert (past.received_on, past.url) == (None, "") and "\x00" not in past.description and len(past.description) <= 2000

    @pytest.mark.parametrize("answer", [[], {}, {"data": None}, {"data": "x"}])
    def test_another_shape_of_answer_is_said(self, fake, answer):
        fake.answers("/planning_applications", answer)
        with pytest.raises(OutsideError, match="without a list"):
            paapi.history_of("100")

    @pytest.mark.parametrize("bad", WORSE)
    def test_bad_answers(self, fake, bad):
        fake.next(*[bad] * 3)
        with pytest.raises(OutsideError):
            paapi.history_of("100")

    def test_deep_nonsense(self, fake):
        fake.answers("/planning_applications", json.dumps({"data": []}).encode()[:-1] + b"[" * 100_000)
        with pytest.raises(OutsideError, match="not JSON"):
            paapi.history_of("100")
