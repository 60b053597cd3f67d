"""`manage.py import_planning_data WHAT …`: constraints, wards and parishes from files, or fetched by the name of the data set."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.errors import DomainError
from places.adapters.planning_data import download
from places.data_sets import Meaning, meaning_of, meanings
from places.importing import Outcome, import_areas
from places.outside import OutsideError
from places.published import Columns, FileFault, read

ENDINGS = {".csv", ".json", ".geojson", ".geojsonl", ".ndjson", ".zip", ".gz"}


def _names_a_file(what: str) -> bool:
    """Whether a file is meant, not a data set: then nothing is fetched in its place where it is not there."""
    return "/" in what or "\\" in what or Path(what).suffix.lower() in ENDINGS


class Command(BaseCommand):
    help = (
        "Import data sets of areas: CSV or GeoJSON files, or names of data sets of planning.data.gov.uk, which are fetched. "
        "A file takes the place of what its data set had before; importing it twice changes nothing."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", nargs="*", help="Files, or names such as conservation-area. None: lists the data sets that BOPS knows.")
        parser.add_argument("--data-set", default="", help="The data set of a file whose name does not say it.")
        parser.add_argument("--as-of", type=date.fromisoformat, help="The day a file is true of (2026-11-03); default: the file's date.")
        parser.add_argument("--codes", nargs="+", help="ODP designations that a data set of your own means.")
        parser.add_argument(
            "--kind", choices=["constraint", "ward", "parish"], default="constraint", help="What a data set of your own holds."
        )
        parser.add_argument("--title", default="", help="What to call a data set of your own on pages.")
        parser.add_argument("--key", default="", help="Column that tells its entities apart; default: entity, WD24CD, code, reference …")
        parser.add_argument("--name", default="", help="Column with their names; default: name, WD24NM, PAR24NM …")
        parser.add_argument("--fewer-is-right", action="store_true", help="Believe a file that has less than half of what counts now.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["what"]:
            self._list()
            return
        if len(options["what"]) > 1 and (options["data_set"] or options["codes"]):
            raise CommandError("Import one file at a time where you say what it means.")
        failed = [what for what in options["what"] if not self._import(what, options)]
        if failed:
            raise CommandError(f"Not imported: {', '.join(failed)}. The reasons are above.")

    def _list(self) -> None:
        for key, meaning in meanings().items():
            self.stdout.write(f"{key:36} {meaning.name}")

    def _import(self, what: str, options: dict[str, Any]) -> bool:
        path = Path(what)
        if not path.is_file() and _names_a_file(what):
            self.stderr.write(f"{what}: there is no such file.")
            return False
        try:
            meaning = meaning_of(
                options["data_set"] or path.name.split(".")[0], name=options["title"], kind=options["kind"], codes=options["codes"]
            )
            if path.is_file():
                with path.open("rb") as file:
                    changed = timezone.localdate(datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()))
                    self._tell(self._take(file, meaning, path.name, options, options["as_of"] or changed))
            else:
                with NamedTemporaryFile() as file:
                    address = download(meaning.key, file)
                    file.seek(0)
                    self._tell(self._take(file, meaning, address, options, options["as_of"] or timezone.localdate()))
        except (FileFault, DomainError, OutsideError, ValueError, OSError) as fault:
            self.stderr.write(f"{what}: {fault}")
            return False
        return True

    def _take(self, file: IO[bytes], meaning: Meaning, source: str, options: dict[str, Any], as_of: date) -> Outcome:
        return import_areas(
            entities=read(file, Columns(options["key"], options["name"])),
            meaning=meaning,
            source=source,
            as_of=as_of,
            now=timezone.now(),
            fewer_is_right=options["fewer_is_right"],
        )

    def _tell(self, outcome: Outcome) -> None:
        self.stdout.write(
            f"{outcome.data_set.name}: {outcome.seen:,} read, {outcome.written:,} written, {outcome.retired:,} no longer there, "
            f"{outcome.repaired:,} repaired, {outcome.left_out:,} left out; {outcome.data_set.areas:,} count."
        )
        for remark in outcome.remarks[:20]:
            self.stdout.write(f"  {remark}")
        if len(outcome.remarks) > 20:
            self.stdout.write("  More are listed on the page of outside services.")
