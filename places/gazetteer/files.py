"""What is to be imported: a file, a zip of files, or a folder of either; the format and the date of each."""

import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import BinaryIO

from places.gazetteer import core, parts, plus
from places.gazetteer.lines import LONGEST_LINE, CannotRead

CORE, PLUS, PARTS = "core", "plus", "parts"
FORMATS = {CORE: "AddressBase Core", PLUS: "AddressBase Plus", PARTS: "AddressBase Premium"}
DTF = "DTF 7.3"
DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)")
ENDINGS = {".csv", ".txt"}
MOST_FILES = 20_000  # Great Britain in 5 km squares has fewer


@dataclass(frozen=True)
class Source:
    """One file, wherever it lies. `supplied_at`: from its header or its name; None: the newest date in its lines counts."""

    name: str
    path: Path
    member: str = ""
    format: str = ""
    label: str = ""
    supplied_at: datetime | None = None

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        if not self.member:
            with self.path.open("rb") as stream:
                yield stream
            return
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as packed:
                yield packed  # type: ignore[misc]
        except RuntimeError as error:
            raise CannotRead("It is locked with a password: unpack it first.") from error
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise CannotRead(f"The zip is damaged: {error}.") from error


def sources(path: Path, *, format: str = "auto", encoding: str = "utf-8", supplied_on: date | None = None) -> list[Source]:
    """The files under `path`, oldest supply first, so that updates are applied in their order. CannotRead where there is none."""
    if not path.exists():
        raise CannotRead(f"There is no {path}.")
    found = [_looked_at(source, format, encoding, supplied_on) for source in _files(path)]
    wanted = [source for source in found if source.format]
    if not wanted:
        raise CannotRead(f"{path.name} holds no addresses: no CSV file with a line that begins as one of AddressBase or of an LLPG does.")
    if len(wanted) > MOST_FILES:
        raise CannotRead(f"{path.name} holds more than {MOST_FILES:,} files.")
    return sorted(wanted, key=lambda source: (source.supplied_at or datetime.min.replace(tzinfo=UTC), source.name))


def _files(path: Path) -> Iterator[Source]:
    if path.is_dir():
        for below in sorted(path.iterdir()):
            if below.is_dir() or below.suffix.lower() in {*ENDINGS, ".zip"}:
                yield from _files(below)
    elif path.suffix.lower() == ".zip":
        yield from _members(path)
    else:
        yield Source(path.name, path)


def _members(path: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [member.filename for member in archive.infolist() if not member.is_dir()]
    except zipfile.BadZipFile as error:
        raise CannotRead(f"{path.name} is no zip, or a damaged one.") from error
    for name in sorted(names):
        if Path(name).suffix.lower() == ".zip":
            raise CannotRead(f"{path.name} holds another zip, {name}: unpack it and import the folder.")
        if Path(name).suffix.lower() in ENDINGS:
            yield Source(f"{path.name}/{name}", path, name)


def _looked_at(source: Source, format: str, encoding: str, supplied_on: date | None) -> Source:
    """The source with its format and date; without a format where it is the file of column names that comes with AddressBase Plus."""
    with source.opened() as stream:
        first = _line(stream, encoding)
        second = _line(stream, encoding)
    known = _format_of(first) if format == "auto" else format
    if known == PLUS and plus.is_header(first) and not second:
        known = ""
    if not known and not _is_only_names(first, second):
        raise CannotRead(f"{source.name} is in no format known here: its first line has {len(first)} columns.")
    supplied = datetime.combine(supplied_on, time(), UTC) if supplied_on else None
    supplied = supplied or (parts.supplied_at(first) if known == PARTS else None) or _date_in(source.name)
    label = DTF if known == PARTS and first[7].startswith("7") else FORMATS.get(known, "")
    return Source(source.name, source.path, source.member, known, label, supplied)


def _line(stream: BinaryIO, encoding: str) -> list[str]:
    text = stream.readline(LONGEST_LINE).decode(encoding, "replace").strip("\r\n\ufeff")
    return next(csv.reader([text]), [])


def _format_of(columns: list[str]) -> str:
    if parts.is_header(columns):
        return PARTS
    if core.is_header(columns):
        return CORE
    return PLUS if plus.is_line(columns) or plus.is_header(columns) else ""


def _is_only_names(first: list[str], second: list[str]) -> bool:
    return not second and (not first or not any(column.strip().isdigit() for column in first))


def _date_in(name: str) -> datetime | None:
    for year, month, day in reversed(DATE_IN_NAME.findall(name)):
        try:
            return datetime(int(year), int(month), int(day), tzinfo=UTC)
        except ValueError:
            continue
    return None
