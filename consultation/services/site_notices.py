"""Notices at the site."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import statute
from applications.facts import facts_for
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.models import SiteNotice, SiteNoticeEvidence
from consultation.selectors import display_party
from consultation.services.guards import lock_public
from consultation.services.periods import extend_period
from consultation.tasks import make_site_notice
from core.errors import DomainError
from core.tasks import enqueue_on_commit
from documents.services import add_document


@transaction.atomic
def create_site_notice(
    *, application: PlanningApplication, quantity: int, where: str, delivery: str, team_email: str, display_on: date, by: Any, now: datetime
) -> SiteNotice:
    """Have a site notice made, to be displayed on `display_on` or earlier; the date to comment by counts from that day."""
    application = lock_public(application)
    case = application.case
    if delivery == SiteNotice.Delivery.APPLICANT and display_party(case) is None:
        raise DomainError("Neither the applicant nor the agent has an email address. Choose another way.", "delivery")
    if case.site_notices.filter(displayed_on=None, cancelled_at=None).exists():
        raise DomainError("A site notice is already waiting to be displayed. Record its display, or cancel it, before you ask for another.")
    if display_on < timezone.localdate(now):
        raise DomainError("The day of display must be today or later. Record a notice that is already up on its own page.", "display_on")
    comment_by = statute.publicity_end(facts_for(application), kind="site_notice", started_on=display_on).value
    notice = SiteNotice.objects.create(
        authority_id=case.authority_id,
        case=case,
        quantity=quantity,
        where=where,
        delivery=delivery,
        team_email=team_email,
        comment_by_on=comment_by,
        asked_by=by,
        asked_at=now,
        next_attempt_at=now,
    )
    record(events.SITE_NOTICE_ASKED, case=case, by=by, now=now, quantity=quantity, comment_by=comment_by)
    enqueue_on_commit(make_site_notice, notice.authority_id, notice.pk)
    refresh(application, now=now)
    return notice


@transaction.atomic
def record_display(
    *,
    application: PlanningApplication,
    notice: SiteNotice,
    displayed_on: date,
    where: str,
    evidence: Sequence[Any] = (),
    by: Any,
    now: datetime,
) -> None:
    """Note when and where the notice was displayed, with photographs; the period for comments runs from that day."""
    application = lock_public(application)
    notice = SiteNotice.objects.select_for_update().get(pk=notice.pk, case=application.case)
    if displayed_on > timezone.localdate(now):
        raise DomainError("The date must be today or in the past.", "displayed_on")
    if notice.cancelled_at is not None:
        raise DomainError("This notice was cancelled.")
    if notice.displayed_on is not None:
        raise DomainError(f"This notice was already recorded as displayed on {notice.displayed_on:%-d %B %Y}.")
    if application.received_on and displayed_on < application.received_on:
        raise DomainError("The notice cannot have been displayed before the application was received.", "displayed_on")
    notice.displayed_on, notice.displayed_where, notice.recorded_by, notice.recorded_at = displayed_on, where, by, now
    notice.save()
    for photograph in evidence:
        document = add_document(
            case=application.case,
            content=photograph,
            name=photograph.name,
            tags=["internal.siteNotice"],
            received_on=displayed_on,
            source="officer",
            by=by,
            now=now,
        )
        SiteNoticeEvidence.objects.create(authority_id=notice.authority_id, notice=notice, document=document)
    record(
        events.SITE_NOTICE_DISPLAYED,
        case=application.case,
        by=by,
        now=now,
        displayed_on=displayed_on,
        where=where,
        photographs=len(evidence),
    )
    extend_period(application, begun_on=displayed_on, by=by, now=now)
    refresh(application, now=now)


@transaction.atomic
def cancel_site_notice(*, application: PlanningApplication, notice: SiteNotice, reason: str, by: Any, now: datetime) -> None:
    """Take back a notice that was asked for by mistake and never displayed."""
    application = lock_public(application)
    notice = SiteNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk, case=application.case)
    if notice.displayed_on is not None:
        raise DomainError("This notice was displayed, so it cannot be cancelled.")
    if not reason.strip():
        raise DomainError("Say why the notice is cancelled.", "reason")
    if notice.cancelled_at is None:
        notice.cancelled_at, notice.cancelled_by, notice.cancel_reason = now, by, reason.strip()
        notice.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        record(events.SITE_NOTICE_CANCELLED, case=application.case, by=by, now=now, reason=notice.cancel_reason)
        refresh(application, now=now)
