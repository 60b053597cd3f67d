"""The standard words: templates of plain text, where nothing is escaped."""

from functools import lru_cache

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.jinja import FILTERS
from notifications.catalogue import MessageType

SUBJECT = "Subject:"


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


def subject_and_words(text: str, message_type: MessageType) -> tuple[str, str]:
    """The first line of a message's template, and the rest."""
    first, _, rest = text.partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"{message_type.template}: the first line must begin with {SUBJECT}")
    return " ".join(first.removeprefix(SUBJECT).split()), rest.strip()
