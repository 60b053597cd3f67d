from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import PlanningApplication
from applications.projection import refresh
from assessment import events
from assessment.models import Summary
from assessment.selectors import latest_summary, returned_at
from assessment.services.guards import lock_for_assessment
from audit.services import record
from core.errors import DomainError
from core.services import check_version


@transaction.atomic
def save_summary(
    *, application: PlanningApplication, category: str, text: str, done: bool, version: int | None, by: Any, now: datetime
) -> Summary:
    """Save one text of the assessment. After a return the text as returned is kept, and a new edition begins, once.

    `version` is what the form was opened with (0 for a first text); StaleRecord when somebody saved in between.
    """
    application = lock_for_assessment(application)
    if done and not text.strip():
        raise DomainError("Write the text before you mark it complete.", "text")
    latest = latest_summary(application.case, category)
    came_back = returned_at(application)
    if latest is None or (came_back is not None and latest.at < came_back):
        if latest is not None and version is not None:
            check_version(latest, version, theirs=latest.text)
        latest = Summary(
            authority_id=application.authority_id, case=application.case, category=category, edition=(latest.edition + 1 if latest else 1)
        )
    else:
        check_version(latest, version, theirs=latest.text)
    latest.text, latest.done, latest.by, latest.at = text, done, by, now
    latest.save()
    what = "completed" if done else "saved"
    record(
        events.SUMMARY_SAVED,
        case=application.case,
        by=by,
        now=now,
        category=latest.get_category_display(),
        what=what,
        edition=latest.edition,
    )
    refresh(application, now=now)
    return latest
