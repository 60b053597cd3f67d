"""What a schema's error means for whoever sent the document: the place, the rule, and what would be right.

Where a schema offers alternatives (`anyOf`), the one that the document meant is followed: the one whose constants it has, and whose
members it names; then its own errors are told instead of "none of the alternatives".
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from intake.shape import Fault

CHOICES = {"anyOf", "oneOf"}
MOST_TOLD = 8
LONGEST_TOLD = 80
# How much each rule that is broken speaks against an alternative. What chooses between alternatives weighs most.
WEIGHTS = {"const": 1000, "enum": 1000, "false": 1000, "additionalProperties": 100, "type": 50, "required": 10}
WORDS = {
    "minimum": "It must be at least {limit}.",
    "maximum": "It must be at most {limit}.",
    "exclusiveMinimum": "It must be more than {limit}.",
    "exclusiveMaximum": "It must be less than {limit}.",
    "minItems": "At least {limit} are needed here.",
    "maxItems": "At most {limit} may stand here.",
    "minLength": "It must have at least {limit} characters.",
    "maxLength": "It may have at most {limit} characters.",
    "pattern": "It must match the pattern {pattern}.",
}
FORMATS = {
    "date": "It must be a date such as 2026-11-24.",
    "date-time": "It must be a time such as 2026-11-24T10:15:00Z.",
    "email": "It must be an email address.",
    "uri": "It must be a web address.",
    "uuid": "It must be a UUID.",
}


def explain(error: Any, document: Any) -> list[Fault]:
    """The faults that lie behind one error of jsonschema_rs."""
    if _is_choice(error):
        return _alternatives(error, document)
    return [_fault(error, document)]


def _alternatives(error: Any, document: Any) -> list[Fault]:
    branches = list(_flat(error))
    if not branches:
        return [_fault(error, document)]
    here = tuple(error.instance_path)
    same = _same_place(branches, here)
    if same is not None:
        return [_one_of(*same)]
    chosen = min(branches, key=lambda branch: _weight(branch, here))
    return list(dict.fromkeys(fault for inner in chosen for fault in explain(inner, document)))


def _flat(error: Any) -> Iterable[list[Any]]:
    """The alternatives; one that is nothing but a choice itself gives its own."""
    for branch in error.kind.context:
        only = branch[0] if len(branch) == 1 else None
        if only is not None and _is_choice(only) and list(only.instance_path) == list(error.instance_path):
            yield from _flat(only)
        elif branch:
            yield list(branch)


def _is_choice(error: Any) -> bool:
    return error.kind.name in CHOICES and bool(getattr(error.kind, "context", None))


Found = tuple[tuple[Any, ...], list[Any], Any]


def _same_place(branches: list[list[Any]], here: tuple[Any, ...]) -> Found | None:
    """Where each alternative wants another constant at one place, as in a list of codes: the place, the constants, what stood there."""
    wanted: dict[tuple[Any, ...], list[Any]] = {}
    stood: dict[tuple[Any, ...], Any] = {}
    for branch in branches:
        told = {tuple(e.instance_path): e for e in branch if e.kind.name in ("const", "enum") and len(e.instance_path) <= len(here) + 1}
        for place, e in told.items():
            wanted.setdefault(place, []).append([e.kind.expected_value] if e.kind.name == "const" else list(e.kind.options))
            stood[place] = e.instance
    everywhere = [place for place, options in wanted.items() if len(options) == len(branches) > 1]
    if not everywhere:
        return None
    place = min(everywhere, key=lambda p: (p[-1:] != ("value",), len(p), str(p)))
    return place, list(dict.fromkeys(_plain(option) for options in wanted[place] for option in options)), stood[place]


def _weight(branch: list[Any], here: tuple[Any, ...]) -> tuple[int, int]:
    """How much speaks against this alternative for what lies at `here`: the rules that it breaks, those of its own members most."""
    return sum(_weight_of(error, here) for error in branch), len(branch)


def _weight_of(error: Any, here: tuple[Any, ...]) -> int:
    if _is_choice(error):
        return min((_weight(branch, here)[0] for branch in _flat(error)), default=1)
    return WEIGHTS.get(error.kind.name, 1) if len(error.instance_path) <= len(here) + 1 else 1


def _pointer(path: Iterable[Any]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _fault(error: Any, document: Any) -> Fault:
    kind = error.kind
    told = kind.as_dict() if hasattr(kind, "as_dict") else {}
    place = tuple(error.instance_path)
    if kind.name == "required":
        return Fault(_pointer([*place, told["property"]]), f"“{told['property']}” is missing here.", "required", (told["property"],))
    if kind.name == "additionalProperties":
        names = tuple(str(name) for name in told["unexpected"])
        pointer = _pointer([*place, names[0]]) if len(names) == 1 else _pointer(place)
        return Fault(pointer, f"Not expected here: {', '.join(names)[:LONGEST_TOLD]}. Leave it out.", kind.name, ())
    if kind.name in ("enum", "const"):
        wanted = told.get("options") or [told.get("expected_value")]
        return _one_of(place, list(map(_plain, wanted)), error.instance)
    if kind.name == "type":
        types = tuple(told["types"])
        return Fault(_pointer(place), f"It must be of type {' or '.join(types)}.", kind.name, types)
    if kind.name == "format":
        words = FORMATS.get(told["format"], f"It must be a {told['format']}.")
        return Fault(_pointer(place), words, kind.name, (told["format"],))
    words = WORDS[kind.name].format(**told) if kind.name in WORDS else f"{error.message[:200].rstrip('.')}."
    return Fault(_pointer(place), words, kind.name, tuple(str(value) for value in told.values() if isinstance(value, (str, int, float))))


def _one_of(place: tuple[Any, ...], wanted: list[Any], stood: Any) -> Fault:
    """That one of these values must stand here; of many, those first that resemble what stood there."""
    if len(wanted) == 1:
        return Fault(_pointer(place), f"It must be {_said(wanted[0])}.", "const", (_said(wanted[0]),))
    texts = [_said(value) for value in wanted]
    near = get_close_matches(_said(stood), texts, n=MOST_TOLD, cutoff=0.4) if len(texts) > MOST_TOLD else texts
    shown = (near + [text for text in texts if text not in near])[:MOST_TOLD]
    more = f" and {len(texts) - len(shown)} more" if len(texts) > len(shown) else ""
    return Fault(
        _pointer(place), f"{_said(stood)} is not a value of the list. It must be one of: {', '.join(shown)}{more}.", "enum", tuple(texts)
    )


def _said(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower() if value is not None else "null"
    return str(value)[:LONGEST_TOLD]
