"""What people are writing on the applicants' pages: kept with the case, so that another device or a new link goes on with it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import PlanningApplication
from validation.models import ApplicantDraft

LONGEST = 22000  # characters of one field


@transaction.atomic
def keep_draft(*, application: PlanningApplication, writer: str, about: str, fields: dict[str, Any], now: datetime) -> None:
    """Keep the fields of a form as they were typed; the last to write wins. It is nobody's act yet, so the history does not tell of it."""
    kept = {name: value[:LONGEST] if isinstance(value, str) else value for name, value in fields.items()}
    ApplicantDraft.objects.update_or_create(
        authority_id=application.authority_id, case=application.case, writer=writer, about=about, defaults={"fields": kept, "kept_at": now}
    )


@transaction.atomic
def forget_draft(*, application: PlanningApplication, writer: str, about: str) -> None:
    """It was sent, or its writer does not want it."""
    application.case.applicant_drafts.filter(writer=writer, about=about).delete()
