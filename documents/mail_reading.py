"""Takes an email apart: its head, its words as plain text, its attachments as files. Run by documents.inspector; imports no Django."""

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

HEADS = ("From", "To", "Cc", "Date", "Subject")
MOST_LETTERS = 60_000  # of the words of a message
MOST_HEAD = 2_000
MOST_HTML = 5_000_000
MOST_PARTS = 1_000
MOST_ATTACHMENTS = 50
MOST_BYTES = 250_000_000  # of all attachments together
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "iframe", "object"}
BREAKS = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "hr"}


class _Words(HTMLParser):
    """The words of a web page, with a new line where a block begins; nothing of it is ever shown as a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(re.sub(r"\s+", " ", data))


def words_of_html(html: str) -> str:
    """Plain text of a web page: no scripts, no styles, no more than one empty line together."""
    reader = _Words()
    reader.feed(html[:MOST_HTML])
    lines = [line.strip() for line in "".join(reader.words).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def read(path: str, kind: str, folder: str) -> dict[str, Any]:
    """{"head": [[label, value]], "words": text, "cut": bool, "attachments": [{"name", "file"}], "left_out": [name], "fault": ""}.

    kind: "eml" or "msg". Attachments are written into the folder under numbers, never under their own names.
    """
    try:
        head, words, parts = _outlook(path) if kind == "msg" else _message(path)
        return _taken_apart(head, words, parts, Path(folder))
    except MemoryError:
        raise
    except Exception as error:  # whatever a library stumbles over in a stranger's file, the file is at fault
        return {"fault": "damaged", "why": type(error).__name__}


def _taken_apart(head: list[tuple[str, str]], words: str, parts: Iterator[tuple[str, bytes | None]], folder: Path) -> dict[str, Any]:
    attachments, left_out, size = [], [], 0
    for number, (name, content) in enumerate(parts):
        name = _clean(name)[:300] or f"attachment {number + 1}"
        size += len(content or b"")
        if not content or len(attachments) >= MOST_ATTACHMENTS or size > MOST_BYTES:
            left_out.append(name)
            continue
        (folder / str(number)).write_bytes(content)
        attachments.append({"name": name, "file": str(number)})
    words = _clean(words)
    return {
        "head": [[label, _clean(value)[:MOST_HEAD]] for label, value in head],
        "words": words[:MOST_LETTERS],
        "cut": len(words) > MOST_LETTERS,
        "attachments": attachments,
        "left_out": left_out[:MOST_ATTACHMENTS],
        "more_left_out": max(len(left_out) - MOST_ATTACHMENTS, 0),
        "fault": "",
    }


def _message(path: str) -> tuple[list[tuple[str, str]], str, Iterator[tuple[str, bytes | None]]]:
    with Path(path).open("rb") as file:
        message = email.message_from_binary_file(file, policy=default)
    head = [(label, str(message[label])) for label in HEADS if message[label]]
    body = message.get_body(preferencelist=("plain", "html"))
    words = _text_of(body) if body is not None else ""
    return head, words, _attachments(message, body)


def _text_of(part: Any) -> str:
    try:
        text = part.get_content()
    except (LookupError, ValueError, UnicodeError):
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    if not isinstance(text, str):
        return ""
    return words_of_html(text) if part.get_content_type() == "text/html" else text


def _attachments(message: EmailMessage, body: Any) -> Iterator[tuple[str, bytes | None]]:
    """What is neither the words nor their other form: named parts, and messages that were passed on."""
    for number, part in enumerate(_leaves(message)):
        if number > MOST_PARTS:
            yield "more parts than a message has", None
            return
        if part is body or part.get_content_maintype() == "multipart":
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            yield f"{str(inner['Subject'] or 'message') if inner else 'message'}.eml", bytes(inner) if inner else None
        elif part.get_filename() or part.get_content_disposition() == "attachment":
            yield part.get_filename() or "", part.get_payload(decode=True) or b""


def _leaves(message: Any, depth: int = 0) -> Iterator[Any]:
    """Every part, without going into messages that were passed on."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
    elif depth < 20:
        for part in message.iter_parts():
            yield from _leaves(part, depth + 1)


def _outlook(path: str) -> tuple[list[tuple[str, str]], str, Iterator[tuple[str, bytes | None]]]:
    from oxmsg import Message

    message = Message.load(path)
    to = "; ".join(f"{one.name} <{one.email_address}>" if one.email_address else one.name for one in message.recipients)
    sent = message.sent_date
    head = [
        ("From", message.sender or ""),
        ("To", to),
        ("Date", f"{sent:%-d %B %Y, %H:%M}" if sent else ""),
        ("Subject", message.subject or ""),
    ]
    words = message.body or words_of_html(message.html_body or "")
    parts = ((one.file_name or "", one.file_bytes if one.attached_by_value else None) for one in message.attachments)
    return [(label, value) for label, value in head if value], words, parts


def _clean(text: str) -> str:
    """Without what cannot be seen or turns the writing around; new lines as one kind."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "ignore").decode()
