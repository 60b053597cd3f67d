"""The demo's outbox, and the warning that messages are held."""

import pytest
from django.test import RequestFactory

from notifications.context import held_messages
from notifications.models import Message
from notifications.presenters import message_line
from notifications.selectors import messages_of
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.notifications import MessageFactory


@pytest.fixture
def message(authority):
    return MessageFactory(authority=authority, subject="Documents asked for", body="Open this link:\n\nhttp://council.example/my/abc/\n")


@pytest.mark.parametrize("site", ["officer_host", "public_host"])
def test_the_outbox_shows_messages_with_links_to_click(client, authority, message, site):
    page = client.get("/outbox/", headers={"host": getattr(authority, site)})
    assert "Documents asked for" in page.text
    assert '<a class="govuk-link" href="http://council.example/my/abc/"' in page.text


def test_another_councils_messages_are_not_in_it(client, message):
    assert "Documents asked for" not in client.get("/outbox/", headers={"host": LocalAuthorityFactory().officer_host}).text


def test_words_in_a_message_are_not_markup(client, authority):
    MessageFactory(authority=authority, body="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/outbox/", headers={"host": authority.officer_host}).text


def test_outside_the_demo_there_is_no_outbox(client, authority, message, settings):
    settings.LOCAL_OUTBOX = False
    assert client.get("/outbox/", headers={"host": authority.officer_host}).status_code == 404


def test_a_cases_messages_are_listed_without_their_secrets(authority):
    from tests.factories.applications import PlanningApplicationFactory

    case = PlanningApplicationFactory(authority=authority).case
    mine = MessageFactory(authority=authority, case=case)
    MessageFactory(authority=authority)
    assert list(messages_of(case)) == [mine]
    assert "123456" not in message_line(mine).body


def test_officers_are_told_of_held_messages(authority, no_provider):
    MessageFactory.create_batch(2, authority=authority, state=Message.State.HELD)
    request = RequestFactory().get("/")
    request.authority, request.membership = authority, object()
    assert held_messages(request)["held_messages"]() == 2
    request.membership = None
    assert held_messages(request)["held_messages"]() == 0


def test_with_a_provider_it_costs_no_query(authority, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.authority, request.membership = authority, object()
    with django_assert_num_queries(0):
        assert held_messages(request)["held_messages"]() == 0


def test_a_red_banner_says_so_on_every_officers_page(authority, officer_client, no_provider):
    client, _ = officer_client(authority)
    assert "messages held" not in client.get("/security/").text
    MessageFactory.create_batch(2, authority=authority, state=Message.State.HELD)
    assert "2 messages held" in client.get("/security/").text
    assert "2 messages held" not in client.get("/sign-in/", headers={"host": LocalAuthorityFactory().officer_host}).text
