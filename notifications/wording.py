"""A council's own words for a message: text with placeholders such as ((address)), as GOV.UK Notify writes them. Nothing in it is run.

A paragraph whose placeholders all have nothing to say is left out. What only a program can write, such as the list of requests, is one
placeholder: the part `_<name>.jinja` that the standard words include.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, wraps
from types import SimpleNamespace
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, meta, nodes

from core.filters import plural, show_date, show_datetime
from notifications.catalogue import MessageType, all_types
from notifications.templates import environment, subject_and_words

PLACEHOLDER = re.compile(r"\(\(([^()]*)\)\)")
COUNCILS = {"council": "council_name", "council_short": "short_name"}
LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000
OWN_LINE = "must stand on a line of its own"


@dataclass(frozen=True)
class Text:
    """Subject and body with placeholders."""

    subject: str
    body: str


@dataclass(frozen=True)
class Fault:
    """Why a text cannot be used; field: "subject" or "body"."""

    field: str
    words: str


class Unusable(ValueError):
    """A kept text does not fit its message any more."""


def _part_name(path: str) -> str:
    return path.rpartition("/")[2].removeprefix("_").removesuffix(".jinja")


def _tree_of(message_type: MessageType) -> Any:
    env: Any = environment()
    return env.parse(env.loader.get_source(env, message_type.template)[0])


@cache
def parts_of(message_type: MessageType) -> dict[str, str]:
    """The placeholders that stand for a part of the standard words: name → its template."""
    included = [path for path in meta.find_referenced_templates(_tree_of(message_type)) if path]
    return {_part_name(path): path for path in included}


@cache
def told_to_the_minute(message_type: MessageType, name: str) -> bool:
    """Whether the standard words say the time of day of what lies ahead."""
    filters = _tree_of(message_type).find_all(nodes.Filter)
    times = {one.node.name for one in filters if one.name == "datetime" and isinstance(one.node, nodes.Name)}
    return name in times and not name.endswith("_at")


@cache
def placeholders_of(message_type: MessageType) -> list[str]:
    """Every name that a council may use in its words for this message."""
    reference = ["reference"] if "case" in meta.find_undeclared_variables(_tree_of(message_type)) or "address" in message_type.needs else []
    return sorted({*message_type.needs, *parts_of(message_type), *reference, "name", "today", *COUNCILS})


def required_in(message_type: MessageType) -> set[str]:
    """What must stay in the body: what opens a door, the lists, and what the law or good sense wants said."""
    return {*message_type.secret, *parts_of(message_type), *message_type.must_say}


def _used(text: str) -> list[str]:
    return [name.strip().lower() for name in PLACEHOLDER.findall(text)]


def fill(text: str, values: dict[str, str]) -> str:
    """The text with each placeholder's words in its place, once: words that look like a placeholder stay words.

    Unusable where it names a placeholder that has no words.
    """
    unknown = [name for name in _used(text) if name not in values]
    if unknown:
        raise Unusable(f"It uses {_listed(unknown)}, which this message does not have.")
    kept = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        names = _used(paragraph)
        if not names or any(values[name] for name in names):
            kept.append(PLACEHOLDER.sub(lambda found: values[found[1].strip().lower()], paragraph).strip())
    return "\n\n".join(kept)


def values_of(message_type: MessageType, names: dict[str, Any]) -> dict[str, str]:
    """Each placeholder in words, from what the sender gave and what every message has."""
    case = names.get("case")
    given = {
        "name": names.get("to_name") or "",
        "today": show_date(names["now"]),
        "reference": case.reference if case else "",
        **{name: getattr(names["authority"], attribute) for name, attribute in COUNCILS.items()},
    }
    said = {name: _in_words(names[name]) for name in message_type.needs}
    parts = {name: environment().get_template(path).render(names).strip() for name, path in parts_of(message_type).items()}
    return {**given, **said, **parts}


def _in_words(value: Any) -> str:
    if value is None or value is False or value == []:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, datetime):
        return show_datetime(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(one) for one in value)
    return str(value)


def faults_of(message_type: MessageType, text: Text) -> list[Fault]:
    """Why this text cannot be saved, or used any more; empty: it can."""
    return [*_subject_faults(message_type, text.subject), *_body_faults(message_type, text.body)]


def _subject_faults(message_type: MessageType, subject: str) -> list[Fault]:
    faults = []
    if not subject.strip():
        faults.append("Enter a subject")
    if len(subject) > LONGEST_SUBJECT:
        faults.append(f"The subject must be {LONGEST_SUBJECT} characters or fewer")
    if "\n" in subject:
        faults.append("The subject must be one line")
    used = set(_used(subject))
    for name in sorted(used & set(message_type.secret)):
        faults.append(f"Take (({name})) out of the subject: anybody who sees the inbox could use it")
    for name in sorted(used & (parts_of(message_type).keys() - set(message_type.secret))):
        faults.append(f"Take (({name})) out of the subject: it is too long for one")
    return [Fault("subject", words) for words in [*faults, *_placeholder_faults(message_type, subject)]]


def _body_faults(message_type: MessageType, body: str) -> list[Fault]:
    faults = []
    if not body.strip():
        faults.append("Enter what the message says")
    if len(body) > LONGEST_BODY:
        faults.append(f"The message must be {LONGEST_BODY} characters or fewer")
    if re.match(r"\s*dear\b", body, re.IGNORECASE):
        faults.append("Take out the greeting: “Dear …” is put above every message by itself")
    faults += _placeholder_faults(message_type, body)
    used = set(_used(body))
    if missing := sorted(required_in(message_type) - used) if body.strip() else []:
        faults.append(f"Put in {_listed(missing)}: this message cannot do without")
    lines = [line.strip() for line in body.splitlines()]
    for name in sorted(used & parts_of(message_type).keys()):
        if not any(_used(line) == [name] and PLACEHOLDER.fullmatch(line) for line in lines):
            faults.append(f"(({name})) {OWN_LINE}")
    return [Fault("body", words) for words in faults]


def _placeholder_faults(message_type: MessageType, text: str) -> list[str]:
    known, faults = placeholders_of(message_type), []
    for name in dict.fromkeys(_used(text)):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            faults.append(f"(({name})) is not a placeholder of this message{f'. Did you mean (({near[0]}))?' if near else ''}")
    rest = PLACEHOLDER.sub("", text)
    if "((" in rest or "))" in rest:
        faults.append("Close each placeholder with two brackets, such as ((council))")
    if "{{" in rest or "{%" in rest:
        faults.append("Write placeholders with round brackets, such as ((council))")
    return faults


def _listed(names: list[str]) -> str:
    return ", ".join(f"(({name}))" for name in dict.fromkeys(names))


class _Name(str):
    """A placeholder in the place of a value while the standard words are turned into text."""

    __slots__ = ()

    def __iter__(self) -> Any:
        """A list is one placeholder: what stands around each of its lines stands around all of it."""
        return iter([self])


@cache
def standard_text(message_type: MessageType) -> Text:
    """The standard words as a council would write them, to start from."""
    usual: Any = environment()
    parts = set(parts_of(message_type).values())

    def load(path: str) -> str:
        return f"(({_part_name(path)}))\n\n\n" if path in parts else str(usual.loader.get_source(usual, path)[0])

    env = usual.overlay(loader=FunctionLoader(load), undefined=StrictUndefined)
    env.filters = {name: _leave_names(name, use) for name, use in usual.filters.items()}
    names = {name: _Name(f"(({name}))") for name in message_type.needs}
    council = SimpleNamespace(**{attribute: _Name(f"(({name}))") for name, attribute in COUNCILS.items()})
    case = SimpleNamespace(reference=_Name("((reference))"))
    rest = {"authority": council, "case": case, "to_name": _Name("((name))"), "now": _Name("((today))")}
    subject, words = subject_and_words(env.get_template(message_type.template).render({**names, **rest}), message_type)
    return Text(subject, re.sub(r"\n{3,}", "\n\n", words))


def _leave_names(name: str, use: Any) -> Any:
    """A filter that leaves placeholders as they are; several of a thing where it counts."""
    first = 1 if hasattr(use, "jinja_pass_arg") else 0

    @wraps(use)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        if isinstance(args[first], _Name):
            return plural(2, *args[first + 1 :], **kwargs) if name == "plural" else args[first]
        return use(*args, **kwargs)

    return filtered


def broken(texts: dict[str, Text]) -> dict[str, list[Fault]]:
    """Of a council's texts by key, those that cannot be used any more, and why. The standard words are sent in their place."""
    types = all_types()
    faults = {key: faults_of(types[key], text) for key, text in texts.items() if key in types}
    return {key: found for key, found in faults.items() if found}
