"""The clock of manual entry: what a dead process left half done is done."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from accounts.policy import policy
from core.tenancy import acting_for
from intake.manual.creating import make_case
from intake.manual.models import ManualDraft, ManualFile
from intake.manual.services import throw_away
from intake.manual.tasks import attach_file
from intake.models import Submission

LEFT_ALONE = timedelta(minutes=2)  # somebody's request may still be at it
AT_ONCE = 200
log = structlog.get_logger()
Left = Submission.State


@shared_task
def sweep_drafts() -> int:
    """Make the cases that were asked for, and attach the files that wait, where the process that was to do it died. How many."""
    done = 0
    for authority in LocalAuthority.objects.all():
        with acting_for(authority):
            done += sum(_made(draft) for draft in _handed_in(authority)) + sum(_sent(authority, file) for file in _waiting(authority))
    return done


@shared_task
def forget_drafts() -> int:
    """Delete drafts that nobody touched for as long as the council says: they hold personal data. How many."""
    gone = 0
    for authority in LocalAuthority.objects.all():
        with acting_for(authority):
            since = timezone.now() - timedelta(days=policy(authority, "draft_days"))
            old = ManualDraft.objects.filter(authority=authority, case=None, saved_at__lt=since)
            gone += sum(_thrown_away(draft) for draft in old.select_related("begun_by")[:AT_ONCE])
    return gone


def _thrown_away(draft: ManualDraft) -> bool:
    try:
        throw_away(draft=draft)
    except Exception:
        log.exception("draft_not_forgotten", draft=str(draft.public_id))
        return False
    return True


def _handed_in(authority: LocalAuthority) -> list[ManualDraft]:
    states = [Left.RECEIVED, Left.COMPLETED]  # what failed is tried again by intake.jobs, and completed here
    since = timezone.now() - LEFT_ALONE
    drafts = ManualDraft.objects.filter(authority=authority, case=None, submission__state__in=states, saved_at__lte=since)
    return list(drafts.select_related("submission", "saved_by")[:AT_ONCE])


def _made(draft: ManualDraft) -> bool:
    try:
        make_case(draft=draft, submission=draft.submission, by=draft.saved_by, now=timezone.now())
    except Exception:  # noted on the submission; the next sweep tries again
        log.exception("draft_not_made_a_case", draft=str(draft.public_id))
        return False
    return True


def _waiting(authority: LocalAuthority) -> list[int]:
    files = ManualFile.objects.filter(authority=authority, state=ManualFile.State.WAITING, draft__case__isnull=False)
    return list(files.filter(added_at__lte=timezone.now() - LEFT_ALONE).values_list("pk", flat=True)[:AT_ONCE])


def _sent(authority: LocalAuthority, file_id: int) -> bool:
    try:
        attach_file.delay(authority.pk, file_id)
    except Exception:  # the next sweep tries again
        log.exception("keyed_file_not_sent_for", authority_id=authority.pk, file_id=file_id)
        return False
    return True
