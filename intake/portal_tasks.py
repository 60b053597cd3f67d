"""One package, fetched; and its submission understood once all its packages are here or have been given up."""

from datetime import timedelta
from typing import Any

import structlog
from celery import shared_task
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import LocalAuthority
from audit.actors import ApiClientActor, System
from audit.services import record
from core.sealing import SecretLost
from core.tasks import bops_task
from core.tenancy import acting_for
from intake import events, services
from intake.fetching import MEGABYTE, Fetched, FetchError, Limits, fetch
from intake.models import Package, Submission
from intake.retries import MINUTES_UNTIL_NEXT, next_try
from intake.services import packages
from intake.tasks import LEASE, was_given_back

LIMITS = Limits(most_bytes=packages.LARGEST_MEGABYTES * MEGABYTE, seconds=240)
LEFT_ALONE = timedelta(minutes=2)  # a submission whose last package came so lately is being understood at this moment
AT_ONCE = 200
WAITING = Package.State.WAITING
log = structlog.get_logger()


@bops_task
def fetch_package(authority_id: int, package_id: int) -> None:
    """Fetch one package and store it. Safe to run twice: it stops when the package is here."""
    package = _begin(package_id)
    if package is None:
        return
    client = package.submission.client
    try:
        words = packages.expired(package)
        if words:
            raise FetchError(words)
        hosts, headers = (client.file_hosts, client.file_headers) if client else ([], {})
        with fetch(package.url, hosts=hosts, headers=headers, limits=LIMITS) as fetched:
            _keep(package_id, fetched)
    except FetchError as error:
        _put_off(package_id, error.words, again=error.again, refused=error.refused, after=error.after)
    except SecretLost:
        _put_off(package_id, "the key kept for this sender's files cannot be opened: enter it again.", again=True, refused=False)
    except Exception as error:  # a fault of ours, or too slow for a task: noted on the package, and in the log as every fault is
        _put_off(package_id, f"something went wrong on our side ({type(error).__name__}).", again=True, refused=False)
        raise
    look_at_packages(authority_id, package.submission_id)


@transaction.atomic
def _begin(package_id: int) -> Package | None:
    """Count the attempt, and leave the package to this task for as long as it may run; None where another run has it."""
    rows = Package.objects.select_for_update(of=("self",)).select_related("submission__client")
    package = rows.filter(pk=package_id, state=WAITING).first()
    now = timezone.now()
    if package is None or (package.attempts and package.next_attempt_at and package.next_attempt_at > now and not was_given_back()):
        return None
    if package.attempts > len(MINUTES_UNTIL_NEXT):
        _put_off(package_id, f"it was begun {package.attempts} times and never came to an end.", again=False, refused=False)
        return None
    package.attempts += 1
    package.next_attempt_at = now + LEASE
    package.save(update_fields=["attempts", "next_attempt_at"])
    return package


@transaction.atomic
def _keep(package_id: int, fetched: Fetched) -> None:
    """Store the package, unless another run of the task was faster. One that comes after the case was opened adds its files."""
    package = Package.objects.select_for_update(of=("self",)).select_related("submission__case").get(pk=package_id)
    if package.state != WAITING:
        return
    now, submission = timezone.now(), package.submission
    packages.store(package, fetched, now)
    if submission.case_id:
        packages.add_files(submission=submission, case=submission.case, now=now, packages=[package.position])


@transaction.atomic
def _put_off(package_id: int, words: str, *, again: bool, refused: bool, after: float = 0) -> None:
    """Say what went wrong, and when the package is tried again, if ever."""
    package = Package.objects.select_for_update(of=("self",)).select_related("submission__authority").get(pk=package_id)
    if package.state != WAITING:
        return
    now = timezone.now()
    package.error = words[:500]
    package.next_attempt_at = next_try(package.attempts, now, after=after) if again else None
    if package.next_attempt_at is None:
        package.state = Package.State.REFUSED if refused else Package.State.FAILED
        record(events.PACKAGE_NOT_FETCHED, authority=package.submission.authority, by=System(), now=now, name=package.name, reason=words)
    package.save(update_fields=["error", "state", "next_attempt_at"])


@bops_task
def look_at_packages(authority_id: int, submission_id: int) -> None:
    """Understand a submission none of whose packages is awaited any more; one that is a case already stays as it is."""
    submission = Submission.objects.select_related("client").filter(pk=submission_id, state=Submission.State.FETCHING).first()
    if submission is not None and not submission.packages.filter(state=WAITING).exists():
        by: Any = ApiClientActor(submission.client) if submission.client else System()
        services.understand(submission=submission, by=by, now=timezone.now())


@shared_task
def sweep_packages() -> int:
    """Send for every package whose time has come, and look at submissions that a dead worker left behind. How many."""
    done = 0
    for authority in LocalAuthority.objects.all():
        try:
            done += _sweep(authority)
        except Exception:
            log.exception("sweep_broke_off", sweep="packages", authority_id=authority.pk)
    return done


def _sweep(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        due = Package.objects.filter(authority=authority, state=WAITING, next_attempt_at__lte=now).order_by("next_attempt_at")
        packages_due = list(due.values_list("pk", flat=True)[:AT_ONCE])
        awaited = Exists(Package.objects.filter(submission=OuterRef("pk"), state=WAITING))
        left = Submission.objects.filter(authority=authority, state=Submission.State.FETCHING, understood_at__lte=now - LEFT_ALONE)
        submissions = list(left.exclude(awaited).values_list("pk", flat=True)[:AT_ONCE])
    for package_id in packages_due:
        fetch_package.delay(authority.pk, package_id)
    for submission_id in submissions:
        look_at_packages.delay(authority.pk, submission_id)
    return len(packages_due) + len(submissions)
