"""What the API's document says about submissions."""

from typing import Any

LONGEST_KEY = 255

LIMITS = (
    "At most 20 MB (also once unpacked, where it is sent as gzip), 500 files and 100,000 points in the red line; each file at most 100 MB."
)
SEND = (
    "The body is kept as it came, then read. The same id with the same content answers with the same reference; with other content "
    "it is kept as a new version and the officer is shown the differences. Faults are named by JSON pointers; a faulty body stays in "
    f"the inbox. A report of a breach becomes a case of its own kind. {LIMITS}"
)
LEAVE = f"Kept and answered at once: what became of it is told at the address in Location. {LIMITS}"
SIGN = (
    "The address of one client, which is told when the council makes it. The Authorization header is the bare signature: base64 of the "
    "HMAC-SHA256 of “product ID|client ID|timestamp” under the client secret; tq-timestamp carries the same timestamp (ISO 8601, or "
    "seconds since 1970), at most five minutes from our clock. A signature is taken once. A bearer token of the same client is taken "
    f"as well. {LIMITS}"
)
STATE = (
    "For the client that sent it. state: received, held (the council has paused the client), fetching (the package is on its way), "
    "completed, faulty, failed (through a fault of ours), superseded (a later version arrived), set_aside (by an officer). A client that "
    "signs asks with the bare signature as Authorization: base64 of the HMAC-SHA256 of “product ID|client ID|timestamp|id”, where id is "
    "that of the address, and the timestamp as tq-timestamp; it may be used again. Other clients send a bearer token."
)


def _body(words: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": {"type": "object", "description": words}}}}


def _header(name: str, words: str, required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "required": required, "description": words, "schema": {"type": "string"}}


KEY = _header("Idempotency-Key", "The same key with the same body has the same answer; with another body it is refused (422).")
ENCODING = _header("Content-Encoding", "gzip, where the body is packed.")
ODP_WORDS = "ODP application, preApplication, prototypeApplication or enforcement, v0.2.1 to v0.7.7"
PORTAL_WORDS = (
    "the Planning Portal's message with applicationRef, applicationVersion, applicationState, sentDateTime, updated and documentLinks"
)


def _schema(default: str) -> dict[str, Any]:
    kinds = {"type": "string", "enum": ["odp", "planning-portal"], "default": default}
    return {"in": "query", "name": "schema", "required": False, "description": "What the body is.", "schema": kinds}


ODP = {"parameters": [KEY, ENCODING], "requestBody": _body(ODP_WORDS)}
EITHER = {"parameters": [_schema("odp"), KEY, ENCODING], "requestBody": _body(f"{ODP_WORDS}; or {PORTAL_WORDS}")}
STAMP = _header("tq-timestamp", "When it was signed: ISO 8601, or seconds since 1970. Needed beside a signature.")
ASKED = {"parameters": [STAMP]}
SIGNED = {
    "parameters": [
        _schema("planning-portal"),
        STAMP,
        _header(
            "BOPS-Body-Signature",
            "If sent, it must be right: base64 of the HMAC-SHA256 of “product ID|client ID|timestamp|SHA-256 of the body in hexadecimal”.",
        ),
        KEY,
        ENCODING,
    ],
    "requestBody": _body(f"{PORTAL_WORDS}; or {ODP_WORDS}"),
}
