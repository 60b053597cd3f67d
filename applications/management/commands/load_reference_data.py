"""`manage.py load_reference_data`: the national list of application types, from applications/types.toml. Safe to run again."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from applications.models import ApplicationType

TYPES = Path(__file__).resolve().parents[2] / "types.toml"


class Command(BaseCommand):
    help = "Load application types."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [ApplicationType(code=code, **entry) for code, entry in tomllib.loads(TYPES.read_text()).items()]
        fields = ["name", "suffix", "family", "category", "workflow", "outcomes", "active"]
        ApplicationType.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=fields)
        if options["verbosity"]:
            self.stdout.write(f"{len(rows)} application types.")
