"""What became of a message: told by the provider, or asked for."""

import json
import uuid

import pytest
from django.utils import timezone

from core.tenancy import acting_for
from notifications import jobs
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.notifications import MessageFactory

State = Message.State


@pytest.fixture
def message(authority):
    return MessageFactory(authority=authority, state=State.SENDING, provider="notify", provider_id="n-1", sent_at=timezone.now())


@pytest.fixture
def tell(client, authority, settings):
    settings.NOTIFY_CALLBACK_TOKEN = "callback-token"

    def post(body, token=settings.NOTIFY_CALLBACK_TOKEN, host=authority.officer_host):
        return client.post(
            "/notifications/receipts/",
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}", "host": host},
        )

    return post


def receipt(message, status):
    return {"id": "n-1", "reference": str(message.public_id), "to": message.to, "status": status}


def test_a_receipt_says_that_it_was_delivered(tell, message):
    assert tell(receipt(message, "delivered")).status_code == 204
    message.refresh_from_db()
    assert message.state == State.DELIVERED and message.delivered_at


@pytest.mark.parametrize(
    ("status", "words"), [("permanent-failure", "does not exist"), ("temporary-failure", "full"), ("technical-failure", "technical")]
)
def test_a_receipt_says_why_it_failed(tell, message, status, words):
    tell(receipt(message, status))
    message.refresh_from_db()
    assert message.state == State.FAILED and words in message.last_error


def test_a_second_receipt_changes_nothing(tell, message):
    tell(receipt(message, "delivered"))
    tell(receipt(message, "permanent-failure"))
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_the_host_need_not_be_the_councils_own(tell, message):
    other = LocalAuthorityFactory()
    assert tell(receipt(message, "delivered"), host=other.public_host).status_code == 204
    with acting_for(message.authority):
        message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_a_wrong_token_is_refused(tell, message):
    assert tell(receipt(message, "delivered"), token="guess").status_code == 401
    message.refresh_from_db()
    assert message.state == State.SENDING


def test_without_a_token_of_ours_every_receipt_is_refused(tell, message, settings):
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert tell(receipt(message, "delivered"), token="").status_code == 401


@pytest.mark.parametrize("body", ["not json", "[]", "{}", '{"reference": "x", "status": "delivered"}'])
def test_a_body_that_is_not_a_receipt_is_refused(tell, body):
    assert tell(body).status_code == 400


def test_an_unknown_reference_is_404(tell):
    assert tell({"reference": str(uuid.uuid4()), "status": "delivered"}).status_code == 404


def test_what_was_not_told_is_asked_for(notify, message):
    notify.statuses["n-1"] = "delivered"
    assert jobs.poll_receipts() == 1
    message.refresh_from_db()
    assert message.state == State.DELIVERED


def test_nobody_is_asked_without_notify(message):
    assert jobs.poll_receipts() == 0
