"""One effect: a message leaves, once."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.tasks import bops_task
from notifications import fate, providers
from notifications.models import Message

log = structlog.get_logger()
ATTEMPT_LASTS_AT_MOST = timedelta(minutes=10)
HELD_LOOKED_AT_EVERY = timedelta(minutes=15)
WAIT_MINUTES = [1, 5, 15, 60, 6 * 60, 12 * 60, 24 * 60]


@bops_task
def send_message(authority_id: int, message_id: int) -> None:
    """Hand a waiting message to the provider. Run twice, or after a worker died in the middle, it still leaves once."""
    provider = providers.choose(authority_id)
    message, unsure = _take(message_id, provider, timezone.now())
    if message is None or provider is None:
        return
    try:
        handed = (provider.find(message) if unsure else None) or provider.send(message)
    except providers.Refused as error:
        _failed(message, str(error), timezone.now())
    except providers.KeyRefused as error:
        _hold(message, str(error), timezone.now())
    except providers.NotNow as error:
        _try_later(message, str(error), timezone.now())
    else:
        _left(message, provider, handed, timezone.now())


@transaction.atomic
def _take(message_id: int, provider: providers.Provider | None, now: datetime) -> tuple[Message | None, bool]:
    """Claim the row for one attempt: (message, whether an earlier one may have left unknown to us). (None, …): not ours to send now."""
    message = Message.objects.select_for_update().filter(pk=message_id).exclude(channel=Message.Channel.LETTER).first()
    if message is None or message.state not in {Message.State.WAITING, Message.State.HELD}:
        return None, False
    if message.attempts and message.next_attempt_at and message.next_attempt_at > now:
        return None, False
    if provider is None:
        message.state, message.next_attempt_at = Message.State.HELD, None
        message.save(update_fields=["state", "next_attempt_at"])
        return None, False
    if message.attempts > len(WAIT_MINUTES):
        _failed(message, f"Given up after {message.attempts} attempts, the last of which ended without an answer.", now)
        return None, False
    unsure = message.attempts > 0
    message.state, message.attempts, message.last_error = Message.State.WAITING, message.attempts + 1, ""
    message.next_attempt_at = now + ATTEMPT_LASTS_AT_MOST
    message.save(update_fields=["state", "attempts", "last_error", "next_attempt_at"])
    return message, unsure


def _left(message: Message, provider: providers.Provider, handed: providers.Handed, now: datetime) -> None:
    message.state, message.provider, message.provider_id = handed.state, provider.name, handed.provider_id
    message.sent_at, message.next_attempt_at = now, None
    if handed.state == Message.State.DELIVERED:
        message.delivered_at = now
    if not settings.LOCAL_OUTBOX:
        message.body = message.shown_body
    message.save()


def _try_later(message: Message, words: str, now: datetime) -> None:
    if message.attempts > len(WAIT_MINUTES):
        _failed(message, f"Given up after {message.attempts} attempts. {words}", now)
        return
    message.last_error = words
    message.next_attempt_at = now + timedelta(minutes=WAIT_MINUTES[message.attempts - 1])
    message.save(update_fields=["last_error", "next_attempt_at"])


@transaction.atomic
def _failed(message: Message, words: str, now: datetime) -> None:
    message.state, message.last_error, message.next_attempt_at = Message.State.FAILED, words, None
    message.save(update_fields=["state", "last_error", "next_attempt_at"])
    fate.failed(message, now)


def _hold(message: Message, words: str, now: datetime) -> None:
    """Keep it until the provider takes the key; this attempt does not count."""
    log.error("provider_refuses_key", authority=message.authority_id, error=words)
    message.state, message.last_error, message.attempts = Message.State.HELD, words, message.attempts - 1
    message.next_attempt_at = now + HELD_LOOKED_AT_EVERY
    message.save(update_fields=["state", "last_error", "attempts", "next_attempt_at"])
