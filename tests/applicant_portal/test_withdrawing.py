"""Asking to withdraw on the applicant's pages."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import WithdrawalRequest
from applications.services import make_access_link
from casework import services
from tests.factories.applications import PlanningApplicationFactory

GIVEN = {"text": "We have sold the house.", "understood": "on"}


@pytest.fixture
def path(application: Any) -> str:
    return f"/my/cases/{application.reference}/withdraw/"


def test_the_page_says_what_it_means_and_asks_for_a_reason(inside: Client, path: str) -> None:
    page = inside.get(path).content.decode()
    assert "you cannot appeal" in page and "Ask to withdraw" in page
    for given in ({}, {"text": "We moved"}, {"understood": "on"}, {"text": "x" * 5001, "understood": "on"}):
        assert inside.post(path, given).status_code == 422
    assert not WithdrawalRequest.objects.exists()


def test_what_was_asked_is_shown_there_and_on_the_tracker_until_it_is_answered(
    inside: Client, path: str, application: Any, officer: Any
) -> None:
    assert inside.post(path, GIVEN)["Location"] == path
    page = inside.get(path).content.decode()
    assert "We have sold the house." in page and "Waiting for the council" in page and "Ask to withdraw" not in page
    assert "You asked to withdraw the application" in inside.get("/my/").content.decode()
    services.decline_withdrawal(application=application, reason="The owner has not agreed.", by=officer, now=timezone.now())
    page = inside.get(path).content.decode()
    assert "The owner has not agreed." in page and "Not withdrawn" in page and "Ask to withdraw" in page


def test_asking_twice_is_said_and_kept_once(inside: Client, path: str) -> None:
    inside.post(path, GIVEN)
    assert "waits for our answer" in inside.post(path, GIVEN).content.decode()
    assert WithdrawalRequest.objects.count() == 1


def test_whoever_asked_takes_it_back(inside: Client, path: str, visitor: Client) -> None:
    inside.post(path, GIVEN)
    assert inside.post(f"{path}take-back/")["Location"] == path
    assert WithdrawalRequest.objects.get().state == "taken_back"
    inside.post(f"{path}take-back/")
    assert "Nobody is waiting for an answer" in inside.get(path).content.decode()


def test_after_the_end_it_cannot_be_asked_for(visitor: Client, authority: Any) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    _, token = make_access_link(case=ended.case, party=ended.case.parties.get(role="applicant"), purpose="applicant", now=timezone.now())
    visitor.post(f"/my/{token}/", {"action": "open"})
    page = visitor.post(f"/my/cases/{ended.reference}/withdraw/", GIVEN)
    assert page.status_code == 422 and "cannot be withdrawn any more" in page.content.decode()


@pytest.mark.parametrize("more", ["", "take-back/"])
def test_the_pages_are_404_without_and_with_another_cases_link(inside: Client, path: str, authority: Any, more: str) -> None:
    other = PlanningApplicationFactory.create(authority=authority)
    assert inside.post(f"/my/cases/{other.reference}/withdraw/{more}", GIVEN).status_code == 404
    assert Client(HTTP_HOST=authority.public_host).post(f"{path}{more}", GIVEN).status_code == 404
    assert not WithdrawalRequest.objects.exists()
