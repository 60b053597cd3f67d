"""Fetching a file that a stranger named, without being led anywhere else.

HTTPS only; only hosts that the client may name; the resolved address must be a public one, and it is that address which
is called, so that a second answer of the name server changes nothing; each redirect is checked the same way; size, time
and the number of redirects are capped. Settings, both for tests and the demo only: `FETCH_ALLOWED_PLAIN_HOSTS` (hosts that
may be called without TLS and on private addresses) and `FETCH_STAND_IN` (a base address that answers for every host).
"""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import ssl
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any
from urllib.parse import unquote, urljoin, urlsplit

import httpx
from django.conf import settings

MEGABYTE = 1024 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
PORT = 443


class FetchError(Exception):
    """A file could not be had. `again`: it may be there later. `refused`: we will not fetch it from there."""

    def __init__(self, words: str, *, again: bool = False, refused: bool = False):
        super().__init__(words)
        self.words = words
        self.again = again
        self.refused = refused


@dataclass(frozen=True)
class Limits:
    most_bytes: int = 100 * MEGABYTE
    seconds: float = 120.0
    answer_within_seconds: float = 10.0
    redirects: int = 3


@dataclass(frozen=True)
class Fetched:
    """A file on disk, its position at the start; gone when the block ends."""

    file: IO[bytes]
    name: str
    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True)
class Request:
    """One call: the address as named, the address to connect to, and what the server must be told."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)


@contextmanager
def fetch(url: str, *, hosts: list[str], headers: dict[str, str] | None = None, limits: Limits | None = None) -> Iterator[Fetched]:
    """The file at `url` while the block lasts. `hosts`: those it may come from ("files.example" or ".example" for all below).

    Raises FetchError with words for the officer.
    """
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    try:
        with (
            httpx.Client(timeout=limits.answer_within_seconds, trust_env=False, verify=tls()) as client,
            _follow(client, url, hosts, headers or {}, limits) as answer,
            tempfile.NamedTemporaryFile() as file,
        ):
            size, sha256 = _store(answer, file, limits, until)
            yield Fetched(file, name_of(url), size, sha256, answer.headers.get("content-type", "").partition(";")[0].strip())
    except httpx.TimeoutException:
        raise FetchError(f"{_host(url)} did not answer in time.", again=True) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise FetchError("The address of the file is not a web address.", refused=True) from None
    except httpx.HTTPError as error:
        raise FetchError(f"{_host(url)} could not be reached: {type(error).__name__}.", again=True) from None


@cache
def tls() -> ssl.SSLContext:
    """Whose certificates count: made once, for it is slow."""
    return httpx.create_ssl_context(trust_env=False)


def name_of(url: str) -> str:
    """The file's name: the last part of its address, as people write it."""
    name = unquote(urlsplit(url).path.rsplit("/", 1)[-1]).strip().replace("\x00", "").replace("/", "-")
    return name[-200:] or "file"


@contextmanager
def _follow(client: httpx.Client, url: str, hosts: list[str], headers: dict[str, str], limits: Limits) -> Iterator[httpx.Response]:
    start = _host(url)
    for _ in range(limits.redirects + 1):
        call = prepare(url, hosts, headers if _host(url) == start else {})
        request = client.build_request("GET", call.address, headers=call.headers, extensions=call.extensions)
        answer = client.send(request, stream=True)
        try:
            if answer.status_code not in REDIRECTS or "location" not in answer.headers:
                _must_be_there(answer, url)
                yield answer
                return
        finally:
            answer.close()
        url = urljoin(url, answer.headers["location"])
    raise FetchError(f"{start} redirects too often.", refused=True)


def prepare(url: str, hosts: list[str], headers: dict[str, str] | None = None) -> Request:
    """The call for `url`, pinned to a checked address. Raises FetchError where it must not be called."""
    parts = _split(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if not any(host == allowed.lower() or (allowed.startswith(".") and host.endswith(allowed.lower())) for allowed in hosts):
        raise FetchError(f"Files may not be fetched from {host or 'nowhere'}: it is not a host that this sender may name.", refused=True)
    stand_in = getattr(settings, "FETCH_STAND_IN", "")
    if stand_in and host not in settings.FETCH_ALLOWED_PLAIN_HOSTS:
        return Request(f"{stand_in}{_path(parts)}", {**(headers or {}), "Host": host})
    if parts.scheme == "http" and host in settings.FETCH_ALLOWED_PLAIN_HOSTS:
        return Request(url, headers or {})
    if parts.scheme != "https" or parts.port not in (None, PORT):
        raise FetchError("Files are fetched by https only, from the usual port.", refused=True)
    address = _public_address(host)
    literal = f"[{address}]" if ":" in address else address
    port = f":{parts.port}" if parts.port else ""
    return Request(f"https://{literal}{port}{_path(parts)}", {**(headers or {}), "Host": host}, {"sni_hostname": host})


def _split(url: str) -> Any:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FetchError("The address of the file is not a web address.", refused=True) from None
    if parts.username or parts.password:
        raise FetchError("The address of the file holds a password: send it without.", refused=True)
    return parts


def _path(parts: Any) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _public_address(host: str) -> str:
    """One address of the host; every one of them must be public."""
    try:
        found = {str(item[4][0]) for item in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise FetchError(f"{host} could not be found.", again=True) from None
    if not all(is_public(address) for address in found):
        raise FetchError(f"{host} leads into a private network: nothing is fetched from there.", refused=True)
    return sorted(found, key=lambda address: (":" in address, address))[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, shared or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (inner is None or inner.is_global)


def _must_be_there(answer: httpx.Response, url: str) -> None:
    if answer.is_success:
        return
    status = answer.status_code
    if status in GONE:
        raise FetchError(f"{_host(url)} has no such file any more.")
    if status in (401, 403):
        raise FetchError(f"{_host(url)} did not let us have the file ({status}): check the key kept with this sender.", again=True)
    raise FetchError(f"{_host(url)} answered with an error ({status}).", again=status >= 500 or status in (408, 425, 429))


def _store(answer: httpx.Response, file: IO[bytes], limits: Limits, until: float) -> tuple[int, str]:
    megabytes = limits.most_bytes // MEGABYTE
    too_large = FetchError(f"The file is larger than {megabytes} MB.", refused=True)
    said = answer.headers.get("content-length", "")
    if said.isdigit() and int(said) > limits.most_bytes:
        raise too_large
    size, digest = 0, hashlib.sha256()
    for piece in answer.iter_bytes(65536):
        size += len(piece)
        if size > limits.most_bytes:
            raise too_large
        if time.monotonic() > until:
            raise FetchError(f"The file did not arrive within {limits.seconds:.0f} seconds.", again=True)
        digest.update(piece)
        file.write(piece)
    if not size:
        raise FetchError("The file is empty.")
    file.seek(0)
    return size, digest.hexdigest()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "The sender's file host"
    except ValueError:
        return "The sender's file host"
