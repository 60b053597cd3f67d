"""The applicant asks to withdraw, and what comes of it."""

import pytest
from django.db import IntegrityError, transaction

from applications.lifecycle import NotAllowedNow
from applications.models import PlanningApplication, WithdrawalRequest
from audit.actors import Applicant
from audit.selectors import history_of
from casework import services
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PartyFactory, PlanningApplicationFactory, WithdrawalRequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(authority):
    return MembershipFactory(authority=authority).user


@pytest.fixture
def application(authority, officer):
    return PlanningApplicationFactory(authority=authority, valid=True, officer=officer)


@pytest.fixture
def applicant(application):
    return application.case.parties.get(role="applicant")


@pytest.fixture
def agent(application):
    return PartyFactory(case=application.case, role="agent", email="agent@example.com", first_name="Bert", last_name="Agent")


def again(application):
    return PlanningApplication.objects.select_related("case").get(pk=application.pk)


def ask(application, party, now, text="We are going to move house"):
    return services.ask_to_withdraw(application=application, text=text, party=party, by=Applicant(party), now=now)


def told(application):
    """{(template, address)} of what was sent about the case."""
    return set(Message.objects.filter(case=application.case).values_list("template", "to"))


class TestAsking:
    def test_is_kept_and_the_case_goes_on(self, application, applicant, now):
        row = ask(application, applicant, now, text="  We are going to move house ")
        assert (row.state, row.text, row.party, row.asked_by_name) == (
            "asked", "We are going to move house", applicant, f"{applicant.name} (applicant)",
        )  # fmt: skip
        assert (again(application).status, again(application).withdrawal_asked_at) == ("in_assessment", now)
        assert history_of(application.case).first().type == "withdrawal_asked"

    def test_both_of_them_and_the_officer_are_told(self, application, applicant, agent, officer, now):
        ask(application, agent, now)
        assert told(application) == {
            ("casework.withdrawal_receipt", agent.email),
            ("casework.withdrawal_asked", applicant.email),
            ("casework.withdrawal_to_answer", officer.email),
        }
        to_other = Message.objects.get(template="casework.withdrawal_asked")
        assert "Bert Agent (agent)" in to_other.subject
        assert "We are going to move house" in to_other.body
        assert "If you do not agree" in to_other.body

    def test_nobody_is_told_twice_at_one_address(self, application, applicant, agent, now):
        type(agent).objects.filter(pk=agent.pk).update(email=applicant.email.upper())
        ask(application, applicant, now)
        assert {template for template, _ in told(application)} == {"casework.withdrawal_receipt", "casework.withdrawal_to_answer"}

    def test_somebody_without_an_email_address_can_ask_too(self, application, applicant, now):
        applicant.email = ""
        applicant.save()
        assert ask(application, applicant, now).state == "asked"

    @pytest.mark.parametrize(("text", "words"), [("", "Tell us why"), ("  ", "Tell us why"), ("x" * 5001, "5000 characters")])
    def test_wants_a_reason_of_a_length_that_can_be_read(self, application, applicant, now, text, words):
        with pytest.raises(DomainError, match=words) as refusal:
            ask(application, applicant, now, text=text)
        assert refusal.value.field == "text"
        assert not WithdrawalRequest.objects.exists()

    def test_once_is_enough(self, application, applicant, agent, now):
        ask(application, agent, now)
        with pytest.raises(services.AlreadyAsked, match=r"Bert Agent \(agent\) asked on 24 November 2026"):
            ask(application, applicant, now)

    def test_the_database_keeps_it_to_one_as_well(self, authority, application, applicant):
        WithdrawalRequestFactory(case=application.case, party=applicant)
        with pytest.raises(IntegrityError, match="one_withdrawal_asked_a_case"), transaction.atomic():
            WithdrawalRequestFactory(case=application.case, party=applicant)

    @pytest.mark.parametrize("status", ["withdrawn", "returned", "closed"])
    def test_what_has_ended_cannot_be_withdrawn(self, authority, now, status):
        ended = PlanningApplicationFactory(authority=authority, status=status)
        with pytest.raises(NotAllowedNow, match=f"application is {status}"):
            ask(ended, ended.case.parties.get(), now)


class TestAnswering:
    def test_the_officer_withdraws_it_and_the_request_is_accepted(self, application, applicant, officer, now):
        row = ask(application, applicant, now)
        services.withdraw(application=application, reason="Asked by the applicant", by=officer, now=now)
        row.refresh_from_db()
        assert (row.state, row.answered_by, row.answered_at) == ("accepted", officer, now)
        assert (again(application).status, again(application).withdrawal_asked_at) == ("withdrawn", None)
        assert ("casework.ended", applicant.email) in told(application)

    def test_another_ending_overtakes_it(self, application, applicant, officer, now):
        row = ask(application, applicant, now)
        services.close(application=application, reason="A duplicate", by=officer, now=now)
        row.refresh_from_db()
        assert row.state == "overtaken"

    def test_the_officer_answers_that_it_is_not_withdrawn_and_both_are_told(self, application, applicant, agent, officer, now):
        row = ask(application, applicant, now)
        services.decline_withdrawal(application=application, reason=" The agent says that it goes on ", by=officer, now=now)
        row.refresh_from_db()
        assert (row.state, row.answer, row.answered_by) == ("declined", "The agent says that it goes on", officer)
        assert (again(application).status, again(application).withdrawal_asked_at) == ("in_assessment", None)
        assert {("casework.not_withdrawn", applicant.email), ("casework.not_withdrawn", agent.email)} <= told(application)
        assert ask(application, applicant, now).state == "asked"  # they may ask again

    def test_wants_a_reason(self, application, applicant, officer, now):
        ask(application, applicant, now)
        with pytest.raises(DomainError, match="Say why"):
            services.decline_withdrawal(application=application, reason=" ", by=officer, now=now)

    def test_nothing_can_be_answered_that_was_not_asked(self, application, officer, now):
        with pytest.raises(services.NothingAsked):
            services.decline_withdrawal(application=application, reason="No", by=officer, now=now)


class TestTakingBack:
    def test_the_case_goes_on_and_the_others_are_told(self, application, applicant, agent, officer, now):
        row = ask(application, applicant, now)
        services.take_back_withdrawal(application=application, party=applicant, by=Applicant(applicant), now=now)
        row.refresh_from_db()
        assert (row.state, row.answered_by, row.answered_by_name) == ("taken_back", None, f"{applicant.name} (applicant)")
        assert again(application).withdrawal_asked_at is None
        assert {("casework.withdrawal_taken_back", agent.email), ("casework.withdrawal_no_longer", officer.email)} <= told(application)

    def test_is_for_whoever_asked_alone(self, application, applicant, agent, now):
        row = ask(application, applicant, now)
        with pytest.raises(DomainError, match="only they can take that back"):
            services.take_back_withdrawal(application=application, party=agent, by=Applicant(agent), now=now)
        row.refresh_from_db()
        assert row.state == "asked"

    def test_cannot_be_done_after_the_answer(self, application, applicant, officer, now):
        ask(application, applicant, now)
        services.withdraw(application=application, reason="Asked", by=officer, now=now)
        with pytest.raises(services.NothingAsked):
            services.take_back_withdrawal(application=application, party=applicant, by=Applicant(applicant), now=now)
