"""Letters that wait, and the runs in which they are printed."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from casework.models import LetterInRun, LetterRun
from notifications.models import Message

RUNS_SHOWN = 20
MOST_IN_A_RUN = 1000


def waiting_letters(authority: Any) -> QuerySet[Message]:
    """The council's letters that are in no run yet, oldest first."""
    taken = LetterInRun.objects.filter(message=OuterRef("pk"), taken_out_at=None)
    letters = Message.objects.filter(authority=authority, channel=Message.Channel.LETTER, state=Message.State.WAITING)
    return letters.filter(~Exists(taken)).select_related("case").order_by("created_at", "pk")


def why_taken_out(messages: list[Message]) -> dict[int, str]:
    """By the key of a letter: why it was taken out of a run last. One query."""
    rows = LetterInRun.objects.filter(message__in=messages, taken_out_at__isnull=False).order_by("taken_out_at")
    return dict(rows.values_list("message_id", "taken_out_because"))


def runs_of(authority: Any) -> list[LetterRun]:
    """The newest runs, those not posted yet first, each with how many letters it has and how many are made."""
    rows = LetterRun.objects.filter(authority=authority).select_related("asked_by", "posted_by")
    inside = Q(letters__taken_out_at=None)
    counted = rows.annotate(wanted=Count("letters", filter=inside), made=Count("letters", filter=inside & ~Q(letters__key="")))
    return sorted(counted.order_by("-pk")[:RUNS_SHOWN], key=lambda run: run.posted_on is not None)


def run_of(authority: Any, public_id: UUID) -> LetterRun:
    """One run of the council; DoesNotExist for every other."""
    inside = Q(letters__taken_out_at=None)
    counted = LetterRun.objects.annotate(wanted=Count("letters", filter=inside), made=Count("letters", filter=inside & ~Q(letters__key="")))
    return counted.select_related("asked_by", "posted_by").get(authority=authority, public_id=public_id)


def letters_in(run: LetterRun) -> list[LetterInRun]:
    """The letters of a run in the order in which they are printed, those that were taken out included."""
    return list(run.letters.select_related("message__case"))
