from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import PlanningApplication
from applications.projection import refresh
from assessment import events
from assessment.models import SiteVisit, SiteVisitPhotograph
from assessment.services.guards import lock_for_assessment
from audit.services import record
from core.errors import DomainError
from documents.services import add_document


@transaction.atomic
def record_site_visit(
    *, application: PlanningApplication, visited_on: date, notes: str, photographs: Sequence[Any] = (), by: Any, now: datetime
) -> SiteVisit:
    """Note a visit to the site, with photographs (kept private until somebody publishes them)."""
    application = lock_for_assessment(application)
    if visited_on > timezone.localdate(now):
        raise DomainError("The date of the visit must be today or in the past.", "visited_on")
    visit = SiteVisit.objects.create(
        authority_id=application.authority_id, case=application.case, visited_on=visited_on, notes=notes, by=by, recorded_at=now
    )
    for photograph in photographs:
        document = add_document(
            case=application.case,
            content=photograph,
            name=photograph.name,
            tags=["internal.siteVisit"],
            received_on=visited_on,
            source="officer",
            by=by,
            now=now,
        )
        SiteVisitPhotograph.objects.create(authority_id=application.authority_id, visit=visit, document=document)
    record(events.SITE_VISIT_RECORDED, case=application.case, by=by, now=now, visited_on=visited_on, photographs=len(photographs))
    refresh(application, now=now)
    return visit


@transaction.atomic
def remove_site_visit(*, application: PlanningApplication, visit: SiteVisit, by: Any, now: datetime) -> None:
    """Take a visit that was noted by mistake off the case; it and its photographs are kept."""
    application = lock_for_assessment(application)
    if visit.removed_at is None:
        visit.removed_at = now
        visit.save(update_fields=["removed_at"])
        record(events.SITE_VISIT_REMOVED, case=application.case, by=by, now=now, visited_on=visit.visited_on)
        refresh(application, now=now)
