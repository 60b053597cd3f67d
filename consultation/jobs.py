"""The entries of the clock."""

from celery import shared_task
from django.utils import timezone

from consultation.models import PrintRun, SiteNotice
from consultation.tasks import make_letters, make_site_notice
from core.tenancy import across_authorities


@shared_task(name="consultation.jobs.sweep_print_runs")
def sweep_print_runs() -> int:
    """Take up again every batch of letters and every site notice whose task died; how many."""
    now = timezone.now()
    with across_authorities("finds letters and notices that wait to be made in all councils"):
        runs = list(PrintRun.objects.filter(state=PrintRun.State.MAKING, next_attempt_at__lte=now).values_list("authority_id", "pk")[:200])
        notices = list(
            SiteNotice.objects.filter(document=None, cancelled_at=None, next_attempt_at__lte=now).values_list("authority_id", "pk")[:200]
        )
    for authority_id, pk in runs:
        make_letters.delay(authority_id, pk)
    for authority_id, pk in notices:
        make_site_notice.delay(authority_id, pk)
    return len(runs) + len(notices)
