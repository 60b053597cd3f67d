"""The deadline radar."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from applications.models import CaseDates
from casework.selectors import radar as selectors
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db


def ahead(authority, days, money=None, **values):
    case = PlanningApplicationFactory(authority=authority, valid=True, **values)
    on = timezone.localdate() + timedelta(days=days)
    CaseDates.objects.filter(application=case).update(
        next_consequence_on=on, next_consequence_words=f"In {days} days", money_at_stake=money
    )
    return case


class TestRadar:
    def test_ranks_cases_by_what_happens_first(self, authority, desk, page_of):
        far, near = ahead(authority, 20), ahead(authority, 2, money="548.00")
        page = page_of(desk[0], "/radar/")
        assert page.index(near.reference) < page.index(far.reference)
        assert "In 2 days" in page
        assert "<strong>2 cases</strong>, <strong>£548</strong> at stake" in page

    def test_shows_your_cases_alone_if_you_ask(self, authority, desk, page_of):
        client, me = desk
        mine, theirs = ahead(authority, 5, officer=me), ahead(authority, 5, officer=MembershipFactory(authority=authority).user)
        page = page_of(client, "/radar/", show="mine")
        assert mine.reference in page
        assert theirs.reference not in page

    def test_a_decided_case_is_not_on_it(self, authority, desk, page_of):
        case = PlanningApplicationFactory(authority=authority, determined=True)
        assert case.dates.next_consequence_on is None
        assert "Nothing is on the radar" in page_of(desk[0], "/radar/")

    def test_tells_of_a_real_householder_application(self, authority, desk, page_of):
        PlanningApplicationFactory(authority=authority, valid=True)
        assert "If nothing is decided by Monday 28 December 2026" in page_of(desk[0], "/radar/")

    def test_draws_the_days_to_come_with_their_numbers(self, authority, desk, page_of):
        for days in (-1, 0, 2, 2, 29, 30):
            ahead(authority, days)
        page = page_of(desk[0], "/radar/")
        assert "The next 30 days: 4 cases in all, at most 2 in one bar" in page
        assert page.count('class="app-chart__bar') == 3

    @pytest.mark.parametrize("query", [{}, {"show": "mine"}, {"officer": "me", "type": "pp.full.householder"}])
    def test_takes_the_same_number_of_queries_for_5_and_for_60(self, authority, desk, queries_of, query):
        for days in range(5):
            ahead(authority, days, officer=desk[1])
        few = queries_of(desk[0], "/radar/", **query)
        for days in range(55):
            ahead(authority, days, officer=desk[1])
        assert queries_of(desk[0], "/radar/", per_page=100, **query) == few <= 12

    def test_finds_its_first_page_by_the_index_of_consequences(self, authority):
        ahead(authority, 1)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
        plan = selectors.ahead(authority).values_list("pk", flat=True)[:50].explain()
        assert "dates_by_consequence" in plan
        assert "Seq Scan" not in plan


class TestFilters:
    def test_by_officer(self, authority, desk, page_of):
        client, me = desk
        colleague = MembershipFactory(authority=authority, roles=["case_officer"]).user
        mine, theirs, nobodys = ahead(authority, 5, officer=me), ahead(authority, 5, officer=colleague), ahead(authority, 5)
        for asked, shown in [("me", mine), (str(colleague.pk), theirs), ("nobody", nobodys)]:
            page = page_of(client, "/radar/", officer=asked)
            assert [case for case in (mine, theirs, nobodys) if case.reference in page] == [shown]

    def test_by_type_with_the_figures_of_these_alone(self, authority, desk, page_of):
        house = ahead(authority, 5, money="548.00")
        tree = ahead(authority, 5, money="1.00", type_code="pp.full.minor")
        page = page_of(desk[0], "/radar/", type="pp.full.minor")
        assert tree.reference in page
        assert house.reference not in page
        assert "<strong>1 case</strong>, <strong>£1</strong> at stake" in page

    def test_says_what_is_chosen_and_how_to_take_it_away(self, authority, desk, page_of):
        ahead(authority, 5)
        page = page_of(desk[0], "/radar/", officer="nobody", show="all")
        assert "Case officer: Nobody" in page
        assert 'name="show" value="all"' in page

    def test_nothing_that_fits_is_not_an_empty_radar(self, authority, desk, page_of):
        ahead(authority, 5)
        assert "No case fits what you chose" in page_of(desk[0], "/radar/", officer="me")

    def test_nonsense_shows_every_case_and_says_so(self, authority, desk, page_of):
        case = ahead(authority, 5)
        page = page_of(desk[0], "/radar/", officer="'; DROP TABLE")
        assert case.reference in page
        assert "govuk-error-message" in page

    def test_among_your_cases_there_is_no_choice_of_officer(self, authority, desk, page_of):
        assert 'name="officer"' not in page_of(desk[0], "/radar/", show="mine")
