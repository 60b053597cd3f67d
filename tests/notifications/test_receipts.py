"""What became of a message: told by the provider, or asked for."""

import json
import uuid

import pytest
from django.utils import timezone

from core.tenancy import acting_for
from notifications import jobs
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.notifications import MessageFactory, NotifyAccountFactory

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


class TestCouncilsOwnToken:
    @pytest.fixture
    def token(self, authority, settings):
        settings.NOTIFY_CALLBACK_TOKEN = ""
        account = NotifyAccountFactory(authority=authority)
        token = account.new_callback_token()
        account.save()
        assert token not in account.callback_hash
        return token

    def test_it_tells_of_the_councils_messages(self, tell, message, token, settings):
        settings.NOTIFY_CALLBACK_TOKEN = ""
        assert tell(receipt(message, "delivered"), token=token).status_code == 204
        message.refresh_from_db()
        assert message.state == State.DELIVERED

    def test_not_of_anybody_elses(self, tell, token):
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = MessageFactory(authority=other, state=State.SENDING)
        assert tell(receipt(theirs, "delivered"), token=token).status_code == 404

    def test_not_at_another_councils_address(self, tell, message, token):
        assert tell(receipt(message, "delivered"), token=token, host=LocalAuthorityFactory().officer_host).status_code == 401

    @pytest.mark.parametrize("wrong", ["", "guess", "Bearer "])
    def test_a_wrong_one_is_refused(self, tell, message, token, wrong, settings):
        settings.NOTIFY_CALLBACK_TOKEN = ""
        assert tell(receipt(message, "delivered"), token=wrong).status_code == 401


@pytest.mark.parametrize("status", ["created", "sending", "pending", "a new word"])
def test_a_status_that_ends_nothing_changes_nothing(tell, message, status):
    assert tell(receipt(message, status)).status_code == 204
    message.refresh_from_db()
    assert message.state == State.SENDING


def test_the_receipt_as_notify_documents_it(tell, message):
    body = receipt(message, "delivered") | {
        "created_at": "2026-11-24T12:15:30.000000Z",
        "completed_at": "2026-11-24T12:15:31.000000Z",
        "sent_at": "2026-11-24T12:15:30.000000Z",
        "notification_type": "email",
        "template_id": "11111111-2222-3333-4444-555555555555",
        "template_version": 1,
    }
    assert tell(body).status_code == 204


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
