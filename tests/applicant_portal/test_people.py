"""Colleagues: added and removed by the applicant or agent, seen by the officer, never with more rights than who added them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.policy import COLLEAGUES_ADDED_A_DAY, MOST_COLLEAGUES
from applications.models import AccessLink, Colleague, Party
from applications.services import make_access_link
from audit.models import AuditEvent
from notifications.models import Message
from tests.factories.applications import ColleagueFactory, PartyFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory

CORA = {"name": "Cora Colleague", "email": "cora@example.com"}


@pytest.fixture
def path(application: Any) -> str:
    return f"/my/cases/{application.reference}/people/"


@pytest.fixture
def cora(application: Any, authority: Any) -> tuple[Colleague, Client]:
    """A colleague of the applicant's, and the browser in which she opened her link."""
    colleague = ColleagueFactory.create(party=application.case.parties.get(role="applicant"), **CORA)
    _, token = make_access_link(case=application.case, party=colleague, purpose="applicant", now=timezone.now())
    browser = Client(HTTP_HOST=authority.public_host)
    browser.post(f"/my/{token}/", {"action": "open"})
    return colleague, browser


def link_to(address: str) -> str:
    return f"/my/{Message.objects.filter(to=address).latest('pk').body.split('/my/')[1].split('/')[0]}/"


def test_a_colleague_gets_a_link_of_their_own_and_answers_in_their_own_name(inside: Client, path: str, wanted: Any, authority: Any) -> None:
    assert inside.post(path, CORA)["Location"] == path
    browser = Client(HTTP_HOST=authority.public_host)
    browser.post(link_to("cora@example.com"), {"action": "open"})
    asked = ValidationRequestFactory.create(case=wanted.case, number=2, kind="other_change", sent=True)
    assert browser.get(f"/my/requests/{asked.public_id}/").status_code == 200
    browser.post(f"/my/requests/{asked.public_id}/", {"action": "send", "text": "Here it is."})
    asked.refresh_from_db()
    assert asked.answered_by_name.startswith("Cora Colleague (colleague of Ada ")
    assert Message.objects.filter(to="cora@example.com", template="validation.answer_received").exists()


def test_the_other_party_is_told_and_it_is_in_the_history(inside: Client, path: str, application: Any) -> None:
    PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    inside.post(path, CORA)
    told = Message.objects.get(to="agent@example.com")
    assert "Cora Colleague can see your planning application" in told.subject and "/my/" not in told.body
    assert AuditEvent.objects.filter(case=application.case, type="colleague_added").exists()
    assert "Cora Colleague" in inside.get(path).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "email": "cora@example.com"},
        {"name": "Cora", "email": ""},
        {"name": "Cora", "email": "not an address"},
        {"name": "Win a prize at www.example.com", "email": "cora@example.com"},
        {"name": "x" * 151, "email": "cora@example.com"},
    ],
)
def test_what_is_wrong_with_a_colleague_is_said_beside_the_field(inside: Client, path: str, given: dict[str, str]) -> None:
    page = inside.post(path, given)
    assert page.status_code == 422 and "govuk-error-summary" in page.content.decode()
    assert not Colleague.objects.exists() and not Message.objects.exists()


def test_nobody_is_added_twice_or_beside_themself(inside: Client, path: str, link: Any, cora: Any) -> None:
    for email in ["CORA@example.com", link[0].party.email.upper()]:
        assert inside.post(path, {"name": "Somebody", "email": email}).status_code == 422
    assert Colleague.objects.count() == 1


def test_there_are_a_few_colleagues_and_a_few_additions_a_day(inside: Client, path: str, application: Any) -> None:
    party = application.case.parties.get(role="applicant")
    there = ColleagueFactory.create_batch(MOST_COLLEAGUES, party=party)
    assert "Remove one before you add another" in inside.post(path, CORA).content.decode()
    Colleague.objects.filter(pk=there[0].pk).update(removed_at=timezone.now(), removed_by_name="Ada")
    ColleagueFactory.create_batch(COLLEAGUES_ADDED_A_DAY, party=party, removed=True, added_at=timezone.now())
    assert "Try again tomorrow" in inside.post(path, CORA).content.decode()


def test_removing_ends_the_session_and_the_links_at_once(inside: Client, path: str, cora: Any) -> None:
    colleague, browser = cora
    assert browser.get("/my/").status_code == 200
    assert inside.get(f"{path}{colleague.public_id}/remove/").status_code == 200 and not Colleague.objects.get().removed_at
    inside.post(f"{path}{colleague.public_id}/remove/")
    assert browser.get("/my/").status_code == 404
    colleague.refresh_from_db()
    assert colleague.removed_by_name.startswith("Ada ") and not AccessLink.objects.filter(colleague=colleague, revoked_at=None).exists()
    assert "no longer see" in Message.objects.get(to="cora@example.com").subject
    browser.post("/my/new-link/")
    assert Message.objects.filter(to="cora@example.com").count() == 1
    assert inside.post(f"{path}{colleague.public_id}/remove/").status_code == 404


def test_a_colleague_adds_nobody_removes_nobody_else_and_does_not_withdraw(application: Any, cora: Any, path: str) -> None:
    other = ColleagueFactory.create(party=cora[0].party)
    browser = cora[1]
    assert "Add a colleague" not in browser.get(path).content.decode()
    assert browser.post(path, {"name": "Eve", "email": "eve@example.com"}).status_code == 422
    assert browser.post(f"{path}{other.public_id}/remove/").status_code == 404
    withdraw = f"/my/cases/{application.reference}/withdraw/"
    assert "Only the applicant or the agent" in browser.get(withdraw).content.decode()
    assert browser.post(withdraw, {"text": "No more", "understood": "on"}).status_code == 422
    assert Colleague.objects.count() == 2 and not application.case.withdrawal_requests.exists()


def test_the_council_answers_the_colleague_who_wrote(application: Any, cora: Any, officer: Any) -> None:
    from validation.services import write_to_each_other

    cora[1].post(f"/my/cases/{application.reference}/messages/", {"text": "When will you visit?"})
    write_to_each_other(application=application, text="On Monday.", by=officer, now=timezone.now())
    answer = Message.objects.get(template="validation.message_from_officer")
    assert answer.to == "cora@example.com" and "On Monday." in answer.body


def test_a_colleague_can_leave(cora: Any, path: str) -> None:
    assert "signed out" in cora[1].post(f"{path}{cora[0].public_id}/remove/").content.decode()
    assert cora[1].get("/my/").status_code == 404


CHANGES: dict[str, Any] = {"their address": {"email": "new@example.com"}, "their access": {"access_closed_at": timezone.now()}}


@pytest.mark.parametrize("how", CHANGES)
def test_a_colleague_comes_in_no_longer_than_who_added_them(cora: Any, how: str) -> None:
    Party.objects.filter(pk=cora[0].party_id).update(**CHANGES[how])
    assert cora[1].get("/my/").status_code == 404


def test_whoever_lost_access_with_the_old_address_is_added_anew(inside: Client, path: str, cora: Any) -> None:
    Colleague.objects.filter(pk=cora[0].pk).update(party_email="their.old.address@example.com")
    assert cora[1].get("/my/").status_code == 404
    assert inside.post(path, CORA).status_code == 302
    assert [one.removed_at is None for one in Colleague.objects.order_by("pk")] == [False, True]


def test_nobody_is_added_once_the_case_has_ended(visitor: Client, authority: Any) -> None:
    ended = PlanningApplicationFactory.create(authority=authority, determined=True)
    party = ended.case.parties.get(role="applicant")
    _, token = make_access_link(case=ended.case, party=party, purpose="applicant", now=timezone.now())
    visitor.post(f"/my/{token}/", {"action": "open"})
    path = f"/my/cases/{ended.reference}/people/"
    assert "has ended" in visitor.get(path).content.decode()
    assert visitor.post(path, CORA).status_code == 422 and not Colleague.objects.exists()


@pytest.mark.parametrize("page", ["", "{colleague}/remove/"])
def test_the_pages_are_404_without_an_expired_and_with_another_cases_link(
    visitor: Client, inside: Client, path: str, cora: Any, authority: Any, link: Any, page: str
) -> None:
    other = PlanningApplicationFactory.create(authority=authority)
    colleague = ColleagueFactory.create(party=other.case.parties.get(role="applicant"))
    theirs = f"/my/cases/{other.reference}/people/{page.format(colleague=colleague.public_id)}"
    assert inside.get(theirs).status_code == inside.post(theirs, CORA).status_code == 404
    mine = f"{path}{page.format(colleague=cora[0].public_id)}"
    assert Client(HTTP_HOST=authority.public_host).get(mine).status_code == 404
    assert inside.get(f"{path}{colleague.public_id}/remove/").status_code == 404
    AccessLink.objects.update(used_at=timezone.now() - timedelta(hours=13))
    assert visitor.get(mine).status_code == 404
