"""The desk's entries of the clock: every night the dates of all open cases are computed again and differences reported."""

import time
from datetime import datetime, timedelta

import structlog
from celery import shared_task
from django.utils import timezone

from accounts.models import LocalAuthority
from applications.models import PlanningApplication
from applications.querysets import OPEN
from audit.actors import System
from casework import events, messages
from casework.letter_tasks import make_letter_run
from casework.models import LetterRun
from casework.paging import capped_count
from casework.selectors import returns
from casework.tasks import compute_again
from core.hosts import url_for
from core.tasks import bops_task
from core.tenancy import across_authorities, acting_for
from notifications.models import Message
from notifications.services import send_email

CHUNK = 200  # cases in one go
LONGEST = 180  # seconds after which the rest is left to the next task
log = structlog.get_logger()


@shared_task(name="casework.jobs.check_dates")
def check_dates() -> int:
    """Start the check for each council; answers how many there are."""
    ids = list(LocalAuthority.objects.values_list("pk", flat=True))
    for authority_id in ids:
        check_dates_of.delay(authority_id, 0)
    return len(ids)


@shared_task(name="casework.jobs.tell_of_silent_cases")
def tell_of_silent_cases() -> int:
    """Once a week, tell everybody who may return cases how many wait on the list; how many were told. Nothing is returned by itself."""
    told = 0
    for authority in LocalAuthority.objects.all():
        try:
            with acting_for(authority):
                told += _tell_of_silent_cases_of(authority, timezone.now())
        except Exception:  # one council keeps no other waiting
            log.exception("silent_cases_not_told", authority_id=authority.pk)
    return told


def _tell_of_silent_cases_of(authority: LocalAuthority, now: datetime) -> int:
    today = timezone.localdate(now)
    count = capped_count(returns.silent(authority, on=today))
    monday = today - timedelta(days=today.weekday())
    sent = Message.objects.filter(template=messages.RETURNS_WAITING.key, created_at__date__gte=monday)
    if not count or sent.exists():
        return 0
    context = {"count": count, "url": url_for(authority, "officers", "casework:returns")}
    members = returns.may_close(authority)
    for member in members:
        who = {"to": member.user.email, "to_name": member.user.name}
        send_email(authority=authority, message=messages.RETURNS_WAITING.key, **who, context=context, by=System("Weekly list"), now=now)
    return len(members)


@bops_task
def check_dates_of(authority_id: int, after: int) -> list[int]:
    """Refresh one chunk of the council's open cases, those with a key beyond `after`; hand the rest to the next task.

    Answers the cases that differed.
    """
    started, now = time.monotonic(), timezone.now()
    open_cases = PlanningApplication.objects.filter(authority_id=authority_id, status__in=OPEN, pk__gt=after).order_by("pk")
    ids = list(open_cases.values_list("pk", flat=True)[:CHUNK])
    differing, done = [], after
    for pk in ids:
        try:
            if check_one(pk, now=now):
                differing.append(pk)
        except Exception:  # one case that cannot be computed must not keep the others from being checked
            log.exception("dates_not_checked", authority_id=authority_id, application_id=pk)
        done = pk
        if time.monotonic() - started > LONGEST:
            break
    if ids and (len(ids) == CHUNK or done != ids[-1]):
        check_dates_of.delay(authority_id, done)
    log.info("dates_checked", authority_id=authority_id, cases=len(ids), differing=differing)
    return differing


def check_one(pk: int, *, now: datetime) -> str:
    """Compute one case again; a date that differs is put right, and the history says so. Answers the change in words, or ""."""
    return compute_again(pk, event=events.DATES_CORRECTED, by=System("Nightly check"), now=now)


@shared_task(name="casework.jobs.sweep_letter_runs")
def sweep_letter_runs() -> int:
    """Take up again every print run whose task died; how many."""
    with across_authorities("finds print runs that wait to be made in all councils"):
        waiting = LetterRun.objects.filter(state=LetterRun.State.MAKING, next_attempt_at__lte=timezone.now())
        runs = list(waiting.values_list("authority_id", "pk")[:CHUNK])
    for authority_id, pk in runs:
        make_letter_run.delay(authority_id, pk)
    return len(runs)
