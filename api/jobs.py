"""The clock of the API."""

from datetime import datetime

from celery import shared_task
from django.core.cache import cache

from accounts.models import ApiClient
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
