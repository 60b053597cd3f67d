"""An officer's secret calendar of deadlines."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from audit.models import AuditEvent
from casework.models import CalendarFeed
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.casework import CalendarFeedFactory

pytestmark = pytest.mark.django_db


def make(client):
    """Press the button; the path of the new address."""
    page = client.post("/radar/calendar/").content.decode()
    return re.search(r"https?://[^/]+(/radar/feed/[\w-]+\.ics)", page)[1]


@pytest.fixture
def stranger(authority):
    """A calendar program: no cookie, no person."""
    return Client(HTTP_HOST=authority.officer_host)


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestAddress:
    def test_is_shown_once_and_only_its_hash_is_kept(self, authority, desk, page_of):
        client, me = desk
        assert "You have no such address now" in page_of(client, "/radar/calendar/")
        token = make(client).rpartition("/")[2].removesuffix(".ics")
        feed = CalendarFeed.objects.get(user=me)
        assert token not in feed.token_hash
        assert token not in page_of(client, "/radar/calendar/")

    def test_making_and_ending_are_in_the_councils_history(self, authority, desk):
        client, me = desk
        make(client)
        client.post("/radar/calendar/stop/")
        client.post("/radar/calendar/stop/")
        events = AuditEvent.objects.filter(authority=authority, type__startswith="calendar_").order_by("pk")
        assert [(event.type, event.actor_name) for event in events] == [("calendar_made", me.name), ("calendar_revoked", me.name)]

    def test_a_new_one_ends_the_old_one(self, desk, stranger):
        client, _ = desk
        old = make(client)
        new = make(client)
        assert stranger.get(old).status_code == 404
        assert stranger.get(new).status_code == 200

    def test_an_ended_one_is_not_there_any_more(self, desk, stranger):
        client, _ = desk
        path = make(client)
        client.post("/radar/calendar/stop/")
        assert stranger.get(path).status_code == 404
        assert stranger.get(make(client)).status_code == 200

    def test_an_unknown_one_is_not_there(self, stranger):
        assert stranger.get("/radar/feed/never-made.ics").status_code == 404

    def test_ends_with_the_membership_and_with_the_person(self, authority, desk, stranger):
        client, me = desk
        path = make(client)
        me.memberships.update(ended_at=timezone.now())
        assert stranger.get(path).status_code == 404
        me.memberships.update(ended_at=None)
        me.is_active = False
        me.save()
        assert stranger.get(path).status_code == 404

    def test_does_not_open_at_another_council(self, desk):
        path = make(desk[0])
        other = LocalAuthorityFactory()
        assert Client(HTTP_HOST=other.officer_host).get(path).status_code == 404

    def test_of_another_council_is_not_seen_here(self, authority):
        other = LocalAuthorityFactory()
        with acting_for(other):
            CalendarFeedFactory(authority=other)
        assert not CalendarFeed.objects.exists()


class TestCalendar:
    def test_has_an_entry_for_each_open_case_of_its_officer_alone(self, authority, desk, stranger):
        client, me = desk
        mine = PlanningApplicationFactory(authority=authority, valid=True, officer=me, case__address_lines="1 Low Lane; rear, left")
        theirs = PlanningApplicationFactory(authority=authority, valid=True, officer=MembershipFactory(authority=authority).user)
        decided = PlanningApplicationFactory(authority=authority, determined=True, officer=me)
        text = read(stranger, make(client))
        assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 1
        whole = text.replace("\r\n ", "")
        assert f"SUMMARY:Last day to decide {mine.reference}\\, 1 Low Lane\\; rear\\, left" in whole
        assert mine.dates.next_consequence_on == date(2026, 12, 29)
        assert "DTSTART;VALUE=DATE:20261228" in whole
        assert "DESCRIPTION:If nothing is decided by Monday 28 December 2026" in whole
        assert f"/cases/{mine.reference}/" in whole
        assert theirs.reference not in whole
        assert decided.reference not in whole

    def test_is_written_as_calendar_programs_want_it(self, authority, desk, stranger):
        client, me = desk
        PlanningApplicationFactory(authority=authority, valid=True, officer=me, case__address_lines="Café " * 40)
        response = stranger.get(make(client))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in response["Cache-Control"]
        lines = response.content.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert all(len(line) <= 75 and b"\n" not in line for line in lines)
        assert "Café Café" in response.content.decode().replace("\r\n ", "")

    def test_takes_the_same_number_of_queries_for_5_and_for_60(self, authority, desk, stranger, queries_of):
        client, me = desk
        path = make(client)
        for _ in range(5):
            PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        few = queries_of(stranger, path)
        for _ in range(55):
            PlanningApplicationFactory(authority=authority, valid=True, officer=me)
        assert queries_of(stranger, path) == few <= 8
