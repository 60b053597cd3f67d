from datetime import datetime
from typing import Any

from django.db import transaction

from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.models import Consultation
from consultation.services.guards import lock_valid
from core.errors import DomainError
from documents.services import publish_by_default


@transaction.atomic
def make_public(*, application: PlanningApplication, by: Any, now: datetime) -> None:
    """Put the application on the public pages and the register, with those of its documents whose kind is public by itself.

    Doing it twice changes nothing.
    """
    application = lock_valid(application)
    if application.status in {"returned"}:
        raise DomainError("A returned application cannot be made public.")
    Consultation.objects.get_or_create(case=application.case, defaults={"authority_id": application.authority_id})
    if application.published_at is None:
        application.published_at, application.published_by = now, by
        application.save(update_fields=["published_at", "published_by"])
        record(events.MADE_PUBLIC, case=application.case, by=by, now=now)
        publish_by_default(case=application.case, by=by, now=now)
    refresh(application, now=now)


@transaction.atomic
def take_off_public(*, application: PlanningApplication, reason: str, by: Any, now: datetime) -> None:
    """Take the application off the public pages at once, with the reason."""
    application = lock_valid(application)
    if not reason.strip():
        raise DomainError("Say why it is taken off the public pages.", "reason")
    if application.published_at is not None:
        application.published_at = application.published_by = None
        application.save(update_fields=["published_at", "published_by"])
        record(events.TAKEN_OFF_PUBLIC, case=application.case, by=by, now=now, reason=reason)
        refresh(application, now=now)
