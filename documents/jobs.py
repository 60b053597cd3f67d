"""The clock of documents: pictures that a dead worker left unmade are asked for again."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from core.tenancy import acting_for
from documents.selectors import versions_without_previews
from documents.tasks import make_previews

LEFT_ALONE = timedelta(minutes=5)  # a version that young has its task under way
GIVEN_UP = timedelta(days=1)
AT_ONCE = 200  # versions a council and sweep


@shared_task
def sweep_previews() -> int:
    """Enqueue the previews of every version that has neither them nor a reason why not. How many."""
    return sum(_sweep_previews_of(authority) for authority in LocalAuthority.objects.all())


def _sweep_previews_of(authority: LocalAuthority) -> int:
    now = timezone.now()
    with acting_for(authority):
        waiting = versions_without_previews(authority, since=now - GIVEN_UP, until=now - LEFT_ALONE)[:AT_ONCE]
    for version_id in waiting:
        make_previews.delay(authority.pk, version_id)
    return len(waiting)
