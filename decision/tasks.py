"""One effect each. They lie below the services, which enqueue them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.services import make_access_link
from audit.actors import System
from audit.services import record
from core.hosts import url_for
from core.tasks import bops_task
from decision import events
from decision.models import DecisionNotice
from decision.notice import render_notice
from decision.outcomes import label_of
from documents.services import store_made_pdf
from notifications.letters import EMAIL, postal_lines, tell, way_to

RETRY_MINUTES = 5
MAKER = System("BOPS")


@bops_task
def make_notice(authority_id: int, notice_id: int) -> None:
    """Make the PDF of a decision notice, once, and tell applicant and agent; a second run finds it there and stops."""
    with transaction.atomic():
        notice = _locked(notice_id)
        if notice.document_id is not None:
            return
        notice.attempts += 1
        notice.next_attempt_at = timezone.now() + timedelta(minutes=RETRY_MINUTES)
        notice.save(update_fields=["attempts", "next_attempt_at"])
    content = render_notice(notice.content)
    with transaction.atomic():
        notice, now = _locked(notice_id), timezone.now()
        if notice.document_id is not None:
            return
        _store(notice, content, now)
        _tell_parties(notice, now)


def _locked(notice_id: int) -> DecisionNotice:
    return (
        DecisionNotice.objects.select_for_update(of=("self",))
        .select_related("case", "case__authority", "case__application", "issued_by")
        .get(pk=notice_id)
    )


def _store(notice: DecisionNotice, content: bytes, now: datetime) -> None:
    case = notice.case
    name = f"decision-notice-{case.reference}.pdf".replace("/", "-")
    notice.document = store_made_pdf(
        case=case, content=content, name=name, tags=["internal.decisionNotice"], visibility="public", by=notice.issued_by, now=now
    )
    notice.sha256, notice.next_attempt_at = notice.document.current.sha256, None
    notice.save(update_fields=["document", "sha256", "next_attempt_at"])
    record(events.NOTICE_MADE, case=case, by=MAKER, now=now, sha256=notice.sha256)


def _tell_parties(notice: DecisionNotice, now: datetime) -> None:
    """Each address once; a letter is posted with the notice itself."""
    case, told = notice.case, set()
    for party in case.parties.all():
        to = party.email.lower() if way_to(party) == EMAIL else ", ".join(postal_lines(party)).lower()
        if not to or to in told:
            continue
        told.add(to)
        context = {
            "reference": case.reference,
            "address": case.address,
            "outcome": label_of(notice.outcome),
            "decided_on": f"{notice.decided_on:%-d %B %Y}",
            "link": _link(case, party, now),
        }
        tell(
            authority=case.authority,
            case=case,
            party=party,
            message="decision.decision_issued",
            context=context,
            enclosures=[notice.document_id] if notice.document_id else [],
            by=MAKER,
            now=now,
        )


def _link(case: Any, party: Any, now: datetime) -> str:
    """The public page where the case is public; otherwise the party's own way in."""
    if case.application.is_public:
        return url_for(case.authority, "public", "applicant_portal:application", reference=case.reference)
    _, token = make_access_link(case=case, party=party, purpose="applicant", now=now)
    return url_for(case.authority, "public", "applicant_portal:link", token=token)
