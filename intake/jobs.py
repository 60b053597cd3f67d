"""The clock of the inbox: what a dead worker left behind is picked up."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import ApiClientActor, System
from core.tasks import bops_task
from core.tenancy import acting_for
from intake.models import FetchedFile, Submission
from intake.selectors import GIVEN_UP_AFTER
from intake.services import understand
from intake.tasks import fetch_file

LEFT_ALONE = timedelta(minutes=2)  # a submission that young is still in its sender's request
AT_ONCE = 200  # files a council and sweep
UNDERSTOOD_AT_ONCE = 100  # submissions a council and sweep, one body in memory at a time
AGAIN_AFTER = timedelta(hours=1)  # what failed for a reason of ours is tried again so often, until it is given up
TO_UNDERSTAND = {Submission.State.RECEIVED, Submission.State.FAILED}
log = structlog.get_logger()


@shared_task
def sweep_files() -> int:
    """Enqueue every file whose time has come: those that failed a while ago, and those whose worker died. How many."""
    return _of_each_council(_sweep_files_of)


def _of_each_council(sweep: Callable[[LocalAuthority], int]) -> int:
    """The sum over all councils; one where it breaks is logged and keeps no other waiting."""
    done = 0
    for authority in LocalAuthority.objects.all():
        try:
            done += sweep(authority)
        except Exception:
            log.exception("sweep_broke_off", sweep=sweep.__name__, authority_id=authority.pk)
    return done


def _sweep_files_of(authority: LocalAuthority) -> int:
    with acting_for(authority):
        due = FetchedFile.objects.filter(authority=authority, state=FetchedFile.State.WAITING, next_attempt_at__lte=timezone.now())
        waiting = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE])
    return sum(_sent_for(authority, file_id) for file_id in waiting)


def _sent_for(authority: LocalAuthority, file_id: int) -> bool:
    try:
        fetch_file.delay(authority.pk, file_id)
    except Exception:  # the next sweep tries again
        log.exception("file_not_sent_for", authority_id=authority.pk, file_id=file_id)
        return False
    return True


@shared_task
def sweep_submissions() -> int:
    """Understand what was kept but not answered, because the web server died in between, and what failed a while ago. How many."""
    return _of_each_council(_sweep_submissions_of)


def _sweep_submissions_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    forgotten = Q(state=Submission.State.RECEIVED, received_at__lte=now - LEFT_ALONE)
    failed = Q(state=Submission.State.FAILED, understood_at__lte=now - AGAIN_AFTER, received_at__gte=now - GIVEN_UP_AFTER)
    with acting_for(authority):
        kept = Submission.objects.filter(forgotten | failed, authority=authority).order_by("received_at", "pk")
        waiting = list(kept.values_list("pk", flat=True)[:UNDERSTOOD_AT_ONCE])
        return sum(_understood(Submission.objects.defer("body").get(pk=pk)) for pk in waiting)


def _understood(submission: Submission) -> bool:
    """Whether it could be understood; a fault of ours is logged and noted on it, and stops no other."""
    try:
        understand(submission=submission, by=System(), now=timezone.now())
    except Exception:
        return False
    return True


@bops_task
def understand_kept(authority_id: int, submission_id: int) -> None:
    """Understand a submission whose sender did not wait."""
    submission = Submission.objects.select_related("client").filter(pk=submission_id, state__in=TO_UNDERSTAND).first()
    if submission is not None:
        by = ApiClientActor(submission.client) if submission.client else System()
        understand(submission=submission, by=by, now=timezone.now())
