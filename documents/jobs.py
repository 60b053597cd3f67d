"""The clock of documents: pictures that a dead worker left unmade are asked for again."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from accounts.models import LocalAuthority
from core.tenancy import acting_for
from documents.selectors import versions_half_read, versions_without_previews
from documents.tasks import make_previews, read_pages

LEFT_ALONE = timedelta(minutes=5)  # a version that young has its task under way
GIVEN_UP = timedelta(days=1)
READING = 15 * 60  # seconds that a long report may take to read
AT_ONCE = 200  # versions a council and sweep


@shared_task
def sweep_previews() -> int:
    """Enqueue the previews of every version that has neither them nor a reason why not, and the reading of those half read. How many."""
    return sum(_sweep_previews_of(authority) for authority in LocalAuthority.objects.all())


def _sweep_previews_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        waiting = versions_without_previews(authority, since=now - GIVEN_UP, until=now - LEFT_ALONE)[:AT_ONCE]
        unread = versions_half_read(authority, until=now - LEFT_ALONE)[:AT_ONCE]
    for version_id in waiting:
        make_previews.delay(authority.pk, version_id)
    for version_id, page in unread:
        if cache.add(f"reading:{version_id}", True, READING):
            read_pages.delay(authority.pk, version_id, page)
    return len(waiting) + len(unread)
