"""Marks in every leaf of a submission, each of which must come to light.

A text becomes a text of its own, a number, a day and a time another of its kind, a code that is acted upon another valid code. What is
yes or no has no mark: it is turned round, and something must look different.
"""

import copy
import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.filters import show_date, show_datetime

DOCS = Path(__file__).resolve().parents[2] / "docs" / "not-shown.md"
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ROW = re.compile(r"\| `([^`]+)` \| (.+) \|")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
OTHER_TYPES = {"breach": "breach", "preApp": "pp.full.minor"}
SHAPES = {"Feature", "FeatureCollection", "Polygon", "MultiPolygon", "Point", "GeometryCollection"}


@dataclass(frozen=True)
class Mark:
    """A leaf, what was put there, and the texts of which one must be seen."""

    pointer: str
    put: object
    seen_as: tuple[str, ...]

    def is_in(self, text):
        return any(re.search(rf"(?<![\w.]){re.escape(words)}(?![\w])", text) for words in self.seen_as)


def leaves(value, way=()):
    """The way to each leaf; the coordinates of a shape are one."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from [((*way, key), below)] if key == "coordinates" else leaves(below, (*way, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from leaves(below, (*way, number))
    elif value is not None:
        yield way, value


def put(document, way, value):
    for step in way[:-1]:
        document = document[step]
    document[way[-1]] = value


def pointer(way):
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in way)


def marked(document):
    """A copy with a mark in each leaf that can have one, the marks, and the ways to what is yes or no, or has no other valid value."""
    sent, numbers = copy.deepcopy(document), itertools.count(1)
    marks, turned = [], []
    for way, value in leaves(document):
        found = _mark(way, value, next(numbers))
        if found is None:
            turned.append(way)
        else:
            put(sent, way, found.put)
            marks.append(found)
    return sent, marks, turned


def _mark(way, value, number):
    where, last = pointer(way), way[-1]
    if isinstance(value, bool) or last in ("coordinates", "certificate") or (last == "type" and value in SHAPES):
        return None
    if isinstance(value, (int, float)):
        return _number(where, last, number)
    if where == "/metadata/schema":
        return Mark(where, re.sub(r"(v[\d.]+|@next)(?=/)", "v0.7.4", value), ("v0.7.4",))
    if where in ("/data/application/type/value", "/applicationType"):
        other = OTHER_TYPES.get(value, "pp.full.minor" if value != "pp.full.minor" else "pp.full.major")
        return Mark(where, other, (other,))
    if where == "/metadata/submittedAt":
        moment = datetime(2031, 5, 4, 9, 41, tzinfo=ZoneInfo("Europe/London"))
        return Mark(where, moment.isoformat(), (show_datetime(moment),))
    if DAY.fullmatch(value):
        day = date(2040, 1, 1) + timedelta(days=number)
        return Mark(where, day.isoformat(), (show_date(day), day.isoformat()))
    return _text(where, last, number)


def _number(where, last, number):
    if last in ("latitude", "longitude"):
        value = round((51 if last == "latitude" else 0) + 0.4 + number / 100_000, 5)
        return Mark(where, value, (str(value),))
    value = 70_000 + number
    return Mark(where, value, (str(value), f"{value}.0", f"£{value}.00", f"£{value}"))


def _text(where, last, number):
    word = f"ZQ{number:05d}X"
    if last == "email":
        return Mark(where, f"{word.lower()}@example.com", (f"{word.lower()}@example.com",))
    if where.startswith("/files/") and last == "name":
        return Mark(where, f"https://files.bops.test/{word}.pdf", (f"https://files.bops.test/{word}.pdf",))
    return Mark(where, word, (word, word.lower()))


def other(document, ways):
    """The document with what is yes at these ways turned to no, and another certificate in place of the one that was sent."""
    sent = copy.deepcopy(document)
    for way in ways:
        value = document
        for step in way:
            value = value[step]
        put(sent, way, (not value) if isinstance(value, bool) else {"a": "b"}.get(value, "a"))
    return sent


def alike(ways):
    """Ways that differ in the numbers of their items alone, together."""
    together = {}
    for way in ways:
        together.setdefault(tuple("*" if isinstance(step, int) else step for step in way), []).append(way)
    return list(together.values())


def plain(text):
    """Text without the commas of thousands."""
    return THOUSANDS.sub("", text)


def not_shown():
    """The patterns of docs/not-shown.md with their reasons; `*` stands for one step, `**` for any."""
    return dict(ROW.findall(DOCS.read_text()))


def matches(pattern, where):
    steps = "".join("(/[^/]+)*" if step == "**" else f"/{'[^/]+' if step == '*' else re.escape(step)}" for step in pattern.split("/")[1:])
    return re.fullmatch(steps, where) is not None
