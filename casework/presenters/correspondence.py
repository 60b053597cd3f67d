"""What came in and went out, as the list of a case's correspondence shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.selectors.correspondence import ANSWER, MESSAGE, NEIGHBOURS, RECEIVED, WRITTEN
from core.filters import plural, show_date
from notifications.catalogue import UnknownMessage, message_type
from notifications.models import Message
from notifications.rendering import HIDDEN
from validation.kinds import kind_of
from validation.selectors import summary_of
from validation.services.answers import answer_in_words

COLOURS = {"delivered": "green", "sending": "blue", "waiting": "grey", "failed": "red", "held": "yellow"}
BOUNCED = "It did not arrive. Check the address with them and correct it, or write a letter instead."


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item. kind: "Email", "Phone call" …; who: to or from whom; url: where it is read; body: what it says, to be read in place."""

    kind: str
    subject: str
    who: str
    at: datetime
    incoming: bool
    status_label: str = ""
    status_colour: str = ""
    body: str = ""
    error: str = ""
    advice: str = ""
    url: str = ""
    url_label: str = ""
    public_id: Any = None
    can_be_sent_again: bool = False
    can_be_written_instead: bool = False


def line_of(kind: str, row: Any, reference: str) -> Line:
    return _LINES[kind](row, reference)


def message_line(message: Message, reference: str) -> Line:
    """An email or letter, with its fate and what can be done about it."""
    is_letter, failed = message.channel == Message.Channel.LETTER, message.state == Message.State.FAILED
    replaced = getattr(message, "was_replaced", False)
    label = _letter_state(message) if is_letter else message.get_state_display()
    return Line(
        kind=message.get_channel_display(),
        subject=message.subject or message.get_channel_display(),
        who=f"{message.to_name} ({message.to})" if message.to_name else message.to,
        at=message.sent_at or message.created_at,
        incoming=False,
        status_label=label,
        status_colour=COLOURS.get(message.state, "grey"),
        body=message.shown_body,
        error=message.last_error,
        advice="" if not failed else "A letter was written instead." if replaced else BOUNCED,
        url=reverse("casework:read_letter", args=[reference, message.public_id]) if is_letter and reference else "",
        url_label="See the letter as a PDF" if is_letter else "",
        public_id=message.public_id,
        can_be_sent_again=failed and not is_letter and not replaced and _still_has_its_words(message),
        can_be_written_instead=not replaced and (failed if not is_letter else message.state == Message.State.SENDING),
    )


def _letter_state(message: Message) -> str:
    if message.state == Message.State.WAITING:
        return "In a print run" if getattr(message, "in_run", False) else "Waits to be printed"
    posted = message.sent_at and message.state == Message.State.SENDING
    return "Posted" if posted else message.get_state_display()


def _still_has_its_words(message: Message) -> bool:
    """Whether what opens a door is still in it; it is forgotten once the message has left."""
    try:
        secret = message_type(message.template).secret
    except UnknownMessage:
        return False
    return not (secret and HIDDEN in message.body)


def _received(item: Any, reference: str) -> Line:
    return Line(
        kind=item.get_how_display(),
        subject=item.subject,
        who=item.from_name,
        at=timezone.make_aware(datetime.combine(item.received_on, datetime.min.time())),
        incoming=True,
        status_label=item.get_about_display() if item.outcome else "",
        status_colour="purple",
        body=item.text,
        advice=item.outcome,
        url=reverse("casework:received_item", args=[reference, item.public_id]),
        url_label=f"Open it, recorded by {item.recorded_by.name}",
    )


def _written(message: Any, reference: str) -> Line:
    about = f"About request {message.request.number}: {summary_of(message.request)}" if message.request else "About the application"
    place = ("validation:messages", [reference, message.request.public_id]) if message.request else ("validation:conversation", [reference])
    return Line(
        kind="Message",
        subject=about,
        who=message.written_by_name,
        at=message.written_at,
        incoming=True,
        status_label="" if message.read_at else "Not read",
        status_colour="yellow",
        body=message.text,
        url=reverse(place[0], args=place[1]),
        url_label="Read the conversation and answer",
    )


def _answer(request: Any, reference: str) -> Line:
    return Line(
        kind="Answer",
        subject=f"Request {request.number}: {kind_of(request).title}",
        who=request.answered_by_name,
        at=request.answered_at,
        incoming=True,
        status_label="" if request.seen_at else "Not dealt with",
        status_colour="yellow",
        body=answer_in_words(request),
        url=reverse("validation:requests", args=[reference]),
        url_label="See the requests",
    )


def _neighbours(run: Any, reference: str) -> Line:
    return Line(
        kind="Letters",
        subject=f"{run.letters_wanted} {plural(run.letters_wanted, 'letter')} to neighbours, to answer by {show_date(run.reply_by_on)}",
        who="the neighbours",
        at=run.made_at or run.asked_at,
        incoming=False,
        advice=f"Posted on {show_date(run.posted_on)}." if run.posted_on else "",
        status_label="Posted" if run.posted_on else "Not posted yet" if run.document else "Being made",
        status_colour="blue" if run.posted_on else "grey",
        url=reverse("consultation:letters", args=[reference]),
        url_label="See the batches of letters",
    )


_LINES = {MESSAGE: message_line, RECEIVED: _received, WRITTEN: _written, ANSWER: _answer, NEIGHBOURS: _neighbours}
