"""Asking for pages to be drawn. Nothing about the case changes, so nothing is written in its history."""

from collections.abc import Iterable

from django.core.cache import cache

from core.tasks import enqueue_on_commit
from documents.models import DocumentPage, DocumentVersion
from documents.rendering import geometry
from documents.taking_in import take_in
from documents.tasks import draw_block, draw_page

ASKED_FOR = 90  # seconds in which the same is not asked for again
MOST_BLOCKS = 24  # at once: those of a large screen


def ask_for_page(*, version: DocumentVersion, number: int) -> None:
    """Have a page drawn, the next one with it; the first page brings the whole file's previews."""
    if version.previews_at is None:
        if not version.preview_error and cache.add(f"previews:{version.pk}", True, ASKED_FOR):
            enqueue_on_commit(take_in, version.authority_id, version.pk)
    elif cache.add(f"page:{version.pk}:{number}", True, ASKED_FOR):
        enqueue_on_commit(draw_page, version.authority_id, version.pk, number)


def ask_for_blocks(*, page: DocumentPage, level: int, blocks: Iterable[tuple[int, int]]) -> None:
    """Have parts of a page drawn larger: those that the level has, and that are not there yet."""
    there = set(page.sheet.blocks_at(level))
    wanted = [block for block in blocks if block in there and geometry.block_code(level, *block) not in page.drawn]
    for column, row in wanted[:MOST_BLOCKS]:
        if not page.fault and cache.add(f"block:{page.pk}:{level}:{column}:{row}", True, ASKED_FOR):
            enqueue_on_commit(draw_block, page.authority_id, page.version_id, page.number, level, column, row)


def draw_again(*, version: DocumentVersion, number: int = 1) -> None:
    """Try once more what could not be drawn."""
    for page in DocumentPage.objects.filter(version=version).exclude(fault=""):
        page.fault = ""
        page.save(update_fields=["fault"])
    if version.preview_error:
        version.preview_error = ""
        version.save(update_fields=["preview_error"])
    cache.delete_many([f"previews:{version.pk}", f"page:{version.pk}:{number}"])
    ask_for_page(version=version, number=number)
