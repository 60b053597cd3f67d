"""An outside service on 127.0.0.1: gives recorded answers, or answers badly on purpose.

with OutsideFake() as fake:
    settings.MAPIT_URL = fake.address
    fake.answers("/postcode/AN12BC", {"areas": {}})       # by path; for ever
    fake.next(Bad.error, Bad.cut_short)                    # for the next calls, whatever their path
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Bad(Enum):
    """Ways in which services fail."""

    error = (500, "text/html", b"<h1>Internal Server Error</h1>")
    too_many = (429, "application/json", b"{}")
    refused = (403, "application/json", b"{}")
    not_understood = (400, "application/json", b"{}")
    html = (200, "text/html", b"<!DOCTYPE html><p>We are doing maintenance</p>")
    cut_short = (200, "application/json", b'{"entities": [{"entity": 1, "na')
    not_found = (404, "application/json", b'{"error": "no"}')
    gone = (410, "application/json", b"")
    redirect = (302, "text/plain", b"")
    slow = (0, "", b"")
    hangs_up = (-1, "", b"")


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((parts.path, parse_qs(parts.query), json.loads(sent) if sent else None))
        with self.server.lock:
            bad = self.server.bad.pop(0) if self.server.bad else None
        if bad is Bad.slow:
            self.server.stopping.wait(self.server.slow_seconds)
        if bad in (Bad.slow, Bad.hangs_up):
            self.close_connection = True
            return None
        if bad is not None:
            status, kind, body = bad.value
            return self.say(status, kind, body)
        answer = self.server.recorded.get(parts.path)
        if answer is None:
            return self.say(*Bad.not_found.value)
        found = answer(parse_qs(parts.query)) if callable(answer) else answer
        return self.say(200, "application/json", found if isinstance(found, bytes) else json.dumps(found).encode())

    do_POST = do_GET

    def say(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://169.254.169.254/")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, slow_seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, list[str]], Any]] = []
        self.recorded: dict[str, Any] = {}
        self.bad: list[Bad] = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.slow_seconds = slow_seconds

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up early is what the tests are about."""


class OutsideFake:
    """Runs while the block lasts; `address` is what to set as the service's."""

    def __init__(self, slow_seconds: float = 5.0) -> None:
        self.server = Server(slow_seconds)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def asked(self) -> list[tuple[str, dict[str, list[str]], Any]]:
        """What was asked: path, query, body."""
        return self.server.asked

    def answers(self, path: str, answer: dict[str, Any] | list[Any] | bytes | Callable[[dict[str, list[str]]], Any]) -> None:
        """What is said at `path`: data, bytes as they are, or a function of the query."""
        self.server.recorded[path] = answer

    def next(self, *bad: Bad) -> None:
        self.server.bad.extend(bad)

    def __enter__(self) -> OutsideFake:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.server.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
