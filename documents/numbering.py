"""Drawing numbers: what is the number and what its revision, whether two are the same, what comes next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WRITTEN = re.compile(
    r"^(?P<number>.*?\S)[\s_(,.-]*(?<![A-Za-z])rev(?:ision)?[\s_.:-]*(?P<revision>[A-Z]{1,2}\d{0,2}|\d{1,3})\)?$", re.IGNORECASE
)
_BARE = re.compile(r"^(?P<number>(?=.*\d).*\S)\s+(?P<revision>[A-Z]\d{0,2})$")
_IN_A_NAME = re.compile(
    r"(?<![A-Za-z0-9])(?P<number>[A-Z]{1,4}[-_ ]?\d{2,5})"
    r"(?:[ _.-]*(?i:rev(?:ision)?)[ _.-]*(?P<revision>[A-Za-z]\d{0,2}|\d{1,2}))?(?![A-Za-z0-9])"
)
CAMERAS = ("IMG", "DSC", "DSCN", "DSCF", "PXL", "SCAN", "DOC")


@dataclass(frozen=True, slots=True)
class DrawingNumber:
    """A-101 rev B: number "A-101", revision "B"."""

    number: str
    revision: str = ""

    @property
    def key(self) -> str:
        """What is compared: neither capitals nor spaces nor the kind of hyphen make another number."""
        return re.sub(r"\s+", " ", self.number.replace("–", "-").replace("_", "-")).strip().upper()

    def __str__(self) -> str:
        return f"{self.number} rev {self.revision}" if self.revision else self.number


def numbers_in(text: str) -> list[DrawingNumber]:
    """The numbers of one document: a file may hold several drawings, with commas between their numbers."""
    return [_one(" ".join(part.split())) for part in re.split(r"[,;]", text) if part.strip()]


def _one(text: str) -> DrawingNumber:
    found = _WRITTEN.match(text) or _BARE.match(text)
    return DrawingNumber(found["number"], found["revision"].upper()) if found else DrawingNumber(text)


def keys_in(text: str) -> set[str]:
    return {one.key for one in numbers_in(text)}


def tidy(text: str) -> str:
    """The numbers as they are kept: single spaces, a comma between two, each once."""
    parts = dict.fromkeys(" ".join(part.split()) for part in re.split(r"[,;]", text))
    return ", ".join(part for part in parts if part)


def next_revision(text: str) -> str:
    """The numbers with their next revision: A-101 becomes A-101 rev A, A-101 rev B becomes A-101 rev C, P01 becomes P02."""
    return ", ".join(str(DrawingNumber(one.number, _after(one.revision))) for one in numbers_in(text))


def _after(revision: str) -> str:
    if not revision:
        return "A"
    letters, digits = re.match(r"^([A-Z]*)(\d*)$", revision).groups()  # type: ignore[union-attr]
    if digits:
        return f"{letters}{int(digits) + 1:0{len(digits)}d}"
    return "AA" if letters == "Z" else letters[:-1] + chr(ord(letters[-1]) + 1) if letters[-1] != "Z" else f"{letters}1"


def guess(name: str) -> str:
    """The drawing number that a file's name tells: "A-101 rev B ground floor.pdf" gives "A-101 rev B"; "" where none can be seen."""
    found = next((one for one in _IN_A_NAME.finditer(name) if not one["number"].startswith(CAMERAS)), None)
    if found is None:
        return ""
    return str(DrawingNumber(re.sub(r"[_ ]", "-", found["number"]), (found["revision"] or "").upper()))


def clashing(text: str, others: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """(number, name) of the first of the others, (name, its numbers), that has one of these numbers, in whatever revision."""
    wanted = numbers_in(text)
    for name, numbers in others:
        taken = keys_in(numbers)
        for one in wanted:
            if one.key in taken:
                return one.number, name
    return None
