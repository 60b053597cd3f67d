"""What officers and applicants hear of what was decided."""

from datetime import date
from typing import Any

from django.urls import reverse

from notifications.models import Message
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationDisputeFactory, ValidationRequestFactory
from validation import services


def at(name: str, application: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": application.reference})


def by_post(application: Any) -> None:
    application.case.parties.update(email="", address_lines="1 High Street", town="Lambton", postcode="SE1 1AA")


def invalid(authority: Any) -> Any:
    application = PlanningApplicationFactory.create(authority=authority, status="invalidated")
    request = ValidationRequestFactory.create(case=application.case, sent=True)
    ValidationDisputeFactory.create(case=application.case, request=request)
    return application


def test_a_notice_that_goes_by_post_waits_to_be_printed(authority: Any, officer_client: Any) -> None:
    application = invalid(authority)
    by_post(application)
    client, _ = officer_client(authority)
    page = client.post(
        at("answer_dispute", application), {"outcome": "validation", "reasons": "You are right.", "action": "complete"}, follow=True
    )
    assert "waits to be printed" in page.text and "The applicant has been told" not in page.text


def test_answered_notices_are_found_once_the_application_is_valid(authority: Any, officer_client: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True)
    client, _ = officer_client(authority)
    assert at("answer_dispute", application) not in client.get(at("requests", application)).text
    ValidationDisputeFactory.create(case=application.case, answered=True)
    assert at("answer_dispute", application) in client.get(at("requests", application)).text
    assert "The plan is needed." in client.get(at("answer_dispute", application)).text


def test_an_applicant_of_a_valid_application_hears_of_a_day_that_a_statement_moves(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True, type_code="pp.full")
    before = application.effective_expiry_on
    for needed in (False, True):
        services.record_check(application=application, check="eia", ok=True, data={"needed": needed, "why": "Size"}, by=officer, now=now)
    application.refresh_from_db()
    (told,) = Message.objects.filter(case=application.case, template="validation.statement_decided")
    assert "needs an environmental statement" in told.body and before != application.effective_expiry_on
    assert f"{application.effective_expiry_on:%-d %B %Y}" in told.body


def test_before_it_is_valid_nobody_is_told_of_a_day(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, type_code="pp.full", received_on=date(2026, 11, 2))
    services.record_check(application=application, check="eia", ok=True, data={"needed": True, "why": "Size"}, by=officer, now=now)
    assert not Message.objects.filter(template="validation.statement_decided").exists()
