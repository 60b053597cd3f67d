"""The work list: what needs me today."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import PlanningApplication
from audit.selectors import history_of
from casework.selectors.lists import SORTS
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory, TimeAgreementFactory

pytestmark = pytest.mark.django_db


def listed(page):
    """The references in the list, in order."""
    return re.findall(r'class="govuk-link govuk-link--no-visited-state app-table__link" href="/cases/([^"/]+)/"', page)


def columns(application, **values):
    PlanningApplication.objects.filter(pk=application.pk).update(**values)


class TestTabs:
    def test_mine_shows_my_open_cases_alone(self, authority, desk, page_of):
        client, me = desk
        mine = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        PlanningApplicationFactory(authority=authority, valid=True, officer=UserFactory())
        PlanningApplicationFactory(authority=authority, determined=True, officer=me)
        assert listed(page_of(client, "/")) == [mine.reference]

    def test_unassigned_all_and_closed_hold_what_their_names_say(self, authority, desk, page_of):
        client, me = desk
        mine = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        nobodys = PlanningApplicationFactory(authority=authority, valid=True)
        closed = PlanningApplicationFactory(authority=authority, determined=True, officer=UserFactory())
        assert listed(page_of(client, "/work/unassigned/")) == [nobodys.reference]
        assert set(listed(page_of(client, "/work/all/"))) == {mine.reference, nobodys.reference}
        assert listed(page_of(client, "/work/closed/")) == [closed.reference]

    def test_each_tab_says_how_many_it_holds(self, authority, desk, page_of):
        client, me = desk
        PlanningApplicationFactory.create_batch(3, authority=authority, valid=True, officer=me)
        PlanningApplicationFactory.create_batch(2, authority=authority, valid=True)
        counts = re.findall(r'class="app-count">([\d,]+)<', page_of(client, "/"))
        assert counts[:4] == ["3", "2", "5", "0"]

    def test_there_is_no_other_tab(self, desk):
        assert desk[0].get("/work/secret/").status_code == 404

    def test_an_empty_list_says_what_to_do(self, desk, page_of):
        page = page_of(desk[0], "/")
        assert "You have no open cases" in page
        assert "/work/unassigned/" in page


class TestTenancy:
    def test_another_councils_cases_are_nowhere(self, authority, desk, page_of):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other, valid=True).reference
        for tab in ("", "work/unassigned/", "work/all/", "work/closed/"):
            assert theirs not in page_of(desk[0], f"/{tab}")

    def test_a_reader_sees_no_tick_boxes_and_no_download(self, authority, officer_client, page_of):
        client, _ = officer_client(authority, roles=["land_charges"])
        PlanningApplicationFactory(authority=authority, valid=True)
        page = page_of(client, "/work/all/")
        assert 'name="case"' not in page
        assert "cases.csv" not in page

    def test_who_is_not_signed_in_is_asked_to(self, authority, client):
        response = client.get("/", HTTP_HOST=authority.officer_host)
        assert response.status_code == 302
        assert response.url.startswith(reverse("accounts:sign_in"))


class TestLine:
    def test_shows_days_left_as_a_number_and_marks_an_extension(self, authority, desk, page_of):
        client, me = desk
        case = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        TimeAgreementFactory(application=case, agreed_until_on=timezone.localdate() + timedelta(days=90))
        columns(case, effective_expiry_on=timezone.localdate() + timedelta(days=90))
        case.dates.extended = True
        case.dates.save()
        page = page_of(client, "/")
        assert '<span class="app-days__number">90</span>' in page
        assert "days left, extended" in page

    def test_shows_what_is_overdue_in_words(self, authority, desk, page_of):
        client, me = desk
        columns(
            PlanningApplicationFactory(authority=authority, valid=True, officer=me),
            effective_expiry_on=timezone.localdate() - timedelta(days=3),
        )
        assert re.search(r'app-days__number">3</span>\s*<span class="app-days__words">days over', page_of(client, "/"))

    def test_shows_unread_answers_and_comments(self, authority, desk, page_of):
        client, me = desk
        columns(PlanningApplicationFactory(authority=authority, valid=True, officer=me), unread_answers=1, unread_comments=104)
        page = page_of(client, "/")
        assert "1 answer<" in page
        assert "104 comments<" in page

    def test_an_address_cannot_bring_markup(self, authority, desk, page_of):
        client, me = desk
        PlanningApplicationFactory(
            authority=authority, officer=me, case__address_lines="<script>alert(1)</script> & Sons", case__officer=me
        )
        page = page_of(client, "/")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in page


class TestSort:
    @pytest.mark.parametrize("sort", sorted(SORTS))
    def test_every_head_sorts_both_ways(self, authority, desk, page_of, sort):
        client, me = desk
        first, second = PlanningApplicationFactory.create_batch(2, authority=authority, valid=True, officer=me)
        early, late = date(2026, 1, 5), date(2027, 6, 1)
        dated = ("next_action_on", "effective_expiry_on", "consultation_end_on", "determined_on")
        yesterday = timezone.now() - timedelta(days=1)
        low = {"reference_sort": "1", "address_sort": "a", "officer_name": "A", "status": "not_started", "received_at": yesterday}
        high = {"reference_sort": "2", "address_sort": "b", "officer_name": "B", "unread_answers": 5, "received_at": timezone.now()}
        columns(first, **low, **dict.fromkeys(dated, early))
        columns(second, **high, **dict.fromkeys(dated, late))
        up, down = listed(page_of(client, "/", sort=sort)), listed(page_of(client, "/", sort=f"-{sort}"))
        assert up == [first.reference, second.reference]
        assert down == up[::-1]

    def test_a_sort_that_does_not_exist_is_left_aside(self, desk, page_of):
        assert page_of(desk[0], "/", sort="password")


class TestFilter:
    @pytest.fixture
    def four(self, authority, desk):
        _, me = desk
        today = timezone.localdate()
        return {
            "late": self.make(authority, me, effective_expiry_on=today - timedelta(days=1)),
            "consulting": self.make(authority, me, consultation_end_on=today + timedelta(days=1), effective_expiry_on=date(2027, 3, 1)),
            "unread": self.make(authority, me, unread_comments=2, effective_expiry_on=date(2027, 3, 2)),
            "invalid": self.make(authority, me, status="invalidated", effective_expiry_on=None),
        }

    def make(self, authority, me, **values):
        case = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        columns(case, **values)
        return case.reference

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"overdue": "on"}, ["late"]),
            ({"consulting": "on"}, ["consulting"]),
            ({"unread": "on"}, ["unread"]),
            ({"status": "invalidated"}, ["invalid"]),
            ({"status": ["invalidated", "in_assessment"], "overdue": "on"}, ["late"]),
            ({"expires_from": "2027-03-01", "expires_to": "2027-03-01"}, ["consulting"]),
            ({"expires_from-day": "2", "expires_from-month": "3", "expires_from-year": "2027"}, ["unread"]),
            ({"type": "ldc.proposed"}, []),
        ],
    )
    def test_narrows_the_list(self, desk, four, page_of, query, found):
        assert sorted(listed(page_of(desk[0], "/", **query))) == sorted(four[name] for name in found)

    def test_by_officer(self, authority, desk, page_of):
        client, me = desk
        colleague = MembershipFactory(authority=authority).user
        theirs = PlanningApplicationFactory(authority=authority, valid=True, officer=colleague)
        nobodys = PlanningApplicationFactory(authority=authority, valid=True)
        mine = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        for officer, case in ((colleague.pk, theirs), ("nobody", nobodys), ("me", mine)):
            assert listed(page_of(client, "/work/all/", officer=officer)) == [case.reference]

    def test_what_is_chosen_can_be_taken_away_one_by_one(self, desk, four, page_of):
        page = page_of(desk[0], "/", overdue="on", unread="on")
        assert "Past the expiry date" in page
        assert 'href="?unread=on"' in page

    def test_a_date_that_does_not_exist_is_explained_and_narrows_nothing(self, desk, four, page_of):
        page = page_of(desk[0], "/", **{"expires_from-day": "31", "expires_from-month": "2", "expires_from-year": "2027"})
        assert "Expires from must be a real date" in page
        assert len(listed(page)) == 4

    @pytest.mark.parametrize("query", [{"status": "nonsense"}, {"officer": "1 OR 1=1"}, {"type": "\x00"}, {"expires_from": "🏠"}])
    def test_nonsense_in_the_address_is_no_error(self, desk, page_of, query):
        assert page_of(desk[0], "/work/all/", **query)

    def test_says_when_nothing_fits(self, desk, four, page_of):
        assert "No case fits what you chose" in page_of(desk[0], "/", type="ldc.proposed")


class TestPages:
    def test_shows_25_a_page_and_as_many_as_asked_for(self, authority, desk, page_of):
        client, me = desk
        PlanningApplicationFactory.create_batch(28, authority=authority, officer=me)
        assert len(listed(page_of(client, "/"))) == 25
        assert len(listed(page_of(client, "/", page=2))) == 3
        assert len(listed(page_of(client, "/", per_page=50))) == 28
        assert len(listed(page_of(client, "/", per_page=100000))) == 25
        assert len(listed(page_of(client, "/", page="x"))) == 25
        assert len(listed(page_of(client, "/", page=99))) == 3

    def test_takes_the_same_number_of_queries_for_5_and_for_60_cases(self, authority, desk, queries_of):
        client, me = desk
        PlanningApplicationFactory.create_batch(5, authority=authority, valid=True, officer=me)
        few = queries_of(client, "/", per_page=100)
        PlanningApplicationFactory.create_batch(55, authority=authority, published=True, officer=me)
        assert queries_of(client, "/", per_page=100) == few <= 15


class TestAssignMany:
    def test_gives_the_ticked_cases_to_one_officer(self, authority, desk):
        client, _ = desk
        colleague = MembershipFactory(authority=authority).user
        cases = PlanningApplicationFactory.create_batch(3, authority=authority, valid=True)
        response = client.post(
            "/work/assign/",
            {"case": [case.pk for case in cases[:2]], "officer": colleague.pk, "next": "/work/unassigned/?sort=expiry"},
            follow=True,
        )
        assert response.redirect_chain == [("/work/unassigned/?sort=expiry", 302)]
        assert f"2 cases assigned to {colleague.name}" in response.content.decode()
        assert [PlanningApplication.objects.get(pk=case.pk).officer_name for case in cases] == [colleague.name, colleague.name, ""]
        assert history_of(cases[0].case).first().type == "assigned"

    def test_never_sends_people_to_another_site(self, authority, desk):
        case = PlanningApplicationFactory(authority=authority, valid=True)
        response = desk[0].post("/work/assign/", {"case": [case.pk], "officer": "nobody", "next": "https://elsewhere.example/"})
        assert response.url == "/"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"case": []}, "Tick the cases"),
            ({"case": ["x", "-1", "9" * 40]}, "Tick the cases"),
            ({"officer": "999999"}, "officer of this council"),
            ({"officer": ""}, "Choose an officer"),
        ],
    )
    def test_says_what_is_missing(self, authority, desk, change, words):
        case = PlanningApplicationFactory(authority=authority, valid=True)
        response = desk[0].post("/work/assign/", {"case": [case.pk], "officer": "nobody"} | change, follow=True)
        assert words in response.content.decode()

    def test_leaves_another_councils_case_alone(self, authority, desk):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = PlanningApplicationFactory(authority=other, valid=True)
        desk[0].post("/work/assign/", {"case": [theirs.pk], "officer": desk[1].pk})
        with acting_for(other):
            theirs.case.refresh_from_db()
            assert theirs.case.officer is None

    def test_refuses_a_reader(self, authority, officer_client):
        client, _ = officer_client(authority, roles=["land_charges"])
        assert client.post("/work/assign/", {}).status_code == 403
