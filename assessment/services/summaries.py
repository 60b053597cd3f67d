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
    summary = _edition(application, category, version)
    summary.text, summary.done, summary.by, summary.at = text, done, by, now
    summary.save()
    said = {"category": summary.get_category_display(), "what": "completed" if done else "saved", "edition": summary.edition}
    record(events.SUMMARY_SAVED, case=application.case, by=by, now=now, **said)
    refresh(application, now=now)
    return summary


def _edition(application: PlanningApplication, category: str, version: int | None) -> Summary:
    """The row to write in: the latest edition, or the next after a return; versions count on, so that an old page fits no new edition."""
    latest, came_back = latest_summary(application.case, category), returned_at(application)
    if latest is None:
        return Summary(authority_id=application.authority_id, case=application.case, category=category)
    check_version(latest, version, theirs=latest.text, who=latest.by.name)
    if came_back is not None and latest.at < came_back:
        return Summary(
            authority_id=application.authority_id,
            case=application.case,
            category=category,
            edition=latest.edition + 1,
            version=latest.version,
        )
    return latest
