"""The officers' document pages, and the files themselves on both hosts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, RequestPermission, open_to, requires
from applications.models import BreachReport, PlanningApplication
from applications.presenters import header_of
from applications.views import get_application, get_case
from core.errors import DomainError
from documents import selectors, services
from documents.forms import ArchiveForm, DocumentForm, NewFileForm, UploadForm
from documents.models import Document
from documents.presenters import by_group, officer_card, officer_cards
from documents.serving import file_response

CaseOfAnyKind = PlanningApplication | BreachReport


@requires(Permission.VIEW_CASES)
def document_list(request: Any, reference: str) -> HttpResponse:
    """The gallery of a case, and the form to add to it."""
    return _gallery(request, get_case(request, reference), UploadForm())


@requires(Permission.EDIT_DOCUMENTS)
def add(request: Any, reference: str) -> HttpResponse:
    """Add files: the good ones are kept, each other one is named with the reason."""
    application = get_case(request, reference)
    form = UploadForm(*_sent(request))
    if request.method != "POST" or not form.is_valid():
        return _gallery(request, application, form)
    tags = [form.cleaned_data["tag"]] if form.cleaned_data["tag"] else []
    files = [services.NewFile(file, file.name, tags) for file in form.cleaned_data["files"]]
    added = services.add_documents(
        case=application.case,
        files=files,
        source=Document.Source.OFFICER,
        received_on=form.cleaned_data["received_on"],
        by=request.user,
        now=timezone.now(),
    )
    if added.documents:
        messages.success(request, _how_many(len(added.documents), "added"))
    for name, twin in added.repeated:
        messages.warning(request, f"{name} is the same file as {twin}, which the case already has. Archive one of them.")
    if added.refused:
        for _, why in added.refused:
            form.add_error("files", why)
        return _gallery(request, application, form)
    return redirect("documents:list", reference=reference)


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def bulk(request: Any, reference: str) -> HttpResponse:
    """Publish, or take back, the documents that are ticked."""
    application = get_case(request, reference)
    visibility = {"publish": Document.Visibility.PUBLIC, "unpublish": Document.Visibility.PRIVATE}.get(request.POST.get("action", ""))
    if visibility is None:
        raise Http404("There is no such action.")
    changed, refused = services.set_visibility_of_many(
        case=application.case, public_ids=request.POST.getlist("document"), visibility=visibility, by=request.user, now=timezone.now()
    )
    if changed:
        messages.success(
            request, _how_many(changed, "published" if visibility == Document.Visibility.PUBLIC else "taken off the public pages")
        )
    for why in refused:
        messages.warning(request, why)
    if not changed and not refused:
        messages.warning(request, "Tick the documents first.")
    return redirect("documents:list", reference=reference)


@requires(Permission.VIEW_CASES)
def document(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """One document, large, with what is known of it."""
    application, found = _load(request, reference, public_id)
    form = DocumentForm(*_sent(request), record=found, initial=DocumentForm.initial_of(found))
    if request.method == "POST":
        if not request.membership.can(Permission.EDIT_DOCUMENTS):
            raise PermissionDenied("You may look at documents, not change them.")
        if form.is_valid() and _done(
            form, services.edit_document, document=found, by=request.user, now=timezone.now(), **form.cleaned_data
        ):
            messages.success(request, f"Saved {found.name}.")
            return redirect("documents:list", reference=reference)
    return _page(request, application, found, "documents/document.jinja", form, found.name)


@requires(Permission.EDIT_DOCUMENTS)
def archive(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    application, found = _load(request, reference, public_id)
    form = ArchiveForm(*_sent(request))
    arguments = {"document": found, "by": request.user, "now": timezone.now()}
    if form.is_valid() and _done(form, services.archive_document, **arguments, **form.cleaned_data):
        messages.success(request, f"Archived {found.name}.")
        return redirect("documents:list", reference=reference)
    return _page(request, application, found, "documents/archive.jinja", form, f"Archive {found.name}")


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def restore(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    _, found = _load(request, reference, public_id)
    try:
        services.restore_document(document=found, by=request.user, now=timezone.now())
        messages.success(request, f"Brought back {found.name}. It is private until you publish it.")
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    return redirect("documents:list", reference=reference)


@requires(Permission.EDIT_DOCUMENTS)
def replace(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    return _new_file(request, reference, public_id, services.replace_document, "documents/replace.jinja", "Replace")


@requires(Permission.EDIT_DOCUMENTS)
def redact(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    return _new_file(request, reference, public_id, services.add_redacted_copy, "documents/redact.jinja", "Add a redacted copy of")


@require_GET
@requires(Permission.VIEW_CASES)
def file(request: Any, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """The file of one of the council's documents; another council's is not found."""
    try:
        found = selectors.document_of_authority(request.authority, public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document at this council.") from None
    return file_response(found, rendition=rendition, download="download" in request.GET)


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_file(request: Any, reference: str, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """A file on the public host: only a public document of a public case is found."""
    try:
        found = selectors.public_document_of(get_application(request, reference), public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document, or it is not public.") from None
    return file_response(found, rendition=rendition, download="download" in request.GET)


def _sent(request: Any) -> tuple[Any, Any]:
    """What a form was sent with; nothing when the page is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _load(request: Any, reference: str, public_id: UUID) -> tuple[CaseOfAnyKind, Document]:
    application = get_case(request, reference)
    try:
        return application, selectors.document_of(application.case, public_id)
    except Document.DoesNotExist:
        raise Http404(f"There is no such document in {reference}.") from None


def _done(form: Any, verb: Any, **arguments: Any) -> bool:
    """Call one service; a refusal goes beside its field."""
    try:
        verb(**arguments)
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True


def _new_file(request: Any, reference: str, public_id: UUID, verb: Any, template: str, words: str) -> HttpResponse:
    application, found = _load(request, reference, public_id)
    form = NewFileForm(*_sent(request))
    if form.is_valid():
        new = form.cleaned_data["files"]
        if _done(form, verb, document=found, content=new, name=new.name, by=request.user, now=timezone.now()):
            messages.success(request, f"Added {new.name}.")
            return redirect("documents:list", reference=reference)
    return _page(request, application, found, template, form, f"{words} {found.name}")


def _page(request: Any, application: CaseOfAnyKind, found: Document, template: str, form: Any, title: str) -> HttpResponse:
    card = officer_card(found, application.reference)
    can_edit = request.membership.can(Permission.EDIT_DOCUMENTS)
    context = {"case": header_of(application), "document": found, "card": card, "form": form, "title": title, "can_edit": can_edit}
    return render(request, template, context, status=422 if form.errors else 200)


def _gallery(request: HttpRequest, application: CaseOfAnyKind, form: UploadForm) -> HttpResponse:
    case, reference = application.case, application.reference
    cards = officer_cards(selectors.documents_of(case), reference)
    context = {
        "case": header_of(application),
        "groups": by_group(cards),
        "archived": officer_cards(selectors.archived_documents_of(case), reference),
        "form": form,
        "tab_counts": {"documents": len(cards)},
        "can_edit": request.membership.can(Permission.EDIT_DOCUMENTS),  # type: ignore[attr-defined]
        "case_is_public": application.is_public,
    }
    return render(request, "documents/list.jinja", context, status=422 if form.errors else 200)


def _how_many(number: int, done: str) -> str:
    return f"{number} document{'' if number == 1 else 's'} {done}."
