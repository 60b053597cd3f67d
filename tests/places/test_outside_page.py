"""What administrators see of the outside services."""

from datetime import timedelta

import pytest
from django.utils import timezone

from places.models import OutsideService
from tests.factories.places import DataSetFactory, OutsideServiceFactory
from tests.fakes.outside import Bad, OutsideFake


@pytest.fixture
def administrator(authority, officer_client):
    return officer_client(authority, roles=["administrator"])[0]


def test_only_administrators_see_it(authority, officer_client):
    client, _ = officer_client(authority, roles=["case_officer"])
    assert client.get("/outside-services/").status_code == 403


def test_says_of_each_service_how_it_is(administrator, settings):
    settings.MAPIT_URL = settings.PLANNING_DATA_URL = "https://example.org"
    OutsideServiceFactory(key="mapit", last_worked_at=timezone.now())
    OutsideServiceFactory(key="planning-data", failing=True, paused_until=timezone.now() + timedelta(minutes=9))
    page = administrator.get("/outside-services/").content.decode()
    assert "The operator sets PAAPI_URL" in page
    assert "Left alone for now" in page and "did not answer within 10 seconds" in page
    assert "Working" in page


def test_says_what_is_imported_and_what_was_wrong_with_it(administrator):
    DataSetFactory(name="Conservation areas", left_out=1, remarks=["4411 Mill Lane: no shape. Left out."])
    page = administrator.get("/outside-services/").content.decode()
    assert "Conservation areas" in page and "4411 Mill Lane: no shape. Left out." in page


def test_a_service_can_be_tried(administrator, settings):
    with OutsideFake() as fake:
        settings.MAPIT_URL = fake.address
        OutsideServiceFactory(key="mapit", failing=True, paused_until=timezone.now() + timedelta(minutes=9))
        fake.answers("/postcode/SW1A0AA", {"areas": {}})
        assert "MapIt works." in administrator.post("/outside-services/mapit/try/", follow=True).content.decode()
        assert OutsideService.objects.get(key="mapit").paused_until is None
        fake.next(Bad.error, Bad.error, Bad.error)
        page = administrator.post("/outside-services/mapit/try/", follow=True).content.decode()
        assert "MapIt answered with an error (500)." in page


@pytest.mark.parametrize("key", ["paapi", "nothing"])
def test_what_is_not_set_up_cannot_be_tried(administrator, key):
    assert administrator.post(f"/outside-services/{key}/try/").status_code == 404
