"""Reading a submitted JSON document without trusting it, and without losing what nobody asked for.

`Part` wraps one place of the document. Each look-up marks what it took; `left()` gives the rest.
A value of the wrong sort is not taken, so it turns up in `left()` instead of breaking the reading.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from intake.shape import Fault

DEEPEST = 60
LONGEST_INTEGER = 15
LONGEST_TOLD = 200
MOST_NOTES = 20
SURROGATES = re.compile("[\ud800-\udfff]")


class TooDeep(Exception):
    pass


class Document(dict[str, Any]):
    """A body that was read, with what had to be done to it: `notes` for the officer."""

    notes: tuple[Fault, ...] = ()


class _Twice(dict[str, Any]):
    """An object in which a key stands more than once: the last counts, the earlier ones are told."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        last = {key: number for number, (key, _) in enumerate(pairs)}
        self.overruled = [(key, value) for number, (key, value) in enumerate(pairs) if last[key] != number]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(pairs)


def parse(body: bytes) -> tuple[dict[str, Any] | None, list[Fault]]:
    """The body as a JSON object whose texts a database can hold (a `Document`), or the fault that says why not."""
    notes: list[Fault] = []
    try:
        document = json.loads(body, parse_constant=_refuse_constant, parse_float=_number, parse_int=_number, object_pairs_hook=_object)
        document = _clean(document, 0, "", notes)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return None, [Fault("", f"The body is not JSON: {error.msg} at {where}. Send the application as one JSON object.")]
    except (RecursionError, TooDeep):
        return None, [Fault("", f"The body is nested more than {DEEPEST} levels deep. Send it as the schema lays it out.")]
    except ValueError as error:
        return None, [Fault("", f"The body is not JSON: {error}. Send the application as one JSON object in UTF-8.")]
    if not isinstance(document, dict):
        return None, [Fault("", "The body is JSON but not an object. Send the application as one JSON object.")]
    read = Document(document)
    read.notes = tuple(notes[:MOST_NOTES])
    return read, []


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def _number(digits: str) -> float | int | str:
    """A number as a number, or its own text where a database column could not hold it."""
    if len(digits) <= LONGEST_INTEGER and digits.lstrip("-").isdigit():
        return int(digits)
    value = float(digits)
    return value if math.isfinite(value) and not digits.lstrip("-").isdigit() else digits


def _clean(value: Any, depth: int, pointer: str, notes: list[Fault]) -> Any:
    """The value without characters that a database cannot hold; what was left out or stood twice is noted."""
    if depth > DEEPEST:
        raise TooDeep
    if isinstance(value, str):
        return _text(value, pointer, notes)
    if isinstance(value, dict):
        for key, earlier in getattr(value, "overruled", ()):
            told = _text(json.dumps(earlier)[:LONGEST_TOLD], "", [])
            words = f"“{_text(key, '', [])}” stands twice here: the last one was read. Before it: {told}."
            notes.append(Fault(_text(pointer, "", []), words))
        return {_text(key, pointer, notes): _clean(item, depth + 1, f"{pointer}/{_escape(key)}", notes) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, depth + 1, f"{pointer}/{number}", notes) for number, item in enumerate(value)]
    return value


def _text(value: str, pointer: str, notes: list[Fault]) -> str:
    cleaned = SURROGATES.sub("\ufffd", value.replace("\x00", ""))
    if cleaned != value:
        words = "Characters that cannot be kept (U+0000 or half a pair) were left out or replaced here. The body is kept as it came."
        notes.append(Fault(SURROGATES.sub("\ufffd", pointer.replace("\x00", "")), words))
    return cleaned


class Part:
    """One place of a document."""

    def __init__(self, value: Any, pointer: str = "", taken: set[str] | None = None):
        self.value = value
        self.pointer = pointer
        self._taken = set() if taken is None else taken

    def __bool__(self) -> bool:
        return self.value not in (None, "", [], {})

    def at(self, *keys: str) -> Part:
        """The place below, empty when the document has none."""
        part = self
        for key in keys:
            below = part.value.get(key) if isinstance(part.value, dict) else None
            part = Part(below, f"{part.pointer}/{_escape(key)}", self._taken)
        return part

    def below(self, pointer: str) -> Part:
        """The place that a JSON pointer of plain keys names."""
        return self.at(*pointer.split("/")[1:])

    def members(self) -> Iterator[Part]:
        """The items of a list, whatever they are; none of anything else."""
        for number, item in enumerate(self.value if isinstance(self.value, list) else ()):
            yield Part(item, f"{self.pointer}/{number}", self._taken)

    def items(self, *keys: str) -> Iterator[Part]:
        """The items of a list; a single object counts as a list of one."""
        part = self.at(*keys)
        if isinstance(part.value, dict):
            yield part
        elif isinstance(part.value, list):
            for number, item in enumerate(part.value):
                yield Part(item, f"{part.pointer}/{number}", self._taken)

    def text(self, *keys: str) -> str:
        part = self.at(*keys)
        if isinstance(part.value, str):
            part._take()
            return part.value.strip()
        if isinstance(part.value, (int, float)) and not isinstance(part.value, bool):
            part._take()
            return str(part.value)
        return ""

    def texts(self, *keys: str) -> tuple[str, ...]:
        part = self.at(*keys)
        found = [part.text()] if isinstance(part.value, str) else [item.text() for item in part.items()]
        return tuple(text for text in found if text)

    def number(self, *keys: str) -> Decimal | None:
        """A finite number, also when it was sent as text."""
        part = self.at(*keys)
        if isinstance(part.value, bool) or not isinstance(part.value, (int, float, str)):
            return None
        digits = str(part.value).strip()
        if not re.fullmatch(r"-?\d{1,12}(\.\d+)?(e-?\d{1,2})?", digits):
            return None
        part._take()
        return Decimal(digits)

    def count(self, *keys: str) -> int | None:
        """A whole number of things, none of them negative."""
        number = self.at(*keys).number()
        return int(number) if number is not None and 0 <= number <= 1_000_000 else None

    def flag(self, *keys: str) -> bool | None:
        part = self.at(*keys)
        if isinstance(part.value, bool):
            part._take()
            return part.value
        return None

    def day(self, *keys: str) -> date | None:
        part = self.at(*keys)
        written = re.fullmatch(r"(\d{4}-\d\d-\d\d)([T ].*)?", str(part.value))
        try:
            found = date.fromisoformat(written[1]) if written else None
        except ValueError:
            return None
        if found:
            part._take()
        return found

    def moment(self, *keys: str) -> datetime | None:
        """A point in time with its offset; None where the text has none."""
        part = self.at(*keys)
        try:
            found = datetime.fromisoformat(str(part.value).upper())
        except ValueError:
            return None
        if found.tzinfo is None or not 1948 <= found.year <= 2200:
            return None
        part._take()
        return found

    def whole(self, *keys: str) -> Any:
        """All that lies here, as it was sent."""
        part = self.at(*keys)
        part._take()
        return part.value

    def left(self) -> dict[str, Any]:
        """What nobody took: JSON pointer to value. Coordinates stay in one piece; empty values are left out."""
        return dict(self._left())

    def _left(self) -> Iterator[tuple[str, Any]]:
        if self.pointer in self._taken or not self:
            return
        if isinstance(self.value, dict) and ("coordinates" not in self.value or f"{self.pointer}/coordinates" in self._taken):
            for key in self.value:
                yield from self.at(key)._left()
        elif isinstance(self.value, list):
            for item in self.members():
                yield from item._left()
        else:
            yield self.pointer, self.value

    def _take(self) -> None:
        self._taken.add(self.pointer)


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
