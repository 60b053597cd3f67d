"""Looking into a zip file that a stranger sent, without unpacking it anywhere.

Nothing is ever written to a path that the zip names: a member is read, piece by piece, by its number in the list of contents.
What no honest sender makes (a member with a password, a link, a path that leads out, a bomb) refuses the whole package. A zip inside
the zip is a member like any other and is not opened. Bytes before, between and after the members are of no account: only the
list of contents counts.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from intake.fetching import MEGABYTE, Fetched, FetchError

ENCRYPTED = 0x1
DEFLATED_OR_STORED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
END_OF_LIST = b"PK\x05\x06"
LONGEST_END = 65_557  # the end record with the longest comment that it can have
END_RECORD = struct.Struct("<4s4H2LH")
LITTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
DRIVE = re.compile(r"^[A-Za-z]:")
PIECE = 65_536
BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, zlib.error, EOFError, ValueError, OverflowError, IndexError)
BROKEN += (NotImplementedError, RuntimeError, OSError, UnicodeError)


class PackageRefused(Exception):
    """The package, or one member of it, cannot be used; carries words for the officer."""

    def __init__(self, words: str):
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Limits:
    """`times`: how much larger than its packed self a member of more than `suspicious_bytes` may be."""

    most_members: int = 1_000
    most_list_bytes: int = 1 * MEGABYTE
    most_bytes: int = 250 * MEGABYTE
    most_bytes_together: int = 1_000 * MEGABYTE
    suspicious_bytes: int = 10 * MEGABYTE
    times: int = 100


@dataclass(frozen=True)
class Member:
    """One file in the package. `name`: its last part, as people know it; `size` is what the list says, not what was counted."""

    number: int
    path: str
    name: str
    size: int
    checksum: str = ""


class Package:
    """An opened package; `members` are its files in their order, folders and litter left out."""

    def __init__(self, file: IO[bytes], limits: Limits | None = None):
        self.limits = limits or Limits()
        self._check_list_of_contents(file)
        try:
            self._zip = zipfile.ZipFile(file)
            self._infos = self._zip.infolist()
        except BROKEN:
            raise PackageRefused("The package is damaged: its list of contents cannot be read.") from None
        self.members = tuple(self._members())
        self._check_sizes(file)

    def find(self, name: str) -> Member | None:
        """The member of this name, whatever its folder and the size of its letters. Two of one name: PackageRefused."""
        found = [member for member in self.members if member.name.casefold() == name.casefold()]
        if len(found) > 1:
            raise PackageRefused(f"The package holds {len(found)} files named {name}: it is not clear which one counts.")
        return found[0] if found else None

    def pieces(self, member: Member) -> Iterator[bytes]:
        """The member's content, counted as it comes. PackageRefused when it is not what the list of contents says."""
        counted = 0
        try:
            with self._zip.open(self._infos[member.number]) as stream:
                while piece := stream.read(PIECE):
                    counted += len(piece)
                    if counted > self.limits.most_bytes:
                        raise PackageRefused(f"“{member.name}” is larger than {self.limits.most_bytes // MEGABYTE} MB.")
                    yield piece
        except BROKEN:
            raise PackageRefused(f"“{member.name}” is damaged: it cannot be unpacked.") from None
        if counted != member.size:
            raise PackageRefused(f"“{member.name}” is damaged: it is not as long as the package says.")

    def read(self, member: Member, most_bytes: int) -> bytes:
        """The whole of a small member."""
        if member.size > most_bytes:
            raise PackageRefused(f"“{member.name}” is larger than {most_bytes // MEGABYTE} MB.")
        return b"".join(self.pieces(member))

    @contextmanager
    def opened(self, member: Member) -> Iterator[Fetched]:
        """The member as a file, like one that was fetched. FetchError when it cannot be had."""
        with tempfile.NamedTemporaryFile() as file:
            digest, size = hashlib.sha256(), 0
            try:
                for piece in self.pieces(member):
                    digest.update(piece)
                    size += len(piece)
                    file.write(piece)
            except PackageRefused as refusal:
                raise FetchError(refusal.words, refused=True) from None
            if not size:
                raise FetchError("The file is empty.")
            file.seek(0)
            yield Fetched(file, member.name, size, digest.hexdigest(), "")

    def _check_list_of_contents(self, file: IO[bytes]) -> None:
        """How long the list of contents is, before anything holds it in memory."""
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - LONGEST_END))
        end = file.read()
        at = end.rfind(END_OF_LIST)
        if at < 0 or len(end) - at < END_RECORD.size:
            raise PackageRefused(
                "The package is not a whole zip file: its list of contents is missing. It may have been cut off on its way."
            )
        _, _, _, _, members, list_bytes, _, _ = END_RECORD.unpack_from(end, at)
        if members > self.limits.most_members or list_bytes > self.limits.most_list_bytes:
            raise PackageRefused(self._too_many())
        file.seek(0)

    def _too_many(self) -> str:
        return f"The package holds more than {self.limits.most_members:,} files. Ask for it in parts."

    def _members(self) -> Iterator[Member]:
        if len(self._infos) > self.limits.most_members:
            raise PackageRefused(self._too_many())
        for number, info in enumerate(self._infos):
            path = checked_path(info.orig_filename)
            _check_kind(info, path)
            if not info.is_dir() and not path.endswith("/") and not LITTER.search(path):
                yield Member(number, path, path.rsplit("/", 1)[-1], info.file_size, f"{info.CRC:08x}")

    def _check_sizes(self, file: IO[bytes]) -> None:
        packed = sum(info.compress_size for info in self._infos)
        if packed > file.seek(0, io.SEEK_END):
            raise PackageRefused("The package is not what it seems: its files overlap each other.")
        for info in self._infos:
            if info.file_size > self.limits.most_bytes:
                raise PackageRefused(f"The package holds a file of more than {self.limits.most_bytes // MEGABYTE} MB.")
            if info.file_size > self.limits.suspicious_bytes and info.file_size > info.compress_size * self.limits.times:
                raise PackageRefused("The package is not what it seems: a file in it grows more than a hundredfold when it is unpacked.")
        if sum(info.file_size for info in self._infos) > self.limits.most_bytes_together:
            raise PackageRefused(f"The package holds more than {self.limits.most_bytes_together // MEGABYTE:,} MB when it is unpacked.")


def checked_path(name: str) -> str:
    """A member's path with forward slashes. PackageRefused when it leads out of the package or hides its end."""
    path = name.replace("\\", "/")
    leads_out = path.startswith("/") or DRIVE.match(path) or ".." in path.split("/")
    if leads_out or any(ord(letter) < 32 for letter in path) or not path.strip("/ ."):
        shown = "".join(letter if letter.isprintable() else "?" for letter in name)[:80]
        raise PackageRefused(f"The package holds a file whose name is a trick: “{shown}”. Nothing of it was opened.")
    return path


def _check_kind(info: zipfile.ZipInfo, path: str) -> None:
    if info.flag_bits & ENCRYPTED:
        raise PackageRefused(f"The package is locked with a password (“{path[-80:]}”). Ask for it without one.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageRefused(f"The package holds something that is not a file: “{path[-80:]}” leads elsewhere. Nothing of it was opened.")
    if info.compress_type not in DEFLATED_OR_STORED:
        raise PackageRefused(f"The package is packed in a way that cannot be read (“{path[-80:]}”). Ask for an ordinary zip file.")


def is_package(head: bytes) -> bool:
    """Whether a file that begins so is a zip."""
    return head[:4] in (b"PK\x03\x04", END_OF_LIST)
