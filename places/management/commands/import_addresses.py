"""`manage.py import_addresses PATH --authority southwark`: a council's gazetteer from files of Ordnance Survey or of its own LLPG."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import System
from core.tenancy import acting_for
from places.gazetteer import files, importing
from places.gazetteer.lines import CannotRead
from places.models import AddressImport

SHOWN_FAULTS = 20


def a_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a day such as 2026-11-24") from None


class Command(BaseCommand):
    help = "Import addresses: AddressBase Core, Plus or Premium, or DTF 7.3; a file, a zip of files, or a folder. May be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="A CSV file, a zip, or a folder of either")
        parser.add_argument("--authority", required=True, help="The council's short name, such as southwark, or its code, such as SWK")
        parser.add_argument("--format", default="auto", choices=["auto", *files.FORMATS], help="Told from the first line where not said")
        parser.add_argument("--custodian", default="", help="Take these alone: local custodian codes, for Core GSS codes; commas between")
        parser.add_argument("--supplied-on", type=a_day, help="The day of the supply, where neither the file nor its name says")
        parser.add_argument("--encoding", default="utf-8", help="utf-8, or cp1252 for a file from Windows")
        parser.add_argument("--faults-allowed", type=int, default=importing.FAULTS_ALLOWED, help="Bad lines before a file is refused")
        parser.add_argument("--retire-missing", action="store_true", help="It is a full supply: retire what it no longer has")
        parser.add_argument("--even-if-many", action="store_true", help="Retire what is missing even where it is a large share")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        authority = self._authority(options["authority"])
        wish = importing.Wish(
            format=options["format"],
            encoding=self._encoding(options["encoding"]),
            custodians={code.strip() for code in options["custodian"].split(",") if code.strip()},
            supplied_on=options["supplied_on"],
            faults_allowed=options["faults_allowed"],
            tell=lambda words: self.stderr.write(words),
        )
        by, runs = System("The command line"), []
        with acting_for(authority):
            try:
                for run in importing.import_addresses(authority=authority, path=path, wish=wish, by=by, now=timezone.now()):
                    runs.append(run)
                    self._report(run)
                if options["retire_missing"]:
                    many = options["even_if_many"]
                    self._report(importing.retire_missing(authority=authority, runs=runs, even_if_many=many, by=by, now=timezone.now()))
            except CannotRead as error:
                raise CommandError(str(error)) from error
        if any(run.state == AddressImport.State.FAILED for run in runs):
            raise CommandError("Not every file could be used; those refused changed nothing.")

    def _authority(self, name: str) -> LocalAuthority:
        rows = LocalAuthority.objects
        found = rows.filter(subdomain=name.lower()).first() or rows.filter(council_code=name.upper()).first()
        if found is None:
            names = ", ".join(rows.values_list("subdomain", flat=True)) or "none yet"
            raise CommandError(f"There is no council {name}. There are: {names}.")
        return found

    def _encoding(self, name: str) -> str:
        try:
            "".encode(name)  # base64 is an encoding too, but none of texts
        except (LookupError, ValueError):
            raise CommandError(f"There is no encoding {name}: utf-8 and cp1252 are the usual ones.") from None
        return name

    def _report(self, run: AddressImport) -> None:
        if run.state == AddressImport.State.FAILED:
            self.stderr.write(f"{run.file}: refused. {run.error}")
        else:
            day = f" of {run.supplied_at:%Y-%m-%d}" if run.supplied_at else ""
            self.stdout.write(
                f"{run.file} ({run.format}{day}): {run.added:,} added, {run.changed:,} changed, {run.retired:,} retired, "
                f"{run.refused:,} lines refused"
            )
        for fault in run.faults[:SHOWN_FAULTS]:
            where = f"line {fault['line']}: " if "line" in fault else ""
            self.stderr.write(f"  {run.file}, {where}{fault['why']}")
        if run.refused > SHOWN_FAULTS:
            self.stderr.write(f"  and {run.refused - SHOWN_FAULTS:,} more; the first {importing.FAULTS_KEPT} are on the page of addresses")
