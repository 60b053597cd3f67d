"""All that came in and went out about a case, in one line of time: a number of queries that does not grow with it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from casework.models import LetterInRun, ReceivedItem
from consultation.models import PrintRun
from notifications.models import Message
from validation.models import CaseMessage, ValidationRequest

MESSAGE, RECEIVED, WRITTEN, ANSWER, NEIGHBOURS = "message", "received", "written", "answer", "neighbours"
IN, OUT = "in", "out"
DIRECTION = {MESSAGE: OUT, RECEIVED: IN, WRITTEN: IN, ANSWER: IN, NEIGHBOURS: OUT}


def timeline(case: Any, *, direction: str = "", words: str = "") -> QuerySet[Any]:
    """(kind, key, when) of each item, newest first. `direction`: IN, OUT or both; `words`: what it must say somewhere.

    What officers write to the applicant is an email or letter too, and stands once, as that.
    """
    parts = [
        rows.annotate(sort_of=Value(kind), happened_at=when).order_by().values_list("sort_of", "pk", "happened_at")
        for kind, (rows, when) in _sources(case, words).items()
        if direction in ("", DIRECTION[kind])
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-happened_at", "-pk")


def _sources(case: Any, words: str) -> dict[str, tuple[QuerySet[Any], Any]]:
    recorded = ReceivedItem.objects.filter(request=OuterRef("pk"), about=ReceivedItem.About.ANSWER)
    answers = ValidationRequest.objects.filter(case=case, state=ValidationRequest.State.CLOSED, answered_at__isnull=False)
    answers = answers.filter(~Exists(recorded), answer__automatic__isnull=True)
    letters = PrintRun.objects.filter(case=case)
    return {
        MESSAGE: (_saying(Message.objects.filter(case=case), words, "subject", "shown_body", "to", "to_name"), F("created_at")),
        RECEIVED: (
            _saying(ReceivedItem.objects.filter(case=case), words, "subject", "text", "from_name"),
            Cast("received_on", DateTimeField()),
        ),
        WRITTEN: (
            _saying(CaseMessage.objects.filter(case=case, from_council=False), words, "text", "written_by_name"),
            F("written_at"),
        ),
        ANSWER: (_saying(answers, words, "answer__text", "answered_by_name", "payload__document_type"), F("answered_at")),
        NEIGHBOURS: (letters if not words or words.lower() in "letters to neighbours" else letters.none(), Coalesce("made_at", "asked_at")),
    }


def _saying(rows: QuerySet[Any], words: str, *columns: str) -> QuerySet[Any]:
    for word in words.split()[:5]:
        rows = rows.filter(_any(Q(**{f"{column}__icontains": word}) for column in columns))
    return rows


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def load(pairs: Iterable[tuple[str, int, Any]]) -> list[tuple[str, Any]]:
    """The rows behind (kind, key, when), in that order: one query a kind."""
    pairs = list(pairs)
    wanted = {kind: [key for found, key, _ in pairs if found == kind] for kind in LOADERS}
    rows = {kind: {row.pk: row for row in LOADERS[kind](keys)} for kind, keys in wanted.items() if keys}
    return [(kind, rows[kind][key]) for kind, key, _ in pairs]


def _messages(keys: list[int]) -> QuerySet[Message]:
    instead = Message.objects.filter(instead_of=OuterRef("pk"))
    in_run = LetterInRun.objects.filter(message=OuterRef("pk"), taken_out_at=None)
    return Message.objects.filter(pk__in=keys).annotate(was_replaced=Exists(instead), in_run=Exists(in_run))


LOADERS: dict[str, Callable[[list[int]], QuerySet[Any]]] = {
    MESSAGE: _messages,
    RECEIVED: lambda keys: ReceivedItem.objects.filter(pk__in=keys).select_related("recorded_by"),
    WRITTEN: lambda keys: CaseMessage.objects.filter(pk__in=keys).select_related("request"),
    ANSWER: lambda keys: ValidationRequest.objects.filter(pk__in=keys),
    NEIGHBOURS: lambda keys: PrintRun.objects.filter(pk__in=keys).select_related("document"),
}


def received_item(case: Any, public_id: UUID) -> ReceivedItem:
    """One item that came in about this case; DoesNotExist for every other."""
    return ReceivedItem.objects.select_related("recorded_by").get(case=case, public_id=public_id)
