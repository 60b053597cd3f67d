"""Requests that are signed, as the Planning Portal signs them (spec 4, section 1.2).

Authorization: base64(HMAC-SHA256(secret, "product|client|timestamp")), without a scheme word; tq-timestamp: the timestamp that was signed.
The timestamp must be near our clock, and a signature is good for one request. What the Portal does not sign, the body, may be signed too:
BOPS-Body-Signature: base64(HMAC-SHA256(secret, "product|client|timestamp|sha256 of the body, hexadecimal")).

To ask what became of a submission, its id is signed too: base64(HMAC-SHA256(secret, "product|client|timestamp|id")). Asking changes
nothing, so that signature is not remembered: it is good for this one id, as often as the client likes, while its timestamp is near.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from accounts.models import ApiClient
from accounts.services import use_signature
from api.authentication import READ, WRITE, Token, has_expired, let_in, token_in
from api.errors import ApiError
from core.sealing import SecretLost
from intake.selectors import sender_of

TIMESTAMP, BODY_SIGNATURE = "tq-timestamp", "BOPS-Body-Signature"
MILLISECONDS_FROM = 10_000_000_000  # a larger number of seconds lies three centuries ahead
NOBODY_S_SECRET = "nobody signs with this"  # noqa: S105 - so that an unknown address takes as long as a known one
LONGEST = 500

WRONG = (
    "The signature is not right for this address. Sign “product ID|client ID|timestamp” with the client secret (HMAC-SHA256, base64), "
    "send it as Authorization without a word before it, and the same timestamp as tq-timestamp."
)
WRONG_ID = (
    "The signature is not right for this submission. Sign “product ID|client ID|timestamp|id” with the client secret (HMAC-SHA256, "
    "base64), send it as Authorization without a word before it, and the same timestamp as tq-timestamp."
)
log = structlog.get_logger()


class SignedOrToken(AuthBase):
    """Lets in the client whose own address this is, by its signature or by its token. Whoever signed rightly is told why not."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "Authorization"

    def __call__(self, request: HttpRequest) -> ApiClient | None:
        sqid = str(request.resolver_match.kwargs["id"]) if request.resolver_match else ""
        if token_in(request):
            client = Token(WRITE)(request)
            return client if client is not None and client.sqid == sqid else None
        if not request.headers.get("Authorization", "").strip():
            return None
        return _signed(request, sqid, timezone.now())


class SignedOrTokenReading(AuthBase):
    """Lets in the client that asks about its own submission, by a signature over its id or by a token that may read."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "Authorization"

    def __call__(self, request: HttpRequest) -> ApiClient | None:
        if token_in(request):
            return Token(READ)(request)
        if not request.headers.get("Authorization", "").strip() or request.resolver_match is None:
            return None
        public_id, now = str(request.resolver_match.kwargs["id"]), timezone.now()
        client = sender_of(request.authority, public_id)  # type: ignore[attr-defined]
        signs = client is not None and client.kind == ApiClient.Kind.HMAC and client.revoked_at is None
        return let_in(_rightly_signed(request, client if signs else None, now, WRONG_ID, public_id.lower()), now)


def _signed(request: Any, sqid: str, now: datetime) -> ApiClient:
    """The client that signed this request. ApiError 401 with the reason where it may not be taken."""
    found = request.authority.api_clients.filter(sqid=sqid, kind=ApiClient.Kind.HMAC, revoked_at=None).first()
    client, given = _rightly_signed(request, found, now, WRONG), request.headers["Authorization"].strip()
    if WRITE not in client.permissions:
        raise _refusal("This client may not send applications. Ask the council to allow it.")
    if not use_signature(client=client, digest=hashlib.sha256(given.encode()).hexdigest(), now=now):
        raise _refusal("This signature was used before. Sign each request with a timestamp of its own.")
    return let_in(client, now)


def _rightly_signed(request: Any, client: ApiClient | None, now: datetime, wrong: str, *parts: str) -> ApiClient:
    """The client, once its signature of the timestamp and `parts` is right and it may call at all. ApiError 401 with the reason."""
    timestamp = request.headers.get(TIMESTAMP, "").strip()[:LONGEST]
    if not _matches(request.headers["Authorization"].strip(), _signature(client, timestamp, *parts)) or client is None:
        raise _refusal(wrong)
    if has_expired(client, now):
        raise _refusal(f"This client's access ended on {timezone.localtime(client.expires_at):%-d %B %Y}. Ask the council for a new one.")
    if not client.may_call_from(request.META.get("REMOTE_ADDR", "")):
        raise _refusal(f"This client may not call from {request.META.get('REMOTE_ADDR')}. Ask the council to add its network.")
    _check_age(timestamp, now)
    return client


def _signature(client: ApiClient | None, *parts: str) -> str:
    names = (client.product_id, client.client_id) if client else ("", "")
    try:
        secret = client.secret if client else NOBODY_S_SECRET
    except SecretLost:
        log.exception("client_secret_lost", client=client.name if client else "")
        detail = "We cannot check signatures at the moment, through a fault of ours. Send it again in an hour."
        raise ApiError(503, detail, headers={"Retry-After": "3600"}) from None
    signed = hmac.new(secret.encode(), "|".join((*names, *parts)).encode(), hashlib.sha256)
    return base64.b64encode(signed.digest()).decode()


def _matches(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _check_age(timestamp: str, now: datetime) -> None:
    """ApiError 401 where the timestamp is too far from our clock, in either direction."""
    moment = read_timestamp(timestamp)
    if moment is None:
        raise _refusal("tq-timestamp cannot be read. Send the time as 2026-11-24T10:15:00Z, or in seconds since 1970.")
    allowed = timedelta(seconds=settings.API_CLOCK_SECONDS)
    if abs(now - moment) > allowed:
        clock = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        late = "behind" if moment < now else "ahead of"
        raise _refusal(
            f"tq-timestamp is {_words(abs(now - moment))} {late} our clock, which reads {clock}. "
            f"At most {_words(allowed)} are allowed: set the sender's clock, and sign each request when it is sent."
        )


def read_timestamp(text: str) -> datetime | None:
    """A point in time written as ISO 8601 (UTC where no offset is given), or as seconds or milliseconds since 1970."""
    try:
        if text.replace(".", "", 1).isdecimal() and text.isascii():
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds >= MILLISECONDS_FROM else seconds, UTC)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _words(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} minutes"
    hours = minutes // 60
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"


def _refusal(detail: str) -> ApiError:
    log.warning("signed_call_refused", reason=detail)
    return ApiError(401, detail, headers={"WWW-Authenticate": "Bearer"})


def check_body(request: Any, body: bytes) -> None:
    """ApiError 401 where a signature of the body was sent and does not fit it: somebody changed it on the way."""
    given = request.headers.get(BODY_SIGNATURE, "").strip()
    if not given:
        return
    timestamp = request.headers.get(TIMESTAMP, "").strip()[:LONGEST]
    if request.auth.kind != ApiClient.Kind.HMAC or not _matches(
        given, _signature(request.auth, timestamp, hashlib.sha256(body).hexdigest())
    ):
        raise _refusal(f"{BODY_SIGNATURE} does not fit the body. Nothing was kept: send it again, signed as it is sent.")
