"""The history of a site: other cases on it and near it, and how each is related. A constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.policy import policy
from applications.models import Case, PlanningApplication
from casework.selectors.lists import for_list
from casework.selectors.search import Question, search
from places.uprns import bare, spellings

AT_MOST = 50
OVERLAP = 1.0  # square metres: less is the same line drawn twice


@dataclass(frozen=True)
class Related:
    """Another case, and in words how it is related. `metres`: between the red lines; None where one of them has no place."""

    application: PlanningApplication
    how: str
    on_site: bool
    metres: float | None


def related_to(application: PlanningApplication) -> list[Related]:
    """Cases of the council with the same UPRN or address, whose red lines overlap or touch, or that lie near; nearest and newest first."""
    case = application.case
    near = _near(case, policy(case.authority, "site_history_metres"))
    same = _same_property(application) | _same_address(application)
    by_postcode = set() if case.boundary or case.point else _same_postcode(case)
    ids = {*near, *same, *by_postcode} - {application.pk}
    found = for_list(case.authority.applications.filter(pk__in=ids)).order_by("-received_at", "-pk")
    rows = [_relation(other, case, near.get(other.pk), other.pk in same) for other in found]
    return sorted(rows, key=lambda row: (not row.on_site, row.metres if not row.on_site and row.metres is not None else 0))


def _near(case: Case, metres: int) -> dict[int, tuple[float, float]]:
    """Metres away and square metres of overlap of the cases around, by key."""
    place: Any = case.boundary or case.point
    if place is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, metres, overlap FROM cases_near(ST_Transform(ST_GeomFromEWKB(%s), 27700), %s, %s, %s)",
            [bytes(place.ewkb), metres, case.pk, AT_MOST],
        )
        return {pk: (away, overlap) for pk, away, overlap in cursor.fetchall()}


def _same_property(application: PlanningApplication) -> set[int]:
    case = application.case
    if not case.uprn:
        return set()
    others = case.authority.applications.filter(case__authority=case.authority, case__uprn__in=spellings(case.uprn))
    return set(others.order_by("-pk").values_list("pk", flat=True)[:AT_MOST])


def _same_address(application: PlanningApplication) -> set[int]:
    if not application.case.address_lines:
        return set()
    statuses = PlanningApplication.Status.values
    others = application.case.authority.applications.filter(status__in=statuses, address_sort=application.address_sort)
    return set(others.order_by("-pk").values_list("pk", flat=True)[:AT_MOST])


def _same_postcode(case: Case) -> set[int]:
    """Where a case has no place on the map, its postcode is the best that is known."""
    if not case.postcode:
        return set()
    ids = search(case.authority, Question.of(case.postcode))
    return set(case.authority.applications.filter(pk__in=ids, case__postcode=case.postcode).values_list("pk", flat=True)[:AT_MOST])


def _relation(other: PlanningApplication, case: Case, near: tuple[float, float] | None, same: bool) -> Related:
    metres, overlap = near or (None, 0.0)
    words = []
    if same:
        words.append("Same property" if case.uprn and bare(other.case.uprn) == bare(case.uprn) else "Same address")
    if overlap > OVERLAP:
        words.append("red lines overlap")
    elif metres is not None and metres < 0.5 and not same:
        words.append("red lines touch")
    elif metres is not None and not same:
        words.append(f"{metres:.0f} metres away")
    if not words:
        words.append("same postcode")
    text = ", ".join(words)
    return Related(other, text[0].upper() + text[1:], same or overlap > OVERLAP, metres)
