"""The officer draws the red line themselves."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction
from django.utils import timezone

from applications import development as figures
from applications.lifecycle import lock
from applications.models import Case, Development, PlanningApplication
from applications.projection import refresh
from applications.surroundings import correct_red_line
from core.filters import plural, show_date
from intake.red_line import square_metres

SQUARE_METRES_IN_HECTARE = 10_000
FROM_RED_LINE = "red line"


@transaction.atomic
def redraw_red_line(
    *, application: PlanningApplication, boundary: MultiPolygon, reason: str, version: int | None, by: Any, now: datetime
) -> None:
    """Put a corrected line beside the one that was submitted (EPSG:4326): constraints are asked again, the site's area follows, and
    whoever chose neighbours on the old line is told. StaleRecord where the case was changed in the meantime; DomainError (`boundary`)
    for a line that is no area or is the one that stands.
    """
    correct_red_line(application=application, boundary=boundary, reason=reason, version=version, by=by, now=now)
    application = lock(application)
    _measure(application.case, boundary, by, now)
    _tell_of_neighbours(application, now)
    refresh(application, now=now)


def _measure(case: Case, boundary: MultiPolygon, by: Any, now: datetime) -> None:
    """The area of the site, unless an officer gave it from something better than a red line."""
    development, _ = Development.objects.select_for_update().get_or_create(case=case, defaults={"authority_id": case.authority_id})
    said = development.sources.get("site_area", {})
    if said.get("source") == "officer" and said.get("where") != FROM_RED_LINE:
        return
    hectares = round(Decimal(str(square_metres(boundary))) / SQUARE_METRES_IN_HECTARE, 6)
    if figures.put(development, {"site_area": hectares}, by=by, now=now):
        development.sources["site_area"]["where"] = FROM_RED_LINE
        development.version += 1
        development.save()
        case.development = development


def _tell_of_neighbours(application: PlanningApplication, now: datetime) -> None:
    """A word at the top of the case where neighbours were chosen on the line as it was."""
    chosen = application.case.neighbours.filter(chosen=True, removed_at=None)
    count = chosen.count()
    if not count:
        return
    told = chosen.filter(letters__isnull=False).exists()
    letters = "Letters have been made for them already." if told else "No letters have been made yet."
    day = show_date(timezone.localdate(now))
    line = f"The red line was corrected on {day}: look at the {count} {plural(count, 'neighbour')} chosen before. {letters}"
    application.attention = "\n".join(part for part in (application.attention, line) if part)
    application.save(update_fields=["attention"])
