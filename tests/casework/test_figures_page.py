"""The page of the development in figures."""

import pytest

from applications.models import Development
from audit.selectors import history_of
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority, valid=True, type_code="pp.full")


def address(application):
    return f"/cases/{application.reference}/facts/"


def save(client, application, **values):
    """Press Save with what the page shows at first and these."""
    return client.post(address(application), {"version": 1, "affects_exterior": "on", "action": "complete"} | values)


class TestFigures:
    def test_shows_what_was_submitted_and_that_it_was(self, application, desk, page_of):
        sources = {"dwellings_gained": {"source": "submitted", "where": "/data/proposal"}}
        Development.objects.filter(case=application.case).update(dwellings_gained=7, sources=sources)
        page = page_of(desk[0], address(application))
        assert 'value="7"' in page
        assert "As submitted" in page

    def test_saving_moves_the_dates_and_says_how(self, application, desk):
        client, me = desk
        response = client.post(
            address(application),
            {"version": 1, "affects_exterior": "on", "is_major": "on", "site_area": "1.5", "use": "retail"},
            follow=True,
        )
        assert response.redirect_chain == [(address(application), 302)]
        page = response.content.decode()
        assert "last day to decide: 28 December 2026 → 1 February 2027" in page
        assert f"{me.name}, " in page
        assert "Main use: Not given → Shops" in client.get(f"/cases/{application.reference}/history/").content.decode()

    def test_saving_the_page_as_it_is_changes_nothing(self, application, desk):
        response = save(desk[0], application)
        assert response.status_code == 302
        assert list(history_of(application.case)) == []

    def test_what_contradicts_is_said_beside_its_field_and_nothing_is_saved(self, application, desk):
        response = save(desk[0], application, is_public_service_infrastructure="on", storeys="4")
        assert response.status_code == 422
        assert 'id="id_is_public_service_infrastructure-error"' in response.content.decode()
        development = Development.objects.get(case=application.case)
        assert (development.is_public_service_infrastructure, development.storeys) == (False, None)

    @pytest.mark.parametrize("nonsense", [{"storeys": "many"}, {"site_area": "-1"}, {"use": "E"}, {"dwellings_gained": "1.5"}])
    def test_nonsense_is_refused(self, application, desk, nonsense):
        response = save(desk[0], application, **nonsense)
        assert response.status_code == 422
        assert "govuk-error-message" in response.content.decode()

    def test_a_form_that_a_colleague_overtook_is_refused(self, application, desk):
        save(desk[0], application, storeys="2")
        assert save(desk[0], application, storeys="3").status_code == 422
        assert Development.objects.get(case=application.case).storeys == 2

    @pytest.mark.parametrize(("role", "may"), [("validation", True), ("case_officer", True), ("land_charges", False)])
    def test_who_may_change_them(self, authority, application, officer_client, page_of, role, may):
        client, _ = officer_client(authority, roles=[role])
        assert ("Save the figures" in page_of(client, address(application))) is may
        assert save(client, application, storeys="2").status_code == (302 if may else 403)
        assert (Development.objects.get(case=application.case).storeys == 2) is may

    def test_of_a_decided_case_they_can_only_be_read(self, authority, desk, page_of):
        decided = PlanningApplicationFactory(authority=authority, determined=True)
        page = page_of(desk[0], address(decided))
        assert "Save the figures" not in page
        assert "Nothing can be changed here now" in page
        assert save(desk[0], decided, storeys="2").status_code == 422

    def test_the_case_page_shows_what_is_known_and_leads_here(self, application, desk, page_of):
        page = page_of(desk[0], f"/cases/{application.reference}/")
        assert f'href="{address(application)}"' in page
        assert "none is known" in page
        save(desk[0], application, storeys="2", is_demolition="on")
        page = page_of(desk[0], f"/cases/{application.reference}/")
        assert "Demolition" in page
        assert "Retrospective" not in page
