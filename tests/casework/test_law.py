"""Figures of the law that a council confirms or sets: pages, history, and what becomes of its cases."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from applications.clock import clock_for
from applications.facts import facts_for
from applications.models import CaseDates, LawFigure
from audit.models import AuditEvent
from audit.selectors import history_of
from casework import services
from core.errors import DomainError
from core.tenancy import acting_for
from statute import determination_period, fee_due
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import LawFigureFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db
PERIOD = "/law/figures/determination/pa.part4.classE/amount/"
RULE = "/law/figures/determination/pa.part4.classE/"
SOURCE = "https://www.legislation.gov.uk/uksi/2015/596"


@pytest.fixture
def administrator(authority, officer_client):
    return officer_client(authority, roles=["administrator"])


@pytest.fixture
def film(authority):
    """A case of Class E of Part 4, whose period in the tables is 56 days and unconfirmed."""
    return PlanningApplicationFactory(authority=authority, type_code="pa.part4.classE", valid=True)


def enter(authority, now, **changes):
    entry = {"table": "determination", "key": "pa.part4.classE", "figure": "amount", "value": 42, "from_on": date(2026, 11, 1)}
    entry |= {"source": SOURCE, "read_on": date(2026, 11, 20)}
    return services.confirm_figure(**{"authority": authority, "by": UserFactory(), "now": now} | entry | changes)


def answers(**changes):
    return {"value": "42", "from_on": "2026-11-01", "source": SOURCE, "read_on": "2026-11-20", "note": ""} | changes


class TestEntering:
    def test_changes_every_open_case_of_the_council_from_that_day(self, authority, film, now, django_capture_on_commit_callbacks):
        before = film.effective_expiry_on
        with django_capture_on_commit_callbacks(execute=True):
            enter(authority, now)
        dates = CaseDates.objects.get(application=film)
        assert (before - dates.effective_expiry_on).days == 14
        film.refresh_from_db()
        assert film.effective_expiry_on == dates.effective_expiry_on
        assert history_of(film.case).first().type == "dates_by_law"

    def test_leaves_cases_of_before_that_day_as_they_are(self, authority, film, now, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            enter(authority, now, from_on=date(2026, 11, 3))
        film.refresh_from_db()
        assert film.effective_expiry_on == date(2026, 12, 28)
        assert not history_of(film.case).exists()

    def test_leaves_other_councils_alone(self, authority, now, django_capture_on_commit_callbacks):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other, type_code="pa.part4.classE", valid=True)
        with django_capture_on_commit_callbacks(execute=True):
            enter(authority, now)
        with acting_for(other):
            assert CaseDates.objects.get(application=theirs).effective_expiry_on == date(2026, 12, 28)
            assert facts_for(theirs).overrides == ()
            assert not LawFigure.objects.exists()

    def test_changes_a_fee_with_its_reason(self, authority, now):
        case = PlanningApplicationFactory(authority=authority, type_code="pa.part20.classA")
        case.case.development.dwellings_gained = 3
        before = fee_due(facts_for(case), on=date(2026, 11, 2))
        assert not before.is_confirmed
        enter(authority, now, table="fees", key="prior_approval.upward", figure="bands.0.each", value="440.50", from_on=date(2026, 4, 1))
        answer = fee_due(facts_for(case), on=date(2026, 11, 2))
        assert f"{answer.value}" == "1321.50"
        assert "entered by the council from https://www.legislation.gov.uk" in answer.explain()[0]

    def test_a_rule_confirmed_as_it_stands_is_no_longer_in_doubt(self, authority, film, now):
        assert not determination_period(facts_for(film)).is_confirmed
        enter(authority, now, figure="", value=None)
        assert determination_period(facts_for(film)).is_confirmed
        assert str(determination_period(facts_for(film)).value) == "56 days"

    def test_says_who_entered_what_from_where_in_the_councils_history(self, authority, now):
        enter(authority, now)
        event = AuditEvent.objects.get(case=None, type="law_entered")
        assert event.data["rule"] == "determination, pa.part4.classE: amount"
        assert (event.data["value"], event.data["from_on"], event.data["source"]) == (42, "2026-11-01", SOURCE)

    def test_a_correction_withdraws_the_older_entry_and_keeps_it(self, authority, film, now):
        first = enter(authority, now)
        enter(authority, now, value=49)
        first.refresh_from_db()
        assert (first.value, first.withdrawn_at) == (42, now)
        assert clock_for(film).day("statutory_expiry") == date(2026, 12, 21)

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"value": -1}, "less than nothing"),
            ({"value": 42.5}, "whole number"),
            ({"value": "soon"}, "whole number"),
            ({"value": 5000}, "more than this figure can be"),
            ({"value": True}, "whole number"),
            ({"figure": "weeks"}, "no such figure"),
            ({"key": "dreams"}, "nothing called"),
            ({"key": "other", "value": 10}, "cannot set its own"),
            ({"from_on": date(1999, 1, 1)}, "begin on"),
            ({"read_on": date(2027, 1, 1)}, "in the future"),
            ({"source": " "}, "where you read it"),
        ],
    )
    def test_nonsense_is_refused_and_nothing_is_kept(self, authority, now, changes, words):
        with pytest.raises(DomainError, match=words):
            enter(authority, now, **changes)
        assert not LawFigure.objects.exists()
        assert not AuditEvent.objects.filter(type="law_entered").exists()

    def test_an_entry_that_the_tables_no_longer_take_does_no_harm(self, authority, film):
        LawFigureFactory(authority=authority, key="other", value=10)
        LawFigureFactory(authority=authority, key="dreams")
        LawFigureFactory(authority=authority, value="soon", figure="weeks")
        assert facts_for(film).overrides == ()
        assert clock_for(film).day("statutory_expiry") == date(2026, 12, 28)


class TestWithdrawing:
    def test_brings_the_figure_of_the_tables_back(self, authority, film, now, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            entry = enter(authority, now)
            services.withdraw_figure(entry=entry, reason="Read the wrong class", by=UserFactory(), now=now)
        film.refresh_from_db()
        assert film.effective_expiry_on == date(2026, 12, 28)
        assert AuditEvent.objects.get(type="law_withdrawn").data["reason"] == "Read the wrong class"

    def test_is_done_once_and_with_a_reason(self, authority, now):
        entry, me = enter(authority, now), UserFactory()
        with pytest.raises(DomainError, match="reason"):
            services.withdraw_figure(entry=entry, reason=" ", by=me, now=now)
        services.withdraw_figure(entry=entry, reason="Wrong", by=me, now=now)
        with pytest.raises(DomainError, match="already"):
            services.withdraw_figure(entry=entry, reason="Wrong", by=me, now=now)


class TestDatabase:
    def test_one_current_entry_for_a_figure_and_a_day(self, authority):
        LawFigureFactory(authority=authority)
        with pytest.raises(IntegrityError, match="one_figure_of_law_a_day"), transaction.atomic():
            LawFigureFactory(authority=authority)

    def test_who_withdrew_and_when_go_together(self, authority, now):
        with pytest.raises(IntegrityError, match="figure_withdrawn_by_and_when"), transaction.atomic():
            LawFigureFactory(authority=authority, withdrawn_at=now)

    def test_another_councils_entries_are_out_of_sight(self, authority):
        other = LocalAuthorityFactory()
        with acting_for(other):
            LawFigureFactory(authority=other)
        assert not LawFigure.objects.exists()


class TestPages:
    def test_the_list_shows_what_nobody_has_confirmed(self, authority, desk, page_of):
        page = page_of(desk[0], "/law/figures/")
        assert "Time to decide" in page
        assert "Not confirmed" in page
        assert PERIOD.replace("amount/", "") in page
        assert "https://www.legislation.gov.uk" in page

    def test_a_confirmed_rule_moves_to_the_other_list_with_name_and_day(self, authority, desk, page_of, now):
        enter(authority, now, by=UserFactory(name="Ada Reader"))
        assert RULE not in page_of(desk[0], "/law/figures/")
        page = page_of(desk[0], "/law/figures/", show="confirmed")
        assert "By Ada Reader, from 1 November 2026" in page
        assert "42 from 1 November 2026 (the tables say 56)" in page

    def test_the_list_takes_the_same_queries_for_many_entries(self, authority, desk, now, queries_of):
        few = queries_of(desk[0], "/law/figures/", show="all")
        for n in range(1, 9):
            LawFigureFactory(authority=authority, from_on=date(2026, n, 1))
        assert queries_of(desk[0], "/law/figures/", show="all") == few

    def test_an_administrator_enters_a_figure(self, authority, administrator, page_of):
        client, me = administrator
        response = client.post(PERIOD, answers(note="Read with legal"))
        assert response.status_code == 302
        entry = LawFigure.objects.get()
        assert (entry.value, entry.from_on, entry.entered_by, entry.note) == (42, date(2026, 11, 1), me, "Read with legal")
        page = page_of(client, RULE)
        assert "Days: 42, from 1 November 2026" in page
        assert "Read with legal" in page

    def test_an_administrator_confirms_a_rule_and_takes_it_back(self, authority, administrator, page_of):
        client, _ = administrator
        client.post(RULE, answers())
        entry = LawFigure.objects.get()
        assert (entry.figure, entry.value) == ("", None)
        address = f"/law/entries/{entry.public_id}/withdraw/"
        assert address in page_of(client, RULE)
        assert "Confirmed as it stands, from 1 November 2026" in page_of(client, address)
        assert client.post(address, {"reason": ""}).status_code == 200
        assert client.post(address, {"reason": "Too early"}).status_code == 302
        page = page_of(client, RULE)
        assert "Too early" in page
        assert address not in page

    def test_a_refusal_stands_beside_its_field(self, administrator):
        page = administrator[0].post(PERIOD, answers(from_on="1999-01-01")).content.decode()
        assert "begin on" in page
        assert not LawFigure.objects.exists()

    @pytest.mark.parametrize(
        ("place", "value", "kept"),
        [
            ("calendar/business_hours/closes", "16:00", "16:00:00"),
            ("fees/householder_multiple/amount", "£1,100.50", "1100.50"),
            ("publicity/obligation/letter_holidays", "yes", True),
            ("biodiversity/exemptions/hectares_to", "0.5", "0.5"),
        ],
    )
    def test_each_kind_of_figure_has_its_field(self, administrator, place, value, kept):
        assert administrator[0].post(f"/law/figures/{place}/", answers(value=value)).status_code == 302
        assert LawFigure.objects.get().value == kept
        assert administrator[0].get(f"/law/figures/{place}/").status_code == 200

    def test_every_rule_and_figure_has_its_page(self, authority, administrator):
        from casework.presenters.law import RuleLine
        from casework.selectors.law import rules

        lines = [RuleLine(rule) for rule in rules(authority, on=date(2026, 11, 24))]
        assert len({line.href for line in lines}) > 100
        for line in lines[::20]:
            for address in [line.href, *(figure.href for figure in line.figures[:2])]:
                assert administrator[0].get(address).status_code == 200, address

    @pytest.mark.parametrize("place", ["determination/dreams/", "determination/pa.part4.classE/weeks/", "determination/other/"])
    def test_what_nobody_can_enter_is_404(self, administrator, place):
        assert administrator[0].get(f"/law/figures/{place}").status_code == 404

    def test_others_read_and_may_not_enter(self, authority, desk, page_of, now):
        entry = enter(authority, now)
        page = page_of(desk[0], PERIOD)
        assert "An administrator of the council can confirm" in page
        assert "withdraw/" not in page
        assert desk[0].post(PERIOD, answers()).status_code == 403
        assert desk[0].post(f"/law/entries/{entry.public_id}/withdraw/", {"reason": "No"}).status_code == 403

    def test_another_councils_entry_is_404(self, administrator, now):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = LawFigureFactory(authority=other)
        assert administrator[0].get(f"/law/entries/{theirs.public_id}/withdraw/").status_code == 404

    def test_an_entry_whose_figure_is_settled_since_is_still_found(self, authority, desk, page_of):
        LawFigureFactory(authority=authority, key="other", value=10)
        assert "Not used: the tables in use now fix this figure." in page_of(desk[0], "/law/figures/determination/other/")

    def test_the_case_page_says_that_a_figure_is_unconfirmed_and_leads_here(self, film, desk, page_of):
        page = page_of(desk[0], f"/cases/{film.reference}/")
        assert '(<a class="govuk-link" href="/law/figures/">this figure has not been confirmed</a>)' in page
