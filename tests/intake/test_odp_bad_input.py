"""Whatever comes through the door of PlanX: a clear answer, and the body kept for another try."""

import math

import pytest

from core.tenancy import acting_for
from intake.models import Submission
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory

SITE = "/data/proposal/boundary/site"


@pytest.fixture
def send(db, client):
    """send(body): the API's answer, and the submission that was kept."""
    authority = LocalAuthorityFactory()
    ApiClientFactory(authority=authority)
    headers = {"host": authority.officer_host, "authorization": "Bearer bops_a-token-for-tests"}

    def post(body):
        answer = client.post("/api/v2/planning_applications", body, content_type="application/json", headers=headers)
        kept = Submission.objects.get()
        assert bytes(kept.body) == body, "the body is kept as it came"
        return answer, kept

    with acting_for(authority):
        yield post


def line(ring, **more):
    return odp.body(files=[], data__proposal__boundary={"site": {**odp.feature(ring), **more}})


def circle(points):
    turns = [number / points * math.tau for number in range(points)]
    ring = [[-0.07 + math.cos(turn) / 1000, 51.45 + math.sin(turn) / 1000] for turn in turns]
    return [*ring, ring[0]]


def square(x, y, side):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


CROSSED = [odp.SQUARE[0], odp.SQUARE[2], odp.SQUARE[1], odp.SQUARE[3], odp.SQUARE[0]]
BODY = odp.body(files=[])


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        (b"\x00", "", "is not JSON"),
        (BODY[:-40], "", "is not JSON"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "", "levels deep"),
        (b"[" * 200_000, "", "levels deep"),
        (line(square(2.35, 48.85, 0.01)), SITE, "outside Great Britain"),
        (line([[y, x] for x, y in odp.SQUARE]), SITE, "swapped"),
        (line(circle(100_001)), SITE, "more than 100,000 points"),
        (line(CROSSED), f"{SITE}/geometry/coordinates", "crosses itself"),
        (line(square(533_900, 175_100, 30), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::2157"}}), f"{SITE}/crs", "EPSG:2157"),
        (odp.body(files=[], data__application__fee={"payable": 10**12}), "/data/application/fee/payable", "between 0 and 1,000,000"),
        (odp.body(files=[], data__proposal__description="\u0000"), "/data/proposal/description", "The description is missing"),
    ],
    ids=[
        "nul",
        "cut off",
        "deep objects",
        "deep lists",
        "abroad",
        "swapped",
        "too many points",
        "crossed",
        "unknown grid",
        "fee",
        "only nul",
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place_and_kept(send, body, pointer, words):
    answer, kept = send(body)

    assert answer.status_code == 400
    [fault] = answer.json()["error"]["pointers"]
    assert fault["pointer"] == pointer
    assert words in fault["message"]
    assert kept.state == Submission.State.FAULTY
    assert kept.faults == [fault]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (odp.body(files=[], data__proposal__description="Garden\u0000 room"), "U+0000"),
        (BODY.replace(b'"metadata": {"id"', b'"metadata": {"organisation": "LBH", "id"'), "“organisation” stands twice here"),
        (odp.body(files=[], data__proposal__date={"start": "2026-02-30"}), "“2026-02-30” is not a date"),
        (odp.body(files=[], data__property__address={"title": "Here", "longitude": 2.35, "latitude": 48.85}), "was not used"),
        (line(square(533_900, 175_100, 30)), "metres of the British National Grid (EPSG:27700)"),
        (line(square(533_900, 175_100, 30), crs={"properties": {"name": "EPSG:27700"}}), "was sent in metres of the British National Grid"),
        (line(square(-8_104, 6_703_500, 50)), "Web Mercator metres (EPSG:3857)"),
        (odp.body(files=[], data__proposal__boundary={"site": {"type": "FeatureCollection", "features": []}}), "came empty"),
        (odp.body(files=[], data__proposal__boundary={"site": {"type": "Feature", "geometry": None}}), "came empty"),
        (odp.body(files=[], data__application__declaration={"connection": {"value": "employee"}}), "A connection with the council"),
    ],
    ids=["nul", "twice", "no day", "point abroad", "grid", "named grid", "mercator", "empty", "no shape", "connection"],
)
def test_what_can_be_read_becomes_a_case_and_the_officer_is_told(send, body, words):
    answer, kept = send(body)

    assert answer.status_code == 200, answer.content
    assert words in kept.case.application.attention
    assert kept.case.point is None or 49 < kept.case.point.y < 61


def test_a_red_line_of_20_000_points_is_kept_whole(send):
    answer, kept = send(line(circle(20_000)))

    assert answer.status_code == 200
    assert kept.case.boundary_submitted.num_points == 20_001


def test_a_red_line_in_metres_lands_where_it_belongs(send):
    _, kept = send(line(square(533_900, 175_100, 30)))

    west, south, east, north = kept.case.boundary_submitted.extent
    assert -0.08 < west < east < -0.07
    assert 51.45 < south < north < 51.46


def test_huge_numbers_are_kept_as_they_were_sent(send):
    answer, kept = send(BODY.replace(b"533900", b"1e999").replace(b"175100", b"9" * 4_000))

    assert answer.status_code == 200
    assert {part["pointer"] for part in kept.unknown} == {"/data/property/address/x", "/data/property/address/y"}
