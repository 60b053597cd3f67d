"""Letters to neighbours."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

import statute
from applications.facts import facts_for
from applications.models import PlanningApplication
from applications.projection import refresh
from audit.services import record
from consultation import events
from consultation.letter import MissingFigures, letter_content
from consultation.models import Letter, Neighbour, PrintRun
from consultation.services.guards import NotYetPublic, lock_public
from consultation.services.periods import extend_period
from consultation.tasks import make_letters
from core.errors import DomainError
from core.tasks import enqueue_on_commit

__all__ = ["MissingFigures", "NotYetPublic", "ask_for_letters", "record_posting"]


@transaction.atomic
def ask_for_letters(
    *, application: PlanningApplication, neighbours: list[Neighbour], letter_date: date, by: Any, now: datetime
) -> PrintRun:
    """Have one letter made for each of these neighbours, merged for the printer. What they say is frozen now.

    NotYetPublic while nobody can read about the application; MissingFigures when the law wants figures on the letter that the case lacks.
    """
    application = lock_public(application)
    if not neighbours:
        raise DomainError("Choose at least one neighbour to write to.", "neighbours")
    if PrintRun.objects.filter(case=application.case, state=PrintRun.State.MAKING).exists():
        raise DomainError("Letters of this case are being made at this moment. Wait until they are there, then ask for more.")
    if letter_date < timezone.localdate(now):
        raise DomainError("The date on the letter must be today or later.", "letter_date")
    reply_by = statute.reply_by(facts_for(application), letter_date=letter_date).value
    run = PrintRun.objects.create(
        authority_id=application.authority_id,
        case=application.case,
        letters_wanted=len(neighbours),
        content=letter_content(application, letter_date=letter_date, reply_by=reply_by),
        letter_date=letter_date,
        reply_by_on=reply_by,
        asked_by=by,
        asked_at=now,
        next_attempt_at=now,
    )
    Letter.objects.bulk_create(
        Letter(authority_id=run.authority_id, print_run=run, neighbour=neighbour, position=place)
        for place, neighbour in enumerate(neighbours, start=1)
    )
    record(events.LETTERS_ASKED, case=application.case, by=by, now=now, count=len(neighbours), reply_by=reply_by)
    enqueue_on_commit(make_letters, run.authority_id, run.pk)
    refresh(application, now=now)
    return run


@transaction.atomic
def record_posting(*, application: PlanningApplication, run: PrintRun, posted_on: date, by: Any, now: datetime) -> None:
    """Note the day on which a batch was posted: the neighbours' time runs from it."""
    application = lock_public(application)
    run = PrintRun.objects.select_for_update().get(pk=run.pk, case=application.case)
    if run.state != PrintRun.State.MADE:
        raise DomainError("The letters are still being made. Wait for the PDF, print it and post it first.")
    if run.posted_on is not None:
        raise DomainError(f"These letters were already recorded as posted on {run.posted_on:%-d %B %Y}.")
    if posted_on > timezone.localdate(now):
        raise DomainError("The date must be today or in the past.", "posted_on")
    if posted_on < timezone.localdate(run.asked_at):
        raise DomainError("The letters cannot have been posted before they were made.", "posted_on")
    run.posted_on, run.posted_by = posted_on, by
    run.save(update_fields=["posted_on", "posted_by"])
    record(events.LETTERS_POSTED, case=application.case, by=by, now=now, count=run.letters_wanted, posted_on=posted_on)
    extend_period(application, begun_on=posted_on, by=by, now=now)
    refresh(application, now=now)
