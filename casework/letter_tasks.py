"""Print runs made by a worker: each letter on its own, then one PDF of all. Safe to run again: what is made is not made twice."""

from datetime import timedelta

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from casework.letter import NotPrintable, letter_pdf
from casework.models import LetterInRun, LetterRun
from core.tasks import bops_task
from documents import pdf

CHUNK = 50
RETRY_MINUTES = 5
MOST_ATTEMPTS = 3  # of one letter
log = structlog.get_logger()


@bops_task
def make_letter_run(authority_id: int, run_id: int) -> None:
    """Make up to a chunk of a run's letters, then either come again or, when none is left, merge them for the printer.

    A letter that cannot be made is taken out with the reason and waits for the next run: it keeps no other from the printer. What
    fails for a reason that nobody foresaw is tried a few times, for the store may only be away.
    """
    run = LetterRun.objects.get(pk=run_id)
    if run.state == LetterRun.State.MADE:
        return
    later = timezone.now() + timedelta(minutes=RETRY_MINUTES)
    LetterRun.objects.filter(pk=run_id).update(attempts=F("attempts") + 1, next_attempt_at=later)
    for letter_id in _unmade(run_id).values_list("pk", flat=True)[:CHUNK]:
        _make_or_give_up(run, letter_id, attempt=run.attempts + 1)
    LetterRun.objects.filter(pk=run_id).update(attempts=0)
    if _unmade(run_id).exists():
        transaction.on_commit(lambda: make_letter_run.delay(authority_id, run_id))
        return
    _merge(run_id)


def _unmade(run_id: int):  # type: ignore[no-untyped-def]
    return LetterInRun.objects.filter(run_id=run_id, key="", taken_out_at=None).order_by("position")


def _make_or_give_up(run: LetterRun, letter_id: int, *, attempt: int) -> None:
    """Make a letter; one that failed on every attempt is taken out, and the count begins anew for the next."""
    try:
        _make(run, letter_id)
    except Exception:
        if attempt < MOST_ATTEMPTS:
            raise
        LetterRun.objects.filter(pk=run.pk).update(attempts=0)
        letter = LetterInRun.objects.select_related("message").get(pk=letter_id)
        log.exception("letter_not_made", message=str(letter.message.public_id))
        _take_out(letter, "It could not be made: tell whoever runs BOPS, who finds the reason in the log.")


def _take_out(letter: LetterInRun, because: str) -> None:
    letter.taken_out_at, letter.taken_out_because = timezone.now(), because[:300]
    letter.save(update_fields=["taken_out_at", "taken_out_because"])


def _make(run: LetterRun, letter_id: int) -> None:
    with transaction.atomic():
        found = LetterInRun.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=letter_id, key="", taken_out_at=None)
        letter = found.select_related("message__case", "message__authority").first()
        if letter is None:
            return
        try:
            content = letter_pdf(letter.message)
        except NotPrintable as fault:
            _take_out(letter, fault.message)
            log.warning("letter_not_made", message=str(letter.message.public_id), fault=fault.message)
            return
        key = f"{run.authority_id}/letter-runs/{run.public_id}/{letter.pk}.pdf"
        default_storage.delete(key)
        letter.key, letter.pages = default_storage.save(key, ContentFile(content)), pdf.page_count(content)
        letter.save(update_fields=["key", "pages"])


@transaction.atomic
def _merge(run_id: int) -> None:
    """The last one through the door merges: under the run's lock, once."""
    run = LetterRun.objects.select_for_update(of=("self",)).get(pk=run_id)
    rows = list(run.letters.filter(taken_out_at=None).order_by("position"))
    if run.state == LetterRun.State.MADE or any(row.key == "" for row in rows):
        return
    run.state, run.made_at, run.next_attempt_at, run.pages = LetterRun.State.MADE, timezone.now(), None, 0
    if rows:
        merged = pdf.merge([_read(row.key) for row in rows], title=f"Letters, {timezone.localdate(run.asked_at):%-d %B %Y}")
        key = f"{run.authority_id}/letter-runs/{run.public_id}/run.pdf"
        default_storage.delete(key)
        run.key, run.pages = default_storage.save(key, ContentFile(merged)), pdf.page_count(merged)
    run.save(update_fields=["state", "made_at", "next_attempt_at", "key", "pages"])
    for row in rows:
        transaction.on_commit(lambda key=row.key: default_storage.delete(key))  # type: ignore[misc]


def _read(key: str) -> bytes:
    with default_storage.open(key) as file:
        content: bytes = file.read()
    return content
