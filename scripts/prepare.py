"""Migrations, reference data and demo data in one process; what is there already is kept."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bops.settings.demo")

import django
from django.core.management import call_command, get_commands


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    for command in ("load_reference_data", "load_demo"):
        if command in get_commands():
            call_command(command)


if __name__ == "__main__":
    main()
