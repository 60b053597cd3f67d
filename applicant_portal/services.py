"""The verbs of the portal: open a link, ask for a fresh one. What people answer and write are verbs of the stages."""

from datetime import datetime, timedelta

from django.db import transaction

from applications import events as case_events
from applications.lifecycle import lock
from applications.models import AccessLink, PlanningApplication
from audit.actors import Applicant, System
from audit.services import record
from core.errors import DomainError
from validation.services import send_access_link

MOST_FRESH_LINKS = 5  # for one person and case
WITHIN = timedelta(hours=1)


class LinkUnusable(DomainError):
    """The link was used, has expired, was taken back, or never was."""


@transaction.atomic
def open_link(*, link: AccessLink | None, now: datetime) -> AccessLink:
    """Use a link, once. LinkUnusable for every other, in words that do not tell why."""
    row = AccessLink.objects.select_for_update(of=("self",)).select_related("party", "case").filter(pk=link.pk).first() if link else None
    if row is None or row.party is None or not can_open(row, now):
        raise LinkUnusable("This link cannot be used any more.")
    row.used_at = now
    row.save(update_fields=["used_at"])
    record(case_events.LINK_OPENED, case=row.case, by=Applicant(row.party), now=now, name=row.party.name)
    return row


def can_open(link: AccessLink, now: datetime) -> bool:
    return link.used_at is None and link.revoked_at is None and now < link.expires_at


@transaction.atomic
def send_fresh_link(*, link: AccessLink | None, now: datetime) -> bool:
    """Email a fresh link to the registered address of the person whose link this was.

    False, and nothing is sent, for an unknown or revoked link, or when several were sent within the hour; whoever asks is not told which.
    """
    if link is None or link.revoked_at is not None or link.party is None or not link.party.email:
        return False
    application = lock(PlanningApplication(pk=link.case_id))
    recent = AccessLink.objects.filter(case_id=link.case_id, party=link.party, created_at__gt=now - WITHIN).count()
    if recent >= MOST_FRESH_LINKS:
        return False
    send_access_link(application=application, party=link.party, by=System("The applicant’s pages"), now=now)
    return True
