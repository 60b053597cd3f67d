"""What stands at the head of a council's letters and notices, and how an address fits an envelope's window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WINDOW_LINES = 6
VERY_LONG = 200  # characters: more do not fit the window in print of the usual size
WINDOW_LINE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The council's name and ways to reach its planning service, as printed."""

    name: str
    address: tuple[str, ...]
    email: str
    phone: str
    website: str = ""

    @classmethod
    def of(cls, authority: Any) -> "Letterhead":
        """The letterhead of a council, from its own settings."""
        lines = tuple(line.strip() for line in authority.postal_address.splitlines() if line.strip())
        return cls(authority.council_name, lines, authority.email, authority.phone, authority.public_host)

    def as_data(self) -> dict[str, Any]:
        """The letterhead as JSON data, to be frozen with the content of a letter or notice."""
        return {"name": self.name, "address": list(self.address), "email": self.email, "phone": self.phone, "website": self.website}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Letterhead":
        return cls(**{**data, "address": tuple(data["address"])})


def window_lines(addressee: str, address: str | Sequence[str]) -> list[str]:
    """The addressee and address as at most six lines, each part whole, for the window of a DL or C5 envelope.

    `address` is a list of lines or one text with commas. Short neighbours are joined until it fits; the last line (the postcode)
    stays alone as the sorting machines ask. A very long address flows between the first line and the last, in small print.
    """
    parts = address.split(",") if isinstance(address, str) else address
    lines = [addressee, *(" ".join(part.split()) for part in parts if part.strip())]
    if len("".join(lines)) > VERY_LONG:
        return [addressee, ", ".join(lines[1:-1]), lines[-1]]
    while len(lines) > WINDOW_LINES:
        joins = range(1, len(lines) - 2)
        at = min(joins, key=lambda index: len(lines[index]) + len(lines[index + 1]))
        lines[at : at + 2] = [f"{lines[at]}, {lines[at + 1]}"]
    return lines
