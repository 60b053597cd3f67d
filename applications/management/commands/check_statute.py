"""`manage.py check_statute [FOLDER]`: whether a folder of the law's tables can be used, its version, and what it changes."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

import statute
from applications import editions
from statute.tables import DATA, tables


class Command(BaseCommand):
    help = "Check a folder of the law's tables and show what it changes against the edition in use."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", nargs="?", default=str(DATA), help="The tables of the release when left out.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = editions.read(Path(options["folder"]))
        except editions.NotAnEdition as fault:
            raise CommandError(fault.message) from fault
        self.stdout.write(f"Version {edition.version}; in use is {statute.version()}.")
        changes = editions.changes(tables(), edition)
        self.stdout.write("\n".join(changes) if changes else "No figure differs from the edition in use.")
