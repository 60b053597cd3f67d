from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from applications.models import PlanningApplication
from applications.projection import refresh
from assessment import events
from assessment.library import suggested_informatives
from assessment.models import Informative
from assessment.selectors import informatives_of
from assessment.services.guards import lock_for_assessment, locked_item
from audit.services import record
from core.errors import DomainError
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
def add_suggested_informatives(*, application: PlanningApplication, titles: list[str], by: Any, now: datetime) -> list[Informative]:
    """Add those of the often used notes that were ticked and are not on the list yet."""
    application = lock_for_assessment(application)
    there = {row.title for row in informatives_of(application.case)}
    wanted = [entry for entry in suggested_informatives() if entry["title"] in titles and entry["title"] not in there]
    if not titles:
        raise DomainError("Tick at least one of the notes, or write one of your own.")
    return [add_informative(application=application, by=by, now=now, **entry) for entry in wanted]


@transaction.atomic
def edit_informative(
    *, application: PlanningApplication, informative: Informative, title: str, text: str, version: int, by: Any, now: datetime
) -> None:
    """Change an informative's words. StaleRecord when a colleague changed it after the page was opened."""
    application = lock_for_assessment(application)
    informative = locked_item(Informative, application, informative)
    check_version(informative, version, theirs=informative.text)
    informative.title, informative.text = title, text
    informative.save()
    record(events.INFORMATIVE_EDITED, case=application.case, by=by, now=now, title=title, text=text)
    refresh(application, now=now)


@transaction.atomic
def remove_informative(*, application: PlanningApplication, informative: Informative, by: Any, now: datetime) -> None:
    """Take an informative off the list; it is kept with who and when."""
    application = lock_for_assessment(application)
    informative = locked_item(Informative, application, informative)
    informative.cancelled_at, informative.cancelled_by = now, by
    informative.save(update_fields=["cancelled_at", "cancelled_by"])
    record(events.INFORMATIVE_REMOVED, case=application.case, by=by, now=now, title=informative.title)
    refresh(application, now=now)
