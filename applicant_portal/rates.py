"""How often one connection may do something on the public site."""

from typing import Any

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

AN_HOUR = 60 * 60
log = structlog.get_logger()


def may_still(request: Any, what: str, most_an_hour: int) -> bool:
    """Count one more `what` from this network address. While the cache is away nobody is counted, and nobody is turned away."""
    key = f"{what}-from:{request.META.get('REMOTE_ADDR', '')}"
    try:
        cache.add(key, 0, AN_HOUR)
        return int(cache.incr(key)) <= most_an_hour
    except (RedisError, OSError, ValueError):  # ValueError: the hour ended between the two lines
        log.warning("not_counted", what=what)
        return True
