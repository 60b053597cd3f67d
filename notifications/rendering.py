"""From a message's type and its facts to the words that leave. Plain text: nothing is escaped."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.jinja import FILTERS
from notifications.catalogue import GIVEN, MessageType

SUBJECT = "Subject:"
HIDDEN = "[not shown]"


@dataclass(frozen=True)
class Words:
    """body: what is sent; shown: the same without what opens a door."""

    subject: str
    body: str
    shown: str


class MissingContext(ValueError):
    """The sender left out what the message needs, or gave what it does not know."""


@lru_cache(maxsize=1)
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text, never HTML
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(FILTERS)
    return env


def render(message_type: MessageType, context: dict[str, Any], given: dict[str, Any]) -> Words:
    """The words of one message. `given` are the names that every message has (catalogue.GIVEN).

    MissingContext when `context` is not exactly what the type needs.
    """
    missing, unknown = message_type.needs - context.keys(), context.keys() - message_type.needs - GIVEN
    if missing:
        raise MissingContext(f"{message_type.key} needs {', '.join(sorted(missing))}.")
    if unknown:
        raise MissingContext(f"{message_type.key} does not know {', '.join(sorted(unknown))}.")
    subject, body = _one(message_type, {**context, **given})
    if not message_type.secret:
        return Words(subject, body, body)
    hidden = {**context, **given, **dict.fromkeys(message_type.secret, HIDDEN)}
    return Words(subject, body, _one(message_type, hidden)[1])


def _one(message_type: MessageType, names: dict[str, Any]) -> tuple[str, str]:
    first, _, rest = environment().get_template(message_type.template).render(names).partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{message_type.template}: the first line must begin with {SUBJECT}")
    body = environment().get_template("messages/layout.jinja").render({**names, "words": rest.strip()})
    return " ".join(first.removeprefix(SUBJECT).split()), body.strip() + "\n"
