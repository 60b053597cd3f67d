"""What the officers' pages must say of messages that cannot leave, or did not arrive."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from notifications import providers
from notifications.selectors import broken_key, failures_key, held_count, held_key


def held_messages(request: HttpRequest) -> dict[str, Any]:
    """`held_messages()`: how many messages wait for a provider; `failed_messages()`: how many failed of late. For officers only.
    `unusable_wordings()`: how many of the council's own words cannot be used any more, for its administrators.

    The first asks the database only where no provider is set up, otherwise neither does: the clock counts once a minute.
    """
    authority = getattr(request, "authority", None) if getattr(request, "membership", None) is not None else None

    def held() -> int:
        if authority is None:
            return 0
        return held_count(authority) if providers.choose() is None else _counted(held_key(authority.pk))

    def failed() -> int:
        return 0 if authority is None else _counted(failures_key(authority.pk))

    def unusable() -> int:
        return _counted(broken_key(authority.pk)) if authority is not None and request.membership.manages_council else 0  # type: ignore[attr-defined]

    return {
        "held_messages": held,
        "failed_messages": failed,
        "unusable_wordings": unusable,
        "a_provider_is_set_up": lambda: providers.choose() is not None,
    }


def _counted(key: str) -> int:
    """As the clock counted it last; nothing while the cache is away."""
    try:
        return int(cache.get(key, 0))
    except RedisError:
        return 0
