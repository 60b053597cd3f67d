"""What lists show of a case is stored; this writes it, in the transaction of the verb that changed something."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.utils import timezone

from applications.clock import clock_for
from applications.models import BreachReport, Case, CaseDates, CaseSearch, PlanningApplication
from applications.snapshot import CaseSnapshot
from applications.tasklist import next_task

NEXT_TASK = ("next_task", "next_action", "next_action_on")

_deferred: ContextVar[dict[int, tuple[PlanningApplication, datetime]] | None] = ContextVar("deferred", default=None)
_counters: dict[str, Callable[[PlanningApplication], int]] = {}
_date_sources: dict[str, Callable[[PlanningApplication, Any], Any]] = {}
_consequence_sources: list[Callable[[PlanningApplication, Any], tuple[str, str, date] | None]] = []


def register_counter(column: str, count: Callable[[PlanningApplication], int]) -> None:
    """A stage says how `unread_answers` or `unread_comments` is counted. All of them are 0 where a case was just made."""
    _counters[column] = count


def register_date(column: str, source: Callable[[PlanningApplication, Any], Any]) -> None:
    """A stage says what a column of CaseDates is that needs its facts, such as `publicity_end_on`: source(application, facts)."""
    _date_sources[column] = source


def register_consequence(source: Callable[[PlanningApplication, Any], tuple[str, str, date] | None]) -> None:
    """A stage says what else happens to a case on a day if nobody acts: source(application, facts) gives (kind, words, day) or None."""
    _consequence_sources.append(source)


@contextmanager
def deferred() -> Iterator[None]:
    """Many verbs on one case in a row: what lists and search show of it is written once, at the end; until then its dates are empty."""
    waiting: dict[int, tuple[PlanningApplication, datetime]] = {}
    token = _deferred.set(waiting)
    try:
        yield
    finally:
        _deferred.reset(token)
    for application, now in waiting.values():
        refresh(application, now=now)


def refresh(application: PlanningApplication, *, now: datetime, just_made: bool = False) -> CaseDates:
    """Compute the dates, next action, counters and search words of a case again. Last line of every verb.

    `just_made`: the caller has written every row of the case in this transaction and changed none since, so it is not read again.
    """
    waiting = _deferred.get()
    if waiting is not None:
        waiting[application.pk] = (application, now)
        return CaseDates(application=application)
    application = application if just_made else _read(application)
    prefetch_related_objects([application], "case__payments")  # asked for by the law and by the search
    dates = CaseDates(application=application, authority_id=application.authority_id) if just_made else _dates_of(application)
    _refresh_dates(application, dates, now)
    if not just_made:
        _refresh_counters(application)
    _refresh_columns(application, dates, now)
    refresh_search(application)
    return dates


def refresh_next_task(application: PlanningApplication, *, now: datetime) -> None:
    """The next action alone, for what changes no date, no counter and no word that the case is found by, such as a document that came."""
    waiting = _deferred.get()
    if waiting is not None:
        waiting[application.pk] = (application, now)
        return
    application = _read(application)
    _set_next_task(application, _dates_of(application), now)
    application.save(update_fields=NEXT_TASK)


def _read(application: PlanningApplication) -> PlanningApplication:
    """As it stands in the database, with all that is one row of the case, in one query."""
    rows = PlanningApplication.objects.with_case().with_figures_of_law().select_related("case__development")
    read: PlanningApplication = rows.get(pk=application.pk)
    return read


def _dates_of(application: PlanningApplication) -> CaseDates:
    return getattr(application, "dates", None) or CaseDates(application=application, authority_id=application.authority_id)


def dates_if(application: PlanningApplication, **changes: Any) -> CaseDates:
    """What the dates would be if these columns of the application were different. Nothing is written; `changes` are put on a copy."""
    then = copy(application)
    for name, value in changes.items():
        setattr(then, name, value)
    dates = CaseDates(application_id=application.pk, authority_id=application.authority_id)
    _compute(then, dates)
    return dates


def _refresh_dates(application: PlanningApplication, dates: CaseDates, now: datetime) -> None:
    if dates.frozen_at is not None:
        return
    _compute(application, dates)
    if application.status == PlanningApplication.Status.DETERMINED:
        dates.frozen_at = now
    _write(dates)


def _compute(application: PlanningApplication, dates: CaseDates) -> None:
    """Put what the law and the stages say of the application as it is in memory on `dates`."""
    clock = clock_for(application)
    dates.statutory_expiry_on = clock.day("statutory_expiry")
    dates.effective_expiry_on = clock.day("effective_expiry")
    dates.extended = clock.extended
    dates.guarantee_on = clock.day("guarantee")
    running = clock.consequence is not None and not application.is_closed  # a case that has ended has nothing ahead of it
    consequence = clock.consequence.value if running else None
    dates.next_consequence = consequence.kind if consequence else ""
    dates.next_consequence_words = (consequence.sentence if consequence else clock.fault)[:400]
    dates.next_consequence_on = consequence.date if consequence else None
    dates.money_at_stake = consequence.money_at_stake if consequence else None
    for column, source in _date_sources.items():
        setattr(dates, column, source(application, clock.facts))
    _put_earlier_consequence(application, dates, clock.facts)


def _put_earlier_consequence(application: PlanningApplication, dates: CaseDates, facts: Any) -> None:
    """What a stage says comes first where it comes before what the law does of itself."""
    for source in _consequence_sources:
        found = source(application, facts)
        if found and (dates.next_consequence_on is None or found[2] <= dates.next_consequence_on):
            dates.next_consequence, dates.next_consequence_words, dates.next_consequence_on = found


def _write(row: Model) -> None:
    """Insert the row of a case, or put it in the place of the one that is there: one statement, whoever was first."""
    key = row._meta.pk
    columns = [field.name for field in row._meta.concrete_fields if field is not key and not field.generated]
    type(row)._default_manager.bulk_create([row], update_conflicts=True, unique_fields=[key.name], update_fields=columns)  # type: ignore[union-attr]


def _set_next_task(application: PlanningApplication, dates: CaseDates, now: datetime) -> None:
    snapshot = CaseSnapshot(application, on=timezone.localdate(now))
    found = None if application.is_closed else next_task(snapshot)
    task = found[0] if found else None
    application.next_task = task.key if task else ""
    application.next_action = task.title if task else ""
    application.next_action_on = (task.due(snapshot) or dates.effective_expiry_on) if task else None


def _refresh_counters(application: PlanningApplication) -> None:
    for column, count in _counters.items():
        setattr(application, column, count(application))


def _refresh_columns(application: PlanningApplication, dates: CaseDates, now: datetime) -> None:
    case = application.case
    _set_next_task(application, dates, now)
    application.effective_expiry_on = dates.effective_expiry_on
    application.consultation_end_on = dates.publicity_end_on
    application.address_sort = f"{case.address_lines}, {case.town}"[:120].lower()
    application.reference_sort = case.reference
    application.officer_name = case.officer.name if case.officer else ""
    application.save(
        update_fields=[
            *_counters,
            *NEXT_TASK,
            "effective_expiry_on",
            "consultation_end_on",
            "address_sort",
            "reference_sort",
            "officer_name",
        ]
    )


def squeeze(text: str) -> str:
    """Capitals and no spaces: how references, UPRNs and postcodes are compared."""
    return "".join(text.upper().split())


def refresh_search(application: PlanningApplication) -> None:
    """Everything the case is found by: references old and new, UPRN, postcode, address, names, description, officer."""
    case = application.case
    people = [part for party in case.parties.all() for part in (party.name, party.company)]
    _write_search(case, [application.description, *people], _payment_references(case))


def refresh_breach_search(report: BreachReport) -> None:
    """The same for the report of a breach. Not by who reported it: not everybody who may search may know."""
    kinds = [str(kind.get("description", "")) for kind in report.kinds]
    _write_search(report.case, [report.allegation, *kinds], [])


def _write_search(case: Case, said: list[str], exactly: list[str]) -> None:
    former = list(case.former_references.values_list("reference", flat=True))
    words = [case.reference, *former, case.address_lines, case.town, case.postcode, case.ward, *said]
    words.append(case.officer.name if case.officer else "")
    without_marks = case.alternative_reference.replace("-", "")
    exact = [case.reference, *former, case.alternative_reference, without_marks, case.uprn, case.postcode, *exactly]
    _write(
        CaseSearch(
            case=case,
            authority_id=case.authority_id,
            words=" ".join(word for word in words if word).replace(",", " "),
            references=" ".join(squeeze(item) for item in exact if item),
            site=case.boundary_bng or (case.point.transform(27700, clone=True) if case.point else None),
        )
    )


def _payment_references(case: Any) -> list[str]:
    return [payment.reference for payment in case.payments.all() if payment.reference]
