"""`migrate`, as the owner of the tables (everything else runs as bops_web)."""

from typing import Any

from django.core.management.commands import migrate

from core.db.owner import as_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
