"""What somebody types to find an address, taken apart: a UPRN, a postcode or its beginning, words."""

import re
from dataclasses import dataclass

from places.uprns import bare

LONGEST = 200  # characters of a question that are looked at
MOST_WORDS = 12
UPRN_FROM = 6  # digits: fewer are a house number
POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b", re.I)
BEGINNING = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:\s+([0-9][A-Z]?))?", re.I)
SHORT_FORMS = {
    "apt": "apartment", "av": "avenue", "blvd": "boulevard", "bldg": "building", "cl": "close", "cres": "crescent", "ct": "court",
    "dr": "drive", "est": "estate", "fl": "flat", "gdns": "gardens", "gr": "grove", "hse": "house", "ln": "lane", "mt": "mount",
    "pk": "park", "pl": "place", "rd": "road", "sq": "square", "st": "saint", "terr": "terrace", "wy": "way",
}  # fmt: skip


@dataclass(frozen=True)
class AddressQuestion:
    """`postcode` is whole ("AN1 3CD") or a beginning ("AN1", "AN1 3"); `words` is the text of a PostgreSQL tsquery, empty for none."""

    uprn: str = ""
    postcode: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.uprn or self.postcode or self.words)

    @classmethod
    def of(cls, typed: str) -> "AddressQuestion":
        text = " ".join("".join(c if c.isprintable() else " " for c in typed[:LONGEST]).encode("utf-8", "ignore").decode().split())
        digits = text.replace(" ", "")
        if digits.isascii() and digits.isdigit() and UPRN_FROM <= len(digits) <= 12:
            return cls(uprn=bare(digits))
        postcode = ""
        if found := POSTCODE.search(text):
            postcode = f"{found[1]} {found[2]}".upper()
            text = f"{text[: found.start()]} {text[found.end() :]}"
        elif beginning := BEGINNING.fullmatch(text):
            return cls(postcode=_beginning(beginning))
        return cls(postcode=postcode, words=words_of(text))


def _beginning(found: re.Match[str]) -> str:
    """ "AN1 " would leave out AN13, as it should where a space was typed or a sector follows; "AN1" takes both."""
    return f"{found[1]} {found[2]}".upper() if found[2] else found[1].upper()


def words_of(text: str) -> str:
    """Every word must be there: numbers as they are, other words at least as a beginning, short forms in full too."""
    wanted = []
    for word in re.findall(r"\w+", re.sub(r"['’`]", "", text.lower()).replace("_", " "))[:MOST_WORDS]:
        if word[0].isdigit():
            wanted.append(f"'{word}'")
        elif word in SHORT_FORMS:
            wanted.append(f"('{word}':* | '{SHORT_FORMS[word]}')")
        elif word not in {"and", "the", "of"}:
            wanted.append(f"'{word}':*")
    return " & ".join(wanted)
