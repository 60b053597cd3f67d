"""The clock of the outbox."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from core.tenancy import across_authorities, acting_for
from notifications import providers, selectors, services
from notifications.tasks import send_message

MOST_AT_ONCE = 500
log = structlog.get_logger()


@shared_task(name="notifications.jobs.sweep_messages")
def sweep_messages() -> int:
    """Send what waited long enough or whose task died, and what was held until there was a provider; how many."""
    with_held = providers.choose() is not None
    with across_authorities("Every council's messages have to leave"):
        rows = list(selectors.due(timezone.now(), with_held=with_held).values_list("authority_id", "pk")[:MOST_AT_ONCE])
    for authority_id, message_id in rows:
        send_message.delay(authority_id, message_id)
    return len(rows)


@shared_task(name="notifications.jobs.poll_receipts")
def poll_receipts() -> int:
    """Ask GOV.UK Notify what became of messages whose receipt has not come; how many were asked about."""
    provider = providers.choose()
    if not isinstance(provider, providers.Notify):
        return 0
    since = timezone.now() - timedelta(days=selectors.POLLED_FOR_DAYS)
    with across_authorities("Receipts are asked for by one key for every council"):
        messages = list(selectors.of_unknown_fate(since, provider.name)[:MOST_AT_ONCE])
    for message in messages:
        try:
            status = provider.status(message)
        except (providers.NotNow, providers.Refused) as error:
            log.warning("receipt_not_known", message=str(message.public_id), error=str(error))
            continue
        with acting_for(message.authority_id):
            services.record_receipt(message_id=message.pk, status=status, now=timezone.now())
    return len(messages)
