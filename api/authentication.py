"""Which machine is asking: a bearer token of the council whose host this is."""

from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase
from redis.exceptions import RedisError

from accounts.models import ApiClient, hash_token
from api.errors import ApiError

SCHEMES = {"bearer", "token"}
USED = "api-client-used:"
CALLS = "api-client-calls:"
REMEMBER_SECONDS = 24 * 60 * 60
MINUTE = 60

READ, WRITE = "planning_application:read", "planning_application:write"
log = structlog.get_logger()


class Token(AuthBase):
    """Lets in a current client of the council that holds `permission` ("": any). Everything else is 401, without saying which it was."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_name = "Token"

    def __init__(self, permission: str = "") -> None:
        self.permission = permission
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiClient | None:
        token = token_in(request)
        if not token:
            return None
        now = timezone.now()
        client = client_of(request.authority, token, now)  # type: ignore[attr-defined]
        if client is None or (self.permission and self.permission not in client.permissions):
            return None
        if not client.may_call_from(request.META.get("REMOTE_ADDR", "")):
            log.warning("api_call_from_elsewhere", client=client.name, address=request.META.get("REMOTE_ADDR"))
            return None
        return let_in(client, now)


def token_in(request: HttpRequest) -> str:
    """The token that a request carries; "" where it carries none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() in SCHEMES else ""


def client_of(authority: Any, token: str, now: Any) -> ApiClient | None:
    """The council's client with this token, unless it has expired or was revoked."""
    client = authority.api_clients.filter(token_hash=hash_token(token), revoked_at=None).first()
    return None if client is None or has_expired(client, now) else client


def has_expired(client: ApiClient, now: datetime) -> bool:
    return client.expires_at is not None and client.expires_at <= now


def let_in(client: ApiClient, now: datetime) -> ApiClient:
    """Note the call and count it. ApiError 429 above the client's own limit; with the cache away, neither counts."""
    with suppress(RedisError):
        cache.set(f"{USED}{client.pk}", now.isoformat(), REMEMBER_SECONDS)
        if client.calls_a_minute is not None:
            _count(client, client.calls_a_minute, now)
    return client


def _count(client: ApiClient, most: int, now: datetime) -> None:
    key = f"{CALLS}{client.pk}:{now:%H%M}"
    cache.add(key, 0, 2 * MINUTE)
    if cache.incr(key) > most:
        detail = f"More than {most} calls in a minute. Wait until the next minute, then go on."
        raise ApiError(429, detail, headers={"Retry-After": str(MINUTE - now.second)})
