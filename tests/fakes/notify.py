"""A stand-in for GOV.UK Notify: enough of its HTTP API to send, to fail in its ways, to be asked, and to post receipts.

with notify_server() as notify:
    settings.NOTIFY_BASE_URL, settings.NOTIFY_API_KEY = notify.url, notify.key
    notify.answers = [429, 201]        # the next answers, in order; 201 once they are used up
    notify.delays = [0.5]              # seconds until the next answers to what is sent, in order
    notify.accepted[0]["personalisation"]["body"]
"""

import json
import threading
import time
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FAULTS = {
    400: ("BadRequestError", "Can't send to this recipient using a team-only API key"),
    404: ("NoResultFound", "No result found"),
    403: ("AuthError", "Invalid token: API key not found"),
    429: ("RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    503: ("Exception", "Service unavailable"),
}
SERVICE, SECRET = str(uuid.uuid4()), str(uuid.uuid4())


@dataclass
class FakeNotify:
    url: str = ""
    key: str = f"bops-{SERVICE}-{SECRET}"
    answers: list[int] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    accepted: list[dict] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    @property
    def notify(self) -> FakeNotify:
        return self.server.notify

    def log_message(self, *args):
        """Quiet."""

    def answer(self, status: int, body: dict) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked did not wait for it
            self.wfile.write(text)

    def fault(self, status: int) -> None:
        error, message = FAULTS[status]
        self.answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.notify.answers.pop(0) if self.notify.answers else 201
        if status != 201:
            return self.fault(status)
        sent["id"] = str(uuid.uuid4())
        self.notify.accepted.append(sent)
        self.notify.statuses[sent["id"]] = "sending"
        if self.notify.delays:
            time.sleep(self.notify.delays.pop(0))
        content = {
            "subject": sent["personalisation"]["subject"],
            "body": sent["personalisation"]["body"],
            "from_email": "council@notify.example",
        }
        return self.answer(
            201, {"id": sent["id"], "reference": sent.get("reference"), "content": content, "uri": self.path, "template": {}}
        )

    def do_GET(self):
        parts = urlsplit(self.path)
        self.notify.asked.append(self.path)
        if parts.path == "/v2/notifications":
            wanted = parse_qs(parts.query).get("reference", [""])[0]
            known = [one | {"status": self.notify.statuses[one["id"]]} for one in self.notify.accepted if one.get("reference") == wanted]
            return self.answer(200, {"notifications": known, "links": {}})
        wanted = parts.path.rpartition("/")[2]
        if wanted not in self.notify.statuses:
            return self.fault(404)
        return self.answer(200, {"id": wanted, "status": self.notify.statuses[wanted]})


@contextmanager
def notify_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.notify = FakeNotify(url=f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.notify
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
