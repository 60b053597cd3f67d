"""What the reader makes of a submission: good, odd and bad."""

import json
import math
from datetime import date
from decimal import Decimal

import pytest

from intake.readers import odp
from tests.factories.odp import SCHEMA, SQUARE, body, document, feature, larger_extension


def read(*args, **changes):
    return odp.read(body(*args, **changes))


def pointers(reading):
    return [fault.pointer for fault in reading.faults]


class TestAWholeSubmission:
    @pytest.fixture
    def application(self):
        reading = read()
        assert reading.faults == ()
        return reading.application

    def test_people(self, application):
        assert application.applicant.name == "Rosa Quill"
        assert application.applicant.address.single_line == "9 Harbour View, Whitby, YO21 3PR"
        assert application.agent.company == "Draughtsman and Daughter"
        assert application.agent.email == "tom@example.net"
        assert application.user_role == "agent"

    def test_site(self, application):
        site = application.site
        assert site.line1 == "FLAT 2, 12 ELM TREE ROW"
        assert (site.town, site.postcode, site.uprn) == ("LONDON", "SE15 4ZZ", "000099999012")
        assert (site.longitude, site.latitude, site.easting, site.northing) == (-0.0726, 51.45675, 533900.0, 175100.0)

    def test_money(self, application):
        fee = application.fee
        assert (fee.calculated, fee.payable, fee.reference) == (Decimal(528), Decimal(264), "pay-123")
        assert (fee.exemptions, fee.reductions, fee.not_applicable) == ((), ("sports",), False)

    def test_owners_served_and_not_served(self, application):
        served, unknown = application.ownership.owners
        assert application.ownership.certificate == "b"
        assert (served.notice_given, served.notice_on) == (True, date(2026, 3, 2))
        assert (unknown.notice_given, unknown.no_notice_reason) == (False, "Nobody knows where they are")

    def test_designations(self, application):
        area, trees = application.designations
        assert (area.value, area.intersects, area.entities[0].url) == ("designated.conservationArea", True, "https://data.test/entity/7")
        assert (trees.value, trees.intersects) == ("tpo", False)

    def test_files(self, application):
        assert [file.types[0].value for file in application.files] == ["sitePlan.proposed", "elevations.proposed"]
        assert application.files[1].description == "Rear only"
        assert [wanted.value for wanted in application.requested_files.required] == ["sitePlan.proposed"]

    def test_proposal(self, application):
        proposal = application.proposal
        assert (proposal.start_on, proposal.completion_on) == (date(2026, 9, 1), date(2026, 12, 1))
        assert proposal.boundary.hectares == Decimal("0.0924")
        assert proposal.boundary.geometry.num_points == 5

    def test_nothing_is_unknown(self, application):
        assert application.unknown == {}


def test_a_part_that_nobody_knows_is_kept_with_its_place():
    reading = read(data__proposal__moonbase={"domes": 3, "name": "Tranquillity", "empty": ""}, extra=["a", {"b/c": False}])

    assert reading.application.unknown == {
        "/data/proposal/moonbase/domes": 3,
        "/data/proposal/moonbase/name": "Tranquillity",
        "/extra/0": "a",
        "/extra/1/b~1c": False,
    }


def test_a_value_of_the_wrong_sort_is_kept_as_unknown():
    reading = read(data__applicant__phone={"primary": ["020"]}, data__application__fee__payable="a lot")

    assert reading.faults == ()
    assert reading.application.applicant.phone == ""
    assert reading.application.unknown == {"/data/applicant/phone/primary/0": "020", "/data/application/fee/payable": "a lot"}


def test_the_figures_of_a_larger_extension_come_from_the_answers():
    proposal = odp.read_document(larger_extension()).application.proposal

    assert (proposal.projection.metres, proposal.maximum_height.metres, proposal.eaves_height.metres) == (
        Decimal("5.5"),
        Decimal("3.8"),
        Decimal("2.7"),
    )
    assert proposal.projection.pointer == "/responses/0"
    assert proposal.adjoining_addresses == ("10 Elm Tree Row, London SE15 4ZZ",)


def test_figures_in_the_proposal_go_before_the_answers():
    proposal = odp.read_document(larger_extension(data__proposal__extend={"projection": {"metres": 6}})).application.proposal

    assert (proposal.projection.metres, proposal.projection.pointer) == (Decimal(6), "/data/proposal/extend/projection/metres")


def test_a_range_is_not_a_figure():
    ranges = [{"question": "Exactly how far will it extend beyond the wall?", "responses": [{"value": "3 to 6m"}]}]

    assert odp.read_document(document(responses=ranges)).application.proposal.projection is None


@pytest.mark.parametrize(
    ("changes", "dwellings"),
    [
        ({"data__proposal__newDwellings": {"newBuild": {"count": 7}}}, 7),
        ({"data__proposal__new": {"count": {"dwellings": 2}}}, 2),
        (
            {
                "data__proposal__units": {
                    "residential": {"new": [{"identicalUnits": 3}, {"identicalUnits": 1}], "rebuilt": [{"identicalUnits": 1}]}
                }
            },
            5,
        ),
        ({"data__proposal__units": {"total": 6}, "data__property__units": {"total": 2}}, 4),
        ({"data__proposal__units": {"total": -6}}, None),
        ({}, None),
    ],
)
def test_new_dwellings_wherever_they_are_told(changes, dwellings):
    assert read(**changes).application.proposal.new_dwellings == dwellings


def test_a_connection_with_the_council_is_told_to_the_officer():
    reading = read(
        data__application__declaration={"accurate": True, "connection": {"value": "relation.employee", "description": "My aunt"}}
    )

    assert reading.faults == ()
    assert reading.notes[-1].message == "A connection with the council is declared: relation.employee (My aunt)."


def test_answers_may_be_one_bare_text():
    assert read(responses="Told by telephone").application.answers[0].values == ("Told by telephone",)
    assert read(responses=[{"question": "Why?", "responses": "Because"}]).application.answers[0].values == ("Because",)


def test_a_source_other_than_planx_without_service_metadata():
    reading = read(metadata__source="Any", metadata__service=None, preAssessment=None)

    assert reading.faults == ()
    assert reading.application.requested_files.required == ()


def test_the_title_is_the_address_of_a_site_without_parts():
    reading = read(data__property__address={"title": "Land east of Elm Tree Row", "source": "Proposed by applicant"})

    assert reading.application.site.line1 == "Land east of Elm Tree Row"
    assert "/data/property/address/uprn" in [note.pointer for note in reading.notes]


def test_a_fee_that_is_not_applicable():
    assert read(data__application__fee={"notApplicable": True}).application.fee.not_applicable


@pytest.mark.parametrize("version", ["v0.2.1", "v0.3.0", "v0.7.0", "@next"])
def test_known_versions(version):
    name = "schema" if version < "v0.4" and version != "@next" else "application"
    address = SCHEMA.format(version=version, name=name)
    if name == "schema":
        address = address.replace("/schemas/schema", "/schema")

    assert read(metadata__schema=address).faults == ()


def test_a_newer_patch_version_is_read_and_said_so():
    reading = read(metadata__schema=SCHEMA.format(version="v0.7.9", name="application"))

    assert reading.faults == ()
    assert reading.notes[0].message == "Schema v0.7.9 is newer than we know: it was read as v0.7.7."


@pytest.mark.parametrize(
    "address",
    [
        "https://schemas.example/v0.7.7/schemas/application.json",
        SCHEMA.format(version="v0.7.7", name="weather"),
        SCHEMA.format(version="v9.0.0", name="application"),
        "https://theopensystemslab.github.io/",
        "https://[broken/v0.7.7/schemas/application.json",
        None,
        17,
    ],
)
def test_an_unknown_schema_is_one_fault_at_its_place(address):
    reading = read(metadata__schema=address)

    assert reading.application is None
    assert pointers(reading) == ["/metadata/schema"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"metadata__id": None}, "/metadata/id"),
        ({"data__application__type": None}, "/data/application/type/value"),
        ({"data__proposal__description": "  "}, "/data/proposal/description"),
        ({"data__applicant": {"email": "not an address"}}, "/data/applicant/email"),
        ({"files": [{"name": f"https://files.bops.test/{n}"} for n in range(501)]}, "/files"),
    ],
)
def test_what_no_case_can_do_without(changes, pointer):
    reading = read(**changes)

    assert pointers(reading) == [pointer]
    assert reading.faults[0].message.endswith(".")


def test_all_faults_are_told_at_once():
    reading = odp.read(json.dumps({"metadata": {"schema": SCHEMA.format(version="@next", name="application")}}).encode())

    assert pointers(reading) == ["/metadata/id", "/data/application/type/value", "/data/proposal/description", "/data/applicant/email"]


class TestBodies:
    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            (b"", "not JSON"),
            (b"<html>", "not JSON"),
            (b'{"a": NaN}', "not JSON"),
            (b"\xff\xfe\xff", "not JSON"),
            (b"[1, 2]", "not an object"),
            (b'{"a":' * 5000 + b"1" + b"}" * 5000, "levels deep"),
            (b'{"a":' * 100 + b"1" + b"}" * 100, "levels deep"),
        ],
    )
    def test_that_are_no_submission(self, sent, words):
        reading = odp.read(sent)

        assert reading.application is None
        assert words in reading.faults[0].message

    def test_characters_that_no_database_holds_are_left_out(self):
        reading = read(data__proposal__description="Garden\u0000 room \ud800")

        assert reading.application.proposal.description == "Garden room \ufffd"

    def test_numbers_that_no_column_holds_are_kept_as_text(self):
        reading = odp.read(body().replace(b"533900", b"1e999").replace(b"175100", b"9" * 5000))

        assert reading.application.site.easting is None
        assert reading.application.unknown == {"/data/property/address/x": "1e999", "/data/property/address/y": "9" * 5000}


class TestRedLine:
    def site(self, value):
        return odp.read_document(document(data__proposal__boundary={"site": value}))

    @pytest.mark.parametrize(
        "value",
        [
            feature()["geometry"],
            feature(),
            {"type": "FeatureCollection", "features": [feature()]},
            {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
            {"type": "GeometryCollection", "geometries": [feature()["geometry"]]},
            {"EPSG:4326": feature()},
            json.dumps(feature()),
        ],
        ids=["geometry", "feature", "collection", "multi", "geometries", "keyed", "text"],
    )
    def test_any_shape_of_geojson(self, value):
        boundary = self.site(value).application.boundary

        assert boundary.geometry.geom_type == "MultiPolygon"
        assert boundary.geometry.srid == 4326
        assert [list(p) for p in boundary.geometry[0][0].coords] == SQUARE
        assert boundary.as_submitted == value

    def test_one_in_web_mercator_is_converted(self):
        ring = [[-8104.0, 6703500.0], [-8060.0, 6703500.0], [-8060.0, 6703560.0], [-8104.0, 6703500.0]]
        reading = self.site({"EPSG:3857": {"type": "FeatureCollection", "features": [feature(ring)]}})

        west, south, *_ = reading.application.boundary.geometry.extent
        assert (round(west, 4), round(south, 2)) == (-0.0728, 51.46)
        assert "converted" in reading.notes[-1].message

    @pytest.mark.parametrize("value", [None, {}, ""])
    def test_none_at_all_is_a_note_for_the_officer(self, value):
        reading = odp.read_document(document(data__proposal__boundary={"site": value}))

        assert reading.faults == ()
        assert reading.application.boundary is None
        assert "No red line" in " ".join(note.message for note in reading.notes)

    def test_the_property_stands_in_for_a_proposal_without_one(self):
        reading = odp.read_document(document(data__proposal__boundary=None, data__property__boundary={"site": feature()}))

        assert reading.application.boundary.geometry.num_points == 5
        assert reading.notes[0].pointer == "/data/proposal/boundary"

    def test_an_open_ring_is_closed_and_overlapping_parts_are_joined(self):
        shifted = [[x + 0.0002, y] for x, y in SQUARE]
        reading = self.site({"type": "MultiPolygon", "coordinates": [[SQUARE[:-1]], [shifted]]})

        assert reading.faults == ()
        assert reading.application.boundary.geometry.valid
        assert len(reading.application.boundary.geometry) == 1
        assert [note.message.split(":")[0] for note in reading.notes[-2:]] == [
            "The red line did not end where it began",
            "Parts of the red line overlapped",
        ]

    @pytest.mark.parametrize(
        ("value", "pointer", "words"),
        [
            (feature([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), "/geometry/coordinates", "crosses itself near -0.0726"),
            (feature([[51.4566, -0.0728], [51.4566, -0.0724], [51.4569, -0.0724], [51.4566, -0.0728]]), "", "swapped"),
            (feature([[2.35, 48.85], [2.36, 48.85], [2.36, 48.86], [2.35, 48.85]]), "", "outside Great Britain"),
            (feature([[0, 51], [1, 51], [0, 51]]), "/geometry/coordinates/0", "fewer than 4"),
            (feature([[0, 51], ["a", 51], [0, 52], [0, 51]]), "/geometry/coordinates/0/1", "pair of numbers"),
            (feature([[0, 51], None, [0, 52], [0, 51]]), "/geometry/coordinates/0/1", "pair of numbers"),
            ({"type": "Polygon", "coordinates": []}, "/coordinates", "no ring"),
            ({"type": "Polygon", "coordinates": "all of it"}, "/coordinates", "list of coordinates"),
            ({"type": "Point", "coordinates": [0, 51]}, "", "no polygon"),
            ({"type": "Blob"}, "", "not GeoJSON"),
            ("{half", "", "not GeoJSON"),
            (42, "", "not GeoJSON"),
        ],
    )
    def test_one_that_cannot_be_used_says_where_and_what_to_do(self, value, pointer, words):
        reading = self.site(value)

        assert pointers(reading) == [f"/data/proposal/boundary/site{pointer}"]
        assert words in reading.faults[0].message

    def test_20_000_points_are_read(self):
        ring = [[-0.07 + math.cos(a / 20_000 * math.tau) / 1000, 51.45 + math.sin(a / 20_000 * math.tau) / 1000] for a in range(20_000)]
        reading = self.site(feature([*ring, ring[0]]))

        assert reading.faults == ()
        assert reading.application.boundary.geometry.num_points == 20_001
