"""The clock of the inbox: what a dead worker left behind is picked up."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import ApiClientActor, System
from core.tasks import bops_task
from core.tenancy import acting_for
from intake.models import FetchedFile, Submission
from intake.services import understand
from intake.tasks import fetch_file

LEFT_ALONE = timedelta(minutes=2)  # a submission that young is still in its sender's request
AT_ONCE = 200  # files a council and sweep


@shared_task
def sweep_files() -> int:
    """Enqueue every file whose time has come: those that failed a while ago, and those whose worker died. How many."""
    return sum(_sweep_files_of(authority) for authority in LocalAuthority.objects.all())


def _sweep_files_of(authority: LocalAuthority) -> int:
    with acting_for(authority):
        due = FetchedFile.objects.filter(authority=authority, state=FetchedFile.State.WAITING, next_attempt_at__lte=timezone.now())
        waiting = list(due.order_by("next_attempt_at").values_list("pk", flat=True)[:AT_ONCE])
    for file_id in waiting:
        fetch_file.delay(authority.pk, file_id)
    return len(waiting)


@shared_task
def sweep_submissions() -> int:
    """Understand what was kept but not answered, because the web server died in between. How many."""
    return sum(_sweep_submissions_of(authority) for authority in LocalAuthority.objects.all())


def _sweep_submissions_of(authority: LocalAuthority) -> int:
    with acting_for(authority):
        kept = Submission.objects.filter(
            authority=authority, state=Submission.State.RECEIVED, received_at__lte=timezone.now() - LEFT_ALONE
        ).order_by("received_at")
        return sum(_understood(submission) for submission in kept)


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
    submission = Submission.objects.select_related("client").filter(pk=submission_id, state=Submission.State.RECEIVED).first()
    if submission is not None:
        by = ApiClientActor(submission.client) if submission.client else System()
        understand(submission=submission, by=by, now=timezone.now())
