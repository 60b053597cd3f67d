"""The same for many documents: ticked on the list, weighed on a page of its own, then done; and all of them as one ZIP file."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, RequestPermission, open_to, requires
from applications.presenters import header_of
from applications.views import get_application, get_case
from core.errors import DomainError
from documents import selectors, services
from documents.forms import ManyForm
from documents.models import Document
from documents.presenters import ACTIONS
from documents.zipping import zip_pieces


@require_POST
@requires(Permission.EDIT_DOCUMENTS)
def bulk(request: Any, reference: str) -> HttpResponseBase:
    """What an action would do to the ticked documents and what it leaves out; with `confirmed`, do it."""
    application = get_case(request, reference)
    action, ticked = request.POST.get("action", ""), request.POST.getlist("document")
    action = request.POST.get("other", "") if action == "other" else action
    if action not in {*ACTIONS, "download"}:
        raise Http404("There is no such action.")
    if not selectors.ticked_documents(application.case, ticked):
        messages.warning(request, "Tick the documents first.")
        return redirect("documents:list", reference=reference)
    if action == "download":
        return _zip(application, selectors.ticked_documents(application.case, ticked))
    batch = services.weigh(case=application.case, public_ids=ticked, action=action)
    sent = request.POST if "confirmed" in request.POST else None
    form = ManyForm(sent, action=action, documents=batch.doing)
    if form.is_valid() and _done(request, application, form, action, ticked):
        return redirect("documents:list", reference=reference)
    context = {
        "case": header_of(application),
        "action": ACTIONS[action],
        "batch": batch,
        "form": form,
        "case_is_public": application.is_public,
    }
    return render(request, "documents/bulk.jinja", context, status=422 if form.errors else 200)


@require_GET
@requires(Permission.VIEW_CASES)
def zip_file(request: Any, reference: str) -> HttpResponseBase:
    """All documents in use, or those that the address names."""
    application = get_case(request, reference)
    named = request.GET.getlist("document")
    documents = selectors.ticked_documents(application.case, named) if named else selectors.documents_of(application.case)
    return _zip(application, list(documents))


@require_GET
@open_to(RequestPermission.PUBLIC)
def public_zip(request: Any, reference: str) -> HttpResponseBase:
    """What anybody may see of an application, or those of it that were ticked (`some`), as one file."""
    application = get_application(request, reference)
    if not application.is_public:
        raise Http404("There is no such application, or it is not public.")
    ticked = set(request.GET.getlist("document"))
    if "some" in request.GET and not ticked:
        address = reverse("applicant_portal:application", kwargs={"reference": reference})
        return redirect(f"{address}?tick=none#documents")
    documents = [one for one in selectors.public_papers_of(application) if not ticked or str(one.public_id) in ticked]
    return _zip(application, documents, public=True)


def _done(request: Any, application: Any, form: ManyForm, action: str, ticked: Sequence[str]) -> bool:
    wanted = services.Wanted(action, **form.wanted())
    try:
        batch = services.change_many(case=application.case, public_ids=ticked, wanted=wanted, by=request.user, now=timezone.now())
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    number = len(batch.doing)
    words = f"{number} document{'' if number == 1 else 's'} {ACTIONS[action].done}."
    if number:
        messages.success(request, words)
    else:
        messages.warning(request, f"Nothing was changed: {words}")
    return True


def _zip(application: Any, documents: Sequence[Document], *, public: bool = False) -> HttpResponseBase:
    if not documents:
        raise Http404("There are no documents to save.")
    name = f"{application.reference}.zip".replace("/", "-")
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(zip_pieces(documents, public=public), content_type="application/zip", headers=headers)
