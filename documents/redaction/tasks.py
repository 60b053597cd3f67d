"""The worker's part of a redaction. One effect each; each may come back after a worker was killed, and then goes on where it was."""

from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.tasks import bops_task
from documents import storage
from documents.checks import CheckedFile
from documents.kinds import JPEG, PDF, PNG
from documents.models import Document, DocumentPage, DocumentVersion, Redaction
from documents.redaction.boxes import Box, pages_of, stored_boxes
from documents.redaction.spots import Known, looks_private, names_of, spots_on
from documents.rendering.pages import words_on
from documents.rendering.sandbox import RenderingFailed, room
from documents.services.adding import check_for, largest_mb
from documents.services.replacing import add_redacted_copy
from documents.services.visibility import lock_document

DPI = 200
AT_ONCE = 4  # pages burnt in one task
LOOKED_AT_ONCE = 20  # pages whose words are measured in one task
MOST_SPOTS = 1000  # of one file
LARGEST_COPY = 600_000_000
SECONDS = 120
MOST_ELSEWHERE = 50
SHORTEST = 4  # letters of words that are looked for on other pages


@bops_task
def find_spots(authority_id: int, redaction_id: int) -> None:
    """Look through the next pages for words that may be private, then ask for the pages after them."""
    redaction = Redaction.objects.select_related("file__document__case").get(pk=redaction_id)
    file = redaction.file
    first, pages = redaction.looked_through + 1, 0 if is_picture(file) else file.pages or 1
    last = min(first + LOOKED_AT_ONCE - 1, pages)
    if redaction.state != Redaction.State.DRAWING or first > last:
        return
    known = known_of(file.document.case)
    found = [spot.stored() for number in range(first, last + 1) for spot in _spots_of(file, number, known)]
    with transaction.atomic():
        redaction = Redaction.objects.select_for_update().get(pk=redaction_id)
        if redaction.looked_through != first - 1:
            return
        redaction.looked_through, redaction.spots = last, [*redaction.spots, *found][:MOST_SPOTS]
        redaction.save(update_fields=["looked_through", "spots"])
    if last < pages:
        find_spots.delay(authority_id, redaction_id)


def is_picture(file: DocumentVersion) -> bool:
    """A photograph or scan; everything else is a PDF, or shown as the PDF that was made of it."""
    return file.content_type in {PNG, JPEG}


def _spots_of(file: DocumentVersion, number: int, known: Known) -> list[Any]:
    page = DocumentPage.objects.filter(version=file, number=number).first()
    if page is not None and file.read_at is not None and not looks_private(page.text, known):
        return []
    try:
        words = words_on(file, number)
    except (RenderingFailed, OSError):
        return []
    return spots_on(number, words, known, width_mm=page.width_mm if page else 210)


def known_of(case: Any) -> Known:
    """The names and addresses of the case's people. The site's own address and postcode stand in the register: they are left alone."""
    names: set[str] = set()
    addresses: set[str] = set()
    for party in case.parties.all():
        names |= names_of(party.first_name, party.last_name)
        addresses.add(party.address_lines)
    for owner in case.land_owners.all():
        first, _, last = owner.name.rpartition(" ")
        names |= names_of(first, last)
        addresses.add(owner.address)
    site = case.address_lines.lower()
    lines = {address.split(",")[0].strip() for address in addresses}
    public = frozenset({case.postcode.replace(" ", "").upper()} - {""})
    return Known(frozenset(names), frozenset(line for line in lines if len(line) > SHORTEST and line.lower() not in site), public)


@bops_task
def make_copy(authority_id: int, redaction_id: int) -> None:
    """Make the next boxed pages into images; once all are, put the copy together and keep it beside the original."""
    redaction = Redaction.objects.select_related("file__document__case", "saved_by").get(pk=redaction_id)
    if redaction.state != Redaction.State.MAKING:
        return
    try:
        if _go_on(redaction):
            make_copy.delay(authority_id, redaction_id)
            return
    except RenderingFailed as failure:
        _give_up(redaction, failure.words)
    except DomainError as refusal:
        _give_up(redaction, refusal.message)
    except OSError as error:
        _give_up(redaction, RenderingFailed.of(error).words)
    _forget_images(redaction)


def _go_on(redaction: Redaction) -> bool:
    """The next pages, or the whole copy once all of them are images. Whether there is more to do."""
    boxes = stored_boxes(redaction.boxes)
    if is_picture(redaction.file):
        content = _blackened(redaction.file, boxes)
    elif _burn_next(redaction, boxes):
        return True
    elif redaction.state != Redaction.State.MAKING:
        return False
    else:
        content = _assembled(redaction)
    _keep(redaction, content, _elsewhere(redaction.file, boxes))
    return False


def burnt_name(redaction: Redaction, number: int) -> str:
    """Under another name each time that a copy is asked for: a worker that is late with older boxes spoils nothing."""
    return f"redaction-{redaction.pk}-{redaction.asked_at:%Y%m%d%H%M%S%f}-{number}"


def _sides(boxes: list[Box]) -> list[list[float]]:
    return [[box.left, box.top, box.right, box.bottom] for box in boxes]


def _blackened(file: DocumentVersion, boxes: list[Box]) -> bytes:
    with room(file) as place:
        place.run("blacken", boxes=_sides(boxes))
        return place.picture("redacted", kind=b"PNG" if file.content_type == PNG else b"\xff\xd8")


def _burn_next(redaction: Redaction, boxes: list[Box]) -> bool:
    """Burn the next pages; False when none is left. What was done before a failure is kept."""
    with room(redaction.file) as place:
        if redaction.hiding is None:
            lines = place.run("hiding", seconds=SECONDS, boxed=pages_of(boxes))
            return _note(redaction, [], [line["page"] for line in lines])
        done = {line["page"] for line in redaction.burnt}
        todo = [number for number in sorted({*pages_of(boxes), *redaction.hiding}) if number not in done][:AT_ONCE]
        if not todo:
            return False
        pages = {str(number): _sides([box for box in boxes if box.page == number]) for number in todo}
        try:
            lines = place.run("burn", pages=pages, dpi=DPI)
        except RenderingFailed as failure:
            lines = failure.found
            if not lines:
                raise
        for line in lines:
            storage.put_rendition(redaction.file, burnt_name(redaction, line["page"]), place.picture(f"burnt-{line['page']}", kind=b""))
    return _note(redaction, lines, redaction.hiding)


@transaction.atomic
def _note(redaction: Redaction, lines: list[dict[str, Any]], hiding: list[int]) -> bool:
    """Keep which pages are images now, beside those that another worker made meanwhile. False when this copy is not wanted any more."""
    row = Redaction.objects.select_for_update().get(pk=redaction.pk)
    there = {line["page"] for line in row.burnt}
    redaction.burnt = [*row.burnt, *(line for line in lines if line["page"] not in there)]
    redaction.state, redaction.hiding = row.state, hiding
    if row.state != Redaction.State.MAKING or row.asked_at != redaction.asked_at:
        redaction.state = Redaction.State.DRAWING
        return False
    row.burnt, row.hiding = redaction.burnt, hiding
    row.save(update_fields=["burnt", "hiding"])
    return True


def _assembled(redaction: Redaction) -> bytes:
    with room(redaction.file) as place:
        for line in redaction.burnt:
            with storage.open_rendition(redaction.file, burnt_name(redaction, line["page"])) as image:
                (place.folder / f"burnt-{line['page']}").write_bytes(image.read())
        place.run("assemble", seconds=SECONDS, burnt=redaction.burnt, largest=LARGEST_COPY)
        return place.picture("redacted", kind=b"%PDF", largest=LARGEST_COPY)


def _elsewhere(file: DocumentVersion, boxes: list[Box]) -> list[list[Any]]:
    """What a box covers and another place of the file still says: [words, page], for the officer to look at."""
    covered: dict[str, int] = {}
    texts = dict(DocumentPage.objects.filter(version=file).values_list("number", "text"))
    for number in pages_of(boxes):
        here = [box for box in boxes if box.page == number]
        try:
            words = words_on(file, number)
        except (RenderingFailed, OSError):  # the copy is safe without this: it is what the officer is told beside it
            continue
        for box in here:
            phrase = " ".join(word.text for word in words if box.meets(word.left, word.top, word.right, word.bottom))
            if len(phrase) >= SHORTEST:
                covered.setdefault(phrase, number)
        open_words = [word for word in words if not any(box.meets(word.left, word.top, word.right, word.bottom) for box in here)]
        texts[number] = " ".join(word.text for word in open_words)
    plain = {number: " ".join(text.split()).lower() for number, text in texts.items()}
    return [[phrase, number] for phrase in covered for number in sorted(plain) if phrase.lower() in plain[number]][:MOST_ELSEWHERE]


def _keep(redaction: Redaction, content: bytes, elsewhere: list[list[Any]]) -> None:
    """Check the copy before anything is locked, then put it beside the original."""
    document = redaction.file.document
    most = largest_mb(document.case, Document.Source.OFFICER)
    if len(content) > most * 1_000_000:
        raise DomainError(
            f"The redacted copy would be {len(content) / 1_000_000:,.0f} MB, and the largest file that is kept is {most} MB, because boxed "
            "pages become pictures. Split the file into parts, add those, and redact each."
        )
    name = PurePath(document.name)
    ending = name.suffix if is_picture(redaction.file) or redaction.file.content_type == PDF else ".pdf"
    called = f"{name.stem[:230]} redacted{ending}"
    _put_beside(redaction, check_for(case=document.case, content=content, name=called, source=Document.Source.OFFICER), elsewhere)


@transaction.atomic
def _put_beside(redaction: Redaction, checked: CheckedFile, elsewhere: list[list[Any]]) -> None:
    """The copy is for officers until somebody has looked at it; that of a public paper takes its place at once, for it shows less.

    Whether it is public is read under the lock of the application and the document: what was taken off meanwhile stays off.
    """
    by, now, asked_at = redaction.saved_by, timezone.now(), redaction.asked_at
    document = lock_document(redaction.file.document)
    redaction = Redaction.objects.select_for_update(of=("self",)).get(pk=redaction.pk)
    if redaction.state != Redaction.State.MAKING or redaction.asked_at != asked_at:
        return
    was_public = document.visibility == Document.Visibility.PUBLIC
    copy = add_redacted_copy(document=document, content=checked, name=checked.name, by=by, now=now, publish=was_public)
    redaction.state, redaction.copy, redaction.fault, redaction.elsewhere = Redaction.State.MADE, copy, "", elsewhere
    redaction.save(update_fields=["state", "copy", "fault", "elsewhere"])


def _give_up(redaction: Redaction, why: str) -> None:
    Redaction.objects.filter(pk=redaction.pk, state=Redaction.State.MAKING, asked_at=redaction.asked_at).update(
        state=Redaction.State.DRAWING, fault=why[:400], burnt=[], hiding=None, asked_at=None
    )


def _forget_images(redaction: Redaction) -> None:
    for line in redaction.burnt:
        with suppress(OSError):
            default_storage.delete(storage.rendition_key(redaction.file, burnt_name(redaction, line["page"])))
