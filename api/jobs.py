"""The clock of the API."""

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from accounts.models import ApiClient
from accounts.services import forget_signatures
from api.authentication import USED


@shared_task
def flush_last_used() -> int:
    """Write down when each client last called: kept in the cache until now, so that reading never writes. How many."""
    keys = {f"{USED}{pk}": pk for pk in ApiClient.objects.filter(revoked_at=None).values_list("pk", flat=True)}
    seen = cache.get_many(keys)
    for key, moment in seen.items():
        ApiClient.objects.filter(pk=keys[key]).update(last_used_at=datetime.fromisoformat(moment))
    cache.delete_many(seen)
    return len(seen)


@shared_task
def forget_old_signatures() -> int:
    """Forget signatures whose timestamps are refused by now, whatever the sender's clock. How many."""
    return forget_signatures(before=timezone.now() - 3 * timedelta(seconds=settings.API_CLOCK_SECONDS))
