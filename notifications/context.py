"""What the officers' pages must say of messages that cannot leave, or did not arrive."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from notifications import providers
from notifications.selectors import failures_key, held_count


def held_messages(request: HttpRequest) -> dict[str, Any]:
    """`held_messages()`: how many messages wait for a provider; `failed_messages()`: how many failed of late. For officers only.

    The first asks the database only where no provider is set up, the second never: the clock counts once a minute.
    """
    authority = getattr(request, "authority", None) if getattr(request, "membership", None) is not None else None

    def held() -> int:
        return 0 if authority is None or providers.choose() is not None else held_count(authority)

    def failed() -> int:
        return 0 if authority is None else _failed_of_late(authority)

    return {"held_messages": held, "failed_messages": failed}


def _failed_of_late(authority: Any) -> int:
    """As the clock counted it last; nothing while the cache is away."""
    try:
        return int(cache.get(failures_key(authority.pk), 0))
    except RedisError:
        return 0
