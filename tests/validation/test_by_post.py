"""People without email: whatever validation tells, they get by letter."""

from typing import Any

import pytest

from audit.actors import System
from audit.models import AuditEvent
from notifications.models import Message
from tests.factories.applications import PartyFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services


@pytest.fixture
def by_post(application: Any) -> Any:
    """The application of somebody with a postal address and no other."""
    where = {"address_lines": "14 Long Row", "town": "Anytown", "postcode": "AN1 4AB"}
    application.case.parties.update(email="", first_name="Ada", last_name="Post", **where)
    return application


def letters(application: Any) -> Any:
    return Message.objects.filter(case=application.case, channel="letter").order_by("pk")


def test_the_list_of_reasons_goes_by_letter_with_a_link_of_their_own(by_post: Any, officer: Any, now: Any) -> None:
    ValidationRequestFactory.create(case=by_post.case, reason="The north elevation is missing.")
    assert services.invalidate(application=by_post, by=officer, now=now) is True
    letter = letters(by_post).get(template="validation.invalid")
    assert letter.address == "14 Long Row\nAnytown\nAN1 4AB" and "The north elevation is missing." in letter.body
    assert letter.link in letter.body and "/my/" in letter.link and letter.link not in letter.shown_body
    assert AuditEvent.objects.get(case=by_post.case, type="request_sent").data["to"] == "Ada Post by post"


def test_the_applicant_without_email_is_told_beside_the_agent_with_one(by_post: Any, now: Any) -> None:
    PartyFactory.create(case=by_post.case, role="agent", email="agent@example.com")
    services.acknowledge(application=by_post, by=System(), now=now)
    told = Message.objects.filter(case=by_post.case, template="validation.received")
    assert {message.channel: message.to for message in told} == {"email": "agent@example.com", "letter": "14 Long Row, Anytown, AN1 4AB"}


def test_a_link_is_posted_to_them(by_post: Any, officer: Any, now: Any) -> None:
    services.send_access_link(application=by_post, party=by_post.case.parties.get(), by=officer, now=now)
    assert letters(by_post).get().template == "validation.link"
    assert AuditEvent.objects.get(case=by_post.case, type="link_sent").data["email"] == "Ada Post by post"


def test_somebody_with_no_address_at_all_cannot_be_sent_a_link(application: Any, officer: Any, now: Any) -> None:
    application.case.parties.update(email="", address_lines="")
    with pytest.raises(services.links.NobodyToWriteTo, match="neither an email nor a postal address"):
        services.send_access_link(application=application, party=application.case.parties.get(), by=officer, now=now)
    assert not Message.objects.filter(case=application.case).exists()


def test_the_page_says_that_a_letter_waits(by_post: Any, officer_client: Any) -> None:
    client, _ = officer_client(by_post.authority)
    ValidationRequestFactory.create(case=by_post.case)
    path = f"/cases/{by_post.reference}/validation/decision/"
    assert "in one letter" in client.get(path).content.decode()
    assert "waits to be printed" in client.post(path, {"action": "invalid"}, follow=True).content.decode()
