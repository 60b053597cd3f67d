"""The officers' document pages, and the files themselves on both hosts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, RequestPermission, open_to, requires
from applications.models import BreachReport, PlanningApplication
from applications.presenters import header_of
from applications.views import check_papers_of, get_application, get_case
from core.errors import DomainError
from documents import selectors, services
from documents.forms import ArchiveForm, DocumentForm, ListForm, RedactedForm, ReplaceForm, UploadForm
from documents.listing import choose, is_due
from documents.models import Document, DocumentVersion
from documents.numbering import next_revision
from documents.presenters import by_group, chips_of, officer_card, officer_cards
from documents.serving import file_response, public_rendition
from documents.tags import kept_back_because
from documents.uploads import largest_of, takes_files

CaseOfAnyKind = PlanningApplication | BreachReport


@requires(Permission.VIEW_CASES)
def document_list(request: Any, reference: str) -> HttpResponse:
    """The gallery of a case, and the form to add to it."""
    return _gallery(request, get_case(request, reference), UploadForm(largest=largest_of(request)))


@requires(Permission.VIEW_CASES)
def document(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """One document, large, with what is known of it."""
    application, found = _load(request, reference, public_id)
    form = DocumentForm(*_sent(request), record=found, initial=DocumentForm.initial_of(found))
    if request.method == "POST":
        if not request.membership.can(Permission.EDIT_DOCUMENTS):
            raise PermissionDenied("You may look at documents, not change them.")
        if form.is_valid() and _done(form, services.edit_document, document=found, **_who(request), **form.cleaned_data):
            messages.success(request, f"Saved {found.name}.")
            return redirect("documents:list", reference=reference)
    return _page(request, application, found, "documents/document.jinja", form, found.name)


@requires(Permission.EDIT_DOCUMENTS)
def archive(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    application, found = _load(request, reference, public_id)
    form = ArchiveForm(*_sent(request))
    if form.is_valid() and _done(form, services.archive_document, document=found, **_who(request), **form.cleaned_data):
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
@takes_files(1)
def replace(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    """A newer file in the place of a document; it takes over the number, with its next revision."""
    application, found = _load(request, reference, public_id)
    form = ReplaceForm(*_sent(request), initial={"number": next_revision(found.number)})
    if form.is_valid():
        given = form.cleaned_data
        new = {"content": given["files"], "name": given["files"].name, "number": given["number"], "received_on": given["received_on"]}
        if _done(form, services.replace_document, document=found, **new, **_who(request)):
            messages.success(request, f"Added {given['files'].name} in the place of {found.name}. It is for officers until you publish it.")
            return redirect("documents:list", reference=reference)
    return _page(request, application, found, "documents/replace.jinja", form, f"Replace {found.name}")


@requires(Permission.EDIT_DOCUMENTS)
@takes_files(1)
def redact(request: Any, reference: str, public_id: UUID) -> HttpResponse:
    application, found = _load(request, reference, public_id)
    form = RedactedForm(*_sent(request))
    if form.is_valid():
        new, publish = form.cleaned_data["files"], form.cleaned_data["seen"] == "public"
        seen = {"publish": publish, "reason": form.cleaned_data["reason"]}
        who = {"by": request.user, "now": timezone.now()}
        if _done(form, services.add_redacted_copy, document=found, content=new, name=new.name, **seen, **who):
            messages.success(request, f"Added {new.name}. " + ("It is public." if publish else "It is for officers until you publish it."))
            return redirect("documents:list", reference=reference)
    return _page(request, application, found, "documents/redact.jinja", form, f"Add a redacted copy of {found.name}")


@require_GET
@requires(Permission.VIEW_CASES)
def file(request: Any, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """The file of one of the council's documents; another council's is not found."""
    try:
        found = selectors.document_of_authority(request.authority, public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document at this council.") from None
    check_papers_of(request, found.case)
    return file_response(found, rendition=rendition, download="download" in request.GET)


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_file(request: Any, reference: str, public_id: UUID, rendition: str = "original") -> HttpResponseBase:
    """A file on the public host: only a public document of a public case is found."""
    try:
        found = selectors.public_document_of(get_application(request, reference), public_id)
    except Document.DoesNotExist:
        raise Http404("There is no such document, or it is not public.") from None
    return file_response(found, rendition=public_rendition(found, rendition), download="download" in request.GET, request=request)


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


def _who(request: Any) -> dict[str, Any]:
    """Who does it, when, and whether they may take what a decision notice lists off the public pages."""
    return {"by": request.user, "now": timezone.now(), "may_withhold": request.membership.can(Permission.UNDO)}


def _page(request: Any, application: CaseOfAnyKind, found: Document, template: str, form: Any, title: str) -> HttpResponse:
    card = officer_card(found, application.reference)
    can_edit = request.membership.can(Permission.EDIT_DOCUMENTS)
    chain = selectors.chain_of(found)
    context = {"case": header_of(application), "document": found, "card": card, "form": form, "title": title, "can_edit": can_edit}
    context |= {"chain": chain if len(chain) > 1 else [], "kept_back": kept_back_because(found.tags)}
    return render(request, template, context, status=422 if form.errors else 200)


def _gallery(request: Any, application: CaseOfAnyKind, form: UploadForm) -> HttpResponse:
    case, reference = application.case, application.reference
    everything = list(selectors.documents_of(case))
    narrowing = ListForm(request.GET, tags=[tag for document in everything for tag in document.tags])
    chosen = narrowing.chosen()
    cards = officer_cards(choose(everything, chosen), reference)
    context = {
        "case": header_of(application),
        "groups": [("", cards)] if chosen.sort and cards else by_group(cards),
        "any": bool(everything),
        "checking": sum(one.current is not None and one.current.scan == DocumentVersion.Scan.PENDING for one in everything),
        "due": 0 if chosen.narrows else sum(map(is_due, everything)),
        "narrowing": narrowing,
        "chips": chips_of(narrowing),
        "archived": [] if chosen.narrows else officer_cards(selectors.archived_documents_of(case), reference),
        "form": form,
        "tab_counts": {"documents": len(everything)},
        "can_edit": request.membership.can(Permission.EDIT_DOCUMENTS),
        "all_ticked": request.GET.get("tick") == "all",
        "case_is_public": application.is_public,
    }
    return render(request, "documents/list.jinja", context, status=422 if form.errors else 200)


def _how_many(number: int, done: str) -> str:
    return f"{number} document{'' if number == 1 else 's'} {done}."
