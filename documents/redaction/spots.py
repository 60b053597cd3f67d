"""Words of a page that may be private, with where they stand. Only suggestions: a person decides about each."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

AROUND = 0.6  # mm left free around words
SIGNATURE = (70.0, 12.0)  # mm: room for a signature beside the word that asks for it

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    ("phone", re.compile(r"(?<![\d.,/-])(?:(?:\+|00)\s?44[\s().-]{0,3}(?:\(?0\)?[\s).-]{0,2})?|\(?0)(?:\d[\s().-]{0,2}){8,9}\d(?![\d/])")),
    ("money", re.compile(r"(?<=sort code)\W{0,3}\d{2}[- ]?\d{2}[- ]?\d{2}\b|(?:(?<=account number)|(?<=account no))\W{0,4}\d{8}\b", re.I)),
    ("number", re.compile(r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?(?:\d\d\s?){3}[A-D]\b")),
    ("number", re.compile(r"(?:(?<=date of birth)|(?<=dob))\W{0,3}\d{1,2}[\s/.-]\w{2,9}[\s/.-]\d{2,4}", re.I)),
    (
        "address",
        re.compile(
            r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY]) ?\d[ABD-HJLNP-UW-Z]{2})\b"
        ),
    ),
    ("vehicle", re.compile(r"\b[A-HJ-PR-Y]{2}(?:0[1-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}\b")),
    ("signature", re.compile(r"\b(?:signed|signature)\b", re.I)),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A suggestion. kind: a key of boxes.REASONS; words: what stands there."""

    id: str
    page: int
    left: float
    top: float
    width: float
    height: float
    kind: str
    words: str

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """What the case knows of its people. names: as they are written; addresses: lines; public: postcodes that the register shows anyway."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    _patterns: list[tuple[str, re.Pattern[str]]] = field(default_factory=list, compare=False)

    @property
    def patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        if not self._patterns:
            for kind, phrases in (("name", self.names), ("address", self.addresses)):
                words = [r"\s+".join(map(re.escape, phrase.split())) for phrase in sorted(phrases, key=len, reverse=True) if phrase.strip()]
                if words:
                    self._patterns.append((kind, re.compile(rf"\b(?:{'|'.join(words)})\b", re.I)))
        return self._patterns


def names_of(first: str, last: str) -> set[str]:
    """The ways in which a person is written: Ada Brook, A Brook, A. Brook, Brook."""
    first, last = first.strip(), last.strip()
    found = {f"{first} {last}".strip()} if first and last else set()
    if len(last) > 2:
        found |= {last} | ({f"{first[0]} {last}", f"{first[0]}. {last}"} if first else set())
    return found


def looks_private(text: str, known: Known) -> bool:
    """Whether anything on a page may be private: a quick look at its text before its words are measured."""
    return bool(matches(" ".join(text.split()), known))


def matches(text: str, known: Known) -> list[tuple[str, int, int]]:
    """(kind, from, to) of what may be private in a text, in order; what lies within something longer is left out."""
    found = [(kind, *match.span()) for kind, pattern in (*PATTERNS, *known.patterns) for match in pattern.finditer(text)]
    found = [one for one in found if not (one[0] == "address" and _bare(text[one[1] : one[2]]) in known.public)]
    kept: list[tuple[str, int, int]] = []
    for one in sorted(found, key=lambda one: (one[1] - one[2], one[1])):
        if not any(start < one[2] and one[1] < end for _, start, end in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one[1])


def spots_on(page: int, words: Iterable[Any], known: Known, *, width_mm: float) -> list[Spot]:
    """Suggestions for one page. `words`: documents.rendering.pages.Word, in reading order. What runs over two lines becomes two boxes."""
    words = list(words)
    text, ends = "", []
    for word in words:
        text += word.text + " "
        ends.append(len(text))
    spots: list[Spot] = []
    for kind, start, end in matches(text, known):
        said = text[start:end].strip(" :.,-")
        covered = [word for word, after in zip(words, ends, strict=True) if after - len(word.text) - 1 < end and start < after - 1]
        for left, top, right, bottom in _lines(covered):
            if kind == "signature":
                left, right, top = right, min(right + SIGNATURE[0], width_mm), min(top, bottom - SIGNATURE[1])
                if right - left < 5:
                    continue
            place = (left - AROUND, top - AROUND, right - left + 2 * AROUND, bottom - top + 2 * AROUND)
            spots.append(Spot(f"{page}-{len(spots) + 1}", page, *(round(side, 2) for side in place), kind, said))
    return spots


def _lines(words: list[Any]) -> list[tuple[float, float, float, float]]:
    """One rectangle for each line that the words stand on."""
    lines: list[list[float]] = []
    for word in words:
        last = lines[-1] if lines else None
        if last and word.top < last[3] and last[1] < word.bottom and word.left >= last[0]:
            last[:] = [min(last[0], word.left), min(last[1], word.top), max(last[2], word.right), max(last[3], word.bottom)]
        else:
            lines.append([word.left, word.top, word.right, word.bottom])
    return [(left, top, right, bottom) for left, top, right, bottom in lines]


def _bare(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
