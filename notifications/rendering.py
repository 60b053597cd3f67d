"""From a message's type and its facts to the words that leave. Plain text: nothing is escaped."""

from dataclasses import dataclass
from typing import Any

import structlog
from jinja2 import TemplateError

from notifications import wording
from notifications.catalogue import GIVEN, MessageType
from notifications.templates import environment, subject_and_words

LONGEST_SUBJECT = 300  # as Message keeps it
HIDDEN = "[not shown]"
log = structlog.get_logger()


@dataclass(frozen=True)
class Words:
    """body: what is sent; shown: the same without what opens a door."""

    subject: str
    body: str
    shown: str


class MissingContext(ValueError):
    """The sender left out what the message needs, or gave what it does not know."""


def render(message_type: MessageType, context: dict[str, Any], given: dict[str, Any], own: Any = None) -> Words:
    """The words of one message. `given` are the names that every message has (catalogue.GIVEN); `own`: the council's wording.Text.

    MissingContext when `context` is not exactly what the type needs. A text that cannot be used gives way to the standard words.
    """
    missing, unknown = message_type.needs - context.keys(), context.keys() - message_type.needs - GIVEN
    if missing:
        raise MissingContext(f"{message_type.key} needs {', '.join(sorted(missing))}.")
    if unknown:
        raise MissingContext(f"{message_type.key} does not know {', '.join(sorted(unknown))}.")
    subject, body = _one(message_type, {**context, **given}, own)
    if not message_type.secret:
        return Words(subject, body, body)
    hidden = {**context, **given, **dict.fromkeys(message_type.secret, HIDDEN)}
    return Words(subject, body, _one(message_type, hidden, own)[1])


def _one(message_type: MessageType, names: dict[str, Any], own: Any = None) -> tuple[str, str]:
    subject, words = (_in_own_words(message_type, names, own) if own else None) or subject_and_words(
        environment().get_template(message_type.template).render(names), message_type
    )
    body = environment().get_template("messages/layout.jinja").render({**names, "words": words})
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 1].rstrip() + "…"
    return subject, body.strip() + "\n"


def _in_own_words(message_type: MessageType, names: dict[str, Any], own: Any) -> tuple[str, str] | None:
    """Subject and words of a council's text; None, and a line in the log, where it cannot be used: a message is never lost for it."""
    try:
        if faults := wording.faults_of(message_type, own):
            raise wording.Unusable("; ".join(fault.words for fault in faults))
        values = wording.values_of(message_type, names)
        subject, words = " ".join(wording.fill(own.subject, values).split()), wording.fill(own.body, values)
        if not subject:
            raise wording.Unusable("Its subject says nothing here.")
        return subject, words
    except (wording.Unusable, TemplateError, AttributeError, KeyError, TypeError, ValueError) as error:
        log.error("wording_unusable", message=message_type.key, authority=str(names["authority"]), error=str(error))
        return None
