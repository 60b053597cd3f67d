"""Pages of a document, looked at in the browser: on the officers' site and, for what is published, on the public host."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, RequestPermission, open_to, requires
from applications.models import BreachReport, PlanningApplication
from applications.presenters import header_of
from applications.views import check_papers_of, get_application, get_case
from documents import selectors, services
from documents.comparing import Comparison
from documents.measuring import Measuring
from documents.models import Document, DocumentPage, DocumentVersion
from documents.rendering.geometry import GLANCE, WHOLE, glance_name, page_name, small_name, thumb_name, tile_name
from documents.serving import picture_response
from documents.showing import Look, Viewer, in_order, officer_addresses, public_addresses

PICTURES = {"glance": glance_name, "page": page_name, "small": small_name, "thumb": thumb_name}


@require_GET
@requires(Permission.VIEW_CASES)
def view(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """A page of a document, to be enlarged, turned and measured."""
    application, found = document_of_case(request, reference, public_id)
    viewer = _viewer(request, found, selectors.documents_of(application.case), officer_addresses(reference))
    measuring = Measuring.of(found, reference, selectors.measurements_on(viewer.version, viewer.number)) if viewer.sheet else None
    context = {"case": header_of(application), "viewer": viewer, "measuring": measuring}
    return render(request, "documents/viewer.jinja", context)


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_view(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """A page of a published document."""
    application, found = _published(request, reference, public_id)
    viewer = _viewer(request, found, selectors.public_papers_of(application), public_addresses(reference))
    return render(request, "documents/public_viewer.jinja", {"application": application, "viewer": viewer})


@require_GET
@requires(Permission.VIEW_CASES)
def compare(request: Any, reference: str) -> HttpResponse:
    """Two drawings of a case beside each other or one over the other: `?a=…&b=…&page_a=1&page_b=1&way=over`."""
    application = get_case(request, reference)
    documents = selectors.drawn_documents_of(application.case)
    comparison = Comparison.of(request.GET, documents, officer_addresses(reference), selectors.page_of)
    return render(request, "documents/compare.jinja", {"case": header_of(application), "comparison": comparison})


@require_POST
@requires(Permission.VIEW_CASES)
def draw(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    """Have a page drawn that is not there yet, or all of it at a larger size (`level`)."""
    _, found = document_of_case(request, reference, public_id)
    return _draw(request, found, number, officer_addresses(reference))


@require_POST
@open_to(RequestPermission.PUBLIC)
def public_draw(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    _, found = _published(request, reference, public_id)
    return _draw(request, found, number, public_addresses(reference))


@require_GET
@requires(Permission.VIEW_CASES)
def state(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    """What a waiting page asks: nothing new, or look again."""
    return _state(request, document_of_case(request, reference, public_id)[1], number)


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_state(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    return _state(request, _published(request, reference, public_id)[1], number)


@require_POST
@requires(Permission.VIEW_CASES)
def blocks(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    """Which parts of the enlarged page are drawn; those that are not are asked for."""
    return _blocks(request, document_of_case(request, reference, public_id)[1], number)


@require_POST
@open_to(RequestPermission.PUBLIC)
def public_blocks(request: Any, reference: str, public_id: UUID, number: int) -> HttpResponse:
    return _blocks(request, _published(request, reference, public_id)[1], number)


@require_POST
@requires(Permission.VIEW_CASES)
def try_again(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """Try once more to draw a file that could not be drawn."""
    _, found = document_of_case(request, reference, public_id)
    number = number_of(request.POST.get("page"))
    services.draw_again(version=_version(found), number=number)
    return redirect(officer_addresses(reference).view(found, number))


@require_GET
@requires(Permission.VIEW_CASES)
def picture(request: Any, public_id: UUID, number: int, picture: str) -> HttpResponseBase:
    """A picture of a page: `page`, `small`, `thumb`, or a tile `level-x-y`."""
    try:
        found = selectors.document_of_authority(request.authority, public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document at this council.") from None
    check_papers_of(request, found.case)
    return picture_response(request, _version(found), _rendition(number, picture))


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_picture(request: Any, reference: str, public_id: UUID, number: int, picture: str) -> HttpResponseBase:
    _, found = _published(request, reference, public_id)
    return picture_response(request, _version(found), _rendition(number, picture))


def document_of_case(request: Any, reference: str, public_id: UUID) -> tuple[PlanningApplication | BreachReport, Document]:
    """The case and one of its documents; 404 for everything else."""
    application = get_case(request, reference)
    try:
        return application, selectors.document_of(application.case, public_id)
    except Document.DoesNotExist:
        raise Http404(f"There is no such document in {reference}.") from None


def _published(request: Any, reference: str, public_id: UUID) -> tuple[PlanningApplication, Document]:
    application = get_application(request, reference)
    try:
        return application, selectors.public_document_of(application, public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document, or it is not public.") from None


def _version(found: Document) -> DocumentVersion:
    if found.current is None:
        raise Http404("This document has no file.")
    return found.current


def number_of(text: str | None) -> int:
    """A page number out of an address; 1 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and int(text[:9]) > 0 else 1


def page_or_404(found: Document, number: int) -> tuple[DocumentVersion, DocumentPage | None]:
    """The file of a document and what is known of its page; 404 for a page that it has not."""
    version = _version(found)
    if not 1 <= number <= (version.pages or 1):
        raise Http404("This document has no such page.")
    return version, selectors.page_of(version, number)


def _rendition(number: int, picture: str) -> str:
    if picture in PICTURES:
        return PICTURES[picture](number)
    tile = _numbers(picture, 3)
    if not tile:
        raise Http404("There is no such picture.")
    return tile_name(number, *tile)


def _numbers(text: str, count: int) -> list[int]:
    """`count` small numbers with hyphens between them; nothing for anything else."""
    parts = text.split("-")
    good = len(parts) == count and all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts)
    return [int(part) for part in parts] if good else []


def _viewer(request: Any, found: Document, neighbours: Any, addresses: Any) -> Viewer:
    version, number = _version(found), number_of(request.GET.get("page"))
    if number > (version.pages or 1):
        raise Http404(f"This document has {version.pages or 1} pages.")
    look = Look.of(request.GET)
    first, last = Viewer.strip(number, version.pages or 1)
    drawn = selectors.pages_drawn(version, first, last) if version.previews_at else set()
    return Viewer(found, version, number, selectors.page_of(version, number), look, in_order(neighbours), drawn, addresses)


def _draw(request: Any, found: Document, number: int, addresses: Any) -> HttpResponse:
    version, page = page_or_404(found, number)
    level = _numbers(request.POST.get("level", ""), 1)
    if level and page is not None:
        services.ask_for_blocks(page=page, level=level[0], blocks=page.sheet.blocks_at(level[0]))
    else:
        services.ask_for_page(version=version, number=number)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(addresses.view(found, number, Look.of(request.POST)))


def _state(request: Any, found: Document, number: int) -> HttpResponse:
    """`glance`: the beginning of a heavy page is looked at already."""
    version, page = page_or_404(found, number)
    settled = version.preview_error or (version.previews_at and page is not None and (WHOLE in page.drawn or page.fault))
    settled = settled or (page is not None and GLANCE in page.drawn and "glance" not in request.GET)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"} if settled else {})


def _blocks(request: Any, found: Document, number: int) -> HttpResponse:
    _, page = page_or_404(found, number)
    if page is None:
        raise Http404("This page is not drawn yet.")
    pairs = [_numbers(pair, 2) for pair in request.POST.get("blocks", "").split(",")]
    for level in _numbers(request.POST.get("level", ""), 1):
        services.ask_for_blocks(page=page, level=level, blocks=[(pair[0], pair[1]) for pair in pairs if pair])
    return JsonResponse({"drawn": page.drawn, "fault": page.fault})
