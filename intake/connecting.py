"""Calling nobody but the open internet, and not for longer than was allowed.

The name is resolved here, every address that it gives is checked, and it is these addresses that are called: a second answer of the name
server changes nothing. Each wait, for a name, a connection, the encryption or a few bytes, ends when the time for the whole call is over.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterable
from typing import Any

import httpcore

GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")  # all that is given out; the rest leads to neighbours, to oneself, or is kept for later
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NOT_OURS_TO_CALL = [  # beyond those that Python knows, which differ from one of its versions to the next
    ipaddress.ip_network("192.0.0.0/24"),  # protocols, and what a machine at Oracle is told about itself
    ipaddress.ip_network("192.88.99.0/24"),  # relays from the time of 6to4
    ipaddress.ip_network("168.63.129.16/32"),  # what a machine at Azure is told about itself
    ipaddress.ip_network("3fff::/20"),  # for documents
]


class NotFound(Exception):
    """The name leads to no address, or its server did not say in time."""


class LeadsInside(Exception):
    """The name leads to an address that is not on the open internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, shared, reserved or a way round to one of these."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if any(ip in network for network in NOT_OURS_TO_CALL if network.version == ip.version):
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
    if inner is not None:
        return is_public(str(inner))
    return ip in GLOBAL_IPV6 and ip.is_global and not ip.is_multicast


def public_addresses(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, IPv4 first. LeadsInside unless every one of them is public; NotFound where there is none."""
    found = {str(item[4][0]) for item in _resolved(host, port, seconds)}
    if not found:
        raise NotFound(host)
    if not all(is_public(address) for address in found):
        raise LeadsInside(host)
    return sorted(found, key=lambda address: (":" in address, address))


def _resolved(host: str, port: int, seconds: float) -> list[Any]:
    """What the name server says. The system's look-up knows no time limit, so it is left to itself when it takes too long."""
    answers: queue.Queue[Any] = queue.Queue(1)

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name=f"look up {host[:60]}").start()
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise NotFound(host) from None
    if isinstance(answer, Exception):
        raise NotFound(host) from answer
    return list(answer)


class OpenInternet(httpcore.NetworkBackend):
    """Connections to public addresses alone, until `until` (time.monotonic()).

    `trusted`: hosts that are called as they are, in tests and the demo.
    """

    def __init__(self, until: float, trusted: Collection[str] = ()) -> None:
        self.until, self.trusted = until, trusted
        self.inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        wait = left(self.until, timeout, httpcore.ConnectTimeout)
        addresses = [host] if host in self.trusted else public_addresses(host, port, wait)
        for address in addresses[:-1]:
            try:
                return self._connected(address, port, timeout, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout, socket_options)

    def _connected(self, address: str, port: int, timeout: float | None, options: Iterable[Any] | None) -> httpcore.NetworkStream:
        wait = left(self.until, timeout, httpcore.ConnectTimeout)
        return Timed(self.inner.connect_tcp(address, port, timeout=wait, socket_options=options), self.until)


class Timed(httpcore.NetworkStream):
    """A connection on which no wait outlasts the time of the whole call, however slowly the other side talks."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream, self.until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, left(self.until, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, left(self.until, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        wait = left(self.until, timeout, httpcore.ConnectTimeout)
        return Timed(self.stream.start_tls(ssl_context, server_hostname, wait), self.until)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def left(until: float, timeout: float | None, late: type[Exception]) -> float:
    """Seconds that may be waited: `timeout`, or what is left of the whole; `late` where nothing is."""
    rest = until - time.monotonic()
    if rest <= 0:
        raise late("the time for the whole call is over")
    return rest if timeout is None else min(timeout, rest)
