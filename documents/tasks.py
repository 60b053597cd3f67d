"""One effect each: pictures and words of a stored file. What somebody waits for goes before what is made ahead."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.tasks import bops_task
from documents import storage
from documents.models import DocumentPage, DocumentVersion
from documents.rendering import geometry
from documents.rendering.sandbox import RenderingFailed, Room, room

AHEAD = 10  # pages drawn before anybody asks
GLANCE_AFTER = 0.5  # seconds of drawing after which whoever waits is shown what there is
AT_ONCE = 250  # pages whose words are read in one task


@bops_task
def make_previews(authority_id: int, version_id: int) -> None:
    """Draw the first page of a version and count its pages. Done once; a failure is written down. The rest is asked for after it."""
    version = DocumentVersion.objects.get(pk=version_id)
    if version.previews_at is not None or not version.is_served:
        return
    try:
        with room(version) as place:
            _draw(version, place, [1])
            version.pages = place.pages
    except (RenderingFailed, OSError) as failure:
        version.preview_error = RenderingFailed.of(failure).words
        version.save(update_fields=["preview_error"])
        return
    version.previews_at, version.preview_error = timezone.now(), ""
    version.save(update_fields=["pages", "previews_at", "preview_error"])
    read_pages.delay(authority_id, version_id, 1)
    if version.pages > 1:
        draw_ahead.delay(authority_id, version_id, 2)


@bops_task
def draw_page(authority_id: int, version_id: int, number: int) -> None:
    """Draw a page that somebody looks at, and the one after it."""
    version = DocumentVersion.objects.get(pk=version_id)
    _draw_missing(version, [number, number + 1])


@bops_task
def draw_ahead(authority_id: int, version_id: int, number: int) -> None:
    """Draw one of the first pages, then ask for the next one: a long file keeps no worker from other work."""
    version = DocumentVersion.objects.get(pk=version_id)
    _draw_missing(version, [number])
    if number < min(AHEAD, version.pages or 1):
        draw_ahead.delay(authority_id, version_id, number + 1)


@bops_task
def draw_block(authority_id: int, version_id: int, number: int, level: int, column: int, row: int) -> None:
    """Draw one block of a page, enlarged."""
    page = DocumentPage.objects.select_related("version").filter(version_id=version_id, number=number).first()
    code = geometry.block_code(level, column, row)
    if page is None or code in page.drawn or page.fault or (column, row) not in page.sheet.blocks_at(level):
        return
    try:
        with _in_words(), room(page.version) as place:
            place.run("block", page=number, level=level, column=column, row=row)
            for x, y, _ in page.sheet.tiles_of(level, column, row):
                name = geometry.tile_name(number, level, x, y)
                storage.put_rendition(page.version, name, place.picture(name))
    except RenderingFailed as failure:
        DocumentPage.objects.filter(pk=page.pk).update(fault=failure.words)
        return
    _note_drawn(page, code)


@bops_task
def read_pages(authority_id: int, version_id: int, first: int) -> None:
    """Read the words of the next 250 pages, then ask for the 250 after them. A page that kills its reader is noted and passed over."""
    version = DocumentVersion.objects.get(pk=version_id)
    last = min(first + AT_ONCE - 1, version.pages or 1)
    if version.read_at is not None:
        return
    if first <= last:
        first = _read(version, first, last)
    if first <= (version.pages or 1):
        read_pages.delay(authority_id, version_id, first)
        return
    version.read_at = timezone.now()
    version.save(update_fields=["read_at"])


@contextmanager
def _in_words() -> Iterator[None]:
    """A full disk, or a store that does not answer, is told like any other reason why there is no picture."""
    try:
        yield
    except OSError as error:
        raise RenderingFailed.of(error) from None


def _read(version: DocumentVersion, first: int, last: int) -> int:
    """Keep what the reader finds; the number of the page to go on with."""
    fault = ""
    try:
        with _in_words(), room(version) as place:
            found = place.run("read", first=first, last=last)
    except RenderingFailed as failure:
        found, fault = failure.found, failure.words
    following = max((line["page"] for line in found), default=first - 1) + 1
    _keep(version, found, ["width_mm", "height_mm", "text"])
    if following > last:
        return following
    if fault:
        unread = {"page": following, "width_mm": 210, "height_mm": 297, "fault": fault}
        _keep(version, [unread], ["fault"])
    return following + 1


def _draw_missing(version: DocumentVersion, numbers: Iterable[int]) -> None:
    rows = {page.number: page for page in DocumentPage.objects.filter(version=version, number__in=list(numbers))}
    missing = [
        number
        for number in numbers
        if number <= (version.pages or 1) and not (number in rows and (geometry.WHOLE in rows[number].drawn or rows[number].fault))
    ]
    if not missing:
        return
    try:
        with _in_words(), room(version) as place:
            _draw(version, place, missing)
    except RenderingFailed as failure:
        undone = next((number for number in missing if number not in {line["page"] for line in failure.found}), missing[0])
        _keep(version, [{"page": undone, "width_mm": 210, "height_mm": 297, "fault": failure.words}], ["fault"])


def _draw(version: DocumentVersion, place: Room, numbers: list[int]) -> None:
    """Draw whole pages and keep their pictures and sizes; what was drawn before a failure is kept too."""
    try:
        found = place.run("draw", pages=numbers, glance_after=GLANCE_AFTER, glance=partial(_show_glance, version, place))
        failure = None
    except RenderingFailed as error:
        found, failure = error.found, error
    for line in found:
        for name in (geometry.page_name(line["page"]), geometry.small_name(line["page"]), geometry.thumb_name(line["page"])):
            storage.put_rendition(version, name, place.picture(name))
    _keep(version, found, ["width_mm", "height_mm"])
    for page in DocumentPage.objects.filter(version=version, number__in=[line["page"] for line in found]):
        _note_drawn(page, geometry.WHOLE)
    if failure:
        raise failure


def _show_glance(version: DocumentVersion, place: Room, line: dict[str, Any]) -> None:
    """What is there of a heavy page after half a second, for whoever is waiting; without it they wait for the whole."""
    name = geometry.glance_name(line["page"])
    try:
        storage.put_rendition(version, name, place.picture(name))
    except (RenderingFailed, OSError):
        return
    _keep(version, [line], ["width_mm", "height_mm"])
    _note_drawn(DocumentPage.objects.get(version=version, number=line["page"]), geometry.GLANCE)


def _keep(version: DocumentVersion, lines: list[dict[str, Any]], update: list[str]) -> None:
    rows = [
        DocumentPage(
            authority_id=version.authority_id,
            version=version,
            number=line["page"],
            width_mm=line["width_mm"],
            height_mm=line["height_mm"],
            text=line.get("text", ""),
            fault=line.get("fault", ""),
        )
        for line in lines
    ]
    DocumentPage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["version", "number"], update_fields=update, batch_size=AT_ONCE
    )


@transaction.atomic
def _note_drawn(page: DocumentPage, code: str) -> None:
    page = DocumentPage.objects.select_for_update().get(pk=page.pk)
    if code not in page.drawn:
        page.drawn = [*page.drawn, code]
        page.save(update_fields=["drawn"])
