"""A host of packages for tests: it gives back what it was told to hold, under any name that it goes by."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


class Handler(BaseHTTPRequestHandler):
    server: PackageServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked.append(path)
        content = self.server.held.get(path)
        self.send_response(200 if content is not None else 503)
        self.send_header("Content-Type", "application/x-zip-compressed")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args: object) -> None:
        return


class PackageServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.held: dict[str, bytes] = {}
        self.asked: list[str] = []


class PackageHost:
    """Runs in a thread while the block lasts; `holds(url, content)` puts something there, what is not there answers 503."""

    def __init__(self) -> None:
        self.server = PackageServer()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def holds(self, url: str, content: bytes) -> None:
        self.server.held[unquote(urlsplit(url).path)] = content

    def __enter__(self) -> PackageHost:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)
