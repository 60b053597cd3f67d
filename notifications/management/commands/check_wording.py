"""Look through every council's own words for messages after a release: which can no longer be used, and why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from notifications import jobs


class Command(BaseCommand):
    help = "Lists councils' own words for messages that cannot be used any more. Nothing is lost: the standard words are sent instead."

    def handle(self, *args: Any, **options: Any) -> None:
        """Status 1 where there are some."""
        found = jobs.unusable_wordings()
        for council, key, faults in found:
            self.stdout.write(f"{council}, {key}: {'. '.join(fault.words for fault in faults)}.")
        if found:
            raise CommandError(f"{len(found)} cannot be used. Their administrators put them right at /messages/wording/.")
        self.stdout.write("Every council's words can be used.")
