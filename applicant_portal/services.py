"""The verbs of the portal: open a link, ask for a fresh one. What people answer and write are verbs of the stages."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from applicant_portal.tasks import send_email_proof
from applications import events as case_events
from applications.lifecycle import lock
from applications.models import AccessLink, EmailProof, PlanningApplication
from audit.actors import Applicant, System
from audit.services import record
from core.errors import DomainError
from core.tasks import enqueue_on_commit
from validation.services import send_access_link

MOST_FRESH_LINKS = 5  # for one person and case
WITHIN = timedelta(hours=1)


class LinkUnusable(DomainError):
    """The link was used, has expired, was taken back, or never was; or whose it is may not come in any more."""


@transaction.atomic
def open_link(*, link: AccessLink | EmailProof | None, now: datetime) -> AccessLink | EmailProof:
    """Use a link, once. LinkUnusable for every other, in words that do not tell why."""
    if isinstance(link, EmailProof):
        return _open_proof(link, now)
    links = AccessLink.objects.select_for_update(of=("self",)).select_related("party", "colleague__party", "case")
    row = links.filter(pk=link.pk).first() if link else None
    if row is None or row.person is None or not can_open(row, now):
        raise LinkUnusable("This link cannot be used any more.")
    row.used_at = now
    row.save(update_fields=["used_at"])
    record(case_events.LINK_OPENED, case=row.case, by=Applicant(row.person), now=now, name=row.person.name)
    return row


def _open_proof(link: EmailProof, now: datetime) -> EmailProof:
    row = EmailProof.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if not can_open(row, now):
        raise LinkUnusable("This link cannot be used any more.")
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row


def can_open(link: AccessLink | EmailProof, now: datetime) -> bool:
    unused = link.used_at is None and link.revoked_at is None and now < link.expires_at
    return unused and (isinstance(link, EmailProof) or link.is_theirs)


@transaction.atomic
def ask_for_list(*, authority: Any, email: str) -> None:
    """Email a link to all cases of an address, if it has any here. Whoever asks is not told, nor how long it took."""
    enqueue_on_commit(send_email_proof, authority.pk, email.strip().lower())


@transaction.atomic
def send_fresh_link(*, link: AccessLink | EmailProof | None, now: datetime) -> bool:
    """Email a fresh link to the registered address of the person whose link this was.

    False, and nothing is sent, for an unknown or revoked link, for one whose person may not come in any more, or when several were sent
    within the hour; whoever asks is not told which.
    """
    if isinstance(link, EmailProof):
        enqueue_on_commit(send_email_proof, link.authority_id, link.email)
        return True
    if link is None or link.revoked_at is not None or link.person is None or not link.person.may_enter:
        return False
    if not link.person.email:  # whoever came in by a posted link asks the council for another
        return False
    application = lock(PlanningApplication(pk=link.case_id))
    recent = AccessLink.objects.filter(
        case_id=link.case_id, party=link.party, colleague=link.colleague, created_at__gt=now - WITHIN
    ).count()
    if recent >= MOST_FRESH_LINKS:
        return False
    send_access_link(application=application, party=link.person, by=System("The applicant’s pages"), now=now)
    return True
