"""Undoing a validation, opening an ended case again."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

import validation.services
from applications.lifecycle import Blocked
from applications.models import PlanningApplication
from audit.selectors import history_of
from casework import services
from casework.presenters.undoing import effects_of_reopening, effects_of_unvalidating
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import (
    DateCorrectionFactory,
    PartyFactory,
    PaymentFactory,
    PlanningApplicationFactory,
    RefundFactory,
    TimeAgreementFactory,
)
from tests.factories.consultation import LetterFactory, PressNoticeFactory, SiteNoticeFactory
from tests.factories.validation import ValidationRequestFactory, ValidityOverrideFactory
from validation.selectors import blocks_to_validate, valid_from_answer

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
RUNNING_ONCE_VALID = ["in_assessment", "to_be_reviewed"]


@pytest.fixture
def leader(authority):
    return MembershipFactory(authority=authority, roles=["team_leader"]).user


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority, valid=True)


def again(application):
    return PlanningApplication.objects.select_related("case", "dates").get(pk=application.pk)


def undo(application, leader, now, reason="The site plan is missing"):
    services.unvalidate(application=application, reason=reason, by=leader, now=now)
    return again(application)


class TestUndoingAValidation:
    @pytest.mark.parametrize("status", RUNNING_ONCE_VALID)
    def test_stops_the_clock_and_keeps_the_past(self, authority, leader, now, status):
        application = PlanningApplicationFactory(authority=authority, valid=True, status=status)
        assert application.effective_expiry_on == date(2026, 12, 28)
        undone = undo(application, leader, now)
        assert (undone.status, undone.valid_from_on, undone.validated_at, undone.validated_by) == ("not_started", None, None, None)
        assert (undone.effective_expiry_on, undone.dates.effective_expiry_on, undone.dates.next_consequence_on) == (None, None, None)
        change = undone.status_changes.get()
        assert (change.verb, change.from_status, change.reason, change.by) == ("unvalidate", status, "The site plan is missing", leader)
        event = history_of(undone.case).first()
        assert (event.type, event.data["valid_from"]) == ("validation_undone", "2026-11-02")

    def test_an_application_that_had_been_invalid_is_invalid_again(self, authority, leader, now):
        from applications.lifecycle import move

        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        move(application, "validate", by=leader, now=now)
        PlanningApplication.objects.filter(pk=application.pk).update(valid_from_on=now.date(), validated_at=now)
        assert undo(application, leader, now).status == "invalidated"

    def test_the_applicant_and_the_agent_are_told(self, application, leader, now):
        agent = PartyFactory(case=application.case, role="agent", email="agent@example.com")
        undo(application, leader, now)
        told = Message.objects.filter(case=application.case, template="casework.validation_undone")
        assert {message.to for message in told} == {agent.email, application.case.parties.get(role="applicant").email}
        for message in told:
            assert "valid from 2 November 2026" in message.body
            assert "The site plan is missing" in message.body
            assert "has stopped" in message.body

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"status": "awaiting_determination", "valid": True}, "Take it back, or have it returned, first"),
            ({"status": "in_committee", "valid": True}, "Take it back, or have it returned, first"),
            ({"determined": True}, "cannot be undone here"),
            ({"status": "withdrawn", "valid": True}, "Open it again first"),
            ({}, "not valid, so there is nothing to undo"),
            ({"status": "invalidated"}, "not valid, so there is nothing to undo"),
        ],
        ids=["with reviewer", "in committee", "determined", "withdrawn", "not started", "invalid"],
    )
    def test_says_what_to_do_first(self, authority, leader, now, values, words):
        application = PlanningApplicationFactory(authority=authority, **values)
        with pytest.raises(Blocked, match=words):
            undo(application, leader, now)
        assert again(application).status == application.status
        assert not Message.objects.exists()

    def test_wants_a_reason(self, application, leader, now):
        with pytest.raises(DomainError, match="Enter a reason") as refusal:
            undo(application, leader, now, reason=" ")
        assert refusal.value.field == "reason"

    def test_an_answer_that_it_waits_for_then_moves_its_dates(self, application, leader, now):
        PaymentFactory(case=application.case)
        plan = ValidationRequestFactory(case=application.case, sent=True, post_validation=True, created_by=leader)
        undo(application, leader, now)
        type(plan).objects.filter(pk=plan.pk).update(state="closed", answered_at=datetime(2026, 12, 4, 12, 0, tzinfo=LONDON))
        assert valid_from_answer(again(application)).value == date(2026, 12, 4)

    def test_what_was_overridden_is_asked_for_again(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority)
        PaymentFactory(case=application.case)
        trees = {"kind": "additional_document", "reason": "A tree survey", "payload": {"document_type": "Tree survey"}}
        validation.services.create_request(application=application, **trees, by=leader, now=now)
        validation.services.invalidate(application=application, by=leader, now=now)
        spite = [block.reason for block in blocks_to_validate(again(application))]
        validation.services.validate(application=application, in_spite_of=spite, reason="Not needed", by=leader, now=now)
        undone = undo(application, leader, now)
        old, new = undone.case.validation_requests.order_by("number")
        assert (old.state, new.state, new.reason, new.payload) == ("cancelled", "open", "A tree survey", old.payload)
        assert any("Additional document, Tree survey" in block.reason for block in blocks_to_validate(undone))

    def test_takes_back_what_was_asked_of_a_valid_application_alone(self, application, leader, now):
        longer = ValidationRequestFactory(
            case=application.case, kind="time_extension", payload={"proposed_until": "2027-02-01"}, sent=True, created_by=leader
        )
        plan = ValidationRequestFactory(case=application.case, sent=True, created_by=leader)
        undo(application, leader, now)
        longer.refresh_from_db()
        plan.refresh_from_db()
        assert (longer.state, plan.state) == ("cancelled", "open")

    def test_a_persons_valid_from_date_and_an_override_end_with_it(self, application, leader, now):
        fixed, override = DateCorrectionFactory(case=application.case), ValidityOverrideFactory(case=application.case)
        undo(application, leader, now)
        fixed.refresh_from_db()
        override.refresh_from_db()
        assert (fixed.lifted_at, fixed.lifted_by, override.undone_at) == (now, leader, now)
        assert "The site plan is missing" in fixed.lifted_because

    def test_an_agreement_on_time_stays_and_does_no_harm(self, application, leader, now):
        TimeAgreementFactory(application=application)
        undone = undo(application, leader, now)
        assert undone.time_agreements.count() == 1
        assert undone.effective_expiry_on is None

    def test_a_public_application_leaves_the_public_pages(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, published=True)
        undone = undo(application, leader, now)
        assert not undone.is_public
        assert not authority.applications.public().exists()

    def test_nothing_stays_behind_when_it_fails(self, application, leader, now, monkeypatch):
        monkeypatch.setattr(services.undoing, "refresh", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            undo(application, leader, now)
        assert again(application).status == "in_assessment"
        assert again(application).valid_from_on == date(2026, 11, 2)

    def test_is_foreseen_as_it_comes(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, published=True)
        PressNoticeFactory(case=application.case, newspaper="Anytown Echo", published_on=date(2026, 11, 12))
        SiteNoticeFactory(case=application.case, displayed=True)
        LetterFactory(print_run__case=application.case, print_run__posted_on=date(2026, 11, 10), print_run__posted_by=leader)
        foreseen = effects_of_unvalidating(again(application))
        assert foreseen.status == "Not started"
        changed = {row.label: (row.before, row.after) for row in foreseen.dates if row.changes}
        assert changed["Valid from"] == (date(2026, 11, 2), None)
        assert changed["Last day to decide"] == (date(2026, 12, 28), None)
        words = " / ".join(foreseen.gone_out)
        for part in (
            "Made public on 4 November 2026",
            "1 letter to neighbours, the last posted on 10 November 2026",
            "Anytown Echo",
            "Site notice",
        ):
            assert part in words
        undone = undo(application, leader, now)
        assert (undone.valid_from_on, undone.effective_expiry_on) == (None, None)


class TestOpeningAgain:
    @pytest.mark.parametrize("end", [services.withdraw, services.return_invalid, services.close])
    def test_puts_the_case_where_it_stood(self, authority, leader, now, end):
        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        end(application=application, reason="Sold", by=leader, now=now)
        services.reopen(application=application, reason="It was not sold", by=leader, now=now)
        opened = again(application)
        assert (opened.status, opened.closed_reason) == ("invalidated", "")
        assert opened.next_task
        event = history_of(opened.case).first()
        assert (event.type, event.data["status"]) == ("reopened", "invalid")

    def test_a_case_of_a_reviewer_is_with_the_reviewer_again_and_its_clock_runs(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, valid=True, status="awaiting_determination")
        services.withdraw(application=application, reason="Sold", by=leader, now=now)
        assert again(application).dates.next_consequence_on is None
        services.reopen(application=application, reason="It was not sold", by=leader, now=now)
        opened = again(application)
        assert opened.status == "awaiting_determination"
        assert opened.effective_expiry_on == date(2026, 12, 28)
        assert opened.dates.next_consequence_on == date(2026, 12, 29)

    def test_tells_the_applicant_by_when_it_is_decided(self, application, leader, now):
        services.close(application=application, reason="A duplicate", by=leader, now=now)
        services.reopen(application=application, reason="It is none", by=leader, now=now)
        message = Message.objects.get(case=application.case, template="casework.reopened")
        for words in ("had been closed", "It is none", "decide it by 28 December 2026"):
            assert words in message.body

    @pytest.mark.parametrize(
        ("values", "words"), [({"determined": True}, "cannot be undone here"), ({}, "has not ended")], ids=["determined", "running"]
    )
    def test_refuses_what_cannot_be_opened(self, authority, leader, now, values, words):
        application = PlanningApplicationFactory(authority=authority, **values)
        with pytest.raises(Blocked, match=words):
            services.reopen(application=application, reason="Please", by=leader, now=now)
        assert again(application).status == application.status

    def test_wants_a_reason(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, status="withdrawn")
        with pytest.raises(DomainError, match="Enter a reason"):
            services.reopen(application=application, reason="", by=leader, now=now)

    def test_foresees_where_it_stands_and_what_its_end_cost(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        ValidationRequestFactory(case=application.case, sent=True, created_by=leader)
        PaymentFactory(case=application.case)
        services.return_invalid(application=application, reason="No answer", by=leader, now=now)
        RefundFactory(case=application.case, ground="not_valid")
        foreseen = effects_of_reopening(again(application))
        assert foreseen.status == "Invalid"
        assert "1 request to the applicant was cancelled when it ended" in " ".join(foreseen.notes)
        assert "A refund of £548.00 is waiting for approval" in " ".join(foreseen.notes)
