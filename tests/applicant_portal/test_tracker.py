"""What an applicant is told of where the application is."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from applicant_portal.presenters.whereabouts import Whereabouts
from applications.models import PlanningApplication
from audit.actors import Applicant
from notifications.models import Message
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory, TimeAgreementFactory
from tests.factories.validation import CaseMessageFactory, ValidationRequestFactory
from validation import services

LONDON = ZoneInfo("Europe/London")
VALID = date(2026, 11, 2)


def about(application: PlanningApplication, on: date) -> Whereabouts:
    return Whereabouts(PlanningApplication.objects.with_case().get(pk=application.pk), on)


@pytest.fixture
def valid(authority: Any, officer: Any) -> PlanningApplication:
    return PlanningApplicationFactory.create(authority=authority, officer=officer, valid=True)


@pytest.mark.parametrize(
    ("after", "words", "share"),
    [
        (-1, "We have 56 days to decide, from 2 November 2026.", 0),
        (0, "0 days of 56 used, 56 days left.", 0),
        (1, "1 day of 56 used, 55 days left.", 1),
        (56, "56 days of 56 used, 0 days left.", 100),
        (57, "We had 56 days to decide and are 1 day over.", 100),
    ],
)
def test_days_used_and_left(valid: PlanningApplication, after: int, words: str, share: int) -> None:
    found = about(valid, VALID + timedelta(days=after))
    assert (found.days, found.share) == (words, share)


def test_before_it_is_valid_no_time_runs_and_at_the_end_none_is_told(application: PlanningApplication, authority: Any) -> None:
    assert "has not begun" in about(application, VALID).days and about(application, VALID).share is None
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    assert about(ended, VALID).days == "" and about(ended, VALID).share is None


def test_a_bounced_payment_stops_the_clock_and_the_applicant_reads_since_when(valid: PlanningApplication, officer: Any) -> None:
    payment = PaymentFactory.create(case=valid.case)
    bounced_at = datetime(2026, 11, 12, 10, 0, tzinfo=LONDON)
    services.mark_bounced(application=valid, payment=payment, bounced_on=bounced_at.date(), because="No funds", by=officer, now=bounced_at)
    found = about(valid, date(2026, 11, 20))
    assert found.days.startswith("The time in which we must decide stands still since 12 November 2026, after 10 days")
    assert found.share is None and [line.label for line in found.money] == ["Fee", "Paid", "Still to pay"]


def test_each_date_of_the_law_says_why(valid: PlanningApplication) -> None:
    TimeAgreementFactory.create(application=valid, agreed_until_on=date(2027, 2, 1))
    found = {line.label: line for line in about(valid, date(2026, 11, 20)).dates}
    assert found["The law gives us until"].value == date(2026, 12, 28) and found["The law gives us until"].reasons
    assert found["You agreed that we may take until"].value == date(2027, 2, 1) and found["You agreed that we may take until"].reasons
    assert found["We received your application"].value == VALID and not found["We received your application"].reasons


@pytest.mark.parametrize(
    ("outcome", "on", "words"),
    [
        ("refused", date(2026, 11, 24), "If you do not agree with the decision, you can appeal"),
        ("refused", date(2028, 1, 1), "The last day to appeal was"),
        ("granted", date(2026, 11, 24), ""),
    ],
)
def test_how_and_when_to_appeal(authority: Any, outcome: str, on: date, words: str) -> None:
    decided = PlanningApplicationFactory.create(authority=authority, determined=True, outcome=outcome)
    said = about(decided, on).appeal
    assert words in said and bool(said) is bool(words)


def test_when_the_time_is_over_one_can_appeal_against_silence(valid: PlanningApplication) -> None:
    assert about(valid, date(2026, 12, 28)).appeal == ""
    assert about(valid, date(2026, 12, 29)).appeal.startswith("Because we have not decided in time, you can appeal")


def test_the_page_says_whose_turn_it_is_since_when_and_what_comes_next(inside: Client, wanted: Any) -> None:
    page = inside.get("/my/").content.decode()
    assert "We are waiting for you" in page and "Since 4 November 2026" in page
    assert "When you have answered everything, an officer checks what you sent" in page
    ValidationRequestFactory.create(case=wanted.case, number=2, kind="fee_change", answered=True)
    assert "Put the fee right" in inside.get("/my/").content.decode()


def test_messages_both_ways_are_on_the_page_and_emails_that_carry_them_are_not_shown_twice(
    inside: Client, application: Any, officer: Any, now: Any
) -> None:
    party = application.case.parties.get()
    services.write_to_each_other(application=application, text="When is the visit?", party=party, by=Applicant(party), now=now)
    services.write_to_each_other(application=application, text="On Monday.", by=officer, now=now)
    page = inside.get("/my/").content.decode()
    assert page.count("When is the visit?") == 1 and page.count("On Monday.") == 1 and officer.email not in page
    sent = Message.objects.filter(case=application.case)
    assert {m.template for m in sent if m.to == party.email} == {"validation.message_received", "validation.message_from_officer"}
    assert sent.get(template="validation.message_from_applicant").to == officer.email


def test_the_page_costs_the_same_when_full(inside: Client, application: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 13):
        ValidationRequestFactory.create(case=application.case, number=number, sent=True)
    CaseMessageFactory.create_batch(30, request=None, case=application.case)
    with django_assert_max_num_queries(45):
        assert "Read all 30 messages" in inside.get("/my/").content.decode()
