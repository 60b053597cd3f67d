"""AddressBase Premium (CSV, technical specification v2.1 and later) and DTF 7.3 (BS 7666:2006, as LLPGs export it): an address in parts.

A file begins with a header (10) and ends with a trailer (99) that counts its records. Between them: 11 street, 15 street descriptor,
21 BLPU, 23 cross reference, 24 LPI, 28 delivery point, 29 metadata, 30 successor, 31 organisation, 32 classification. Each has CHANGE_TYPE
I, U or D and PRO_ORDER. Where the two layouts differ, the number of columns tells which it is.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Any, NamedTuple

from places.gazetteer.lines import CannotRead
from places.gazetteer.rows import Refused, a_date, a_uprn, optional_uprn

HEADER, STREET, NAME, BLPU, XREF, LPI = 10, 11, 15, 21, 23, 24
DPA, METADATA, SUCCESSOR, ORGANISATION, CLASS, TRAILER = 28, 29, 30, 31, 32, 99
LEFT_OUT = {STREET, XREF, SUCCESSOR}  # nothing of an address stands in them
UNCOUNTED = {HEADER, METADATA, TRAILER}
SCHEME = "AddressBase Premium Classification Scheme"
BIGGEST = 2**63


class Part(NamedTuple):
    """One record. `owner`: UPRN, of a street's name the USRN; `usrn`: of an LPI, the street it is in."""

    kind: int
    key: str
    owner: int
    usrn: int | None
    deleted: bool
    pro_order: int
    fields: dict[str, Any]


def is_header(columns: list[str]) -> bool:
    return columns[:1] == ["10"] and len(columns) >= 8


def supplied_at(header: list[str]) -> datetime:
    """When the file was made: PROCESS_DATE and TIME_STAMP."""
    try:
        day = a_date(header[3])
        clock = time.fromisoformat(header[6]) if header[6] else time()
    except (Refused, ValueError):
        day = None
    if day is None:
        raise CannotRead("The header (record 10) has no date of the file.")
    return datetime.combine(day, clock, UTC)


def parts(
    lines: Iterable[tuple[int, list[str]]], refuse: Callable[[int, str], None], read: Callable[[], int]
) -> Iterator[tuple[int, Part]]:
    """The records that addresses are made of. CannotRead where the trailer is missing or counts others: such a file is cut short.

    `read()`: how many lines the file has had so far, those included that could not be read.
    """
    counted = Counted()
    for number, columns in lines:
        try:
            kind = int(columns[0])
            part = _part(kind, columns)
        except (ValueError, IndexError) as error:
            refuse(number, str(error) if isinstance(error, Refused) else "It is no record of this format")
            continue
        counted.note(kind, number, columns)
        if part:
            yield number, part
    counted.check(read())


class Counted:
    """The trailer's count against the lines of the file."""

    def __init__(self) -> None:
        self.apart = dict.fromkeys(UNCOUNTED, 0)
        self.says: int | None = None

    def note(self, kind: int, number: int, columns: list[str]) -> None:
        if self.says is not None:
            raise CannotRead(f"Line {number} comes after the trailer (record 99).")
        if kind in self.apart:
            self.apart[kind] += 1
        if kind == HEADER and self.apart[HEADER] > 1:
            raise CannotRead(f"Line {number} is a second header (record 10): these are several files in one.")
        if kind == TRAILER:
            self.says = int(columns[2][:18]) if columns[2:3] and columns[2].isascii() and columns[2].isdigit() else -1

    def check(self, lines: int) -> None:
        if self.says is None:
            raise CannotRead("The file ends without its trailer (record 99): it is cut short.")
        records = lines - sum(self.apart.values())
        if self.says not in {records, records + self.apart[METADATA], lines}:
            raise CannotRead(f"The trailer counts {self.says:,} records, the file has {records:,}: lines are missing or twice there.")


def _part(kind: int, columns: list[str]) -> Part | None:
    if kind in UNCOUNTED or kind in LEFT_OUT:
        return None
    layout = LAYOUTS.get(kind)
    if layout is None:
        raise Refused(f"Record {kind} is none of this format")
    widths, take = layout
    if len(columns) not in widths:
        raise Refused(f"Record {kind} has {len(columns)} columns; {' or '.join(map(str, widths))} are known")
    if columns[1] not in {"I", "U", "D"}:
        raise Refused(f"“{columns[1][:10]}” is no type of change: I, U or D")
    key, owner, usrn, fields = take(columns)
    if not key:
        raise Refused(f"Record {kind} has no key")
    return Part(kind, key[:40], owner, usrn, columns[1] == "D", int(columns[2] or 0) % BIGGEST, fields)


Taken = tuple[str, int, int | None, dict[str, Any]]


def _usrn(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 8):
        raise Refused(f"“{text[:20]}” is not a USRN")
    return int(text)


def _name(c: list[str]) -> Taken:
    return f"{c[3]}:{c[8] or 'ENG'}", _usrn(c[3]), None, {"name": c[4], "locality": c[5], "town": c[6], "language": c[8] or "ENG"}


def _blpu(c: list[str]) -> Taken:
    """AddressBase Premium: degrees and a postcode; DTF 7.3: class and organisation."""
    uprn = a_uprn(c[3])
    fields = {"status": c[4], "state": c[5]}
    if len(c) == 22:
        fields |= {"parent": optional_uprn(c[7]), "easting": c[8], "northing": c[9], "latitude": c[10], "longitude": c[11]}
        fields |= {"custodian": c[13], "ended": c[16], "updated": c[17], "postal": c[19], "postcode": c[20]}
    else:
        fields |= {"class": c[7], "parent": optional_uprn(c[8]), "easting": c[9], "northing": c[10], "custodian": c[12], "ended": c[14]}
        fields |= {"updated": c[15], "organisation": c[17]}
    a_date(fields["updated"])
    return uprn, int(uprn), None, fields


def _lpi(c: list[str]) -> Taken:
    fields: dict[str, Any] = {"language": c[5], "status": c[6], "ended": c[8], "secondary": c[11:16], "primary": c[16:21]}
    if len(c) == 26:
        fields |= {"updated": c[9], "official": c[25]}
    else:
        fields |= {"updated": c[10], "postcode": c[24], "town": c[25], "official": c[26]}
    a_date(fields["updated"])
    return c[4], int(a_uprn(c[3])), _usrn(c[21]), fields


def _dpa(c: list[str]) -> Taken:
    names = {"organisation": c[5], "inside": c[7], "building": c[8], "number": c[9], "streets": c[10:12], "localities": c[12:14]}
    return c[4], int(a_uprn(c[3])), None, names | {"town": c[14], "postcode": c[15], "po_box": c[23], "ended": c[26]}


def _organisation(c: list[str]) -> Taken:
    return c[4], int(a_uprn(c[3])), None, {"name": c[5], "ended": c[8], "updated": c[9]}


def _class(c: list[str]) -> Taken:
    return c[4], int(a_uprn(c[3])), None, {"code": c[5], "scheme": c[6], "ended": c[9], "updated": c[10]}


# kind → the numbers of columns that are known (AddressBase Premium, DTF 7.3), and what is taken
LAYOUTS: dict[int, tuple[tuple[int, ...], Callable[[list[str]], Taken]]] = {
    NAME: ((13, 9), _name),
    BLPU: ((22, 23), _blpu),
    LPI: ((26, 30), _lpi),
    DPA: ((29,), _dpa),
    ORGANISATION: ((11,), _organisation),
    CLASS: ((12,), _class),
}
