"""The clock of documents: pictures that a dead worker left unmade are asked for again, and files that it left behind are removed."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import structlog
from celery import shared_task
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.timezone import localtime

from accounts.models import LocalAuthority
from core.tasks import bops_task
from core.tenancy import acting_for
from documents.models import DocumentVersion
from documents.orphans import HEX, left_over, named_keys, owner_of, stored_files
from documents.redaction.tasks import make_copy
from documents.selectors import copies_half_made, versions_half_read, versions_without_previews
from documents.taking_in import queued_key, take_in
from documents.tasks import read_pages
from documents.waiting import tell_of_waiting

LEFT_ALONE = timedelta(minutes=5)  # a version that young has its task under way
AT_FIRST = timedelta(hours=1)  # so long a version is tried again each minute, and then each quarter of an hour, without end
SELDOM = 15 * 60  # seconds
READING = 15 * 60  # seconds that a long report may take to read
ORPHANED = timedelta(days=1)  # a file that young may belong to a transaction that is still open
FILES_AT_ONCE = 1000
MOST_ORPHANS = 50  # of a batch: more are not what crashes leave behind, and nothing is removed
AT_ONCE = 200  # versions a council and sweep


@shared_task
def sweep_previews() -> int:
    """Enqueue the check and previews of every version that has neither them nor a reason why not, the reading of those half read, and
    redacted copies that were asked for and are not made; tell of files whose check waits too long. How many."""
    return sum(_sweep_previews_of(authority) for authority in LocalAuthority.objects.all())


def _sweep_previews_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        tell_of_waiting(authority=authority, now=now)
        _delete_refused(authority, now)
        waiting = list(islice(_due(versions_without_previews(authority, until=now - LEFT_ALONE), now), AT_ONCE))
        unread = versions_half_read(authority, until=now - LEFT_ALONE)[:AT_ONCE]
        copies = copies_half_made(authority, until=now - LEFT_ALONE)
    for version_id in waiting:
        take_in.delay(authority.pk, version_id)
    for version_id, page in unread:
        if cache.add(f"reading:{version_id}", True, READING):
            read_pages.delay(authority.pk, version_id, page)
    again = [pk for pk in copies if cache.add(f"redaction:{pk}", True, READING)]
    for redaction_id in again:
        make_copy.delay(authority.pk, redaction_id)
    return len(waiting) + len(unread) + len(again)


def _delete_refused(authority: LocalAuthority, now: datetime) -> None:
    """Delete the stored bytes of refused files that have lain there for long enough."""
    refused = DocumentVersion.objects.filter(authority=authority, scan=DocumentVersion.Scan.REFUSED, delete_file_at__lte=now)
    for version in refused.order_by("pk")[:AT_ONCE]:
        try:
            default_storage.delete(version.key)
        except OSError:  # the store is away: next time
            return
        version.delete_file_at = None
        version.save(update_fields=["delete_file_at"])


def _due(versions: Iterable[tuple[int, datetime]], now: datetime) -> Iterator[int]:
    """Those whose turn it is: a file that nobody can help now keeps no other from being tried."""
    for version_id, stored_at in versions:
        if stored_at <= now - AT_FIRST and not cache.add(f"taking-in:{version_id}", True, SELDOM):
            continue
        if cache.add(queued_key(version_id), True, READING):  # a queue that is long is not made longer
            yield version_id


@shared_task
def sweep_orphans() -> None:
    """Remove stored files that no row names a day after they were written: a sixteenth of each council's store an hour."""
    digit = HEX[localtime(timezone.now()).hour % len(HEX)]
    for authority in LocalAuthority.objects.all():
        sweep_orphans_of.delay(authority.pk, digit, "")


@bops_task
def sweep_orphans_of(authority_id: int, digit: str, after: str) -> None:
    """Look at the next thousand files behind the key `after`, then ask for those behind them: however large a store is, no task is long."""
    until = timezone.now() - ORPHANED
    files = list(islice(stored_files(authority_id, digit, after), FILES_AT_ONCE))
    old = [(key, owner) for key, written in files if written < until and (owner := owner_of(key))]
    named = named_keys({key for pair in old for key in pair})
    loose = left_over(key for key, owner in old if owner in named)
    gone = [key for key, owner in old if not named & {key, owner}]
    if len(gone) > max(MOST_ORPHANS, len(files) // 20):  # an old backup, or a database that shows no rows: never a crash of ours
        structlog.get_logger().error("too_many_orphaned_files", authority=authority_id, count=len(gone))
        return
    for key in [*gone, *sorted(loose)]:
        default_storage.delete(key)
    if gone or loose:
        structlog.get_logger().warning("orphaned_files_removed", authority=authority_id, count=len(gone), parts=len(loose))
    if len(files) == FILES_AT_ONCE:
        sweep_orphans_of.delay(authority_id, digit, files[-1][0])
