from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.models import PlanningApplication
from applications.projection import refresh
from assessment import events
from assessment.models import Informative
from assessment.services.guards import lock_for_assessment
from audit.services import record
from core.services import check_version


@transaction.atomic
def add_informative(*, application: PlanningApplication, title: str, text: str, by: Any, now: datetime) -> Informative:
    """Add a note for the applicant at the end of the list."""
    application = lock_for_assessment(application)
    last = Informative.objects.filter(case=application.case).aggregate(last=Max("position"))["last"] or 0
    informative = Informative.objects.create(
        authority_id=application.authority_id, case=application.case, position=last + 1, title=title, text=text
    )
    record(events.INFORMATIVE_ADDED, case=application.case, by=by, now=now, title=title, text=text)
    refresh(application, now=now)
    return informative


@transaction.atomic
def edit_informative(
    *, application: PlanningApplication, informative: Informative, title: str, text: str, version: int, by: Any, now: datetime
) -> None:
    """Change an informative's words. StaleRecord when a colleague changed it after the page was opened."""
    application = lock_for_assessment(application)
    informative = Informative.objects.select_for_update().get(pk=informative.pk, case=application.case)
    check_version(informative, version, theirs=informative.text)
    informative.title, informative.text = title, text
    informative.save()
    record(events.INFORMATIVE_EDITED, case=application.case, by=by, now=now, title=title, text=text)
    refresh(application, now=now)


@transaction.atomic
def remove_informative(*, application: PlanningApplication, informative: Informative, by: Any, now: datetime) -> None:
    """Take an informative off the list; it is kept with who and when."""
    application = lock_for_assessment(application)
    if informative.cancelled_at is None:
        informative.cancelled_at, informative.cancelled_by = now, by
        informative.save(update_fields=["cancelled_at", "cancelled_by"])
        record(events.INFORMATIVE_REMOVED, case=application.case, by=by, now=now, title=informative.title)
        refresh(application, now=now)
