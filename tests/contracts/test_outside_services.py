"""Recorded answers of the real services are understood. They lie beside the project, where a machine has them."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from places.adapters import mapit, paapi
from places.adapters.planning_data import _entity, _read
from places.data_sets import meaning_of, meanings
from places.importing import import_areas
from places.models import Area
from places.published import read
from tests.fakes.outside import OutsideFake

RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bops" / "external-services"
pytestmark = [
    pytest.mark.skipif(not RECORDED.exists(), reason="Skipped: no recorded answers in ../shared/data on this machine"),
    pytest.mark.django_db,
]


def recorded(name):
    return json.loads((RECORDED / name).read_text())


@pytest.mark.parametrize(
    ("name", "ward", "parish"),
    [
        ("HP92HA", "Beaconsfield", "Beaconsfield"),
        ("SE220HW", "Dulwich Hill", "Southwark, unparished area"),
        ("default", "South Bermondsey", "Southwark, unparished area"),
    ],
)
def test_mapit(name, ward, parish):
    assert mapit.read(recorded(f"mapit/{name}.json")) == mapit.WardAndParish(ward, parish)


@pytest.mark.parametrize("uprn", ["100021892955", "100081043511"])
def test_the_index_of_planning_applications(settings, uprn):
    answer = recorded(f"paapi/{uprn}.json")
    with OutsideFake() as fake:
        settings.PAAPI_URL = fake.address
        fake.answers("/planning_applications", answer)
        found = paapi.history_of(uprn)
    assert {past.reference for past in found} == {row["reference"] for row in answer["data"]}
    assert all(past.description and past.received_on for past in found)


@pytest.mark.parametrize("name", ["1000005", "7010002192"])
def test_entities_can_be_imported_and_found(name, now):

    entity = recorded(f"entities/{name}.json")
    text = io.StringIO()

    writer = csv.DictWriter(text, sorted(entity))
    writer.writeheader()
    writer.writerow(entity)
    meaning = meaning_of(entity["dataset"])
    outcome = import_areas(
        entities=read(io.BytesIO(text.getvalue().encode())), meaning=meaning, source="recorded", as_of=date(2026, 11, 3), now=now
    )
    assert (outcome.written, outcome.left_out) == (1, 0)
    assert Area.objects.get().codes == list(meaning.codes)


def test_the_geojson_of_an_entity(now):

    feature = recorded("entities/1000005.geojson")
    body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    outcome = import_areas(
        entities=read(io.BytesIO(body)),
        meaning=meaning_of("area-of-outstanding-natural-beauty"),
        source="recorded",
        as_of=date(2026, 11, 3),
        now=now,
    )
    assert (outcome.written, outcome.left_out) == (1, 0)


@pytest.mark.parametrize("name", ["BUC", "LBH", "SWK", "TEST"])
def test_pages_of_entities(name):
    rows, more = _read(recorded(f"planning_data/{name}.json"))
    assert not more
    assert [_entity(row).data_set for row in rows] == ["local-authority"] * len(rows)
    assert "local-authority" not in meanings()
