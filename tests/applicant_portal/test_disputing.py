"""The applicant says on a request's own page that it is not needed."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.test import Client

from applications.services import make_access_link
from notifications.models import Message
from tests.applicant_portal.test_answers import url
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationDisputeFactory, ValidationRequestFactory
from validation.models import ValidationDispute


def test_the_request_offers_it_and_the_notice_is_received_with_its_day(inside: Client, wanted: Any, application: Any) -> None:
    assert "I do not agree that this is needed" in inside.get(url(wanted)).text
    page = inside.get(url(wanted, "not-needed/"))
    assert page.status_code == 200 and "we must answer by" in page.text
    assert inside.post(url(wanted, "not-needed/"), {"reasons": "Nothing outside changes."}).headers["Location"] == url(wanted)
    given = ValidationDispute.objects.get(case=application.case)
    assert (given.request, given.how, given.reasons) == (wanted, "portal", "Nothing outside changes.")
    assert "you told us that this is not needed" in inside.get(url(wanted)).text
    assert Message.objects.filter(case=application.case, template="validation.dispute_received").exists()


def test_a_notice_at_night_counts_from_the_next_working_day_like_an_answer(visitor: Client, wanted: Any, application: Any) -> None:
    night = datetime(2026, 11, 27, 23, 0, tzinfo=ZoneInfo("Europe/London"))
    with time_machine.travel(night, tick=False):
        party = application.case.parties.get(role="applicant")
        token = make_access_link(case=application.case, party=party, purpose="applicant", now=night)[1]
        visitor.post(f"/my/{token}/", {"action": "open"})
        assert visitor.post(url(wanted, "not-needed/"), {"reasons": "Nothing outside changes."}).status_code == 302
    given = ValidationDispute.objects.get(case=application.case)
    assert (given.received_on, given.recorded_at) == (date(2026, 11, 30), night)


def test_without_reasons_nothing_is_recorded(inside: Client, wanted: Any) -> None:
    page = inside.post(url(wanted, "not-needed/"), {"reasons": " "})
    assert page.status_code == 422 and "Say why it is not needed" in page.text
    assert not ValidationDispute.objects.exists()


def test_a_second_notice_is_refused_in_words(inside: Client, wanted: Any, application: Any) -> None:
    ValidationDisputeFactory.create(case=application.case, request=wanted)
    assert "waits for its answer already" in inside.get(url(wanted, "not-needed/")).text
    again = inside.post(url(wanted, "not-needed/"), {"reasons": "Once more"})
    assert again.status_code == 422 and ValidationDispute.objects.count() == 1


def test_what_holds_nothing_up_cannot_be_disputed(inside: Client, wanted: Any, application: Any) -> None:
    other = ValidationRequestFactory.create(
        case=application.case, kind="description_change", sent=True, payload={"proposed": "New", "previous": "Old"}
    )
    assert "I do not agree that this is needed" not in inside.get(url(other)).text
    assert "does not wait" in inside.get(url(other, "not-needed/")).text


def test_the_fee_cannot_be_disputed(inside: Client, application: Any) -> None:
    fee = ValidationRequestFactory.create(case=application.case, number=7, kind="fee_change", sent=True)
    assert "I do not agree that this is needed" not in inside.get(url(fee)).text
    assert "not the fee" in inside.get(url(fee, "not-needed/")).text
    assert inside.post(url(fee, "not-needed/"), {"reasons": "Too dear."}).status_code == 422 and not ValidationDispute.objects.exists()


def test_the_answer_is_shown_with_the_request(inside: Client, wanted: Any, application: Any) -> None:
    ValidationDisputeFactory.create(case=application.case, request=wanted, answered=True)
    words = inside.get(url(wanted)).text
    assert "Non-validation notice" in words and "The plan is needed." in words


def test_another_cases_request_is_not_found(inside: Client, authority: Any) -> None:
    other = ValidationRequestFactory.create(case=PlanningApplicationFactory.create(authority=authority).case, sent=True)
    assert inside.get(url(other, "not-needed/")).status_code == 404
