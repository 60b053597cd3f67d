"""The clock of the outbox."""

from contextlib import suppress
from datetime import timedelta

import structlog
from celery import shared_task
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from core.tenancy import across_authorities, acting_for
from notifications import providers, selectors, services
from notifications.models import Message
from notifications.tasks import send_message
from notifications.wording import Fault, broken

MOST_AT_ONCE = 500
ASKED_UP_TO = "receipts-asked-up-to"
COUNT_KEPT_FOR = 90  # seconds: a little longer than until the next sweep, so that a count that fell to none goes
log = structlog.get_logger()


@shared_task(name="notifications.jobs.sweep_messages")
def sweep_messages() -> int:
    """Send what waited long enough or whose task died, and what was held until there was a provider; how many."""
    count_failures()
    with across_authorities("Every council's messages have to leave"):
        with_held = providers.choose() is not None or selectors.any_own_account()
        rows = list(selectors.due(timezone.now(), with_held=with_held).values_list("authority_id", "pk")[:MOST_AT_ONCE])
    for authority_id, message_id in rows:
        send_message.delay(authority_id, message_id)
    return len(rows)


def count_failures() -> None:
    """Count what did not arrive of late and what is held, for the lines on the officers' pages."""
    with across_authorities("Every council's failures are counted in one go"):
        failed = selectors.failures_by_council(timezone.now() - selectors.FAILURES_SHOWN_FOR)
        held = selectors.held_by_council()
        texts = selectors.texts_by_council()
    counts = {selectors.failures_key(pk): count for pk, count in failed.items()}
    counts |= {selectors.held_key(pk): count for pk, count in held.items()}
    counts |= {selectors.broken_key(council.pk): len(broken(own)) for council, own in texts.items()}
    with suppress(RedisError):
        cache.set_many(counts, COUNT_KEPT_FOR)


def unusable_wordings() -> list[tuple[str, str, list[Fault]]]:
    """(council, message, why) of each council's words that cannot be used any more."""
    with across_authorities("Every council's words are looked through after a release"):
        held = selectors.texts_by_council()
    return [(str(council), key, faults) for council, texts in held.items() for key, faults in broken(texts).items()]


@shared_task(name="notifications.jobs.poll_receipts")
def poll_receipts() -> int:
    """Ask GOV.UK Notify what became of messages whose receipt has not come; how many were asked about."""
    with across_authorities("Every council's receipts are asked for in one go"):
        messages = _next_to_ask_about()
        carriers = {pk: providers.choose(pk) for pk in {message.authority_id for message in messages}}
    asked = [(message, carrier) for message in messages if isinstance(carrier := carriers[message.authority_id], providers.Notify)]
    for message, provider in asked:
        try:
            status = provider.status(message)
        except providers.NotNow as error:
            log.warning("receipt_not_known", message=str(message.public_id), error=str(error))
            continue
        except providers.Refused as error:
            log.warning("receipt_never_known", message=str(message.public_id), error=str(error))
            with acting_for(message.authority_id):
                services.record_no_receipt(message_id=message.pk, why=str(error))
            continue
        with acting_for(message.authority_id):
            services.record_receipt(message_id=message.pk, status=status, now=timezone.now())
    return len(asked)


def _next_to_ask_about() -> list[Message]:
    """Those that come after the last one asked about; after the end, the first again: none keeps the others from being asked about."""
    since = timezone.now() - timedelta(days=selectors.POLLED_FOR_DAYS)
    unknown = selectors.of_unknown_fate(since, providers.Notify.name)
    last = 0
    with suppress(RedisError):
        last = cache.get(ASKED_UP_TO) or 0
    messages = list(unknown.filter(pk__gt=last)[:MOST_AT_ONCE]) or list(unknown[:MOST_AT_ONCE])
    with suppress(RedisError):
        cache.set(ASKED_UP_TO, messages[-1].pk if len(messages) == MOST_AT_ONCE else 0, None)
    return messages
