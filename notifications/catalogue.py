"""Every message that BOPS can send. Stages declare theirs in `<app>/messages.py: ALL` and register them in AppConfig.ready().

The words are in `templates/messages/<app>/<name>.jinja`: a first line `Subject: …`, an empty line, then plain text with one empty
line between paragraphs. The greeting above and the council's name and contact details below are added for every message
(`templates/messages/layout.jinja`): do not write them. Beside what the type `needs`, a template may use `authority`, `case` (or
None), `to_name` and `now`, and the filters of the pages (`date`, `money`, `plural` …).
"""

from collections.abc import Collection
from dataclasses import dataclass

GIVEN = frozenset({"authority", "case", "to_name", "now"})


@dataclass(frozen=True)
class MessageType:
    """key: "app.name"; description: what it tells whom, for officers; needs: names that the sender must give.

    secret: those of `needs` that open a door (links with a token, sign-in codes). They are forgotten once the message has left, and
    officers never see them. must_say: those of `needs` that a council's own words may not leave out, beside the secret ones.
    """

    key: str
    description: str
    needs: Collection[str] = ()
    secret: Collection[str] = ()
    must_say: Collection[str] = ()

    def __post_init__(self) -> None:
        if self.key.count(".") != 1:
            raise ValueError(f"A message's key is app.name, such as validation.requests_sent; not {self.key}.")
        if not set(self.secret) <= set(self.needs):
            raise ValueError(f"{self.key}: a secret is one of the names that the message needs.")
        if not set(self.must_say) <= set(self.needs):
            raise ValueError(f"{self.key}: what must be said is one of the names that the message needs.")
        object.__setattr__(self, "must_say", frozenset(self.must_say))
        object.__setattr__(self, "needs", frozenset(self.needs))
        object.__setattr__(self, "secret", frozenset(self.secret))

    @property
    def title(self) -> str:
        """For people, such as "Requests sent"."""
        return self.key.partition(".")[2].replace("_", " ").capitalize()

    @property
    def template(self) -> str:
        return f"messages/{self.key.replace('.', '/')}.jinja"


class UnknownMessage(LookupError):
    """Nobody declared a message by this key."""


_types: dict[str, MessageType] = {}


def register(*types: MessageType) -> None:
    for message_type in types:
        if _types.setdefault(message_type.key, message_type) != message_type:
            raise ValueError(f"Two messages are called {message_type.key}.")


def message_type(key: str) -> MessageType:
    try:
        return _types[key]
    except KeyError:
        raise UnknownMessage(f"No message is called {key}: declare it in the app's messages.py.") from None


def all_types() -> dict[str, MessageType]:
    return dict(_types)
