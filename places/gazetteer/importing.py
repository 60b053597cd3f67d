"""The verb: files into the gazetteer. One file is one transaction, so a stopped import leaves it as it was before that file."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import actor_of
from audit.services import record
from places import events
from places.gazetteer import assemble, core, files, parts, plus, table
from places.gazetteer.files import CORE, PARTS, Source
from places.gazetteer.lines import CannotRead, Lines
from places.gazetteer.rows import Refused, Row
from places.models import Address, AddressImport

FAULTS_KEPT = 100  # faults that are written down; the rest are counted
FAULTS_ALLOWED = 1000  # lines of a file that may be refused before the file is
TELL_EVERY = 50_000  # lines between two words of progress
MOST_MISSING = 0.1  # of all addresses, that a full supply may lack without being told that it is right


@dataclass
class Wish:
    """How to import. `custodians`: local custodian codes (for AddressBase Core GSS codes) whose addresses are taken; empty for all."""

    format: str = "auto"
    encoding: str = "utf-8"
    custodians: set[str] = field(default_factory=set)
    supplied_on: date | None = None
    faults_allowed: int = FAULTS_ALLOWED
    tell: Callable[[str], None] = lambda words: None


def import_addresses(*, authority: LocalAuthority, path: Path, wish: Wish, by: Any, now: datetime) -> Iterator[AddressImport]:
    """Import each file under `path`, oldest supply first, and give its row as it ends.

    A file that cannot be used is refused as a whole and the next is tried. CannotRead where there is no file at all, or another import
    of this council is under way.
    """
    with alone(authority):
        left = AddressImport.objects.filter(authority=authority, state=AddressImport.State.RUNNING)
        left.update(state=AddressImport.State.STOPPED, finished_at=now)
        for source in files.sources(path, format=wish.format, encoding=wish.encoding, supplied_on=wish.supplied_on):
            yield _import_file(authority, source, wish, by)


@contextmanager
def alone(authority: LocalAuthority) -> Iterator[None]:
    """One import of a council at a time. The lock ends with the connection, so nobody has to clear it away."""
    key = f"addresses:{authority.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 2))", [key])
        if not cursor.fetchone()[0]:
            raise CannotRead("Another import of this council's addresses is under way.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 2))", [key])


def _import_file(authority: LocalAuthority, source: Source, wish: Wish, by: Any) -> AddressImport:
    run = AddressImport.objects.create(
        authority=authority, started_at=timezone.now(), asked_by=actor_of(by).name, file=source.name[-300:], format=source.label
    )
    reading = Reading(run, source, wish)
    try:
        with transaction.atomic():
            merged = reading.into_the_table(authority.pk)
            run.added, run.changed, run.retired = merged.added, merged.changed, merged.retired
            run.state, run.finished_at = AddressImport.State.DONE, timezone.now()
            run.save()
            counts = {"added": run.added, "changed": run.changed, "retired": run.retired, "refused": run.refused}
            record(events.ADDRESSES_IMPORTED, authority=authority, by=by, now=run.finished_at, file=source.name, **counts)
    except Exception as error:
        run.added = run.changed = run.retired = 0
        run.state, run.finished_at = AddressImport.State.FAILED, timezone.now()
        run.error = str(error) if isinstance(error, CannotRead) else f"{type(error).__name__}: it stopped at line {run.read}."
        run.save()
        if not isinstance(error, CannotRead):
            raise
    return run


class Reading:
    """One file on its way into the table; counts and faults are noted on its row."""

    def __init__(self, run: AddressImport, source: Source, wish: Wish) -> None:
        self.run, self.source, self.wish = run, source, wish

    def into_the_table(self, authority_id: int) -> table.Merged:
        with self.source.opened() as stream:
            lines = Lines(stream, encoding=self.wish.encoding, refuse=self.refuse)
            if self.source.format == PARTS:
                return self._parts(authority_id, lines)
            table.prepare()
            table.stage(self._rows(self._told(lines)))
            self._finished(lines)
        supplied_at = self.source.supplied_at or table.newest_line()
        if supplied_at is None:
            raise CannotRead("Neither its name nor its lines have a date: say --supplied-on.")
        self.run.supplied_at = supplied_at
        return table.merge(authority_id=authority_id, supplied_at=supplied_at)

    def _parts(self, authority_id: int, lines: Lines) -> table.Merged:
        supplied_at = self.source.supplied_at
        if supplied_at is None:
            raise CannotRead("It has no header (record 10).")
        self.run.supplied_at = supplied_at
        assemble.keep(parts.parts(self._told(lines), self.refuse, lambda: lines.number))
        self._finished(lines)
        return assemble.merge(authority_id=authority_id, supplied_at=supplied_at, custodians=self.wish.custodians, refuse=self.refuse)

    def _rows(self, lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, Row]]:
        """The rows of the lines that can be used. The first line of AddressBase Core names its columns."""
        custodians = self.wish.custodians
        read = None if self.source.format == CORE else lambda columns: plus.read(columns, custodians)
        for number, columns in lines:
            if read is None:
                read = core.reader(columns, custodians)
                continue
            try:
                row = read(columns)
                if row is not None:
                    yield number, table.fits(row)
            except Refused as error:
                self.refuse(number, str(error))

    def _told(self, lines: Lines) -> Iterator[tuple[int, list[str]]]:
        for number, columns in lines:
            if number % TELL_EVERY == 0:
                self.run.read = number
                self.wish.tell(f"{self.source.name}: {number:,} lines")
            yield number, columns

    def _finished(self, lines: Lines) -> None:
        self.run.read, self.run.sha256 = lines.number, lines.sha256
        self.wish.tell(f"{self.source.name}: {lines.number:,} lines read, merging")

    def refuse(self, number: int, why: str) -> None:
        """Note a line that cannot be used; CannotRead when there are too many of them."""
        self.run.refused += 1
        if len(self.run.faults) < FAULTS_KEPT:
            self.run.faults.append({"line": number, "why": why} if number else {"why": why})
        if self.run.refused > self.wish.faults_allowed:
            where = f"line {number}: " if number else ""
            raise CannotRead(f"More than {self.wish.faults_allowed:,} lines cannot be used; the last was {where}{why}.")


def retire_missing(*, authority: LocalAuthority, runs: list[AddressImport], even_if_many: bool, by: Any, now: datetime) -> AddressImport:
    """Retire what a full supply no longer has. CannotRead where a file was refused, or so much is missing that it cannot be right."""
    if not runs or any(run.state != AddressImport.State.DONE for run in runs):
        raise CannotRead("Nothing was retired: not every file of the supply could be used.")
    since = min(run.supplied_at for run in runs if run.supplied_at)
    with alone(authority), transaction.atomic():
        current = Address.objects.filter(authority=authority).current().exclude(supplied_at=None)
        missing = current.filter(supplied_at__lt=since)
        number, all_of_them = missing.count(), current.count()
        if number > all_of_them * MOST_MISSING and not even_if_many:
            raise CannotRead(
                f"Nothing was retired: {number:,} of {all_of_them:,} addresses are missing. Say --even-if-many if that is right."
            )
        missing.update(state=Address.State.RETIRED, supplied_at=since)
        file = f"Missing in the full supply of {since:%Y-%m-%d}"
        run = AddressImport.objects.create(
            authority=authority, started_at=now, finished_at=timezone.now(), asked_by=actor_of(by).name, file=file, supplied_at=since,
            format=runs[0].format, state=AddressImport.State.DONE, retired=number,
        )  # fmt: skip
        record(events.ADDRESSES_IMPORTED, authority=authority, by=by, now=now, file=file, added=0, changed=0, retired=number, refused=0)
    return run
