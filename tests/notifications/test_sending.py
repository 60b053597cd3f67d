"""A message leaves once: through whoever is set up, again later when it cannot go now, never in silence."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from core.tenancy import acting_for
from notifications import jobs, providers
from notifications.models import Message
from notifications.tasks import send_message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.notifications import MessageFactory, NotifyAccountFactory
from tests.fakes.notify import notify_server

State = Message.State


@pytest.fixture
def message(authority):
    return MessageFactory(authority=authority, to="ada@example.com", next_attempt_at=timezone.now())


def attempt(message):
    send_message(message.authority_id, message.pk)
    message.refresh_from_db()
    return message


def wait_is_over(message):
    Message.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))


class TestChoice:
    def test_notify_comes_first(self, settings, notify):
        settings.EMAIL_HOST, settings.LOCAL_OUTBOX = "mail.council.example", True
        assert providers.choose().name == "notify"

    def test_a_mail_server_comes_second(self, settings):
        settings.EMAIL_HOST = "mail.council.example"
        assert providers.choose().name == "smtp"

    def test_the_outbox_is_for_the_demo(self, settings):
        assert providers.choose().name == "outbox"
        settings.LOCAL_OUTBOX = False
        assert providers.choose() is None


class TestNotify:
    def test_it_gets_subject_words_template_and_our_reference(self, notify, message):
        attempt(message)
        (sent,) = notify.accepted
        assert sent["email_address"] == "ada@example.com"
        assert sent["personalisation"] == {"subject": "Your sign-in code", "body": "123456 is your code.\n"}
        assert sent["reference"] == str(message.public_id)
        assert (message.state, message.provider, message.provider_id) == (State.SENDING, "notify", sent["id"])

    def test_what_opens_a_door_is_forgotten_once_it_left(self, notify, message):
        assert "123456" not in attempt(message).body

    def test_a_refused_address_is_final_and_says_why(self, notify, message):
        notify.answers = [400]
        attempt(message)
        assert message.state == State.FAILED
        assert "team-only" in message.last_error
        assert message.body == "123456 is your code.\n"

    def test_a_key_that_is_refused_holds_everything_until_it_is_right(self, notify, message):
        notify.answers = [403]
        attempt(message)
        assert (message.state, message.attempts) == (State.HELD, 0)
        assert "API key not found" in message.last_error
        assert jobs.sweep_messages() == 0, "not every minute"
        assert cache.get(f"held-messages:{message.authority_id}") == 1, "told on the officers' pages"
        wait_is_over(message)
        assert jobs.sweep_messages() == 1
        message.refresh_from_db()
        assert message.state == State.SENDING
        assert len(notify.accepted) == 1

    @pytest.mark.parametrize("status", [429, 503])
    def test_what_passes_is_tried_again_later(self, notify, message, status):
        notify.answers = [status]
        attempt(message)
        assert message.state == State.WAITING
        assert timedelta(seconds=50) < message.next_attempt_at - timezone.now() < timedelta(seconds=61)
        assert attempt(message).state == State.WAITING, "not before its time"
        wait_is_over(message)
        assert attempt(message).state == State.SENDING
        assert message.attempts == 2

    def test_a_network_that_is_down_is_tried_again_later(self, settings, notify, message):
        settings.NOTIFY_BASE_URL = "http://127.0.0.1:9"
        attempt(message)
        assert message.state == State.WAITING
        assert message.last_error

    def test_waits_grow_and_end(self, notify, message):
        notify.answers = [503] * 20
        waits = []
        while attempt(message).state == State.WAITING:
            waits.append(message.next_attempt_at - timezone.now())
            wait_is_over(message)
        assert waits == sorted(waits) and len(waits) == 7
        assert message.state == State.FAILED and "Given up after 8 attempts" in message.last_error


class TestOnce:
    def test_a_task_that_comes_twice_sends_once(self, notify, message):
        attempt(message)
        attempt(message)
        assert len(notify.accepted) == 1

    def test_a_task_that_comes_while_another_sends_does_nothing(self, notify, message):
        Message.objects.filter(pk=message.pk).update(attempts=1, next_attempt_at=timezone.now() + timedelta(minutes=9))
        attempt(message)
        assert notify.accepted == []

    def test_a_worker_that_died_after_sending_is_found_out_by_our_reference(self, notify, message, monkeypatch):
        monkeypatch.setattr("notifications.tasks._left", lambda *args: None)
        attempt(message)
        monkeypatch.undo()
        wait_is_over(message)
        assert attempt(message).state == State.SENDING
        assert len(notify.accepted) == 1
        assert message.provider_id == notify.accepted[0]["id"]

    def test_an_answer_that_comes_too_late_is_found_out_by_our_reference(self, notify, message, monkeypatch):
        monkeypatch.setattr(providers, "TIMEOUT_SECONDS", 0.1)
        notify.delays = [0.3]
        assert attempt(message).state == State.WAITING and message.last_error
        monkeypatch.undo()
        wait_is_over(message)
        assert attempt(message).state == State.SENDING
        assert len(notify.accepted) == 1

    def test_what_failed_at_notify_is_sent_again(self, notify, message, monkeypatch):
        monkeypatch.setattr("notifications.tasks._left", lambda *args: None)
        attempt(message)
        monkeypatch.undo()
        notify.statuses[notify.accepted[0]["id"]] = "technical-failure"
        wait_is_over(message)
        assert attempt(message).provider_id == notify.accepted[1]["id"]

    def test_a_worker_that_died_before_sending_sends_now(self, notify, message):
        Message.objects.filter(pk=message.pk).update(attempts=1, next_attempt_at=timezone.now() - timedelta(minutes=1))
        assert attempt(message).state == State.SENDING
        assert len(notify.accepted) == 1

    def test_attempts_that_never_answered_come_to_an_end(self, notify, message):
        Message.objects.filter(pk=message.pk).update(attempts=8, next_attempt_at=timezone.now() - timedelta(minutes=1))
        assert attempt(message).state == State.FAILED
        assert notify.accepted == []

    def test_a_message_of_another_council_is_out_of_reach(self, notify, message):
        send_message(message.authority_id + 1, message.pk)
        assert notify.accepted == []


class TestSmtp:
    @pytest.fixture(autouse=True)
    def mail_server(self, settings):
        settings.LOCAL_OUTBOX, settings.EMAIL_HOST = False, "mail.council.example"

    def test_a_mail_server_gets_it(self, message):
        attempt(message)
        assert mail.outbox[0].to == ["ada@example.com"]
        assert mail.outbox[0].body == "123456 is your code.\n"
        assert (message.state, message.provider) == (State.SENDING, "smtp")

    def test_a_refused_address_is_final(self, message, monkeypatch):
        monkeypatch.setattr(
            "django.core.mail.EmailMessage.send", raising(SMTPRecipientsRefused({"ada@example.com": (550, b"no such user")}))
        )
        assert attempt(message).state == State.FAILED

    def test_a_server_that_hangs_up_is_tried_again(self, message, monkeypatch):
        monkeypatch.setattr("django.core.mail.EmailMessage.send", raising(SMTPServerDisconnected("gone")))
        assert attempt(message).state == State.WAITING


class TestNobody:
    def test_without_a_provider_a_message_is_held(self, no_provider, message):
        assert attempt(message).state == State.HELD
        assert message.body == "123456 is your code.\n"

    def test_a_held_message_leaves_once_there_is_a_provider(self, settings, no_provider, message):
        attempt(message)
        jobs.sweep_messages()
        message.refresh_from_db()
        assert message.state == State.HELD
        settings.LOCAL_OUTBOX = True
        jobs.sweep_messages()
        message.refresh_from_db()
        assert message.state == State.DELIVERED


class TestSweep:
    def test_it_sends_what_a_dead_task_left_behind(self, message):
        assert jobs.sweep_messages() == 1
        message.refresh_from_db()
        assert message.state == State.DELIVERED

    def test_it_leaves_alone_what_waits_for_its_time(self, authority):
        MessageFactory(authority=authority, next_attempt_at=timezone.now() + timedelta(minutes=5))
        MessageFactory(authority=authority, state=State.FAILED)
        MessageFactory(authority=authority, state=State.SENDING)
        assert jobs.sweep_messages() == 0


def raising(error):
    def raise_it(*args, **kwargs):
        raise error

    return raise_it


class TestCouncilsOwnService:
    @pytest.fixture
    def account(self, authority, notify):
        return NotifyAccountFactory(authority=authority, key=notify.key)

    def test_it_carries_the_councils_messages(self, settings, account, notify, message):
        settings.NOTIFY_API_KEY = ""
        attempt(message)
        assert notify.accepted[0]["template_id"] == str(account.email_template_id)
        assert message.state == State.SENDING

    def test_it_comes_before_the_servers_own(self, account, notify, message):
        attempt(message)
        assert notify.accepted[0]["template_id"] == str(account.email_template_id)

    def test_paused_the_servers_own_goes_on(self, settings, account, notify, message):
        account.paused = True
        account.save()
        attempt(message)
        assert notify.accepted[0]["template_id"] == settings.NOTIFY_EMAIL_TEMPLATE_ID

    def test_its_key_is_kept_sealed(self, account, notify):
        assert notify.key not in account.sealed_key and account.key == notify.key

    def test_other_councils_do_not_use_it(self, settings, account):
        settings.NOTIFY_API_KEY, settings.LOCAL_OUTBOX = "", False
        other = LocalAuthorityFactory()
        with acting_for(other):
            assert providers.choose(other.pk) is None

    def test_what_was_held_leaves_once_there_is_one(self, no_provider, authority, message, settings):
        attempt(message)
        assert message.state == State.HELD
        with notify_server() as server:
            settings.NOTIFY_BASE_URL = server.url
            NotifyAccountFactory(authority=authority, key=server.key)
            assert jobs.sweep_messages() == 1
            assert len(server.accepted) == 1

    def test_its_receipts_are_asked_for_with_its_key(self, settings, account, notify, message):
        settings.NOTIFY_API_KEY = ""
        attempt(message)
        notify.statuses[message.provider_id] = "permanent-failure"
        assert jobs.poll_receipts() == 1
        message.refresh_from_db()
        assert message.state == State.FAILED


class TestLostKey:
    """A council's key that was sealed with a key of the server's that is gone."""

    @pytest.fixture
    def lost(self, authority, notify):
        account = NotifyAccountFactory(authority=authority)
        account.sealed_key = "no-key-of-ours-opens-this"
        account.save()
        return account

    def test_its_messages_are_held_and_say_why(self, lost, notify, message):
        attempt(message)
        assert (message.state, message.attempts) == (State.HELD, 0)
        assert "cannot be opened" in message.last_error and message.next_attempt_at > timezone.now()
        assert jobs.sweep_messages() == 0, "not every minute"
        assert cache.get(f"held-messages:{message.authority_id}") == 1, "told on the officers' pages"

    def test_they_leave_once_it_was_entered_anew(self, lost, notify, message):
        attempt(message)
        lost.key = notify.key
        lost.save()
        wait_is_over(message)
        jobs.sweep_messages()
        assert len(notify.accepted) == 1

    def test_other_councils_receipts_come_all_the_same(self, lost, notify, message):
        MessageFactory(authority=message.authority, state=State.SENDING, provider="notify", provider_id="x", sent_at=timezone.now())
        other = LocalAuthorityFactory()
        with acting_for(other):
            theirs = attempt(MessageFactory(authority=other, next_attempt_at=timezone.now()))
            notify.statuses[theirs.provider_id] = "delivered"
        jobs.poll_receipts()
        with acting_for(other):
            theirs.refresh_from_db()
        assert theirs.state == State.DELIVERED


class TestAskingForReceipts:
    def test_what_notify_does_not_know_is_asked_about_once(self, notify, authority):
        gone = MessageFactory(authority=authority, state=State.SENDING, provider="notify", provider_id="gone", sent_at=timezone.now())
        assert (jobs.poll_receipts(), jobs.poll_receipts()) == (1, 0)
        gone.refresh_from_db()
        assert gone.state == State.SENDING and "No result found" in gone.last_error, "it may have arrived"

    def test_nobody_waits_behind_others(self, notify, authority, monkeypatch):
        monkeypatch.setattr(jobs, "MOST_AT_ONCE", 1)
        messages = [attempt(MessageFactory(authority=authority, next_attempt_at=timezone.now())) for _ in range(2)]
        jobs.poll_receipts(), jobs.poll_receipts()
        assert [notify.asked[-2].rpartition("/")[2], notify.asked[-1].rpartition("/")[2]] == [one.provider_id for one in messages]
        jobs.poll_receipts(), jobs.poll_receipts()
        assert notify.asked[-1].endswith(messages[1].provider_id), "and from the first again"
