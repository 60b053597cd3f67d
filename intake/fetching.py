"""Fetching a file that a stranger named, without being led anywhere else.

HTTPS only; only hosts that the client may name; only public addresses (intake.connecting), checked again for each redirect; the client's
key goes to the host that was named and to no other; size, time, redirects and what a compressed answer may grow to are capped.
Settings, both for tests and the demo only: `FETCH_ALLOWED_PLAIN_HOSTS` (hosts that may be called without TLS and on private addresses)
and `FETCH_STAND_IN` (a base address that answers for every host).
"""

from __future__ import annotations

import hashlib
import ssl
import tempfile
import time
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import IO
from urllib.parse import unquote

import httpcore
import httpx
from django.conf import settings

from intake.connecting import LeadsInside, NotFound, OpenInternet

MEGABYTE = 1024 * 1024
REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
LATER = {408, 425, 429}
PORT = 443
PIECE = 65_536
LONGEST_PUT_OFF = 4 * 60 * 60  # seconds: a host that asks us to come back later than this is asked by then all the same
SQUEEZED = {"gzip", "x-gzip", "deflate"}


class FetchError(Exception):
    """A file could not be had. `again`: it may be there later; `after`: not before so many seconds. `refused`: we will not fetch it."""

    def __init__(self, words: str, *, again: bool = False, refused: bool = False, after: float = 0):
        super().__init__(words)
        self.words = words
        self.again = again
        self.refused = refused
        self.after = after


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
class Call:
    """One call that may be made: where to, and what the server must be told. `trusted`: a host of tests or the demo, not checked."""

    url: httpcore.URL
    host: str
    headers: dict[str, str] = field(default_factory=dict)
    trusted: bool = False


@contextmanager
def fetch(url: str, *, hosts: Collection[str], headers: dict[str, str] | None = None, limits: Limits | None = None) -> Iterator[Fetched]:
    """The file at `url` while the block lasts. `hosts`: those it may come from ("files.example" or ".example" for all below).

    Raises FetchError with words for the officer.
    """
    limits = limits or Limits()
    until = time.monotonic() + limits.seconds
    with tempfile.NamedTemporaryFile() as file:
        with _in_words(url, limits, until), _follow(url, hosts, headers or {}, limits, until) as answer:
            size, sha256 = _store(answer, file, limits)
            content_type = _header(answer, "content-type").partition(";")[0].strip().lower()
        yield Fetched(file, name_of(url), size, sha256, content_type)


@contextmanager
def _in_words(url: str, limits: Limits, until: float) -> Iterator[None]:
    """What goes wrong on the way, as an officer reads it."""
    host = _host(url)
    try:
        yield
    except LeadsInside as error:
        raise FetchError(f"{error} leads into a private network: nothing is fetched from there.", refused=True) from None
    except NotFound as error:
        raise FetchError(f"{error} could not be found.", again=True) from None
    except httpcore.TimeoutException:
        if time.monotonic() >= until:
            raise FetchError(f"The file did not arrive within {limits.seconds:.0f} seconds.", again=True) from None
        raise FetchError(f"{host} did not answer in time.", again=True) from None
    except (httpcore.LocalProtocolError, TypeError):  # httpcore knows nothing but ASCII
        raise FetchError("The headers kept for this sender's files cannot be sent: enter them again.", again=True) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(f"{host} could not be reached: {type(error).__name__}.", again=True) from None


@cache
def tls() -> ssl.SSLContext:
    """Whose certificates count: made once, for it is slow."""
    return httpx.create_ssl_context(trust_env=False)


def name_of(url: str) -> str:
    """The file's name: the last part of its address, as people write it."""
    path = url.partition("#")[0].partition("?")[0]
    name = unquote(path.rsplit("/", 1)[-1]).strip().replace("\x00", "").replace("/", "-")
    return name[-200:] or "file"


@contextmanager
def _follow(url: str, hosts: Collection[str], headers: dict[str, str], limits: Limits, until: float) -> Iterator[httpcore.Response]:
    """The answer at the end of the redirects; each of them is checked as the first address was."""
    waits = dict.fromkeys(("connect", "read", "write", "pool"), limits.answer_within_seconds)
    start = ""
    for _ in range(limits.redirects + 1):
        call = prepare(url, hosts, headers)
        start = start or call.host
        sent = {
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "User-Agent": "BOPS",
            **(call.headers if call.host == start else _host_only(call)),
        }
        backend = OpenInternet(until, {call.url.host.decode()} if call.trusted else ())
        with httpcore.ConnectionPool(ssl_context=tls(), network_backend=backend, max_connections=1) as pool:
            request = pool.stream("GET", call.url, headers=list(sent.items()), extensions={"timeout": waits})
            with request as answer:
                if answer.status not in REDIRECTS or not _header(answer, "location"):
                    _must_be_there(answer, _host(url))
                    yield answer
                    return
                url = _joined(url, _header(answer, "location"))
    raise FetchError(f"{start} redirects too often.", refused=True)


def _host_only(call: Call) -> dict[str, str]:
    return {name: value for name, value in call.headers.items() if name == "Host"}


def prepare(url: str, hosts: Collection[str], headers: dict[str, str] | None = None) -> Call:
    """The call for `url`. Raises FetchError where it must not be made."""
    parts = _parsed(url)
    host = parts.raw_host.decode("ascii").lower().rstrip(".")
    if parts.userinfo:
        raise FetchError("The address of the file holds a password: send it without.", refused=True)
    if not any(_matches(host, allowed) for allowed in hosts):
        raise FetchError(f"Files may not be fetched from {host or 'nowhere'}: it is not a host that this sender may name.", refused=True)
    stand_in, plain = settings.FETCH_STAND_IN, settings.FETCH_ALLOWED_PLAIN_HOSTS
    given = dict(headers or {})
    if stand_in and host not in plain:
        base = httpx.URL(stand_in)
        return Call(_url(base.scheme, base.host, base.port, parts.raw_path), host, {**given, "Host": host}, trusted=True)
    if parts.scheme == "http" and host in plain:
        return Call(_url("http", host, parts.port, parts.raw_path), f"{host}:{parts.port}", given, trusted=True)
    if parts.scheme != "https" or parts.port not in (None, PORT):
        raise FetchError("Files are fetched by https only, from the usual port.", refused=True)
    return Call(_url("https", host, PORT, parts.raw_path), host, given)


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError):
        raise FetchError("The address of the file is not a web address.", refused=True) from None


def _joined(url: str, location: str) -> str:
    try:
        return str(_parsed(url).join(location))
    except (httpx.InvalidURL, ValueError):
        raise FetchError(f"{_host(url)} redirects to what is not a web address.", refused=True) from None


def _url(scheme: str, host: str, port: int | None, target: bytes) -> httpcore.URL:
    return httpcore.URL(scheme=scheme.encode(), host=host.encode(), port=port, target=target)


def _matches(host: str, allowed: str) -> bool:
    """Whether a host is the one that is allowed, or below it where that begins with a dot. Both as the name server knows them."""
    below = allowed.startswith(".")
    try:
        name = httpx.URL(f"https://{allowed.strip('. ')}").raw_host.decode("ascii").lower()
    except (httpx.InvalidURL, ValueError):
        return False
    return bool(name) and (host.endswith(f".{name}") if below else host == name)


def _header(answer: httpcore.Response, name: str) -> str:
    wanted = name.encode()
    return next((value.decode("latin-1").strip() for key, value in answer.headers if key.lower() == wanted), "")


def _must_be_there(answer: httpcore.Response, host: str) -> None:
    status = answer.status
    if 200 <= status < 300:
        return
    if status in GONE:
        raise FetchError(f"{host} has no such file any more.")
    if status in (401, 403):
        raise FetchError(f"{host} did not let us have the file ({status}): check the key kept with this sender.", again=True)
    raise FetchError(f"{host} answered with an error ({status}).", again=status >= 500 or status in LATER, after=_put_off(answer))


def _put_off(answer: httpcore.Response) -> float:
    """The seconds that a host asks us to wait before we come again (Retry-After: a number, or a day and time)."""
    said = _header(answer, "retry-after")
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), LONGEST_PUT_OFF)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return 0
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((at - datetime.now(UTC)).total_seconds(), 0), LONGEST_PUT_OFF)


def _store(answer: httpcore.Response, file: IO[bytes], limits: Limits) -> tuple[int, str]:
    """Write the answer to disk piece by piece, hashing as it comes; never more than a few pieces are in memory. Size and SHA-256."""
    too_large = FetchError(f"The file is larger than {limits.most_bytes // MEGABYTE} MB.", refused=True)
    said = _header(answer, "content-length")
    if said.isascii() and said.isdigit() and int(said[:20]) > limits.most_bytes:
        raise too_large
    size, digest = 0, hashlib.sha256()
    for piece in _pieces(answer):
        size += len(piece)
        if size > limits.most_bytes:
            raise too_large
        digest.update(piece)
        file.write(piece)
    if not size:
        raise FetchError("The file is empty.")
    file.flush()
    file.seek(0)
    return size, digest.hexdigest()


def _pieces(answer: httpcore.Response) -> Iterator[bytes]:
    """The content as it arrives. One that was compressed though we asked for it plain is opened a little at a time."""
    encoding = _header(answer, "content-encoding").lower()
    if encoding in ("", "identity"):
        yield from answer.iter_stream()
    elif encoding in SQUEEZED:
        yield from _opened(answer)
    else:
        raise FetchError(f"The file was sent in a compression that we do not open ({encoding[:40]}).")


def _opened(answer: httpcore.Response) -> Iterator[bytes]:
    opener = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it is
    try:
        for packed in answer.iter_stream():
            while packed:
                yield opener.decompress(packed, PIECE)
                packed = opener.unconsumed_tail
        yield opener.flush()
    except zlib.error:
        raise FetchError("The file was sent in a compression that is broken.", again=True) from None
    if not opener.eof:
        raise FetchError("The file broke off before its end.", again=True)


def _host(url: str) -> str:
    """The host as people read it, for words alone."""
    try:
        return httpx.URL(url.strip()).host or "The sender's file host"
    except (httpx.InvalidURL, ValueError, TypeError):
        return "The sender's file host"
