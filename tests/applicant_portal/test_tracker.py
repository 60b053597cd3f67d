"""What an applicant is told of where the application is."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from applicant_portal.presenters.whereabouts import Whereabouts
from applications import projection
from applications.facts import facts_for
from applications.models import Party, PlanningApplication
from audit.actors import Applicant
from consultation.selectors import period_ends
from notifications.models import Message
from statute.answers import say_date
from tests.factories.accounts import UserFactory
from tests.factories.applications import DateCorrectionFactory, PaymentFactory, PlanningApplicationFactory, TimeAgreementFactory
from tests.factories.consultation import ConsultationFactory, PrintRunFactory, SiteNoticeFactory
from tests.factories.notifications import MessageFactory
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


def why(application: PlanningApplication, label: str) -> str:
    """The reasons that stand beside a date, in one line."""
    lines = {line.label: line for line in about(application, date(2026, 11, 20)).dates}
    return " | ".join(reason.text for reason in lines[label].reasons)


def test_each_date_of_the_law_says_why(valid: PlanningApplication) -> None:
    TimeAgreementFactory.create(application=valid, agreed_until_on=date(2027, 2, 1))
    found = {line.label: line for line in about(valid, date(2026, 11, 20)).dates}
    assert found["The law gives us until"].value == date(2026, 12, 28)
    assert found["You agreed that we may take until"].value == date(2027, 2, 1)
    assert all(line.reasons for line in found.values())


def test_receipt_says_when_it_came_in_or_who_put_the_day_right(valid: PlanningApplication) -> None:
    assert "Received on Monday 2 November 2026: it arrived at" in why(valid, "We received your application")
    by = UserFactory.create(name="Lee Leader")
    DateCorrectionFactory.create(case=valid.case, what="received_on", day=VALID, before=date(2026, 11, 5), by=by, reason="The postmark")
    found = why(valid, "We received your application")
    assert found.startswith("Lee Leader set this date to 2 November 2026") and "The postmark | It came in on 5 November 2026" in found


def test_the_day_from_which_it_is_valid_says_what_came_last(valid: PlanningApplication) -> None:
    assert "Valid from Monday 2 November 2026, when the application came" in why(valid, "It counts as valid from")
    DateCorrectionFactory.create(case=valid.case, day=VALID, reason="The scale was on the plan")
    assert "The scale was on the plan" in why(valid, "It counts as valid from").split(" | ")[0]


def test_a_date_that_the_law_would_set_otherwise_today_carries_no_wrong_reason(valid: PlanningApplication) -> None:
    PlanningApplication.objects.filter(pk=valid.pk).update(valid_from_on=date(2026, 11, 17))
    assert why(valid, "It counts as valid from") == ""


def test_comments_and_the_earliest_decision_say_what_was_displayed_when(valid: PlanningApplication, officer: Any, now: Any) -> None:
    SiteNoticeFactory.create(case=valid.case, displayed=True)
    run = PrintRunFactory.create(case=valid.case, posted_on=date(2026, 11, 12), posted_by=officer)
    projection.refresh(valid, now=now)
    PlanningApplication.objects.filter(pk=valid.pk).update(consultation_end_on=period_ends(valid, facts_for(valid))["letter"].value)
    assert f"A letter posted on {say_date(run.posted_on)} is served on" in why(valid, "People can comment until")
    assert "The last period to end is that of the letter" in why(valid, "We cannot decide before")


def test_people_who_were_told_a_later_day_read_that_it_is_not_shortened(valid: PlanningApplication, now: Any) -> None:
    SiteNoticeFactory.create(case=valid.case, displayed=True)
    ConsultationFactory.create(case=valid.case, started_on=date(2026, 11, 10), ends_on=date(2027, 1, 15))
    projection.refresh(valid, now=now)
    assert "until 15 January 2027: it is not shortened" in why(valid, "People can comment until")
    assert "on Friday 15 January 2027; a decision may be made from Saturday 16 January 2027" in why(valid, "We cannot decide before")


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


@pytest.fixture
def by_post(application: PlanningApplication) -> Party:
    """The applicant, who has no email."""
    party = application.case.parties.get(role="applicant")
    party.email, party.first_name, party.last_name = "", "Ada", "Post"
    party.address_lines, party.town, party.postcode = "14 Long Row", "Anytown", "AN1 4AB"
    party.save()
    return party


def test_whoever_has_no_email_reads_the_letters_to_them_and_that_they_are_told_by_post(
    by_post: Party, inside: Client, application: PlanningApplication
) -> None:
    address = "14 Long Row\nAnytown\nAN1 4AB"
    for subject, name, where in [
        ("Yours", "Ada Post", address),
        ("The neighbour’s", "Ada Post", "16 Long Row\nAnytown"),
        ("Bo’s", "Bo", address),
    ]:
        MessageFactory.create(
            authority=application.authority, case=application.case, letter=True, subject=subject, to_name=name, address=where
        )
    page = inside.get("/my/").content.decode()
    assert "Emails and letters to you" in page and "Yours, 24 November 2026, by post" in page
    assert "The neighbour’s" not in page and "Bo’s" not in page
    assert "tells you by post whether the application is valid" in page and "We tell you by post if that changes" in page
    assert "by email" not in page


def test_whoever_has_email_is_told_by_email(inside: Client) -> None:
    page = inside.get("/my/").content.decode()
    assert "tells you by email whether the application is valid" in page and "by post" not in page
