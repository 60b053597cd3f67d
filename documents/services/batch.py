"""The same done to many documents of a case: first weighed, so that an officer sees what is left out and why, then done as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.projection import refresh
from audit.services import record
from core.errors import DomainError
from documents import events
from documents.aside import aside_among
from documents.models import Document
from documents.numbering import keys_in, numbers_in, tidy
from documents.selectors import decision_is_issued, numbered_documents, ticked_documents
from documents.services.adding import locked_application
from documents.services.changing import put_away, refuse_archiving, refuse_fixed
from documents.services.visibility import Visibility, names_told, refusal_to_see, refuse_archived, write_who_sees
from documents.tags import all_tags, kept_back_because

PUBLISH, SHARE, UNPUBLISH, TAG, NUMBER, RECEIVE, CHECK, ARCHIVE = (
    "publish",
    "share",
    "unpublish",
    "tag",
    "number",
    "receive",
    "check",
    "archive",
)
DONE = {
    PUBLISH: "made public",
    SHARE: "shown to consultees",
    UNPUBLISH: "taken off the public pages",
    TAG: "tagged",
    NUMBER: "numbered",
    RECEIVE: "given a date received",
    CHECK: "marked as checked",
    ARCHIVE: "archived",
}
SEEN_BY = {PUBLISH: Visibility.PUBLIC, SHARE: Visibility.CONSULTEES, UNPUBLISH: Visibility.PRIVATE}


@dataclass(frozen=True)
class Wanted:
    """What is to be done: the action, and what it needs. numbers: by public id."""

    action: str
    add_tags: Sequence[str] = ()
    drop_tags: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    received_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """`doing` can be done; of each of `left_out` the reason why not."""

    doing: list[Document] = field(default_factory=list)
    left_out: list[tuple[Document, str]] = field(default_factory=list)


def weigh(*, case: Any, public_ids: Sequence[str], action: str) -> Batch:
    """What an action would do to the ticked documents, before anything is filled in. Reads only; a fixed number of queries."""
    return _weigh(ticked_documents(case, public_ids), action, decision_is_issued(case))


@transaction.atomic
def change_many(*, case: Any, public_ids: Sequence[str], wanted: Wanted, by: Any, now: datetime) -> Batch:
    """Do one thing to all ticked documents that it can be done to: one line of history, which names each. DomainError: nothing is done."""
    application = locked_application(case)
    documents = ticked_documents(case, public_ids)
    list(Document.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in documents]).order_by("pk"))
    batch = _weigh(ticked_documents(case, public_ids), wanted.action, decision_is_issued(case))
    _check(wanted, batch.doing, now)
    changed = [document for document in batch.doing if VERBS[wanted.action](document, wanted, by, now)]
    if changed:
        record(
            events.MANY,
            case=case,
            by=by,
            now=now,
            action=wanted.action,
            done=_told(wanted),
            count=len(changed),
            names=names_told(changed),
            documents=[{"id": str(one.public_id), "name": one.name} for one in changed],
            left_out=[{"name": one.name, "why": why} for one, why in batch.left_out],
        )
    if application is not None:
        refresh(application, now=now)
    return Batch(changed, batch.left_out)


def _weigh(documents: Sequence[Document], action: str, issued: bool) -> Batch:
    batch, aside = Batch(), aside_among(documents) if action in SEEN_BY else set()
    for document in documents:
        why = _why_not(document, action, issued, document.pk in aside)
        if why:
            batch.left_out.append((document, why))
        else:
            batch.doing.append(document)
    return batch


def _why_not(document: Document, action: str, issued: bool, aside: bool) -> str:
    """Why an action leaves a document as it is; "" when it can be done."""
    try:
        refuse_archived(document)
        if action in SEEN_BY:
            if document.visibility == SEEN_BY[action]:
                return f"It is {_seen_words(action)} already."
            refusal = refusal_to_see(document, SEEN_BY[action], reason="", may_withhold=False, issued=issued, aside=aside)
            return refusal.message if refusal else ""
        if action == ARCHIVE:
            refuse_archiving(document, "to be said", may_withhold=False, issued=issued)
        elif action == CHECK:
            return "It is marked as checked already." if document.checked else ""
        else:
            field_name = {TAG: "tags", NUMBER: "number", RECEIVE: "received_on"}[action]
            refuse_fixed(document, {field_name: None})
    except DomainError as refusal:
        return refusal.message
    return ""


def _seen_words(action: str) -> str:
    return {PUBLISH: "public", SHARE: "shown to consultees", UNPUBLISH: "for officers only"}[action]


def _told(wanted: Wanted) -> str:
    reason = wanted.reason.strip()
    return f"{DONE[wanted.action]} ({reason})" if wanted.action == ARCHIVE and reason else DONE[wanted.action]


def _check(wanted: Wanted, documents: Sequence[Document], now: datetime) -> None:
    """DomainError beside the field that must be put right before anything is done."""
    if wanted.action == TAG:
        if not wanted.add_tags:
            raise DomainError("Choose at least one tag.", "tags")
        if odd := set(wanted.add_tags) - set(all_tags()):
            raise DomainError(f"There is no tag “{min(odd)}”. Choose from the list.", "tags")
        why, public = kept_back_because(wanted.add_tags), [one for one in documents if one.visibility == Visibility.PUBLIC]
        if why and public:
            raise DomainError(f"{why}, but {public[0].name} is public. Take it off the public pages first.", "tags")
    if wanted.action == RECEIVE and (wanted.received_on is None or wanted.received_on > timezone.localdate(now)):
        raise DomainError("Enter a date received that is not in the future.", "received_on")
    if wanted.action == ARCHIVE and not wanted.reason.strip():
        raise DomainError("Say why the documents are archived.", "reason")
    if wanted.action == NUMBER:
        _check_numbers(wanted.numbers, documents)


def _check_numbers(numbers: dict[str, str], documents: Sequence[Document]) -> None:
    """Numbers are looked at together: two documents of a batch may swap theirs."""
    if not documents:
        return
    asked = {one.pk: tidy(numbers.get(str(one.public_id), one.number)) for one in documents}
    standing = [one for one in numbered_documents(documents[0].case_id) if one.pk not in asked]
    taken: dict[str, list[Document]] = {}
    for one in standing:
        for key in keys_in(one.number):
            taken.setdefault(key, []).append(one)
    for document in documents:
        number, place = asked[document.pk], f"number_{document.public_id}"
        if len(number) > 100:
            raise DomainError(f"The number of {document.name} can have 100 characters at most.", place)
        if document.in_decision_notice and not number:
            raise DomainError(f"The decision notice lists {document.name}: it needs a number.", place)
        for drawing in numbers_in(number):
            others = taken.setdefault(drawing.key, [])
            other = next((one for one in others if not _pair(one, document)), None)
            if other is not None and (number != document.number or other.pk in asked):
                raise DomainError(f"{drawing.number} is the number of {other.name} too. Each needs its own.", place)
            others.append(document)


def _pair(one: Document, other: Document) -> bool:
    """Whether these are one document, or a redacted copy and its original, which share their number."""
    return one.pk == other.pk or other.pk == one.redaction_of_id or one.pk == other.redaction_of_id


def _see(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    write_who_sees(document, SEEN_BY[wanted.action], by, now)
    return True


def _tag(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    kept = [] if wanted.drop_tags else document.tags
    return _set(document, tags=[*kept, *(code for code in wanted.add_tags if code not in kept)])


def _number(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    return _set(document, number=tidy(wanted.numbers.get(str(document.public_id), document.number)))


def _receive(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    return _set(document, received_on=wanted.received_on)


def _check_off(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    return _set(document, checked=True, check_note="")


def _archive(document: Document, wanted: Wanted, by: Any, now: datetime) -> bool:
    put_away(document, wanted.reason, by, now)
    return True


def _set(document: Document, **values: Any) -> bool:
    """Write what differs; whether anything did."""
    changed = [name for name, value in values.items() if getattr(document, name) != value]
    for name in changed:
        setattr(document, name, values[name])
    if changed:
        document.version += 1
        document.save(update_fields=[*changed, "version"])
    return bool(changed)


VERBS: dict[str, Callable[[Document, Wanted, Any, datetime], bool]] = {
    PUBLISH: _see,
    SHARE: _see,
    UNPUBLISH: _see,
    TAG: _tag,
    NUMBER: _number,
    RECEIVE: _receive,
    CHECK: _check_off,
    ARCHIVE: _archive,
}
