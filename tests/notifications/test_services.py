"""Writing to the outbox: the row first, the task second, only declared messages with all that they need."""

from datetime import timedelta

import pytest
from django.db import transaction

from audit.actors import System
from audit.models import AuditEvent
from core.errors import DomainError
from notifications import catalogue
from notifications.models import Announcement, Message
from notifications.rendering import MissingContext
from notifications.services import announce, send_again, send_email
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.notifications import MessageFactory

BOPS = System()


def send(authority, now, **changes):
    arguments = {"message": "accounts.sign_in_code", "to": "olu@example.com", "context": {"code": "123456", "minutes": 10}, "by": BOPS}
    return send_email(authority=authority, now=now, **(arguments | changes))


def test_an_email_is_written_with_subject_words_and_the_councils_name(authority, now):
    message = send(authority, now, to_name="Olu Officer")
    assert message.subject == "Your sign-in code for BOPS"
    assert message.body.startswith("Dear Olu Officer,\n\n123456 is your code")
    assert authority.council_name in message.body and authority.email in message.body
    assert (message.state, message.sent_by) == (Message.State.WAITING, "BOPS")


def test_plain_text_is_not_escaped(authority, now):
    assert "O'Neil & Sons" in send(authority, now, to_name="O'Neil & Sons").body


def test_what_opens_a_door_is_not_shown_to_officers(authority, now):
    message = send(authority, now)
    assert "123456" in message.body and "123456" not in message.shown_body and "[not shown]" in message.shown_body


def test_an_unknown_message_is_an_error(authority, now):
    with pytest.raises(catalogue.UnknownMessage, match=r"accounts\.nothing"):
        send(authority, now, message="accounts.nothing")


def test_a_missing_name_is_an_error(authority, now):
    with pytest.raises(MissingContext, match="minutes"):
        send(authority, now, context={"code": "123456"})


def test_a_name_that_the_message_does_not_know_is_an_error(authority, now):
    with pytest.raises(MissingContext, match="colour"):
        send(authority, now, context={"code": "1", "minutes": 1, "colour": "red"})


def test_nobody_behind_it_is_an_error(authority, now):
    with pytest.raises(TypeError):
        send(authority, now, by=None)


def test_no_address_is_an_error(authority, now):
    with pytest.raises(ValueError, match="letter"):
        send(authority, now, to="")


def test_it_is_sent_after_the_commit(authority, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = send(authority, now)
        assert Message.objects.get(pk=message.pk).state == Message.State.WAITING
    message.refresh_from_db()
    assert (message.state, message.provider, message.attempts) == (Message.State.DELIVERED, "outbox", 1)


def test_nothing_leaves_if_the_transaction_fails(authority, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuntimeError), transaction.atomic():
        send(authority, now)
        raise RuntimeError
    assert callbacks == []
    assert not Message.objects.exists()


def test_a_failed_message_can_be_sent_again(authority, now, django_capture_on_commit_callbacks):
    message = MessageFactory(authority=authority, state=Message.State.FAILED, attempts=8, last_error="No such address")
    with django_capture_on_commit_callbacks(execute=True):
        send_again(message=message, by=BOPS, now=now + timedelta(days=1))
    message.refresh_from_db()
    assert message.state == Message.State.DELIVERED


def test_sending_again_is_in_the_history_with_who_did_it(authority, now):
    case = PlanningApplicationFactory(authority=authority).case
    message = MessageFactory(authority=authority, case=case, state=Message.State.FAILED)
    send_again(message=message, by=UserFactory(name="Olu Officer"), now=now)
    event = AuditEvent.objects.get(case=case, type="message_sent_again")
    assert (event.actor_name, event.data) == ("Olu Officer", {"subject": message.subject, "to": message.to})


def test_a_message_whose_code_is_forgotten_is_not_sent_again(authority, now):
    message = MessageFactory(authority=authority, state=Message.State.FAILED, body="[not shown]", shown_body="[not shown]")
    with pytest.raises(DomainError, match="forgotten"):
        send_again(message=message, by=BOPS, now=now)


def test_a_message_that_has_left_is_not_sent_again(authority, now):
    message = MessageFactory(authority=authority, state=Message.State.SENDING)
    with pytest.raises(DomainError):
        send_again(message=message, by=BOPS, now=now)


def test_an_announcement_is_a_row_for_the_webhooks(authority, now):
    announce("application_determined", authority=authority, data={"reference": "26-00100-HAPP"}, now=now)
    assert Announcement.objects.get().data == {"reference": "26-00100-HAPP"}
