"""One file, fetched."""

from datetime import datetime, timedelta
from typing import Any

from celery import current_task
from django.db import transaction
from django.utils import timezone

from applications.lifecycle import lock
from applications.models import BreachReport, PlanningApplication
from audit.actors import System
from audit.services import record
from core.errors import DomainError
from core.sealing import SecretLost
from core.tasks import bops_task
from documents import scanning
from documents.checks import NotNow
from documents.services import add_document
from intake import events, portal_papers
from intake.fetching import MEGABYTE, Fetched, FetchError, Limits, fetch
from intake.models import FetchedFile
from intake.retries import MINUTES_UNTIL_NEXT, next_try
from intake.selectors import bytes_fetched, files_not_here

MOST_BYTES_TOGETHER = 2_000 * MEGABYTE  # of all files that one submission names
LEASE = timedelta(minutes=5)  # longer than a task may run
SCANNER_AGAIN = timedelta(minutes=5)  # while the virus scanner does not answer
ABOUT_FILES = "File “"


@bops_task
def fetch_file(authority_id: int, file_id: int) -> None:
    """Fetch one file that a submission names and add it to the case. Safe to run twice: it stops when the file is here."""
    file = _begin(file_id)
    if file is None:
        return
    if not scanning.answers():
        _wait_for_scanner(file_id)
        return
    try:
        with _opened(file) as fetched:
            _keep(file_id, fetched)
    except FetchError as error:
        _put_off(file_id, error.words, again=error.again, refused=error.refused, after=error.after)
    except SecretLost:
        _put_off(file_id, "the key kept for this sender's files cannot be opened: enter it again.", again=True, refused=False)
    except NotNow:
        _wait_for_scanner(file_id)
    except DomainError as refusal:
        _put_off(file_id, refusal.message, again=False, refused=True)
    except Exception as error:  # a fault of ours, or too slow for a task: noted on the file, and in the log as every fault is
        _put_off(file_id, f"something went wrong on our side ({type(error).__name__}).", again=True, refused=False)
        raise


def _opened(file: FetchedFile) -> Any:
    """The file's content while a block lasts: out of its package, or from its own address."""
    if file.package is not None:
        return portal_papers.opened(file)
    client = file.submission.client
    hosts, headers = (client.file_hosts, client.file_headers) if client else ([], {})
    if bytes_fetched(file.submission) >= MOST_BYTES_TOGETHER:
        words = f"the files that came with it have {MOST_BYTES_TOGETHER // MEGABYTE:,} MB together: no more are fetched."
        raise FetchError(words, refused=True)
    return fetch(file.url, hosts=hosts, headers=headers, limits=Limits())


@transaction.atomic
def _begin(file_id: int) -> FetchedFile | None:
    """Count the attempt, and leave the file to this task for as long as it may run.

    None where another run has it or its time has not come. A file that killed every worker that tried it is given up.
    """
    files = FetchedFile.objects.select_for_update(of=("self",)).select_related("submission__client", "package")
    file = files.filter(pk=file_id, state=FetchedFile.State.WAITING).first()
    now = timezone.now()
    if file is None or (file.attempts and file.next_attempt_at and file.next_attempt_at > now and not was_given_back()):
        return None
    if file.attempts > len(MINUTES_UNTIL_NEXT):
        _put_off(file_id, f"it was begun {file.attempts} times and never came to an end.", again=False, refused=False)
        return None
    file.attempts += 1
    file.next_attempt_at = now + LEASE
    file.save(update_fields=["attempts", "next_attempt_at"])
    return file


def was_given_back() -> bool:
    """Whether this is the task of a worker that died: then nobody else has the file."""
    return bool(current_task and (current_task.request.delivery_info or {}).get("redelivered"))


@transaction.atomic
def _keep(file_id: int, fetched: Fetched) -> None:
    """Add the file to the case, unless another run of the task was faster."""
    files = FetchedFile.objects.select_for_update(of=("self",)).select_related("case__authority", "submission__client")
    file = files.get(pk=file_id)
    if file.state != FetchedFile.State.WAITING:
        return
    now, had_trouble = timezone.now(), bool(file.error)
    file.document = add_document(
        case=file.case,
        content=fetched.file,
        name=file.name,
        tags=file.tags,
        source="submitted",
        description=file.description,
        number=file.number,
        received_on=timezone.localdate(file.submission.received_at),
        deep=True,
        by=System(file.submission.client.name if file.submission.client else "BOPS"),
        now=now,
    )
    file.state, file.fetched_at, file.error, file.next_attempt_at = FetchedFile.State.FETCHED, now, "", None
    file.save(update_fields=["document", "state", "fetched_at", "error", "next_attempt_at"])
    portal_papers.pair_forms(file)
    if had_trouble:  # the officer was told of it
        tell_the_officer(file.case)
    if not files_not_here(file.case).exists():
        count = FetchedFile.objects.filter(case=file.case).count()
        record(events.FILES_FETCHED, case=file.case, by=System(), now=now, count=count)


@transaction.atomic
def _wait_for_scanner(file_id: int) -> None:
    """Let the file wait until it can be checked for viruses; that is nobody's failure, so no try is used up."""
    file = FetchedFile.objects.select_for_update(of=("self",)).select_related("case").get(pk=file_id)
    if file.state != FetchedFile.State.WAITING:
        return
    file.error = "the virus scanner does not answer, and nothing is kept unchecked."
    file.attempts = max(file.attempts - 1, 0)
    file.next_attempt_at = timezone.now() + SCANNER_AGAIN
    file.save(update_fields=["error", "attempts", "next_attempt_at"])
    tell_the_officer(file.case)


@transaction.atomic
def _put_off(file_id: int, words: str, *, again: bool, refused: bool, after: float = 0) -> None:
    """Say what went wrong, and when the file is tried again, if ever: not before `after` seconds, where its host asked for that."""
    file = FetchedFile.objects.select_for_update(of=("self",)).select_related("case").get(pk=file_id)
    if file.state != FetchedFile.State.WAITING:
        return
    now = timezone.now()
    file.error = words[:500]
    file.next_attempt_at = next_try(file.attempts, now, after=after) if again else None
    if file.next_attempt_at is None:
        file.state = FetchedFile.State.REFUSED if refused else FetchedFile.State.FAILED
        record(events.FILE_NOT_FETCHED, case=file.case, by=System(), now=now, name=file.name, reason=words)
    file.save(update_fields=["error", "state", "next_attempt_at"])
    tell_the_officer(file.case)


def tell_the_officer(case: Any) -> None:
    """Keep the note at the top of the case true: one line for each file that did not arrive."""
    told = _locked(case)
    if told is None:
        return
    lines = [line for line in told.attention.splitlines() if not line.startswith(ABOUT_FILES)]
    lines += [
        _line(file, "applicant" if isinstance(told, PlanningApplication) else "complainant") for file in files_not_here(case) if file.error
    ]
    told.attention = "\n".join(lines)
    told.save(update_fields=["attention"])


def _locked(case: Any) -> PlanningApplication | BreachReport | None:
    """The application or the report of a breach that the note of this case stands on, under a lock."""
    try:
        return lock(PlanningApplication(pk=case.pk))
    except PlanningApplication.DoesNotExist:
        pass
    return BreachReport.objects.select_for_update(of=("self",)).filter(pk=case.pk).first()


def _line(file: FetchedFile, sender: str) -> str:
    if file.state == FetchedFile.State.WAITING:
        return f"{ABOUT_FILES}{file.name}” has not arrived yet: {file.error} It is tried again {_when(file.next_attempt_at)}."
    return f"{ABOUT_FILES}{file.name}” did not arrive: {file.error} Ask the {sender} for it."


def _when(moment: datetime | None) -> str:
    return f"at {timezone.localtime(moment):%H:%M}" if moment else "soon"
