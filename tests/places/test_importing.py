"""Published areas: every shape of file, twice without a twin, nothing drawn wrongly, nothing dropped in silence."""

import io
import json
from datetime import date

import pytest
from django.contrib.gis.geos import GEOSGeometry

from places import published
from places.data_sets import meaning_of, meanings
from places.designations import DESIGNATIONS
from places.importing import FarFewer, import_areas
from places.models import Area, AreaPiece, DataSet
from places.published import Columns, FileFault, read
from tests.places.publications import as_csv, as_geojson, feature, place, row, square, wkt

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 3)


@pytest.fixture
def take(now):
    def take(body, data_set="conservation-area", *, columns=None, meaning=None, **options):
        entities = read(io.BytesIO(body), columns)
        meaning = meaning or meaning_of(data_set)
        return import_areas(entities=entities, meaning=meaning, source="a file", as_of=AS_OF, now=now, **options)

    return take


def live():
    return dict(Area.objects.filter(retired_at=None).values_list("key", "name"))


class TestReading:
    def test_csv_as_planning_data_has_it(self, take):
        outcome = take(as_csv(row(7, start_date="1990-03-01", end_date="", documentation_url="https://example.org/7")))
        area = Area.objects.get()
        assert (outcome.seen, outcome.written, outcome.left_out) == (1, 1, 0)
        assert (area.key, area.name, area.reference, area.started_on) == ("7", "Area 7", "CA7", date(1990, 3, 1))
        assert area.codes == ["designated.conservationArea"]
        assert area.facts["documentation-url"] == "https://example.org/7"

    def test_a_column_of_json_extras(self):
        body = b'entity,geometry,json\r\n1,"POINT (-0.1 51.4)","{""listed-building-grade"": ""II*""}"\r\n'
        assert next(read(io.BytesIO(body))).facts == {"listed-building-grade": "II*"}

    def test_geojson_in_degrees_and_on_the_british_grid(self, take):
        metres = [[530000, 180000], [530100, 180000], [530100, 180100], [530000, 180100], [530000, 180000]]
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}
        take(as_geojson(feature(entity=1, name="A"), feature(metres, entity=2, name="B"), crs=crs))
        areas = {piece.area.key: piece.shape.area for piece in AreaPiece.objects.select_related("area")}
        assert areas["1"] == pytest.approx(2500, rel=0.01) and areas["2"] == pytest.approx(10000, rel=0.001)

    def test_one_feature_a_line(self):
        body = b"\n".join(json.dumps(feature(entity=n)).encode() for n in (1, 2, 3))
        assert [entity.key for entity in read(io.BytesIO(body))] == ["1", "2", "3"]

    def test_a_feature_larger_than_what_is_read_at_once(self, monkeypatch):
        monkeypatch.setattr(published, "CHUNK", 300)
        ring = [place(n, n % 7) for n in range(500)]
        body = as_geojson(*[feature([*ring, ring[0]], entity=n) for n in range(5)])
        found = list(read(io.BytesIO(body)))
        assert [len(entity.geometry["coordinates"][0]) for entity in found] == [501] * 5

    @pytest.mark.parametrize(
        ("properties", "key", "name"),
        [
            ({"WD24CD": "E05011099", "WD24NM": "Dulwich Hill"}, "E05011099", "Dulwich Hill"),
            ({"PARNCP24CD": "E04001580", "PARNCP24NM": "Beaconsfield"}, "E04001580", "Beaconsfield"),
            ({"Name": "Dulwich Hill Ward", "Code": "E05011099"}, "E05011099", "Dulwich Hill Ward"),
        ],
    )
    def test_columns_of_the_statistics_office_and_the_ordnance_survey(self, properties, key, name):
        entity = next(read(io.BytesIO(as_geojson(feature(**properties)))))
        assert (entity.key, entity.name) == (key, name)

    def test_columns_that_the_operator_names(self):
        body = as_geojson(feature(Nummer="9", Titel="Neun", code="x"))
        entity = next(read(io.BytesIO(body), Columns(key="Nummer", name="titel")))
        assert (entity.key, entity.name) == ("9", "Neun")

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (b"", "empty"),
            (b"<html>Not here</html>", "web page"),
            (b"a,b\n1,2\n", "neither a column geometry"),
            (b"entity,geometry\n1\n", "another number of columns"),
            (b'entity,geometry\n1,"POLYGON', "cannot be read as CSV"),
            (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geome', "ends early"),
            (b'{"type": "FeatureCollection", "features": [', "ends early"),
            (as_geojson(feature(entity=1))[:-2], "ends early"),
            (b'{"message": "Not Found"}', "no entity|not GeoJSON"),
            (b"[1, 2]", "not GeoJSON|ends early"),
            (as_geojson(feature(colour="red")), "no entity or reference"),
        ],
    )
    def test_what_is_no_data_set_is_refused_in_words(self, take, body, words):
        with pytest.raises(FileFault, match=words):
            take(body)
        assert not Area.objects.exists()


class TestTakingOver:
    def test_twice_changes_nothing(self, take):
        body = as_csv(row(1), row(2))
        take(body)
        pieces = list(AreaPiece.objects.values_list("pk", flat=True).order_by("pk"))
        outcome = take(body)
        assert (outcome.written, outcome.retired) == (0, 0)
        assert list(AreaPiece.objects.values_list("pk", flat=True).order_by("pk")) == pieces

    def test_a_changed_entity_is_drawn_again_and_stays_one(self, take):
        take(as_csv(row(1), row(2)))
        assert take(as_csv(row(1, wkt(square(metres=100)), name="Larger"), row(2))).written == 1
        assert live() == {"1": "Larger", "2": "Area 2"}
        assert sum(piece.shape.area for piece in AreaPiece.objects.filter(area__key="1")) == pytest.approx(10_000, rel=0.01)

    def test_what_a_file_has_no_more_stays_known_and_counts_no_more(self, take, now):
        take(as_csv(row(1), row(2), row(3)))
        outcome = take(as_csv(row(1), row(2)))
        assert outcome.retired == 1 and outcome.data_set.areas == 2
        assert Area.objects.get(key="3").retired_at == now
        take(as_csv(row(1), row(2), row(3)))
        assert Area.objects.get(key="3").retired_at is None

    def test_one_that_has_ended_is_kept_and_does_not_count(self, take):
        assert take(as_csv(row(1), row(2, end_date="2020-01-01"))).data_set.areas == 1
        assert Area.objects.get(key="2").ended_on == date(2020, 1, 1)

    def test_a_file_with_far_fewer_is_not_believed(self, take):
        take(as_csv(*[row(n) for n in range(10)]))
        with pytest.raises(FarFewer, match="1 of the 10"):
            take(as_csv(row(1)))
        assert len(live()) == 10
        take(as_csv(row(1)), fewer_is_right=True)
        assert live() == {"1": "Area 1"}

    def test_a_file_that_ends_early_changes_nothing(self, take):
        take(as_csv(row(1)))
        with pytest.raises(FileFault):
            take(as_geojson(feature(entity=2))[:-2])
        assert live() == {"1": "Area 1"}

    def test_says_what_it_is_true_of(self, take, now):
        take(as_csv(row(1)))
        found = DataSet.objects.get()
        assert (found.as_of, found.imported_at, found.source, found.areas) == (AS_OF, now, "a file", 1)


class TestShapes:
    @pytest.mark.parametrize(
        ("geometry", "words"),
        [
            ("", "It has no shape."),
            ("POLYGON EMPTY", "It has no shape."),
            ("POLYGON ((nonsense))", "Its shape cannot be read."),
            ("LINESTRING (-0.07 51.45, -0.06 51.45)", "It encloses nothing."),
            ("POLYGON ((-0.07 51.45, -0.06 51.45, -0.07 51.45, -0.07 51.45))", "It encloses nothing."),
            ("POLYGON ((51.45 -0.07, 51.46 -0.07, 51.46 -0.06, 51.45 -0.07))", "longitude and latitude are swapped"),
            ("POLYGON ((2 48, 3 48, 3 49, 2 48))", "outside Great Britain"),
        ],
    )
    def test_what_cannot_be_drawn_is_left_out_and_named(self, take, geometry, words):
        outcome = take(as_csv(row(1), row(2, geometry)))
        assert live() == {"1": "Area 1"}
        assert outcome.left_out == 1
        assert outcome.remarks[0].startswith("2 Area 2: ") and words in outcome.remarks[0]
        assert DataSet.objects.get().remarks == outcome.remarks

    def test_one_that_the_database_refuses_takes_no_other_with_it(self, take):
        outcome = take(as_csv(row(1), row(2, documentation_url="a\0b"), row(3)))
        assert sorted(live()) == ["1", "3"]
        assert (outcome.written, outcome.left_out) == (2, 1)
        assert outcome.remarks[0].startswith("2 Area 2: The database cannot draw it")

    def test_signs_that_mean_something_to_the_database_arrive_as_they_are(self, take):
        take(as_csv(row(1, name="Old\\new\tMill\nLane \\N"), row(2, name="\\.")))
        assert live() == {"1": "Old\\new\tMill\nLane \\N", "2": "\\."}

    def test_of_a_collection_the_polygons_count(self, take):
        x, y = place(0, 0)
        take(as_csv(row(1, f"GEOMETRYCOLLECTION (POINT ({x} {y}), {wkt(square())})"), row(2, f"SRID=4326;{wkt(square())}")))
        areas = {piece.area.key: piece.shape.area for piece in AreaPiece.objects.select_related("area")}
        assert areas == {"1": pytest.approx(2500, rel=0.01), "2": pytest.approx(2500, rel=0.01)}

    def test_a_place_that_is_no_number_is_left_out(self, take):
        nowhere = {"type": "Polygon", "coordinates": [[[float("nan"), 51], [0, 51], [0, 52], [float("nan"), 51]]]}
        words = {"type": "Polygon", "coordinates": [[["west", "north"]]]}
        outcome = take(as_geojson(feature(geometry=nowhere, entity=1), feature(geometry=words, entity=2), feature(entity=3)))
        assert list(live()) == ["3"] and outcome.left_out == 2

    def test_an_outline_that_crosses_itself_is_repaired_and_named(self, take):
        bow_tie = [place(*corner) for corner in [(0, 0), (50, 50), (50, 0), (0, 50), (0, 0)]]
        outcome = take(as_csv(row(1, wkt(bow_tie))))
        assert outcome.repaired == 1 and "self-intersection" in outcome.remarks[0]
        assert sum(piece.shape.area for piece in AreaPiece.objects.all()) == pytest.approx(1250, rel=0.01)

    def test_a_point_is_used_where_there_is_no_outline(self, take):
        x, y = place(10, 10)
        take(as_csv(row(1, "", point=f"POINT ({x} {y})", listed_building_grade="II*")), "listed-building")
        piece = AreaPiece.objects.get()
        assert Area.objects.get().codes == ["listed", "listed.gradeTwoStar"]
        assert 60 < piece.shape.area < 79  # a circle of 5 metres, nearly

    def test_a_huge_outline_is_kept_in_small_pieces(self, take):
        ring = GEOSGeometry("POINT (-0.07 51.45)").buffer(0.2, quadsegs=1000)
        take(as_csv(row(1, ring.wkt)))
        assert AreaPiece.objects.count() > 30
        assert max(piece.shape.num_coords for piece in AreaPiece.objects.all()) <= 129


class TestMeaning:
    def test_every_code_is_one_of_the_list(self):
        assert len(DESIGNATIONS) == 72
        assert {code for meaning in meanings().values() for code in meaning.all_codes} <= DESIGNATIONS.keys()

    @pytest.mark.parametrize(
        ("data_set", "name", "facts", "codes"),
        [
            ("conservation-area", "", {}, ["designated.conservationArea"]),
            ("article-4-direction-area", "", {}, ["articleFour"]),
            ("tree-preservation-zone", "", {}, ["tpo"]),
            ("tree", "", {}, ["tpo"]),
            ("flood-risk-zone", "", {"flood-risk-level": "3"}, ["flood.zoneThree"]),
            ("flood-risk-zone", "", {"flood-risk-level": "2"}, ["flood.zoneTwo"]),
            ("listed-building", "", {"listed-building-grade": "I"}, ["listed", "listed.gradeOne"]),
            ("listed-building", "", {}, ["listed"]),
            ("national-park", "The Broads", {}, ["designated.nationalPark", "designated.nationalPark.broads"]),
            ("national-park", "Dartmoor", {}, ["designated.nationalPark"]),
            ("ancient-woodland", "", {}, ["nature.ASNW"]),
        ],
    )
    def test_what_a_data_set_means(self, data_set, name, facts, codes):
        assert meanings()[data_set].codes_of(name, facts) == codes

    def test_a_data_set_of_the_councils_own(self, take):
        take(as_geojson(feature(id="w1")), meaning=meaning_of("our-streams", name="Streams", codes=["watercourse"]))
        assert Area.objects.get().codes == ["watercourse"]

    def test_one_that_nobody_knows_is_refused(self):
        with pytest.raises(ValueError, match="say what it means"):
            meaning_of("our-streams")
        with pytest.raises(ValueError, match="not a designation"):
            meaning_of("our-streams", codes=["stream"])
