"""The history of a site: what else was applied for on it and near it."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from applications.models import SiteLookUp
from casework.selectors.related import related_to
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import EarlierApplicationFactory, PlanningApplicationFactory, SiteLookUpFactory
from tests.fakes.outside import OutsideFake
from tests.places.publications import square


def site(east, north=0, metres=10):
    return MultiPolygon(Polygon(square(east, north, metres)), srid=4326)


@pytest.fixture
def make(authority):
    def make(east, **values):
        values = {"case__boundary_submitted": site(east) if east is not None else None, "case__postcode": "QQ1 1QQ"} | values
        if east is None:
            values["case__point"] = None
        return PlanningApplicationFactory(authority=authority, **values)

    return make


@pytest.fixture
def case(make):
    return make(0, case__uprn="200000000001")


def relations(case):
    return {row.application.reference: (row.how, row.on_site) for row in related_to(case)}


class TestRelations:
    def test_how_each_is_related(self, case, make):
        same = make(0, case__uprn="200000000001")
        moved = make(900, case__uprn="200000000001")
        overlapping, touching, near = make(5), make(10), make(22)
        make(100)
        assert relations(case) == {
            same.reference: ("Same property, red lines overlap", True),
            moved.reference: ("Same property", True),
            overlapping.reference: ("Red lines overlap", True),
            touching.reference: ("Red lines touch", False),
            near.reference: ("12 metres away", False),
        }

    def test_the_same_address_without_a_uprn(self, make):
        case = make(0, case__uprn="", case__address_lines="1 Mill Lane", case__town="Anytown")
        other = make(400, case__uprn="", case__address_lines="1 Mill Lane", case__town="Anytown")
        assert relations(case) == {other.reference: ("Same address", True)}

    def test_the_council_says_how_near_is_near(self, authority, case, make):
        near = make(60)
        assert relations(case) == {}
        authority.settings["site_history_metres"] = 60
        authority.save()
        case.case.authority.refresh_from_db()
        assert relations(case) == {near.reference: ("50 metres away", False)}

    def test_a_corrected_red_line_counts(self, case, make, now):
        from applications.surroundings import correct_red_line
        from tests.factories.accounts import UserFactory

        other = make(500)
        correct_red_line(application=other, boundary=site(5), reason="Drawn wrongly", by=UserFactory(), now=now)
        assert relations(case) == {other.reference: ("Red lines overlap", True)}

    def test_without_a_place_the_postcode_has_to_do(self, make):
        case, other = make(None), make(300)
        make(300, case__postcode="ZZ1 1ZZ")
        assert relations(case) == {other.reference: ("Same postcode", False)}

    def test_another_councils_cases_are_not_shown(self, case):
        with acting_for(other := LocalAuthorityFactory()):
            PlanningApplicationFactory(authority=other, case__uprn="200000000001", case__boundary_submitted=site(0))
        assert relations(case) == {}

    def test_many_cases_cost_no_more_queries_than_few(self, case, make, django_assert_max_num_queries):
        for east in range(12):
            make(east)
        with django_assert_max_num_queries(6):
            assert len(related_to(case)) == 12


class TestPage:
    @pytest.fixture
    def page(self, authority, case, officer_client):
        client, _ = officer_client(authority)
        return lambda: " ".join(client.get(f"/cases/{case.reference}/related/").content.decode().split())

    def test_shows_what_was_decided_and_when(self, page, make):
        granted = make(0, determined=True)
        running = make(15)
        here, near = page().split("Near it, within 30 metres")
        assert granted.reference in here and "Granted" in here and "20 November 2026" in here and "Red lines overlap" in here
        assert running.reference in near and "5 metres away" in near and "received 2 November 2026" in near

    def test_says_so_when_there_is_nothing(self, page):
        assert "No other case has this property, address or ground." in page()
        assert "index of planning applications" not in page()

    def test_shows_what_the_index_knows_and_when_it_was_asked(self, page, case, settings):
        settings.PAAPI_URL = "https://example.org"
        EarlierApplicationFactory(case=case.case, reference="15/00001/FUL", url="https://example.org/15", council="lambeth")
        SiteLookUpFactory(case=case.case, what="history", state="done", done_at="2026-11-23T09:30Z", next_attempt_at=None)
        html = page()
        assert "15/00001/FUL" in html and "Application Refused" in html and "https://example.org/15" in html
        assert "Asked 23 November 2026 at 9:30am." in html and "Ask again" in html

    def test_a_look_at_the_page_asks_nobody(self, page, settings):
        with OutsideFake() as fake:
            settings.PAAPI_URL = fake.address
            assert "It has not been asked about this site." in page()
            assert fake.asked == []

    def test_a_button_asks(self, authority, case, officer_client, settings, django_capture_on_commit_callbacks):
        client, _ = officer_client(authority)
        with OutsideFake() as fake, django_capture_on_commit_callbacks(execute=True):
            settings.PAAPI_URL = fake.address
            client.post(f"/cases/{case.reference}/related/ask/")
        assert SiteLookUp.objects.filter(case=case.case, what="history").exists()

    def test_without_an_index_there_is_nobody_to_ask(self, authority, case, officer_client):
        client, _ = officer_client(authority)
        page = client.post(f"/cases/{case.reference}/related/ask/", follow=True).content.decode()
        assert "There is nobody to ask" in page
