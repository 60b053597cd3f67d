"""`manage.py verify_audit [council]`: proves each chain of events, or says where one was broken (exit 1)."""

from itertools import chain as one_after_another
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from audit.chain import first_fault
from audit.models import AuditEvent
from core.tenancy import acting_for


class Command(BaseCommand):
    help = "Verify the hash chains of the audit trail."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("council", nargs="?", help="subdomain of one council; all of them when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        councils = apps.get_model("accounts", "LocalAuthority")._default_manager.all()
        if options["council"]:
            councils = councils.filter(subdomain=options["council"])
            if not councils:
                raise CommandError(f"There is no council called {options['council']}.")
        faults = [fault for council in councils for fault in self._faults(council)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} broken chains.")

    def _faults(self, council: Any) -> list[str]:
        faults, chains, chain = [], 0, []
        with acting_for(council):
            events = AuditEvent.objects.filter(authority=council).order_by("case_id", "sequence").iterator(chunk_size=2000)
            key: object = object()
            for event in one_after_another(events, [None]):  # never all of a council's events in memory
                if event is None or event.case_id != key:
                    fault = first_fault(chain)
                    chains += bool(chain)
                    if fault:
                        faults.append(f"{council}, case {key}: {fault}")
                    chain, key = [], getattr(event, "case_id", None)
                if event is not None:
                    chain.append(event)
        self.stdout.write(f"{council}: {chains} chains checked, {len(faults)} broken.")
        return faults
