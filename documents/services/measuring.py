"""Keeping what an officer measured on a drawing."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from math import dist, isfinite
from typing import Any

from django.db import transaction

from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from documents import events
from documents.models import DocumentPage, Measurement
from documents.services.adding import locked_application

Point = tuple[float, float]
MOST_POINTS = 500
LEAST_POINTS = {Measurement.Kind.LENGTH: 2, Measurement.Kind.AREA: 3}
LARGEST_SCALE = 100_000
TO_METRES = {Measurement.Kind.LENGTH: 1e3, Measurement.Kind.AREA: 1e6}


class NotMeasured(DomainError):
    """The points or the scale make no measurement."""


@transaction.atomic
def keep_measurement(
    *, page: DocumentPage, kind: str, points: Sequence[Point], scale: Decimal, label: str, by: Any, now: datetime
) -> Measurement:
    """Keep a length or an area. `points` in mm on the page, `scale` mm on the ground for each; what it comes to is worked out here.

    NotMeasured for points beside the page, too few or too many of them, or a scale that no drawing has.
    """
    _check(page, kind, points, scale)
    measured = amount(kind, points) * float(scale) ** (2 if kind == Measurement.Kind.AREA else 1) / TO_METRES[Measurement.Kind(kind)]
    if not 0.005 < measured < 1e11:
        raise NotMeasured("The points lie on one spot: there is nothing to measure between them.")
    document = page.version.document
    locked_application(document.case)
    measurement = Measurement.objects.create(
        authority_id=page.authority_id,
        version=page.version,
        page=page.number,
        kind=kind,
        points=[list(point) for point in points],
        scale=scale,
        value=Decimal(measured).quantize(Decimal("0.01")),
        label=label.strip()[:120],
        created_at=now,
        created_by=user_of(by),
    )
    _record(events.MEASURED, measurement, by, now)
    return measurement


@transaction.atomic
def remove_measurement(*, measurement: Measurement, by: Any, now: datetime) -> None:
    """Take back a measurement: only who made it may. The history keeps both."""
    if measurement.created_by_id != getattr(user_of(by), "pk", None):
        raise DomainError("Only the officer who measured this can remove it.")
    locked_application(measurement.version.document.case)
    _record(events.MEASUREMENT_REMOVED, measurement, by, now)
    measurement.delete()


def amount(kind: str, points: Sequence[Point]) -> float:
    """Millimetres along the points, or square millimetres within them, on the page."""
    if kind == Measurement.Kind.LENGTH:
        return sum(dist(a, b) for a, b in pairwise(points))
    ring = [*points, points[0]]
    return abs(sum(x * down - across * y for (x, y), (across, down) in pairwise(ring))) / 2


def _check(page: DocumentPage, kind: str, points: Sequence[Point], scale: Decimal) -> None:
    if kind not in Measurement.Kind.values:
        raise NotMeasured("Choose whether to measure a length or an area.")
    if not LEAST_POINTS[Measurement.Kind(kind)] <= len(points) <= MOST_POINTS:
        raise NotMeasured("Set two points or more for a length, three or more for an area.")
    if not 0 < scale <= LARGEST_SCALE:
        raise NotMeasured("Say what the scale of the drawing is, or calibrate it.")
    across, down = page.width_mm + 1, page.height_mm + 1
    if not all(isfinite(x) and isfinite(y) and -1 <= x <= across and -1 <= y <= down for x, y in points):
        raise NotMeasured("A point lies beside the page. Measure again.")


def _record(event: Any, measurement: Measurement, by: Any, now: datetime) -> None:
    document = measurement.version.document
    facts = {"name": document.name, "document": str(document.public_id), "page": measurement.page, "label": measurement.label}
    record(event, case=document.case, by=by, now=now, words=measurement.words, **facts)
