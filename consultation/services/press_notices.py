"""Notices in newspapers."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.models import PressNotice
from consultation.services.guards import lock_public
from consultation.services.periods import extend_period
from core.errors import DomainError


@transaction.atomic
def record_press_notice(*, application: PlanningApplication, newspaper: str, published_on: date, by: Any, now: datetime) -> PressNotice:
    """Note in which newspaper a notice was published and when: its period runs from that day (DMPO article 33)."""
    application = lock_public(application)
    if published_on > timezone.localdate(now):
        raise DomainError("The date must be today or in the past.", "published_on")
    if published_on < application.received_on:
        raise DomainError("The notice cannot have been published before the application was received.", "published_on")
    if application.case.press_notices.filter(newspaper=newspaper, published_on=published_on).exists():
        raise DomainError("This notice is recorded already.")
    notice = PressNotice.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        newspaper=newspaper,
        published_on=published_on,
        recorded_by=by,
        recorded_at=now,
    )
    record(events.PRESS_NOTICE_RECORDED, case=application.case, by=by, now=now, newspaper=newspaper, published_on=published_on)
    extend_period(application, begun_on=published_on, by=by, now=now)
    refresh(application, now=now)
    return notice
