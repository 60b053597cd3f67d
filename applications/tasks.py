"""Looking up a site: what touches it, where it lies, what was applied for before. Each question is a row (SiteLookUp) and one task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone

from applications import events, findings
from applications.lifecycle import lock
from applications.models import Case, EarlierApplication, PlanningApplication, SiteLookUp
from applications.projection import refresh
from audit.actors import System
from audit.services import record
from core.tasks import bops_task
from places.adapters import mapit, paapi, planning_data
from places.data_sets import meanings
from places.models import DataSet
from places.outside import Nothing, NotSetUp, OutsideError
from places.selectors import Touched, areas_touching, data_sets

FIRST_WAIT = timedelta(minutes=5)  # doubled with each attempt …
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 8  # … of so many; after them somebody presses "try again"
What, State = SiteLookUp.What, SiteLookUp.State


@bops_task
def look_up(authority_id: int, look_up_id: int) -> None:
    """Answer one question about a site, if it still waits for an answer. A service that fails is asked again later."""
    row = SiteLookUp.objects.select_related("case").filter(pk=look_up_id).exclude(state=State.DONE).first()
    if row is None:
        return
    try:
        answer(row, now=timezone.now())
    except OutsideError as error:
        _not_now(row, error, timezone.now())


def answer(row: SiteLookUp, *, now: datetime) -> None:
    """Look up, and write what was found. OutsideError when an outside service was needed and failed."""
    ANSWERS[row.what](row, now)


def _not_now(row: SiteLookUp, error: OutsideError, now: datetime) -> None:
    attempts = row.attempts + 1
    again = error.again and attempts < MOST_ATTEMPTS
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_WAIT)
    SiteLookUp.objects.filter(pk=row.pk).update(
        state=State.FAILED, attempts=attempts, fault=error.words[:300], next_attempt_at=now + wait if again else None
    )


def _done(row: SiteLookUp, now: datetime, sources: list[str], *, changed: bool) -> None:
    values: dict[str, Any] = {"state": State.DONE, "done_at": now, "next_attempt_at": None, "fault": "", "attempts": 0, "sources": sources}
    SiteLookUp.objects.filter(pk=row.pk).update(**values, **({"changed_at": now} if changed else {}))


def _site(case: Case) -> GEOSGeometry | None:
    return case.boundary_corrected or case.boundary_submitted or case.point


# Constraints


def constraints(row: SiteLookUp, now: datetime) -> None:
    """Compare the red line with every imported data set, and ask planning.data.gov.uk about the others where it is set up."""
    site = _site(row.case)
    if site is None:
        _done(row, now, [], changed=False)
        return
    imported = [one for one in data_sets() if one.kind == DataSet.Kind.CONSTRAINT]
    found = findings.from_imported(_constraints_among(areas_touching(site, on=timezone.localdate(now))), imported)
    fault = _ask_planning_data(found, site, {one.key for one in imported}, now)
    with transaction.atomic():
        change = _write_constraints(row.case, found, now)
        if fault is None:
            _done(row, now, found.sources, changed=change.is_any)
    if fault is not None:
        raise fault


def _constraints_among(touched: list[Touched]) -> list[Touched]:
    return [one for one in touched if one.area.data_set.kind == DataSet.Kind.CONSTRAINT]


def _ask_planning_data(found: findings.Findings, site: GEOSGeometry, imported: set[str], now: datetime) -> OutsideError | None:
    """Add what the live service knows of data sets that are not imported. What was wrong, or None."""
    others = [meaning for meaning in meanings().values() if meaning.kind == "constraint" and meaning.key not in imported]
    if not others or not planning_data.PLANNING_DATA.is_set_up:
        return None
    try:
        entities = planning_data.entities_touching(site, others)
    except OutsideError as error:
        return error
    findings.add_live(found, entities, [meaning.key for meaning in others], planning_data.PLANNING_DATA.name, now)
    return None


def _write_constraints(case: Case, found: findings.Findings, now: datetime) -> findings.Change:
    application = PlanningApplication.objects.filter(pk=case.pk).first()
    if application is not None:
        lock(application)
    change = findings.write(case, found, now=now)
    if change.is_any:
        parts = [f"{', '.join(names)} {words}" for names, words in [(change.found, "found"), (change.gone, "no longer touches")] if names]
        record(events.CONSTRAINTS_LOOKED_UP, case=case, by=System(), now=now, changes="; ".join(parts))
        if application is not None:
            refresh(application, now=now)
    return change


# Ward and parish


def ward(row: SiteLookUp, now: datetime) -> None:
    """The ward and parish in which most of the site lies: from imported boundaries, else from MapIt where it is set up."""
    case, site = row.case, _site(row.case)
    kinds = {one.kind: findings.source_of(one) for one in data_sets() if one.kind != DataSet.Kind.CONSTRAINT}
    touched = areas_touching(site, on=timezone.localdate(now)) if site is not None and kinds else []
    place = {kind: _most(touched, kind) for kind in (DataSet.Kind.WARD, DataSet.Kind.PARISH) if kind in kinds}
    sources = list(kinds.values())
    if DataSet.Kind.WARD not in place and mapit.MAPIT.is_set_up:
        found = _ask_mapit(case)
        place = {DataSet.Kind.WARD: found.ward, DataSet.Kind.PARISH: found.parish} | {key: name for key, name in place.items() if name}
        sources.append(mapit.MAPIT.name)
    with transaction.atomic():
        changed = _place(case, place, sources, now)
        _done(row, now, sources, changed=changed)


def _most(touched: list[Touched], kind: str) -> str:
    """The name of the area of this kind that covers most of the site."""
    ours = [one for one in touched if one.area.data_set.kind == kind]
    return max(ours, key=lambda one: (one.share or 0, one.area.key)).area.name if ours else ""


def _ask_mapit(case: Case) -> mapit.WardAndParish:
    try:
        if case.point is not None:
            return mapit.by_position(case.point.x, case.point.y)
        if case.postcode:
            return mapit.by_postcode(case.postcode)
    except Nothing:
        pass
    return mapit.WardAndParish()


def _place(case: Case, place: dict[Any, str], sources: list[str], now: datetime) -> bool:
    """Write the ward and parish that were found; what was not found stays as it is."""
    values = {str(kind): name[:100] for kind, name in place.items() if name and name[:100] != getattr(case, str(kind))}
    if not values:
        return False
    Case.objects.filter(pk=case.pk).update(**values)
    words = ", ".join(f"{name} {kind}" for kind, name in values.items())
    record(events.SITE_PLACED, case=case, by=System(), now=now, place=words, source="; ".join(sources))
    application = PlanningApplication.objects.filter(pk=case.pk).first()
    if application is not None:
        refresh(application, now=now)
    return True


# Earlier applications


def history(row: SiteLookUp, now: datetime) -> None:
    """What the index of planning applications knows of the property; kept, so that no page waits for it."""
    case = row.case
    try:
        found = paapi.history_of(case.uprn) if case.uprn else []
    except (NotSetUp, Nothing):
        found = []
    rows = [
        EarlierApplication(authority_id=case.authority_id, case=case, source=paapi.PAAPI.name, **vars(past))
        for past in found
        if past.reference not in {case.reference, case.alternative_reference}
    ]
    with transaction.atomic():
        SiteLookUp.objects.select_for_update().get(pk=row.pk)
        before = set(EarlierApplication.objects.filter(case=case).values_list("reference", flat=True))
        EarlierApplication.objects.filter(case=case).delete()
        EarlierApplication.objects.bulk_create(rows)
        _done(row, now, [paapi.PAAPI.name], changed=before != {past.reference for past in rows})


ANSWERS: dict[str, Callable[[SiteLookUp, datetime], None]] = {What.CONSTRAINTS: constraints, What.WARD: ward, What.HISTORY: history}
