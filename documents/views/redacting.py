"""Drawing boxes over private things, and having the copy without them made."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, requires
from applications.presenters import header_of
from applications.views import get_case
from core.errors import DomainError, StaleRecord
from documents import selectors
from documents.models import Document, Redaction
from documents.redacting import BoxAddresses, Redacting, found_again
from documents.services import redacting
from documents.showing import Look, Viewer
from documents.views.viewer import number_of, page_or_404

State = Redaction.State


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def start(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """Begin to draw boxes, or go on with what was begun."""
    _, found = _load(request, reference, public_id)
    try:
        redacting.start_redaction(document=found, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return redirect("documents:redact", reference=reference, public_id=public_id)
    return redirect("documents:redact_pages", reference=reference, public_id=public_id)


@require_GET
@requires(Permission.EDIT_DOCUMENTS)
def pages(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """A page with its boxes; while the copy is made, how far that is; after it, where the copy is."""
    application, found = _load(request, reference, public_id)
    redaction = selectors.redaction_of(found)
    if redaction is None:
        return redirect("documents:redact", reference=reference, public_id=public_id)
    number = number_of(request.GET.get("page"))
    version, page = page_or_404(found, number)
    work = Redacting(redaction, found, reference, number)
    context = {"case": header_of(application), "document": found, "work": work}
    if redaction.state != State.DRAWING:
        return render(request, "documents/redact_made.jinja", context | {"again": found_again(redaction)})
    first, last = Viewer.strip(number, version.pages or 1)
    drawn = selectors.pages_drawn(version, first, last)
    viewer = Viewer(found, version, number, page, Look.of(request.GET), [found], drawn, BoxAddresses(reference, ""))
    return render(request, "documents/redact_pages.jinja", context | {"viewer": viewer})


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def boxes(request: Any, reference: str, public_id: UUID) -> JsonResponse:
    """Keep a page's boxes. When another officer saved since, nothing is kept and theirs come back: the browser joins both."""
    _, redaction = _work(request, reference, public_id)
    number = number_of(request.POST.get("page"))
    try:
        drawn, version = json.loads(request.POST.get("boxes", "")), int(request.POST.get("version", ""))
        saved = redacting.save_boxes(
            redaction=redaction, page=number, boxes=list(drawn), version=version, by=request.user, now=timezone.now()
        )
    except (ValueError, TypeError, RecursionError):
        return JsonResponse({"message": "The boxes could not be read. Load the page again."}, status=400)
    except StaleRecord:
        now = selectors.redaction_of(redaction.file.document) or redaction
        theirs = [box for box in now.boxes if box["page"] == number]
        return JsonResponse({"boxes": theirs, "version": now.version, "who": now.saved_by.name})
    except DomainError as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    return JsonResponse({"version": saved.version, "saved": f"{timezone.localtime(saved.saved_at):%H:%M}"})


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def change(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """One change by a plain form: a box by its place, suggestions taken, a box removed, everything thrown away."""
    found, redaction = _work(request, reference, public_id)
    number = number_of(request.POST.get("page"))
    try:
        done = _change(request, redaction, number)
        messages.success(request, done)
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    if request.POST.get("action") == "discard":
        return redirect("documents:redact", reference=reference, public_id=public_id)
    return redirect(BoxAddresses(reference, "").view(found, number))


def _change(request: Any, redaction: Redaction, number: int) -> str:
    """Do what the button says; the words for the officer. DomainError, or 404 for a button that there is not."""
    who = {"redaction": redaction, "by": request.user, "now": timezone.now()}
    action = request.POST.get("action", "")
    if action.startswith("remove-"):
        redacting.remove_box(box_id=action.removeprefix("remove-"), **who)
        return "Box removed."
    if action in {"take", "take_all"}:
        here = [spot["id"] for spot in redaction.spots if spot["page"] == number]
        count = redacting.take_spots(ids=here if action == "take_all" else request.POST.getlist("spot"), **who)
        return f"{count} suggestion{'' if count == 1 else 's'} blacked out." if count else "Tick the suggestions first."
    if action == "add":
        redacting.add_box(page=number, box=request.POST.dict() | {"id": ""}, **who)
        return f"Box added on page {number}."
    if action == "discard":
        redacting.discard_redaction(**who)
        return "The boxes were thrown away."
    raise Http404("There is no such action.")


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def make(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """Have the copy made of the boxes as the officer saw them."""
    found, redaction = _work(request, reference, public_id)
    version = request.POST.get("version", "")
    try:
        if not (version.isascii() and version.isdigit()):
            raise DomainError("Load the page again, look at the boxes, then make the copy.")
        redacting.ask_for_copy(redaction=redaction, version=int(version[:9]), by=request.user, now=timezone.now())
    except StaleRecord:
        messages.warning(
            request, f"{redaction.saved_by.name} changed the boxes after you opened this page. Look at them, then make the copy."
        )
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect(BoxAddresses(reference, "").view(found, number_of(request.POST.get("page"))))


@require_GET
@requires(Permission.EDIT_DOCUMENTS)
def progress(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """How far the copy is; once it is made, or could not be, the page loads again."""
    found, redaction = _work(request, reference, public_id)
    response = render(request, "documents/_redact_progress.jinja", {"work": Redacting(redaction, found, reference, 1)})
    if redaction.state != State.MAKING:
        response["HX-Refresh"] = "true"
    return response


def _load(request: Any, reference: str, public_id: UUID) -> tuple[Any, Document]:
    application = get_case(request, reference)
    try:
        return application, selectors.document_of(application.case, public_id)
    except Document.DoesNotExist:
        raise Http404(f"There is no such document in {reference}.") from None


def _work(request: Any, reference: str, public_id: UUID) -> tuple[Document, Redaction]:
    _, found = _load(request, reference, public_id)
    redaction = selectors.redaction_of(found)
    if redaction is None:
        raise Http404("No boxes are drawn on this document.")
    return found, redaction
