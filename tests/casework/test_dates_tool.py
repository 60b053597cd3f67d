"""What would the dates be with other facts? A tool that keeps nothing."""

import pytest

from applications.models import Development, TimeAgreement
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory, TimeAgreementFactory

pytestmark = pytest.mark.django_db

ASKED = {"type": "pp.full", "received_on": "2026-11-02", "valid_from_on": "2026-11-02", "affects_exterior": "on"}


class TestWithoutACase:
    def test_begins_with_an_application_received_today(self, desk, page_of):
        page = page_of(desk[0], "/tools/dates/")
        assert "Work it out" in page
        assert "Statutory expiry" not in page

    def test_gives_every_date_with_its_reason(self, desk, page_of):
        """DMPO 2015, article 34(2): eight weeks from 2 November 2026."""
        page = page_of(desk[0], "/tools/dates/", **ASKED)
        assert "28 December 2026" in page
        assert "8 weeks end on Monday 28 December 2026" in page
        assert "As it is" not in page

    def test_major_development_has_13_weeks(self, desk, page_of):
        assert "1 February 2027" in page_of(desk[0], "/tools/dates/", **ASKED, is_major="on")

    def test_an_extension_and_the_refund(self, desk, page_of):
        page = page_of(desk[0], "/tools/dates/", **ASKED, extended_until_on="2027-06-01", agreed_on="2026-11-20", fee_paid="588")
        assert "The right to the refund is lost" in page
        assert "1 June 2027" in page

    def test_the_fee_of_a_householder_application(self, desk, page_of):
        assert "£548" in page_of(desk[0], "/tools/dates/", **{**ASKED, "type": "pp.full.householder"})

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"is_public_service_infrastructure": "on"}, "is_public_service_infrastructure"),
            ({"valid_from_on": "2026-10-01"}, "valid_from_on"),
            ({"extended_until_on": "2026-12-01", "agreed_on": "2026-11-20"}, "extended_until_on"),
        ],
    )
    def test_facts_that_cannot_both_be_true_are_said_beside_their_field(self, desk, page_of, values, field):
        page = page_of(desk[0], "/tools/dates/", **{**ASKED, **values})
        assert f'id="id_{field}-error"' in page
        assert "Cannot be said" in page

    @pytest.mark.parametrize(
        "values", [{"type": "no.such"}, {"received_on": "yesterday"}, {"extended_until_on": "2027-01-01"}, {"storeys": "-1"}]
    )
    def test_nonsense_is_refused_without_an_answer(self, desk, page_of, values):
        page = page_of(desk[0], "/tools/dates/", **{**ASKED, **values})
        assert "govuk-error-message" in page
        assert "Statutory expiry" not in page

    def test_a_date_before_the_tables_says_so(self, desk, page_of):
        page = page_of(desk[0], "/tools/dates/", **{**ASKED, "received_on": "1950-01-02", "valid_from_on": "1950-01-02"})
        assert "Cannot be said" in page

    def test_what_is_missing_is_called_by_its_label(self, desk, page_of):
        page = page_of(desk[0], "/tools/dates/", **ASKED)
        assert "Main use is needed: the returns count offices" in page
        assert "fee.items" not in page

    def test_who_must_be_told(self, desk, page_of):
        """DMPO 2015, article 15(4): major development by site notice or letters, and in the press."""
        page = page_of(desk[0], "/tools/dates/", **ASKED, is_major="on")
        assert "Site notice or neighbour letters, 21 days; press notice, 14 days; website" in page

    def test_a_reader_may_ask_and_a_stranger_may_not(self, authority, officer_client, client):
        reader, _ = officer_client(authority, roles=["land_charges"])
        assert reader.get("/tools/dates/").status_code == 200
        assert client.get("/tools/dates/", HTTP_HOST=authority.officer_host).status_code == 302


class TestOfACase:
    @pytest.fixture
    def application(self, authority):
        application = PlanningApplicationFactory(authority=authority, valid=True, type_code="pp.full")
        Development.objects.filter(case=application.case).update(storeys=3)
        PaymentFactory(case=application.case, amount="588.00")
        TimeAgreementFactory(application=application)
        return application

    def test_begins_with_the_case_as_it_is(self, desk, page_of, application):
        page = page_of(desk[0], "/tools/dates/", case=application.reference)
        assert 'value="3"' in page
        assert "29 January 2027" in page
        assert "Different" not in page

    def test_stands_beside_it(self, desk, page_of, application):
        page = page_of(desk[0], "/tools/dates/", **ASKED, case=application.reference, is_major="on")
        assert "As it is, and with these facts" in page
        assert "28 December 2026" in page
        assert "<strong>1 February 2027</strong>" in page

    def test_writes_nothing(self, desk, page_of, application):
        page_of(desk[0], "/tools/dates/", **ASKED, case=application.reference, is_major="on")
        assert not Development.objects.get(case=application.case).is_major
        assert TimeAgreement.objects.count() == 1

    def test_another_councils_case_is_not_found(self, desk):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other).reference
        assert desk[0].get("/tools/dates/", {"case": theirs}).status_code == 404

    def test_is_linked_from_the_dates_of_the_case(self, desk, page_of, application):
        assert f'href="/tools/dates/?case={application.reference}"' in page_of(desk[0], f"/cases/{application.reference}/")
