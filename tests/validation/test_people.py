"""The desk: who can open the applicant's pages of a case, sending links again, taking them back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import AccessLink
from applications.services import make_access_link
from audit.actors import Applicant, System
from audit.models import AuditEvent
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.applications import ColleagueFactory, EmailProofFactory, PartyFactory, PlanningApplicationFactory
from validation import services
from validation.selectors import correspondent


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority)


@pytest.fixture
def agent(application: Any) -> Any:
    return PartyFactory.create(case=application.case, role="agent", first_name="Alex", last_name="Agent", email="alex@example.com")


@pytest.fixture
def desk(authority: Any, officer_client: Any) -> Client:
    return officer_client(authority, roles=["case_officer"])[0]  # type: ignore[no-any-return]


def page_of(application: Any) -> str:
    return f"/cases/{application.reference}/validation/people/"


def comes_in(application: Any, person: Any) -> Client:
    _, token = make_access_link(case=application.case, party=person, purpose="applicant", now=timezone.now())
    browser = Client(HTTP_HOST=application.case.authority.public_host)
    browser.post(f"/my/{token}/", {"action": "open"})
    assert browser.get("/my/").status_code == 200
    return browser


def test_everybody_is_listed_with_when_they_last_came_in(desk: Client, application: Any, agent: Any) -> None:
    ColleagueFactory.create(party=agent, name="Cora Colleague")
    ColleagueFactory.create(party=agent, name="Gone Gary", removed=True)
    EmailProofFactory.create(authority=application.authority, email=agent.email, used_at=timezone.now())
    page = desk.get(page_of(application)).content.decode()
    assert "Colleague of Alex Agent" in page and "Gone Gary" in page and "Removed" in page
    assert f"Last opened: {timezone.localdate():%-d %B %Y}" in page and "Last opened: never" in page
    overview = desk.get(f"/cases/{application.reference}/").content.decode()
    assert "Who can open the applicant’s pages" in overview and "Cora Colleague" in overview and "Gone Gary" not in overview


def test_taking_links_back_ends_sessions_and_reaches_colleagues_and_a_fresh_link_opens_again(
    desk: Client, application: Any, agent: Any
) -> None:
    colleague = ColleagueFactory.create(party=agent)
    browsers = [comes_in(application, agent), comes_in(application, colleague)]
    applicant = comes_in(application, application.case.parties.get(role="applicant"))
    path = f"{page_of(application)}agent/close/"
    assert desk.get(path).status_code == 200
    desk.post(path, {"reason": "", "action": "complete"})
    assert browsers[0].get("/my/").status_code == 200
    desk.post(path, {"reason": "He no longer acts for the applicant.", "action": "complete"})
    assert [browser.get("/my/").status_code for browser in browsers] == [404, 404] and applicant.get("/my/").status_code == 200
    assert not AccessLink.objects.filter(party=agent, revoked_at=None).exists()
    assert "He no longer acts" in Message.objects.get(to=agent.email).body
    browsers[0].post("/my/new-link/")
    assert Message.objects.filter(to=agent.email).count() == 1
    desk.post(f"/cases/{application.reference}/validation/send-link/agent/", {"back": "people"})
    token = Message.objects.filter(to=agent.email).latest("pk").body.split("/my/")[1].split("/")[0]
    browsers[0].post(f"/my/{token}/", {"action": "open"})
    assert browsers[0].get("/my/").status_code == 200
    kinds = set(AuditEvent.objects.filter(case=application.case).values_list("type", flat=True))
    assert {"access_closed", "access_opened"} <= kinds


def test_a_colleague_is_sent_a_link_and_removed_by_the_officer(desk: Client, application: Any, agent: Any) -> None:
    colleague = ColleagueFactory.create(party=agent)
    browser = comes_in(application, colleague)
    desk.post(f"{page_of(application)}{colleague.public_id}/send-link/")
    assert Message.objects.filter(to=colleague.email, template="validation.link").exists()
    desk.post(f"{page_of(application)}{colleague.public_id}/remove/")
    assert browser.get("/my/").status_code == 404
    told = set(Message.objects.filter(template="validation.colleague_removed").values_list("to", flat=True))
    assert told == {agent.email, application.case.parties.get(role="applicant").email}
    assert desk.post(f"{page_of(application)}{colleague.public_id}/send-link/").status_code == 404


def test_a_closed_party_is_told_nothing_of_links_and_cannot_be_closed_twice(desk: Client, application: Any, agent: Any) -> None:
    for _ in range(2):
        desk.post(f"{page_of(application)}agent/close/", {"reason": "No longer acts.", "action": "complete"})
    assert Message.objects.filter(to=agent.email).count() == 1


@pytest.mark.parametrize("path", ["complainant/close/", "nobody/close/", "9f0d6c1e-0000-4000-8000-000000000000/remove/"])
def test_nobody_like_that_is_404(desk: Client, application: Any, path: str) -> None:
    assert desk.post(f"{page_of(application)}{path}", {"reason": "x"}).status_code == 404


def test_another_councils_case_is_404(desk: Client) -> None:
    from core.tenancy import acting_for
    from tests.factories.accounts import LocalAuthorityFactory

    elsewhere = LocalAuthorityFactory.create()
    with acting_for(elsewhere):
        path = page_of(PlanningApplicationFactory.create(authority=elsewhere))
    assert desk.get(path).status_code == 404


def test_who_may_only_look_changes_nothing(authority: Any, officer_client: Any, application: Any, agent: Any) -> None:
    reader = officer_client(authority, roles=["land_charges"])[0]
    page = reader.get(page_of(application))
    assert page.status_code == 200 and "Take back" not in page.content.decode()
    assert reader.post(f"{page_of(application)}agent/close/", {"reason": "x"}).status_code == 403


def test_after_the_agents_pages_are_closed_the_applicant_is_the_one_who_is_asked(application: Any, agent: Any, now: Any) -> None:
    applicant, officer = application.case.parties.get(role="applicant"), UserFactory.create()
    services.write_to_each_other(application=application, text="Who are you?", party=agent, by=Applicant(agent), now=now)
    services.close_access(application=application, party=agent, reason="Dismissed.", by=officer, now=now)
    services.create_request(application=application, kind="other_change", reason="Which door?", by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    services.write_to_each_other(application=application, text="Please answer.", by=officer, now=now)
    for template in ("validation.invalid", "validation.message_from_officer"):
        (message,) = Message.objects.filter(case=application.case, template=template)
        assert message.to == applicant.email and "/my/" in message.body


def test_a_closed_agent_still_hears_what_the_law_wants_told_but_has_no_link(application: Any, agent: Any, now: Any) -> None:
    services.close_access(application=application, party=agent, reason="Dismissed.", by=UserFactory.create(), now=now)
    services.acknowledge(application=application, by=System(), now=now)
    told = Message.objects.filter(case=application.case, template="validation.received")
    (theirs,) = told.filter(to=agent.email)
    assert "/my/" not in theirs.body and "closed to you" in theirs.body and theirs.body == theirs.shown_body
    assert told.exclude(pk=theirs.pk).get().body.count("/my/") == 1
    assert not AccessLink.objects.filter(party=agent).exists()


def test_where_the_pages_are_closed_to_everybody_the_agent_is_told_all_the_same(application: Any, agent: Any, now: Any) -> None:
    application.case.parties.update(access_closed_at=now)
    assert correspondent(application) == agent
