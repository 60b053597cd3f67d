"""The figures of a larger extension."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.lifecycle import lock, refuse_ended
from applications.models import Development, PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events

FIGURES = ("projection", "maximum_height", "eaves_height")


@transaction.atomic
def record_figures(*, application: PlanningApplication, figures: dict[str, Decimal], by: Any, now: datetime) -> Development:
    """Enter how far a larger extension goes out, and its heights, in metres (Part 1, Class A, paragraph A.4(2))."""
    application = lock(application)
    refuse_ended(application)
    development, _ = Development.objects.select_for_update().get_or_create(
        case=application.case, defaults={"authority_id": application.authority_id}
    )
    for name in FIGURES:
        setattr(development, name, figures[name])
        development.sources[name] = {"source": "officer", "by": by.name, "at": now.isoformat()}
    development.version += 1
    development.save()
    record(events.FIGURES_ENTERED, case=application.case, by=by, now=now, **{name: str(figures[name]) for name in FIGURES})
    refresh(application, now=now)
    return development
