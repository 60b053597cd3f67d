"""QR codes for paper: always with the address in words beside them."""

from dataclasses import dataclass
from functools import lru_cache

import segno


@dataclass(frozen=True, slots=True)
class QrCode:
    """A picture as a `data:` address, the words for people who cannot see it, and the web address it stands for."""

    src: str
    alt: str
    address: str


@lru_cache(maxsize=128)
def qr_code(address: str) -> QrCode:
    """A QR code that opens `address`, legible with a quarter of it smudged (level Q)."""
    code = segno.make(address, error="q", micro=False)
    return QrCode(src=code.svg_data_uri(border=2), alt=f"QR code that opens {address}", address=address)
