"""Newer national editions of the law's tables, put in use without a release: is a folder fit for use, and what does it change?"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from core.errors import DomainError
from statute.tables import DATA, Row, Tables, figures_in, use_folder

CONFIDENCE = ("high", "medium", "low")


class NotAnEdition(DomainError):
    """The folder's tables cannot be used; the message says why, a line for each fault."""


def read(folder: Path) -> Tables:
    """The tables of a folder, if every question can be answered from them. NotAnEdition otherwise."""
    if not folder.is_dir():
        raise NotAnEdition(f"{folder} is not a folder.")
    if not any(folder.glob("*.toml")):
        raise NotAnEdition(f"{folder} holds no .toml files.")
    try:
        edition = Tables(folder)
        faults = list(_faults(edition, Tables(DATA)))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotAnEdition(f"A file of {folder} is not TOML: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise NotAnEdition(f"A row of {folder} is not complete: {error}") from error
    if faults:
        raise NotAnEdition(f"{folder} cannot be used:\n" + "\n".join(faults))
    return edition


def use(folder: str) -> None:
    """Answer all questions of law from this folder from now on; empty: from the tables that come with the release."""
    if folder:
        read(Path(folder))
    use_folder(Path(folder) if folder else None)


def _faults(edition: Tables, shipped: Tables) -> Iterator[str]:
    """What keeps an edition from being used. The release asks for each rule that it was shipped with."""
    rows, known = _by_rule(edition), _by_rule(shipped)
    for place in known.keys() - rows.keys():
        yield f"{'/'.join(place)} is missing"
    for place, editions in rows.items():
        for row in editions:
            yield from _faults_of(row)
        for older, newer in pairwise(editions):
            if older.until is None or older.until >= newer.since:
                yield f"{'/'.join(place)}: two rows are in force on {newer.since}"
        if place in known:
            yield from _shape_faults(editions[-1], known[place][-1])
    yield from _type_faults(edition, shipped)


def _type_faults(edition: Tables, shipped: Tables) -> Iterator[str]:
    for code, kind in shipped.types.items():
        if code not in edition.types:
            yield f"types/{code} is missing"
        elif set(kind) - set(edition.types[code]):
            yield f"types/{code}: {', '.join(sorted(set(kind) - set(edition.types[code])))} is missing"
    for regime in shipped.regimes.keys() - edition.regimes.keys():
        yield f"regimes/{regime} is missing"


def _faults_of(row: Row) -> Iterator[str]:
    name = f"{row.table}/{row.key} from {row.since}"
    if type(row.since) is not date or type(row.until) not in (date, type(None)):
        yield f"{name}: from and until are dates"
    elif row.until is not None and row.until < row.since:
        yield f"{name}: ends on {row.until}, before it begins"
    if row.confidence not in CONFIDENCE:
        yield f"{name}: confidence is {', '.join(CONFIDENCE)}, not {row.confidence}"
    if not row.citation or not str(row.source).startswith(("https://", "http://")):
        yield f"{name}: a citation and the web address of a source are needed"


def _shape_faults(row: Row, shipped: Row) -> Iterator[str]:
    for figure, value in shipped.values.items():
        given = row.values.get(figure)
        if given is None:
            yield f"{row.table}/{row.key} from {row.since}: {figure} is missing"
        elif _shape(given) != _shape(value):
            yield f"{row.table}/{row.key} from {row.since}: {figure} is {given!r}, but was {value!r}"


def _shape(value: Any) -> type:
    return int if type(value) is float else type(value)


def _by_rule(edition: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    rows: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in edition:
        rows[row.table, row.key].append(row)
    return {place: sorted(found, key=lambda row: row.since) for place, found in rows.items()}


def changes(before: Iterable[Row], after: Iterable[Row]) -> list[str]:
    """What the second edition says that the first does not, a line for each change."""
    old, new = ({(row.table, row.key, row.since): row for row in edition} for edition in (before, after))
    return [line for place in sorted(old.keys() | new.keys()) for line in _changes_at(place, old.get(place), new.get(place))]


def _changes_at(place: tuple[str, str, date], old: Row | None, new: Row | None) -> Iterator[str]:
    name = f"{place[0]}/{place[1]} from {place[2]}"
    if old is None or new is None:
        yield f"{name}: {'new' if new else 'gone'}"
        return
    was, now = dict(figures_in(old.values)), dict(figures_in(new.values))
    for figure in sorted(was.keys() | now.keys()):
        if was.get(figure) != now.get(figure):
            yield f"{name}: {figure} {was.get(figure, 'nothing')} → {now.get(figure, 'nothing')}"
    for field in ("until", "citation", "source", "confidence", "says", "local"):
        if getattr(old, field) != getattr(new, field):
            yield f"{name}: {field} {getattr(old, field)} → {getattr(new, field)}"
    if was == now and old.values != new.values:
        yield f"{name}: words changed"
