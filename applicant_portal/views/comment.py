"""A neighbour's comment: written, checked, sent. What is typed is kept in the session until it is sent, so that it cannot be lost."""

import secrets
import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import RequestPermission, open_to
from applicant_portal.forms import LONGEST, TOPICS, CommentForm
from applicant_portal.presenters.public import PublicApplication
from applicant_portal.rates import may_still
from applicant_portal.views.public import public_or_404
from applications.models import PlanningApplication
from audit.actors import Public
from consultation.services import receive_comment
from core.errors import DomainError

FIELDS = ("name", "address", "email", "sentiment", "text")
MOST_AN_HOUR = 30  # from one network address: a street may share one


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(RequestPermission.PUBLIC)
def write(request: Any, reference: str) -> HttpResponse:
    found = public_or_404(request, reference)
    if found.is_closed:
        return redirect("applicant_portal:application", reference=found.reference)
    page = PublicApplication(found)
    if request.method != "POST":
        return _page(request, page, CommentForm(initial=_draft(request, found), draft_url=page.draft_url))
    form = CommentForm(request.POST, draft_url=page.draft_url)
    _keep(request, found)
    if not form.is_valid():
        return _page(request, page, form)
    return redirect("applicant_portal:comment_check", reference=found.reference)


@require_POST
@open_to(RequestPermission.PUBLIC)
def draft(request: Any, reference: str) -> HttpResponse:
    """What is being typed, kept in the session."""
    _keep(request, public_or_404(request, reference))
    return JsonResponse({})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(RequestPermission.PUBLIC)
def check(request: Any, reference: str) -> HttpResponse:
    """What will be published, and the button that sends it."""
    found = public_or_404(request, reference)
    draft = _draft(request, found)
    form = CommentForm(draft)
    if not draft or not form.is_valid():
        return redirect("applicant_portal:comment", reference=found.reference)
    if request.method == "POST":
        return _send(request, found, form, draft)
    return _check_page(request, found, form)


def _send(request: Any, found: PlanningApplication, form: CommentForm, draft: dict[str, Any]) -> HttpResponse:
    given = dict(form.cleaned_data)
    if given.pop("website"):
        return _done(request, found, "")
    if not may_still(request, "comments", MOST_AN_HOUR):
        return _check_page(
            request, found, form, "Too many comments came from this connection within an hour. Your text is kept here: try again later."
        )
    try:
        receive_comment(application=found, public_id=_id(found, draft["key"]), by=Public(given["name"]), now=timezone.now(), **given)
    except DomainError as refusal:
        return _check_page(request, found, form, refusal.message)
    return _done(request, found, given["email"])


def _done(request: Any, found: PlanningApplication, email: str) -> HttpResponse:
    request.session.pop(_key(found), None)
    request.session["comment_sent"] = {"reference": found.reference, "email": email}
    return redirect("applicant_portal:comment_sent", reference=found.reference)


def _id(found: PlanningApplication, key: str) -> uuid.UUID:
    """The comment's own name, the same however often one draft is sent."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"comment:{found.pk}:{key}")


@require_GET
@open_to(RequestPermission.PUBLIC)
def sent(request: Any, reference: str) -> HttpResponse:
    found = public_or_404(request, reference)
    receipt = request.session.get("comment_sent") or {}
    if receipt.get("reference") != found.reference:
        return redirect("applicant_portal:application", reference=found.reference)
    return render(request, "applicant_portal/comment_sent.jinja", {"page": PublicApplication(found), "email": receipt["email"]})


def _page(request: Any, page: PublicApplication, form: CommentForm) -> HttpResponse:
    return render(request, "applicant_portal/comment.jinja", {"page": page, "form": form}, status=422 if form.errors else 200)


def _check_page(request: Any, found: PlanningApplication, form: CommentForm, refusal: str = "") -> HttpResponse:
    topics = [label for code, label in TOPICS if code in form.cleaned_data["topics"]]
    sentiment = dict(form.fields["sentiment"].choices)[form.cleaned_data["sentiment"]]
    context = {"page": PublicApplication(found), "comment": form.cleaned_data, "topics": topics, "sentiment": sentiment, "refusal": refusal}
    return render(request, "applicant_portal/comment_check.jinja", context, status=422 if refusal else 200)


def _key(found: PlanningApplication) -> str:
    return f"comment:{found.pk}"


def _draft(request: Any, found: PlanningApplication) -> dict[str, Any]:
    return dict(request.session.get(_key(found)) or {})


def _keep(request: Any, found: PlanningApplication) -> None:
    """The draft as typed, right or wrong. Its key makes a comment that is sent twice arrive once."""
    kept = {name: request.POST.get(name, "")[: LONGEST + 1] for name in (*FIELDS, "website")}
    key = _draft(request, found).get("key") or secrets.token_hex(8)
    request.session[_key(found)] = {**kept, "topics": request.POST.getlist("topics")[: len(TOPICS)], "key": key}
