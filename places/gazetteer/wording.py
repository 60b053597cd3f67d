"""Addresses as people write them: gazetteers keep capitals and parts, letters want "Flat 2, 14–16 Mill Lane"."""

import re
from functools import lru_cache
from typing import NamedTuple

SMALL = {"and", "at", "by", "cum", "de", "en", "in", "juxta", "la", "le", "next", "of", "on", "over", "the", "to", "under", "upon", "with"}
CAPITALS = {"BBC", "BP", "BT", "CAB", "CIC", "DHL", "GP", "HMO", "HQ", "HSBC", "II", "III", "IV", "KFC", "LLP", "MOT", "NHS", "PLC", "PO",
            "RAF", "RSPCA", "TSB", "UK", "VI", "VII", "VIII", "YHA", "YMCA"}  # fmt: skip
UNITS = {"apartment", "bedsit", "block", "bungalow", "chalet", "cottage", "flat", "floor", "garage", "house", "kiosk", "maisonette",
         "office", "pitch", "plot", "room", "shop", "studio", "suite", "unit", "villa", "workshop"}  # fmt: skip
NUMBERS = re.compile(r"\d+[A-Z]{0,2}(?:\s*[-–]\s*\d+[A-Z]{0,2})?", re.I)
RANGE = re.compile(r"(\d[A-Za-z]?)\s*-\s*(?=\d)")
ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")
FLAT = "RD06"  # a self-contained flat


@lru_cache(maxsize=65536)
def as_written(text: str) -> str:
    """ "ST MARY'S ROAD" → "St Mary's Road", "2-4" → "2–4". Text that is not all capitals is as somebody wrote it, and stays."""
    text = " ".join(text.split())
    if text.isupper():
        text = " ".join(_word(word, first=not number) for number, word in enumerate(text.split()))
    return RANGE.sub(r"\1–", text)


def _word(word: str, *, first: bool) -> str:
    if word.strip("(),.") in CAPITALS:
        return word
    if ORDINAL.fullmatch(word):
        return word.lower()
    if word[0].isdigit():
        return word
    if not first and word.lower() in SMALL:
        return word.lower()
    return "-".join(part.lower() if number and part.lower() in SMALL else _capital(part) for number, part in enumerate(word.split("-")))


def _capital(part: str) -> str:
    """ "O'BRIEN" → "O'Brien", "KING'S" → "King's", "MCDONALD" → "McDonald"."""
    low = part.lower()
    if low.startswith("mc") and len(low) > 4:
        return f"Mc{low[2:].capitalize()}"
    if low[1:2] in {"'", "’"} and len(low) > 3:
        return f"{low[0].upper()}{low[1]}{low[2:].capitalize()}"
    for number, letter in enumerate(low):
        if letter.isalpha():
            return f"{low[:number]}{letter.upper()}{low[number + 1 :]}"
    return part


class Object(NamedTuple):
    """A primary or secondary addressable object (BS 7666): numbers with suffixes, a range, a name."""

    start: str
    start_suffix: str
    end: str
    end_suffix: str
    text: str

    @property
    def number(self) -> str:
        first, last = f"{self.start.strip()}{self.start_suffix.strip()}", f"{self.end.strip()}{self.end_suffix.strip()}"
        return f"{first}–{last}" if last and first else first or last


def lines_of(secondary: Object, primary: Object, street: str, locality: str, town: str, classification: str = "") -> str:
    """The lines before the town: flat, building, number and street, locality."""
    inside = _inside(secondary, classification)
    name, number = as_written(primary.text), primary.number
    if name and not number and NUMBERS.fullmatch(name):
        name, number = "", name
    return _joined([inside, name, f"{number} {as_written(street)}".strip(), _elsewhere(locality, town)])


def _inside(secondary: Object, classification: str) -> str:
    """ "Flat 2": the number stands behind a word that wants one, else beside the name."""
    name, number = as_written(secondary.text), secondary.number
    if not name and number and classification == FLAT:
        name = "Flat"
    if name and number and name.lower().rsplit(" ", 1)[-1] in UNITS:
        return f"{name} {number}"
    return _joined([name, number])


def postal_lines(
    sub_building: str, building: str, number: str, streets: list[str], localities: list[str], town: str, po_box: str = ""
) -> str:
    """The same from the parts of a postal address (Royal Mail): a building called "14A" is a number, whatever its column."""
    name, number = as_written(building), as_written(number)
    if name and not number and NUMBERS.fullmatch(name):
        name, number = "", name
    roads = [as_written(street) for street in streets if street]
    if number and roads:
        roads[0] = f"{number} {roads[0]}"
    elif number:
        roads = [number]
    box = f"PO Box {po_box}" if po_box else ""
    return _joined([box, as_written(sub_building), name, *roads, *[_elsewhere(locality, town) for locality in localities]])


def _elsewhere(locality: str, town: str) -> str:
    """The locality, where it says more than the town does."""
    return as_written(locality) if locality.strip().lower() != town.strip().lower() else ""


def _joined(parts: list[str]) -> str:
    """Commas between, nothing twice running."""
    said: list[str] = []
    for part in parts:
        if part and (not said or said[-1].lower() != part.lower()):
            said.append(part)
    return ", ".join(said)
