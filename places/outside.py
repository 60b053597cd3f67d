"""Asking an outside service, in one way for all of them.

    OS_PLACES = Service("os-places", "OS Places", "addresses near a site", url="OS_PLACES_URL", secret="OS_PLACES_KEY")
    found = ask(OS_PLACES, "find", params={"query": "SE1 2XB", "key": settings.OS_PLACES_KEY})

A service is called at the address that the operator set and nowhere else: no redirect is followed, and what an answer says of other
hosts is not. A call has a time-out and a few tries with waits that differ; after several calls that failed, the service is left alone for
a while. When it last worked, and what was wrong when it did not, is kept (OutsideService). It is never asked inside a transaction: a
slow answer would hold locks. Tests answer with tests/fakes/outside.py on 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import json
import random
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import IO, Any
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from core.readonly import WriteDuringGet
from places.models import OutsideService

MEGABYTE = 1024 * 1024
PAUSE_AFTER = 5  # calls in a row that failed
PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
TO_BEGIN_SECONDS = 30.0  # within which a large file begins to come
GONE = {404, 410}
LATER = {408, 425, 429}
log = structlog.get_logger()


class OutsideError(Exception):
    """The service gave no answer that can be used. `words`: for officers, without what was asked. `again`: it may do better later."""

    def __init__(self, words: str, *, again: bool = True) -> None:
        super().__init__(words)
        self.words = words
        self.again = again


class NotSetUp(OutsideError):
    """The operator has not switched this service on."""


class Nothing(OutsideError):
    """The service works and has nothing under this address (404 or 410)."""


@dataclass(frozen=True)
class Service:
    """`url`, `secret`, `switch`: names of settings. No address, or a secret or switch that is wanted and empty: not set up."""

    key: str
    name: str
    what_for: str
    url: str
    secret: str = ""
    switch: str = ""
    seconds: float = 5.0
    tries: int = 3
    most_bytes: int = 20 * MEGABYTE
    probe: Callable[[], Any] | None = None

    @property
    def address(self) -> str:
        return str(getattr(settings, self.url, "")).rstrip("/")

    @property
    def missing(self) -> list[str]:
        """The settings that must be filled before it is asked."""
        return [name for name in (self.url, self.secret, self.switch) if name and not getattr(settings, name, "")]

    @property
    def is_set_up(self) -> bool:
        return not self.missing


_services: dict[str, Service] = {}


def register(*services: Service) -> None:
    """Declare services, so that the page of outside services shows them. Called when the app is ready."""
    _services.update({service.key: service for service in services})


def all_services() -> list[Service]:
    return sorted(_services.values(), key=lambda service: service.name.lower())


def ask(
    service: Service,
    path: str = "",
    *,
    params: Any = None,
    method: str = "GET",
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> Any:
    """The service's answer as JSON. OutsideError with words for people when there is none; Nothing for 404 and 410; NotSetUp.

    `path` below the service's address; `params` a mapping or pairs; `body` is sent as JSON.
    """
    if not service.is_set_up:
        raise NotSetUp(f"{service.name} is not set up: {', '.join(service.missing)} is empty.", again=False)
    _not_in_a_transaction(service)
    _not_while_paused(service)
    request = httpx.Request(method, _address(service, path), params=params, json=body, headers=headers)
    for number in range(1, service.tries + 1):
        try:
            answer = _once(service, request)
        except Nothing:
            _worked(service)
            raise
        except OutsideError as error:
            if not error.again or number == service.tries:
                _failed(service, error)
                raise
            time.sleep(_wait(number))
        else:
            _worked(service)
            return answer
    raise AssertionError("Each service is tried at least once.")


def fetch_into(service: Service, path: str, file: IO[bytes]) -> str:
    """Write a large answer into `file` as it comes; its address. OutsideError with words when it did not arrive whole."""
    if not service.is_set_up:
        raise NotSetUp(f"{service.name} is not set up: {', '.join(service.missing)} is empty.", again=False)
    _not_in_a_transaction(service)
    address = _address(service, path)
    until = time.monotonic() + service.seconds
    try:
        with _client(TO_BEGIN_SECONDS) as client, client.stream("GET", address) as answer:
            _must_be_well(service, answer)
            for piece in _pieces(service, answer, until):
                file.write(piece)
    except OutsideError as error:
        _failed(service, error)
        raise
    except httpx.HTTPError as error:
        broken = OutsideError(f"{service.name} could not be reached, or broke off: {type(error).__name__}.")
        _failed(service, broken)
        raise broken from None
    _worked(service)
    return address


def _not_in_a_transaction(service: Service) -> None:
    mine = [block for block in connection.atomic_blocks if not block._from_testcase]
    if mine:
        raise RuntimeError(f"{service.name} must not be asked inside a transaction: do it in a task after the commit.")


def _not_while_paused(service: Service) -> None:
    until = OutsideService.objects.filter(key=service.key, paused_until__gt=timezone.now()).values_list("paused_until", flat=True).first()
    if until is not None:
        clock = timezone.localtime(until).strftime("%H:%M")
        raise OutsideError(f"{service.name} has failed several times in a row and is left alone until {clock}.")


def _address(service: Service, path: str) -> str:
    base = urlsplit(service.address)
    plain = base.scheme == "http" and base.hostname in settings.FETCH_ALLOWED_PLAIN_HOSTS
    if base.scheme != "https" and not plain:
        raise NotSetUp(f"{service.name} is not set up: {service.url} must begin with https.", again=False)
    return f"{service.address}/{path.lstrip('/')}" if path else service.address


def _wait(number: int) -> float:
    """Seconds before the next try: longer each time, and never the same for two callers."""
    return settings.OUTSIDE_WAIT_SECONDS * 2 ** (number - 1) * random.uniform(0.5, 1.5)  # noqa: S311


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _once(service: Service, request: httpx.Request) -> Any:
    until = time.monotonic() + service.seconds
    try:
        with _client(service.seconds) as client:
            answer = client.send(request, stream=True)
            try:
                _must_be_well(service, answer)
                body = b"".join(_pieces(service, answer, until))
            finally:
                answer.close()
    except httpx.TimeoutException:
        raise OutsideError(f"{service.name} did not answer within {service.seconds:g} seconds.") from None
    except httpx.HTTPError as error:
        raise OutsideError(f"{service.name} could not be reached: {type(error).__name__}.") from None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise OutsideError(f"{service.name} gave an answer that is cut short or not JSON.") from None


def _must_be_well(service: Service, answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    if status in GONE:
        raise Nothing(f"{service.name} has nothing of that kind.", again=False)
    if status in (401, 403):
        raise OutsideError(f"{service.name} did not let us in ({status}): check {service.secret or service.url}.", again=False)
    raise OutsideError(f"{service.name} answered with an error ({status}).", again=status >= 500 or status in LATER)


def _client(seconds: float) -> httpx.Client:
    return httpx.Client(timeout=seconds, trust_env=False, verify=_tls(), follow_redirects=False)


def _pieces(service: Service, answer: httpx.Response, until: float) -> Iterator[bytes]:
    size = 0
    for piece in answer.iter_bytes(65536):
        size += len(piece)
        if size > service.most_bytes:
            raise OutsideError(f"{service.name} sent more than {service.most_bytes // MEGABYTE} MB.", again=False)
        if time.monotonic() > until:
            raise OutsideError(f"{service.name} did not answer within {service.seconds:g} seconds.")
        yield piece


def _worked(service: Service) -> None:
    _note(service.key, last_worked_at=timezone.now(), failures_in_row=0, paused_until=None)


def _failed(service: Service, error: OutsideError) -> None:
    """Note it; the fifth failure in a row pauses the service, and each after a pause pauses it for longer.

    A question that was refused does not count towards the pause: the next one may be answered.
    """
    now = timezone.now()
    before = OutsideService.objects.filter(key=service.key).values_list("failures_in_row", flat=True).first() or 0
    log.warning("outside_service_failed", service=service.key, words=error.words, in_row=before + 1)
    counted = {"failures_in_row": F("failures_in_row") + 1, "paused_until": _pause(before + 1, now)} if error.again else {}
    _note(service.key, last_failed_at=now, last_failure=error.words[:300], **counted)


def _pause(failures: int, now: datetime) -> datetime | None:
    if failures < PAUSE_AFTER:
        return None
    return now + PAUSES[min(failures - PAUSE_AFTER, len(PAUSES) - 1)]


def _note(key: str, **values: Any) -> None:
    """Kept at once. A page that only reads may not write: there the note is left out, the call itself stands."""
    with contextlib.suppress(WriteDuringGet), transaction.atomic():
        OutsideService.objects.get_or_create(key=key)
        OutsideService.objects.filter(key=key).update(**values)


def end_pause(service: Service) -> None:
    """Ask it again from now on, whatever happened before."""
    OutsideService.objects.filter(key=service.key).update(paused_until=None, failures_in_row=0)
