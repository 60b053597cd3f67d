"""Drawing boxes over private things and asking for the copy without them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from audit.actors import user_of
from audit.services import record
from core.errors import DomainError
from core.services import check_version
from core.tasks import enqueue_on_commit
from documents import events
from documents.models import Document, DocumentPage, Redaction
from documents.redaction.boxes import MOST_BOXES, Box, OddBox, box_of, pages_of, pages_words, stored_boxes
from documents.redaction.tasks import find_spots, make_copy
from documents.services.adding import locked_application

State = Redaction.State


class NotRedacted(DomainError):
    """The boxes or the document do not allow it; the words say what to do."""


@transaction.atomic
def start_redaction(*, document: Document, by: Any, now: datetime) -> Redaction:
    """Begin to draw boxes over a document, with those of its last redacted copy; or go on with what was begun."""
    locked_application(document.case)
    file = document.current
    if file is None or not file.is_served or file.previews_at is None:
        raise NotRedacted("The pages of this file are not drawn yet. Wait until its picture is there, then begin.")
    if document.archived_at is not None or document.source == Document.Source.MADE:
        raise NotRedacted("An archived document, or one that BOPS made, cannot be redacted.")
    at_work = Redaction.objects.filter(file=file).exclude(state=State.MADE).first()
    if at_work is not None:
        return at_work
    last = Redaction.objects.filter(file=file).last()
    redaction = Redaction.objects.create(
        authority_id=document.authority_id,
        file=file,
        boxes=last.boxes if last else [],
        created_at=now,
        saved_at=now,
        saved_by=user_of(by),
    )
    enqueue_on_commit(find_spots, document.authority_id, redaction.pk)
    return redaction


@transaction.atomic
def save_boxes(*, redaction: Redaction, page: int, boxes: Iterable[Any], version: int, by: Any, now: datetime) -> Redaction:
    """Keep the boxes of one page as they are drawn now. StaleRecord when another officer saved since `version`: nothing is kept then."""
    redaction = _locked(redaction)
    check_version(redaction, version, who=redaction.saved_by.name)
    redaction.version -= 1  # _save counts it up
    drawn = [_box(redaction, page, given) for given in boxes]
    return _save(redaction, [box for box in stored_boxes(redaction.boxes) if box.page != page] + drawn, by, now)


@transaction.atomic
def add_box(*, redaction: Redaction, page: int, box: Any, by: Any, now: datetime) -> Redaction:
    """Add one box by its place, beside whatever others drew."""
    redaction = _locked(redaction)
    return _save(redaction, [*stored_boxes(redaction.boxes), _box(redaction, page, box)], by, now)


@transaction.atomic
def take_spots(*, redaction: Redaction, ids: Iterable[str], by: Any, now: datetime) -> int:
    """Black out suggestions: how many were not blacked out before."""
    redaction = _locked(redaction)
    boxes = stored_boxes(redaction.boxes)
    wanted = set(ids) - {box.spot for box in boxes}
    taken = [
        _box(redaction, spot["page"], {**spot, "id": f"spot-{spot['id']}", "reason": spot["kind"], "spot": spot["id"]})
        for spot in redaction.spots
        if spot["id"] in wanted
    ]
    if taken:
        _save(redaction, [*boxes, *taken], by, now)
    return len(taken)


@transaction.atomic
def remove_box(*, redaction: Redaction, box_id: str, by: Any, now: datetime) -> Redaction:
    redaction = _locked(redaction)
    boxes = stored_boxes(redaction.boxes)
    left = [box for box in boxes if box.id != box_id]
    if len(left) == len(boxes):
        raise NotRedacted("This box was removed already.")
    return _save(redaction, left, by, now)


@transaction.atomic
def discard_redaction(*, redaction: Redaction, by: Any, now: datetime) -> None:
    """Throw the boxes away. The history says how many there were."""
    redaction = _locked(redaction)
    _record(events.REDACTION_DISCARDED, redaction, by, now)
    redaction.delete()


@transaction.atomic
def ask_for_copy(*, redaction: Redaction, version: int | None, by: Any, now: datetime) -> Redaction:
    """Have the redacted copy made of the boxes as the officer saw them. StaleRecord when somebody changed them since."""
    redaction = _locked(redaction)
    if not redaction.boxes:
        raise NotRedacted("Draw at least one box first.")
    check_version(redaction, version, who=redaction.saved_by.name)
    redaction.state, redaction.asked_at, redaction.saved_by = State.MAKING, now, user_of(by)
    redaction.burnt, redaction.hiding, redaction.fault = [], None, ""
    redaction.save()
    _record(events.REDACTION_ASKED, redaction, by, now)
    enqueue_on_commit(make_copy, redaction.authority_id, redaction.pk)
    return redaction


def _locked(redaction: Redaction) -> Redaction:
    """The redaction under a lock, after its application, as in every verb; refused while its copy is made."""
    locked_application(redaction.file.document.case)
    rows = Redaction.objects.select_for_update(of=("self",)).select_related("file__document__case", "saved_by")
    found = rows.filter(pk=redaction.pk).first()
    if found is None:
        raise NotRedacted("These boxes were thrown away by somebody else. Begin again.")
    if found.state != State.DRAWING:
        raise NotRedacted("The copy is being made, or was made, of these boxes: they stay as they are.")
    return found


def _box(redaction: Redaction, page: int, given: Any) -> Box:
    row = DocumentPage.objects.filter(version=redaction.file, number=page).first()
    if row is None:
        raise NotRedacted(f"Page {page} is not drawn yet, or the file has no such page.", "page")
    try:
        return box_of(given, page=page, width_mm=row.width_mm, height_mm=row.height_mm)
    except OddBox as odd:
        raise NotRedacted(str(odd)) from None


def _save(redaction: Redaction, boxes: list[Box], by: Any, now: datetime) -> Redaction:
    if len(boxes) > MOST_BOXES:
        raise NotRedacted(f"A file can have {MOST_BOXES} boxes. Draw larger ones.")
    redaction.boxes = [box.stored() for box in sorted(boxes, key=lambda box: (box.page, box.top, box.left))]
    redaction.saved_at, redaction.saved_by, redaction.fault = now, user_of(by), ""
    redaction.version += 1
    redaction.save()
    return redaction


def _record(event: Any, redaction: Redaction, by: Any, now: datetime) -> None:
    document, boxes = redaction.file.document, stored_boxes(redaction.boxes)
    words = f"{len(boxes)} box{'' if len(boxes) == 1 else 'es'} on {pages_words(pages_of(boxes))}"
    record(event, case=document.case, by=by, now=now, name=document.name, document=str(document.public_id), words=words)
