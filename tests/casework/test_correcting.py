"""Putting the day of receipt and the valid-from date right."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from applications.lifecycle import Blocked
from applications.models import DateCorrection, PlanningApplication
from audit.selectors import history_of
from casework import guards, services
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import DateCorrectionFactory, PaymentFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory
from validation.selectors import valid_from_answer
from validation.services.disputes import record_dispute

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def leader(authority):
    return MembershipFactory(authority=authority, roles=["team_leader"]).user


@pytest.fixture
def application(authority):
    """Received and valid on Monday 2 November 2026, marked valid on the 4th."""
    return PlanningApplicationFactory(authority=authority, valid=True)


def again(application):
    return PlanningApplication.objects.select_related("case", "dates").get(pk=application.pk)


def correct(application, leader, now, what, day, reason="The postmark says so"):
    services.correct_date(application=application, what=what, day=day, reason=reason, by=leader, now=now)
    return again(application)


class TestReceived:
    def test_moves_all_that_hangs_on_it(self, application, leader, now):
        right = correct(application, leader, now, "received_on", date(2026, 11, 3))
        assert (right.received_on, right.valid_from_on, right.effective_expiry_on) == (
            date(2026, 11, 3), date(2026, 11, 3), date(2026, 12, 29),
        )  # fmt: skip
        assert right.received_at == application.received_at, "what happened is not rewritten"

    def test_is_kept_as_a_fact_with_its_reason_and_told(self, application, leader, now):
        correct(application, leader, now, "received_on", date(2026, 11, 3))
        row = DateCorrection.objects.get(case=application.case)
        assert (row.before, row.day, row.reason, row.by) == (date(2026, 11, 2), date(2026, 11, 3), "The postmark says so", leader)
        event = history_of(application.case).first()
        assert (event.type, event.data["before"], event.data["after"]) == ("date_corrected", "2 November 2026", "3 November 2026")
        message = Message.objects.get(template="casework.corrected")
        for words in ("the day on which we received it", "The postmark says so", "Received: 2 November 2026 before, 3 November 2026 now"):
            assert words in message.body
        assert "Last day to decide: 28 December 2026 before, 29 December 2026 now" in message.body

    def test_before_validation_it_moves_nothing_but_itself(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority)
        right = correct(application, leader, now, "received_on", date(2026, 11, 3))
        assert (right.received_on, right.valid_from_on) == (date(2026, 11, 3), None)
        assert valid_from_answer(right).value == date(2026, 11, 3)

    def test_a_notice_under_article_12_is_answered_by_the_day_that_follows(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        request = ValidationRequestFactory(case=application.case, sent=True, created_by=leader)
        given = {"reasons": "Not needed", "received_on": date(2026, 11, 20), "how": "email", "given_by_name": "Ada"}
        dispute = record_dispute(application=application, request=request, **given, by=leader, now=now)
        assert dispute.answer_by_on == date(2026, 12, 28)
        right = correct(application, leader, now, "received_on", date(2026, 10, 23))
        dispute.refresh_from_db()
        assert dispute.answer_by_on == right.next_action_on == date(2026, 12, 18)

    def test_a_later_answer_still_counts(self, application, leader, now):
        ValidationRequestFactory(
            case=application.case, answered=True, created_by=leader, answered_at=datetime(2026, 11, 10, 12, 0, tzinfo=LONDON)
        )
        right = correct(application, leader, now, "received_on", date(2026, 11, 3))
        assert right.valid_from_on == date(2026, 11, 10)

    def test_what_was_sent_after_validation_does_not_count(self, application, leader, now):
        ValidationRequestFactory(
            case=application.case,
            answered=True,
            post_validation=True,
            created_by=leader,
            answered_at=datetime(2026, 11, 10, 12, 0, tzinfo=LONDON),
        )
        assert correct(application, leader, now, "received_on", date(2026, 11, 3)).valid_from_on == date(2026, 11, 3)

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 11, 25), "today or in the past"),
            (date(2026, 11, 2), "stands already"),
            (date(2026, 11, 5), "marked valid on 4 November 2026"),
        ],
        ids=["future", "same", "after it was marked valid"],
    )
    def test_refuses_what_cannot_be_meant(self, application, leader, now, day, words):
        with pytest.raises(DomainError, match=words) as refusal:
            correct(application, leader, now, "received_on", day)
        assert refusal.value.field == "day"
        assert not DateCorrection.objects.exists()

    def test_must_be_before_it_was_public(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, status="in_assessment", published_at=now.replace(day=3))
        with pytest.raises(DomainError, match="made public on 3 November 2026"):
            correct(application, leader, now, "received_on", date(2026, 11, 4))

    @pytest.mark.parametrize(("status", "words"), [("withdrawn", "Open it again first"), ("determined", "cannot be undone here")])
    def test_a_case_that_has_ended_is_not_touched(self, authority, leader, now, status, words):
        application = PlanningApplicationFactory(authority=authority, determined=True) if status == "determined" else None
        application = application or PlanningApplicationFactory(authority=authority, status=status)
        with pytest.raises(Blocked, match=words):
            correct(application, leader, now, "received_on", date(2026, 11, 3))

    def test_warns_of_a_day_on_which_nobody_worked(self, application, now):
        (words,) = guards.warnings_about(application, "received_on", date(2026, 10, 31), now)
        assert words.startswith("Saturday 31 October 2026 is not a working day")
        assert "2 November 2026" in words


class TestValidFrom:
    def test_a_persons_date_outweighs_the_computed_one_and_says_why(self, application, leader, now):
        right = correct(application, leader, now, "valid_from_on", date(2026, 11, 9), "The plan of 9 November was needed")
        assert (right.valid_from_on, right.effective_expiry_on) == (date(2026, 11, 9), date(2027, 1, 4))
        first = valid_from_answer(right).because[0].text
        assert first == f"{leader.name} set this date to 9 November 2026 on 24 November 2026: The plan of 9 November was needed"

    def test_stays_when_something_else_moves(self, application, leader, now):
        correct(application, leader, now, "valid_from_on", date(2026, 11, 9))
        assert correct(application, leader, now, "received_on", date(2026, 11, 3)).valid_from_on == date(2026, 11, 9)

    def test_a_newer_one_takes_the_place_of_the_older(self, application, leader, now):
        correct(application, leader, now, "valid_from_on", date(2026, 11, 9))
        right = correct(application, leader, now, "valid_from_on", date(2026, 11, 10))
        rows = list(DateCorrection.objects.order_by("pk"))
        assert [row.lifted_because for row in rows] == ["Replaced by a newer correction", ""]
        assert [row.before for row in rows] == [date(2026, 11, 2)] * 2
        assert right.valid_from_on == date(2026, 11, 10)

    def test_the_database_lets_one_stand(self, application):
        DateCorrectionFactory(case=application.case)
        with pytest.raises(IntegrityError, match="one_standing_correction_a_date"), transaction.atomic():
            DateCorrectionFactory(case=application.case)

    def test_cannot_be_before_receipt(self, application, leader, now):
        with pytest.raises(DomainError, match="received on 2 November 2026"):
            correct(application, leader, now, "valid_from_on", date(2026, 11, 1))

    def test_cannot_be_before_the_fee(self, application, leader, now):
        PaymentFactory(case=application.case, amount="548.00", received_on=date(2026, 11, 6))
        with pytest.raises(DomainError, match="The fee arrived on 6 November 2026"):
            correct(application, leader, now, "valid_from_on", date(2026, 11, 5))

    def test_may_be_before_the_last_answer_but_says_so(self, application, leader, now):
        ValidationRequestFactory(
            case=application.case, answered=True, created_by=leader, answered_at=datetime(2026, 11, 10, 12, 0, tzinfo=LONDON)
        )
        (words,) = guards.warnings_about(application, "valid_from_on", date(2026, 11, 3), now)
        assert "came on 10 November 2026" in words
        assert correct(application, leader, now, "valid_from_on", date(2026, 11, 3)).valid_from_on == date(2026, 11, 3)

    def test_waits_for_the_application_to_be_valid(self, authority, leader, now):
        with pytest.raises(Blocked, match="not valid yet"):
            correct(PlanningApplicationFactory(authority=authority), leader, now, "valid_from_on", date(2026, 11, 3))

    def test_receipt_cannot_come_after_it(self, application, leader, now):
        correct(application, leader, now, "valid_from_on", date(2026, 11, 3))
        with pytest.raises(DomainError, match="Correct that date first"):
            correct(application, leader, now, "received_on", date(2026, 11, 4))

    def test_warns_when_the_time_has_run_out_by_it(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        late = datetime(2026, 12, 31, 9, 0, tzinfo=LONDON)
        words = guards.warnings_about(application, "valid_from_on", date(2026, 11, 3), late)
        assert "The last day to decide would be 29 December 2026, which has passed." in words


class TestLifting:
    def test_what_the_law_works_out_counts_again(self, application, leader, now):
        correct(application, leader, now, "valid_from_on", date(2026, 11, 9))
        services.lift_correction(application=application, what="valid_from_on", reason="It was not needed", by=leader, now=now)
        right = again(application)
        assert (right.valid_from_on, right.effective_expiry_on) == (date(2026, 11, 2), date(2026, 12, 28))
        row = DateCorrection.objects.get()
        assert (row.lifted_by, row.lifted_because) == (leader, "It was not needed")
        assert history_of(application.case).first().type == "date_correction_lifted"

    def test_the_day_on_which_it_came_counts_again(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority)
        correct(application, leader, now, "received_on", date(2026, 11, 4))
        correct(application, leader, now, "received_on", date(2026, 11, 5))
        services.lift_correction(application=application, what="received_on", reason="Both were wrong", by=leader, now=now)
        assert again(application).received_on == date(2026, 11, 2)

    def test_there_must_be_one(self, application, leader, now):
        with pytest.raises(DomainError, match="nothing to lift"):
            services.lift_correction(application=application, what="valid_from_on", reason="Why", by=leader, now=now)
