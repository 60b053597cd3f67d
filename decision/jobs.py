"""The entries of the clock."""

from celery import shared_task
from django.utils import timezone

from core.tenancy import across_authorities
from decision.models import DecisionNotice
from decision.tasks import make_notice


@shared_task(name="decision.jobs.sweep_notices")
def sweep_notices() -> int:
    """Send again the making of every notice whose task died; how many."""
    with across_authorities("finds decision notices without a file in all councils"):
        waiting = list(
            DecisionNotice.objects.filter(document=None, next_attempt_at__lte=timezone.now()).values_list("authority_id", "pk")[:200]
        )
    for authority_id, notice_id in waiting:
        make_notice.delay(authority_id, notice_id)
    return len(waiting)
