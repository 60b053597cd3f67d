"""Verbs of a case that belong to no stage."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import hash_token
from applications.lifecycle import NotAllowedNow
from applications.models import AccessLink, PlanningApplication, TaskMark, TimeAgreement
from applications.presenters import CaseHeader, days_left_colour, days_left_label
from applications.services import AgreedTooLate, agree_extension, assign, claim, make_access_link, mark_task
from audit.selectors import fault_in_case, history_of
from core.errors import DomainError
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from validation.tasklist import REVIEW_DOCUMENTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority)


@pytest.fixture
def valid(authority):
    return PlanningApplicationFactory(authority=authority, valid=True)


def events(application):
    return [(event.type, event.actor_name) for event in history_of(application.case)]


class TestAssign:
    def test_gives_the_case_to_an_officer_and_says_who_did(self, application, now):
        officer, leader = UserFactory(), UserFactory()
        assign(application=application, officer=officer, by=leader, now=now)
        application.refresh_from_db()
        assert application.case.officer == officer
        assert application.officer_name == officer.name
        assert events(application) == [("assigned", leader.name)]

    def test_takes_it_off_again(self, application, now):
        officer = UserFactory()
        assign(application=application, officer=officer, by=officer, now=now)
        assign(application=application, officer=None, by=officer, now=now)
        application.refresh_from_db()
        assert application.officer_name == ""
        assert [kind for kind, _ in events(application)] == ["unassigned", "assigned"]
        assert fault_in_case(application.case) is None

    def test_to_the_same_officer_again_leaves_no_trace(self, application, now):
        officer = UserFactory()
        for _ in range(2):
            assign(application=application, officer=officer, by=officer, now=now)
        assert len(events(application)) == 1

    def test_nobody_cannot_assign(self, application, now):
        with pytest.raises(TypeError):
            assign(application=application, officer=UserFactory(), by=None, now=now)
        assert PlanningApplication.objects.get(pk=application.pk).case.officer is None


class TestClaim:
    def test_the_first_has_it(self, application, now):
        quick, slow = UserFactory(), UserFactory()
        claim(application=application, by=quick, now=now)
        with pytest.raises(DomainError, match="colleague"):
            claim(application=application, by=slow, now=now)
        application.case.refresh_from_db()
        assert (application.case.claimed_by, application.case.claimed_at) == (quick, now)
        assert events(application) == [("claimed", quick.name)]

    def test_twice_by_the_same_person_is_once(self, application, now):
        officer = UserFactory()
        claim(application=application, by=officer, now=now)
        claim(application=application, by=officer, now=now + timedelta(hours=1))
        application.case.refresh_from_db()
        assert application.case.claimed_at == now
        assert len(events(application)) == 1


class TestMarkTask:
    def test_begun_then_done(self, application, now):
        officer = UserFactory()
        mark_task(application=application, task=REVIEW_DOCUMENTS, done=False, by=officer, now=now)
        assert events(application) == []
        mark_task(application=application, task=REVIEW_DOCUMENTS, done=True, by=officer, now=now)
        mark = TaskMark.objects.get(case=application.case)
        assert (mark.task, mark.state, mark.by) == (REVIEW_DOCUMENTS.key, "done", officer)
        assert events(application) == [("task_completed", officer.name)]

    def test_not_on_a_case_that_has_ended(self, authority, now):
        ended = PlanningApplicationFactory(authority=authority, determined=True)
        with pytest.raises(NotAllowedNow):
            mark_task(application=ended, task=REVIEW_DOCUMENTS, done=True, by=UserFactory(), now=now)


class TestExtension:
    def agree(self, application, now, **changes):
        values = {"agreed_until_on": date(2027, 1, 29), "agreed_on": date(2026, 11, 20), "evidence": "Email", "by": UserFactory()} | changes
        return agree_extension(application=application, now=now, **values)

    def test_is_a_fact_of_its_own_and_moves_the_expiry(self, valid, now):
        self.agree(valid, now)
        valid.refresh_from_db()
        assert valid.effective_expiry_on == date(2027, 1, 29)
        assert valid.dates.statutory_expiry_on == date(2026, 12, 28)
        assert valid.valid_from_on == date(2026, 11, 2)
        assert events(valid)[0][0] == "extension_agreed"

    def test_a_second_one_stands_beside_the_first(self, valid, now):
        self.agree(valid, now)
        self.agree(valid, now, agreed_until_on=date(2027, 3, 1))
        valid.refresh_from_db()
        assert valid.effective_expiry_on == date(2027, 3, 1)
        assert TimeAgreement.objects.filter(application=valid).count() == 2

    @pytest.mark.parametrize("until", [date(2026, 12, 28), date(2026, 12, 1)])
    def test_must_run_beyond_what_there_is(self, valid, now, until):
        with pytest.raises(AgreedTooLate) as refusal:
            self.agree(valid, now, agreed_until_on=until)
        assert refusal.value.field == "agreed_until_on"
        assert not TimeAgreement.objects.exists()

    def test_waits_for_a_valid_application(self, application, now):
        with pytest.raises(AgreedTooLate):
            self.agree(application, now)

    def test_not_on_a_case_that_has_ended(self, authority, now):
        with pytest.raises(NotAllowedNow):
            self.agree(PlanningApplicationFactory(authority=authority, determined=True), now)


class TestAccessLink:
    def test_the_token_is_in_the_email_and_nowhere_else(self, application, now):
        party = application.case.parties.get()
        link, token = make_access_link(case=application.case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=now)
        assert len(token) >= 40
        assert link.token_hash == hash_token(token) != token
        assert link.expires_at == now + timedelta(days=14)

    def test_the_council_chooses_how_long_it_lives(self, application, now):
        application.case.authority.settings["access_link_days"] = 3
        link, _ = make_access_link(case=application.case, party=None, purpose=AccessLink.Purpose.CONSULTEE, now=now)
        assert link.expires_at == now + timedelta(days=3)

    def test_no_two_are_alike(self, application, now):
        tokens = {make_access_link(case=application.case, party=None, purpose="applicant", now=now)[1] for _ in range(20)}
        assert len(tokens) == 20


class TestHeader:
    @pytest.mark.parametrize(
        ("days", "words", "colour"),
        [(None, "No time limit yet", "grey"), (12, "12 days left", "green"), (10, "10 days left", "yellow"), (1, "1 day left", "red"),
         (0, "Due today", "red"), (-1, "1 day over", "red"), (-9, "9 days over", "red")],
    )  # fmt: skip
    def test_days_left_in_words_and_colour(self, days, words, colour):
        assert (days_left_label(days), days_left_colour(days)) == (words, colour)

    def test_says_what_is_next_and_where(self, application):
        header = CaseHeader.of(application)
        assert header.next_title == application.next_action
        assert header.next_url == reverse("casework:next", kwargs={"reference": application.reference})

    def test_a_case_that_has_ended_has_no_days_and_nothing_next(self, authority):
        header = CaseHeader.of(PlanningApplicationFactory(authority=authority, determined=True))
        assert (header.days_left, header.days_left_label, header.next_url) == (None, "Ended", "")

    def test_every_tab_has_an_address(self, application):
        assert set(CaseHeader.of(application).urls) == {"overview", "documents", "correspondence", "history", "related"}
