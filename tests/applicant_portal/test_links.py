"""Emailed links: one use, one person, one case."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from applications.models import AccessLink
from applications.services import make_access_link
from audit.models import AuditEvent
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory


def test_looking_at_a_link_does_not_use_it(visitor: Client, link: Any) -> None:
    for _ in range(3):
        page = visitor.get(f"/my/{link[1]}/")
        assert page.status_code == 200 and "Open my application" in page.content.decode()
    link[0].refresh_from_db()
    assert link[0].used_at is None


def test_pressing_the_button_opens_the_case_and_the_token_leaves_the_address(visitor: Client, link: Any, application: Any) -> None:
    answer = visitor.post(f"/my/{link[1]}/", {"action": "open"})
    assert answer.status_code == 302 and answer["Location"] == "/my/"
    assert application.reference in visitor.get("/my/").content.decode()
    assert AuditEvent.objects.filter(case=application.case, type="link_opened").exists()


def test_a_link_used_twice_offers_a_fresh_one(visitor: Client, link: Any, authority: Any) -> None:
    visitor.post(f"/my/{link[1]}/", {"action": "open"})
    other_device = Client(HTTP_HOST=authority.public_host)
    for page in [other_device.get(f"/my/{link[1]}/"), other_device.post(f"/my/{link[1]}/", {"action": "open"})]:
        assert page.status_code == 404 and "Email me a new link" in page.content.decode()
    assert other_device.get("/my/").status_code == 404


def unusable(link: AccessLink, how: str) -> None:
    changes = {
        "used": {"used_at": timezone.now()},
        "expired": {"expires_at": timezone.now() - timedelta(minutes=1)},
        "revoked": {"revoked_at": timezone.now()},
        "for consultees": {"purpose": "consultee"},
    }
    AccessLink.objects.filter(pk=link.pk).update(**changes[how])


@pytest.mark.parametrize("how", ["used", "expired", "revoked", "for consultees"])
def test_whatever_is_wrong_the_page_is_the_same(visitor: Client, link: Any, how: str) -> None:
    unusable(link[0], how)
    page, unknown = visitor.get(f"/my/{link[1]}/"), visitor.get("/my/a-token-that-never-was/")
    assert page.status_code == unknown.status_code == 404
    tokenless = [words.content.decode().split("<main")[1].split("csrfmiddlewaretoken")[0] for words in (page, unknown)]
    assert tokenless[0] == tokenless[1]


@pytest.mark.parametrize("how", ["used", "expired"])
def test_a_fresh_link_goes_to_the_registered_address_which_the_page_does_not_tell(
    visitor: Client, link: Any, application: Any, how: str
) -> None:
    unusable(link[0], how)
    page = visitor.post(f"/my/{link[1]}/", {"action": "fresh"}, follow=True)
    message = Message.objects.get(case=application.case)
    assert message.to == link[0].party.email and message.to not in page.content.decode()
    token = message.body.split("/my/")[1].split("/")[0]
    assert visitor.post(f"/my/{token}/", {"action": "open"}).status_code == 302


@pytest.mark.parametrize("how", ["revoked", "for consultees"])
def test_no_fresh_link_for_a_revoked_one_or_another_purpose(visitor: Client, link: Any, application: Any, how: str) -> None:
    unusable(link[0], how)
    visitor.post(f"/my/{link[1]}/", {"action": "fresh"})
    assert not Message.objects.filter(case=application.case).exists()


def test_asking_for_links_again_and_again_sends_a_few(visitor: Client, link: Any, application: Any) -> None:
    unusable(link[0], "used")
    for _ in range(9):
        visitor.post(f"/my/{link[1]}/", {"action": "fresh"})
    assert Message.objects.filter(case=application.case).count() == 4


def test_another_councils_link_opens_nothing(link: Any, application: Any) -> None:
    elsewhere = Client(HTTP_HOST=LocalAuthorityFactory.create().public_host)
    assert elsewhere.get(f"/my/{link[1]}/").status_code == 404
    assert elsewhere.post(f"/my/{link[1]}/", {"action": "open"}).status_code == 404
    elsewhere.post(f"/my/{link[1]}/", {"action": "fresh"})
    link[0].refresh_from_db()
    assert link[0].used_at is None and not Message.objects.filter(case=application.case).exists()


def test_a_link_opens_its_own_case_and_no_other(inside: Client, authority: Any, wanted: Any) -> None:
    other = PlanningApplicationFactory.create(authority=authority)
    theirs = ValidationRequestFactory.create(case=other.case, sent=True)
    for path in ["", "draft/", "sent/"]:
        assert inside.post(f"/my/requests/{theirs.public_id}/{path}").status_code in (404, 405)
    assert inside.get(f"/my/requests/{theirs.public_id}/").status_code == 404
    assert inside.get(f"/my/requests/{wanted.public_id}/").status_code == 200
    assert other.reference not in inside.get("/my/").content.decode()


@pytest.mark.parametrize("path", ["/my/", "/my/requests/{}/", "/my/requests/{}/sent/", "/my/documents/{}/"])
def test_every_page_of_the_portal_is_404_without_a_link(visitor: Client, wanted: Any, path: str) -> None:
    assert visitor.get(path.format(wanted.public_id)).status_code == 404


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"used_at": timezone.now() - timedelta(hours=13)}])
def test_a_session_ends_with_its_row_and_after_twelve_hours(inside: Client, link: Any, change: dict[str, Any]) -> None:
    assert inside.get("/my/").status_code == 200
    AccessLink.objects.filter(pk=link[0].pk).update(**change)
    assert inside.get("/my/").status_code == 404


def test_when_the_session_has_ended_the_page_mails_a_fresh_link(inside: Client, link: Any, application: Any) -> None:
    AccessLink.objects.filter(pk=link[0].pk).update(used_at=timezone.now() - timedelta(hours=13))
    assert "Email me a new link" in inside.get("/my/").content.decode()
    inside.post("/my/new-link/")
    assert Message.objects.get(case=application.case).to == link[0].party.email


def test_the_log_does_not_hold_the_token(visitor: Client, link: Any, caplog: Any) -> None:
    with caplog.at_level("INFO"):
        visitor.get(f"/my/{link[1]}/")
    assert "GET /my/…" in caplog.text.replace("\\u2026", "…") and link[1] not in caplog.text


def test_leaving_ends_the_session(inside: Client) -> None:
    inside.post("/my/leave/")
    assert inside.get("/my/").status_code == 404


def test_agent_and_applicant_each_have_their_own(visitor: Client, application: Any) -> None:
    from tests.factories.applications import PartyFactory

    agent = PartyFactory.create(case=application.case, role="agent", email="agent@example.com", first_name="Alex", last_name="Agent")
    _, token = make_access_link(case=application.case, party=agent, purpose="applicant", now=timezone.now())
    visitor.post(f"/my/{token}/", {"action": "open"})
    assert AuditEvent.objects.get(case=application.case, type="link_opened").actor_name == "Alex Agent (agent)"


def test_nothing_of_the_portal_is_kept_by_browsers_or_proxies(inside: Client) -> None:
    assert "no-store" in inside.get("/my/")["Cache-Control"]
