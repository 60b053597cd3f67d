"""A file host for tests and the demo: a drawing for every path, and bad files on request.

`python -m tests.fakes.file_host 8099` runs it; `FileHost()` is a context manager that tests use.
Bad files: any path that holds /bad/<what>/, where <what> is one of `BAD`.
"""

from __future__ import annotations

import io
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from PIL import Image, ImageDraw

from tests.fakes.clamd import TEST_STRING

SIZE = (1190, 842)  # A4 on its side at 100 dots an inch, or near it
INK, PAPER, RED = (30, 30, 30), (255, 255, 255), (212, 53, 28)
TYPES = {"jpg": ("JPEG", "image/jpeg"), "jpeg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png"), "pdf": ("PDF", "application/pdf")}
BAD = ("missing", "error", "flaky", "slow", "huge", "endless", "empty", "html", "private", "loop", "elsewhere", "secret", "virus")


def drawing(title: str, kind: str) -> bytes:
    """A plan of a house with its title, as JPEG, PNG or PDF."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((30, 30, SIZE[0] - 30, SIZE[1] - 30), outline=INK, width=2)
    pen.rectangle((300, 200, 760, 560), outline=INK, width=4)
    pen.line((530, 200, 530, 560), fill=INK, width=3)
    pen.rectangle((760, 330, 920, 560), outline=RED, width=4)
    pen.text((60, 700), title[:90], fill=INK, font_size=30)
    pen.text((60, 745), "Scale 1:100 at A3. Made for a demonstration; no real place.", fill=INK, font_size=20)
    out = io.BytesIO()
    image.save(out, kind, **({"resolution": 100.0, "title": title} if kind == "PDF" else {}))
    return out.getvalue()


class Handler(BaseHTTPRequestHandler):
    server: FileServer
    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.server.asked.append((self.headers.get("Host", ""), path, dict(self.headers)))
        what = next((what for what in BAD if f"/bad/{what}/" in path), None)
        if what:
            return getattr(self, f"bad_{what}")(path)
        return self.good(path)

    def good(self, path: str) -> None:
        name = path.rsplit("/", 1)[-1]
        kind, content_type = TYPES.get(name.rsplit(".", 1)[-1].lower(), TYPES["pdf"])
        self.answer(200, drawing(name, kind), content_type)

    def bad_missing(self, path: str) -> None:
        self.answer(404, b'{"error": "no such file"}', "application/json")

    def bad_error(self, path: str) -> None:
        self.answer(500, b"broken", "text/plain")

    def bad_flaky(self, path: str) -> None:
        """Fails the first time, works afterwards."""
        if [asked for asked in self.server.asked if asked[1] == path][1:]:
            return self.good(path)
        return self.answer(503, b"come back later", "text/plain")

    def bad_slow(self, path: str) -> None:
        self.server.stopping.wait(self.server.slow_seconds)
        self.good(path)

    def bad_huge(self, path: str) -> None:
        """Says that it is huge, and sends nothing more."""
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()

    def bad_endless(self, path: str) -> None:
        """Never says how much there is, and goes on."""
        self.send_response(200)
        self.end_headers()
        until = time.monotonic() + 20
        try:
            while time.monotonic() < until and not self.server.stopping.is_set():
                self.wfile.write(b"0" * 65536)
        except OSError:
            return

    def bad_empty(self, path: str) -> None:
        self.answer(200, b"", "application/pdf")

    def bad_html(self, path: str) -> None:
        self.answer(200, b"<!DOCTYPE html><html><script>alert(1)</script><p>not a drawing</p></html>", "application/pdf")

    def bad_virus(self, path: str) -> None:
        """A plan with EICAR's harmless test string in it."""
        self.answer(200, drawing("Plan", "PDF") + b"\n% " + TEST_STRING, "application/pdf")

    def bad_private(self, path: str) -> None:
        self.redirect("http://169.254.169.254/latest/meta-data/")

    def bad_loop(self, path: str) -> None:
        self.redirect(path)

    def bad_elsewhere(self, path: str) -> None:
        self.redirect("https://elsewhere.example/plan.pdf")

    def bad_secret(self, path: str) -> None:
        """Wants the key that PlanX gives."""
        if self.headers.get("api-key") == "open sesame":
            return self.good(path)
        return self.answer(403, b"no", "text/plain")

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


class FileServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int = 0, slow_seconds: float = 5.0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.stopping = threading.Event()
        self.slow_seconds = slow_seconds

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up early is what the tests are about."""


class FileHost:
    """Runs a file host in a thread while the block lasts; `address` is its base address."""

    def __init__(self, slow_seconds: float = 5.0) -> None:
        self.server = FileServer(slow_seconds=slow_seconds)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def asked(self) -> list[tuple[str, str, dict[str, str]]]:
        """What was asked of it: host, path, headers."""
        return self.server.asked

    def __enter__(self) -> FileHost:
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.server.stopping.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)


if __name__ == "__main__":
    FileServer(int(sys.argv[1]) if len(sys.argv) > 1 else 0).serve_forever()
