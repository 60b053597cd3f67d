"""What officers propose, on the applicant's pages."""

from typing import Any

import pytest
from django.test import Client

from tests.applicant_portal.test_answers import url
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory

SQUARE = {"type": "MultiPolygon", "coordinates": [[[[-0.07, 51.45], [-0.069, 51.45], [-0.069, 51.451], [-0.07, 51.451], [-0.07, 51.45]]]]}
PREVIOUS = {"certificate": "a", "agricultural_tenants": "", "owners": [{"name": "Old Owner", "address": "", "told_on": ""}], "steps": ""}
FILLED = {
    "agree": "yes",
    "certificate": "b",
    "agricultural_tenants": "no",
    "rows": "2",
    "owner_0": "Olga Owner",
    "owner_address_0": "1 Field Lane",
    "owner_told_on_0-day": "1",
    "owner_told_on_0-month": "11",
    "owner_told_on_0-year": "2026",
}


def ask(application: Any, kind: str, **payload: Any) -> Any:
    return ValidationRequestFactory.create(case=application.case, number=2, kind=kind, payload=payload, sent=True)


@pytest.fixture
def owned(application: Any) -> Any:
    return ask(application, "ownership_certificate", previous=PREVIOUS)


def test_both_outlines_are_shown_and_one_agrees(inside: Client, application: Any) -> None:
    asked = ask(application, "red_line_boundary_change", boundary=SQUARE, previous_boundary=SQUARE)
    words = inside.get(url(asked)).content.decode()
    assert "The outline as it stands" in words and "The outline that we propose" in words and "<svg" in words
    assert 'type="file"' not in words and "stays as you sent it" in words
    inside.post(url(asked), {"action": "send", "agree": "yes"})
    application.case.refresh_from_db()
    assert application.case.boundary_corrected is not None
    assert "You agreed" in inside.get(url(asked)).content.decode()


def test_an_extension_is_agreed_here(visitor: Client, authority: Any, officer: Any) -> None:
    from django.utils import timezone

    from applications.services import make_access_link

    valid = PlanningApplicationFactory.create(authority=authority, officer=officer, valid=True)
    _, token = make_access_link(case=valid.case, party=valid.case.parties.get(role="applicant"), purpose="applicant", now=timezone.now())
    visitor.post(f"/my/{token}/", {"action": "open"})
    asked = ask(valid, "time_extension", proposed_until="2027-06-01", previous_until=valid.effective_expiry_on.isoformat())
    words = visitor.get(url(asked)).content.decode()
    assert "1 June 2027" in words and f"{valid.effective_expiry_on:%-d %B %Y}" in words
    visitor.post(url(asked), {"action": "send", "agree": "yes"})
    valid.refresh_from_db()
    assert f"{valid.effective_expiry_on}" == "2027-06-01"


def test_a_certificate_is_sent_with_its_owners(inside: Client, application: Any, owned: Any) -> None:
    words = inside.get(url(owned)).content.decode()
    assert "Certificate A" in words and "Old Owner" in words and "articles 13 and 14" in words
    answer = inside.post(url(owned), {**FILLED, "action": "send"}, follow=True)
    assert "We have your answer" in answer.content.decode()
    assert application.case.land_owners.get().name == "Olga Owner"
    assert "Olga Owner" in inside.get(url(owned)).content.decode()


def test_more_owners_are_added_and_nothing_is_lost(inside: Client, owned: Any) -> None:
    inside.post(url(owned), {**FILLED, "action": "more", "text": "Half a thought"})
    words = inside.get(url(owned)).content.decode()
    assert "Owner 3" in words and 'value="Olga Owner"' in words and "Half a thought" in words and 'value="2026"' in words
    owned.refresh_from_db()
    assert owned.state == "open"


@pytest.mark.parametrize("rows", ["9999999", "-1", "x", ""])
def test_nonsense_in_the_number_of_owners_breaks_nothing(inside: Client, owned: Any, rows: str) -> None:
    page = inside.post(url(owned), {"action": "more", "rows": rows})
    assert page.status_code in (302, 422)
    assert inside.get(url(owned)).content.decode().count("When was notice given?") <= 60


def test_what_is_missing_of_a_certificate_stands_beside_its_field(inside: Client, owned: Any) -> None:
    page = inside.post(url(owned), {"action": "send", "agree": "yes", "certificate": "b", "rows": "2", "owner_address_0": "1 Field Lane"})
    assert page.status_code == 422 and "Enter the name of owner 1" in page.content.decode()
    page = inside.post(url(owned), {"action": "send", "agree": "yes", "certificate": "d", "rows": "2"})
    assert page.status_code == 422 and "in which newspaper" in page.content.decode()


def test_a_cancelled_and_an_answered_certificate_take_nothing(inside: Client, owned: Any, application: Any) -> None:
    inside.post(url(owned), {**FILLED, "action": "send"})
    page = inside.post(url(owned), {**FILLED, "owner_0": "Somebody Else", "action": "send"})
    assert "This was answered on" in page.content.decode()
    assert application.case.land_owners.get().name == "Olga Owner"
