from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.models import Consultation, Neighbour
from consultation.services.guards import lock_running
from places.models import Address


@transaction.atomic
def choose_neighbours(
    *,
    application: PlanningApplication,
    uprns: Iterable[str],
    typed: Iterable[str] = (),
    adjoining: Iterable[str] = (),
    by: Any,
    now: datetime,
) -> list[Neighbour]:
    """Say who is to be told: the ticked addresses of the gazetteer (by UPRN) and those typed in, one line each.

    Whoever was chosen before and is not ticked any more is taken off, but kept where a letter has already gone.
    """
    application = lock_running(application)
    case, uprns, adjoining = application.case, set(uprns), set(adjoining)
    before = {neighbour.pk: neighbour for neighbour in Neighbour.objects.filter(case=case, chosen=True, removed_at=None)}
    addresses = Address.objects.filter(authority_id=case.authority_id, uprn__in=uprns)
    there = {row.address.lower(): row for row in Neighbour.objects.filter(case=case)}
    rows = [_keep(case, there, a.single_line, a.uprn, a.point, "addresses", a.uprn in adjoining) for a in addresses]
    rows += [_keep(case, there, line, "", None, "manual", False) for line in typed]
    kept = _save(rows)
    ids = {neighbour.pk for neighbour in kept}
    gone = [neighbour for pk, neighbour in before.items() if pk not in ids]
    Neighbour.objects.filter(pk__in=[neighbour.pk for neighbour in gone]).update(removed_at=now)
    row, _ = Consultation.objects.get_or_create(case=case, defaults={"authority_id": case.authority_id})
    row.neighbours_chosen_at, row.neighbours_chosen_by = now, by
    row.save(update_fields=["neighbours_chosen_at", "neighbours_chosen_by"])
    added = len(ids - before.keys())
    if added or gone:
        record(events.NEIGHBOURS_CHOSEN, case=case, by=by, now=now, added=added, removed=len(gone), total=len(ids))
    refresh(application, now=now)
    return kept


def _keep(case: Any, there: dict[str, Neighbour], address: str, uprn: str, point: Any, source: str, adjoining: bool) -> Neighbour:
    """The neighbour at this address: the row that is there (by address in small letters), or a new one."""
    row = there.get(address.lower())
    if row is None:
        row = there[address.lower()] = Neighbour(authority_id=case.authority_id, case=case, address=address, source=source)
    row.uprn, row.point, row.chosen, row.removed_at = uprn or row.uprn, point or row.point, True, None
    row.adjoining = adjoining or row.adjoining
    return row


def _save(rows: list[Neighbour]) -> list[Neighbour]:
    """Write them all at once, an address that was given twice once."""
    kept = list({row.address.lower(): row for row in rows}.values())
    Neighbour.objects.bulk_update([row for row in kept if row.pk], ["uprn", "point", "chosen", "removed_at", "adjoining"])
    Neighbour.objects.bulk_create([row for row in kept if not row.pk])
    return kept
