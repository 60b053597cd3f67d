"""The lines of a file, one after the other: never the whole file in memory, and no bad line takes another with it."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

LONGEST_LINE = 100_000  # bytes; the longest format has 77 columns


class CannotRead(Exception):
    """The file as a whole cannot be used; nothing of it is taken. In words for whoever runs the import."""


class Lines:
    """Iterates over (number, columns). What cannot be read is told to `refuse(number, why)` and left out."""

    def __init__(self, stream: BinaryIO, *, encoding: str, refuse: Callable[[int, str], None]) -> None:
        self.stream = stream
        self.encoding = encoding
        self.refuse = refuse
        self.number = 0
        self._sha = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._sha.hexdigest()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while raw := self.stream.readline(LONGEST_LINE):
            self.number += 1
            self._sha.update(raw)
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                raise CannotRead(f"Line {self.number} is longer than {LONGEST_LINE:,} characters: this is not a gazetteer file.")
            columns = self._columns(raw)
            if columns is not None:
                yield self.number, columns

    def _columns(self, raw: bytes) -> list[str] | None:
        try:
            text = raw.decode(self.encoding).strip("\r\n\ufeff")
        except UnicodeDecodeError as error:
            self.refuse(self.number, f"Byte {error.start + 1} is not {self.encoding}: say --encoding cp1252 if the file comes from Windows")
            return None
        if not text:
            return None
        if "\x00" in text:
            self.refuse(self.number, "It holds a zero byte")
            return None
        if '"' not in text:
            return text.split(",")
        try:
            return next(csv.reader([text], strict=True))
        except (csv.Error, StopIteration):
            self.refuse(self.number, "A quotation mark is not closed")
            return None
