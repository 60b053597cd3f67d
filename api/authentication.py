"""Which machine is asking: a bearer token of the council whose host this is."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase
from redis.exceptions import RedisError

from accounts.models import ApiClient, hash_token

SCHEMES = {"bearer", "token"}
USED = "api-client-used:"
REMEMBER_SECONDS = 24 * 60 * 60

READ, WRITE = "planning_application:read", "planning_application:write"


class Token(AuthBase):
    """Lets in a current client of the council that holds `permission` ("": any). Everything else is 401, without saying which it was."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_name = "Token"

    def __init__(self, permission: str = "") -> None:
        self.permission = permission
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiClient | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() not in SCHEMES or not token.strip():
            return None
        client = client_of(request.authority, token.strip(), timezone.now())  # type: ignore[attr-defined]
        if client is None or (self.permission and self.permission not in client.permissions):
            return None
        with suppress(RedisError):  # the cache may be away: then only this is not noted
            cache.set(f"{USED}{client.pk}", timezone.now().isoformat(), REMEMBER_SECONDS)
        return client


def client_of(authority: Any, token: str, now: Any) -> ApiClient | None:
    """The council's client with this token, unless it has expired or was revoked."""
    client = authority.api_clients.filter(token_hash=hash_token(token), revoked_at=None).first()
    return None if client is None or (client.expires_at is not None and client.expires_at <= now) else client
