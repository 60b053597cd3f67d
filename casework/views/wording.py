"""The catalogue of messages, for administrators: what each says, and the council's own words for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, requires
from casework.forms_wording import WordingForm
from casework.letter import render_letter
from casework.presenters import wording as presenter
from core.errors import DomainError
from notifications import selectors, wordings
from notifications.catalogue import MessageType, UnknownMessage, message_type
from notifications.samples import POSTAL, TO, WORDS
from notifications.wording import faults_of, standard_text


def _declared(key: str) -> MessageType:
    try:
        return message_type(key)
    except UnknownMessage:
        raise Http404("There is no such message.") from None


@require_safe
@requires(Permission.MANAGE_COUNCIL)
def catalogue(request: Any) -> HttpResponse:
    """Every message that BOPS can send for the council."""
    return render(request, "casework/messages.jinja", {"groups": presenter.catalogue_of(request.authority)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_COUNCIL)
def message(request: Any, key: str) -> HttpResponse:
    """One message: its words, a preview with made-up facts, and the words that it had. `action` = preview keeps nothing."""
    kind = _declared(key)
    form = _form(request, kind)
    if request.method == "POST" and form.is_valid() and request.POST.get("action") != "preview":
        given = {"text": form.text, "based_on": form.cleaned_data["based_on"]}
        try:
            wordings.change_wording(authority=request.authority, key=key, **given, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"The next message “{kind.title}” uses these words.")
            return redirect("casework:wording", key=key)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return render(request, "casework/message.jinja", _context(request, kind, form), status=status)


def _form(request: Any, kind: MessageType) -> WordingForm:
    latest = selectors.wordings_of(request.authority, kind.key).first()
    text = selectors.wording_of(request.authority, kind.key) or standard_text(kind)
    initial = {"subject": text.subject, "body": text.body, "based_on": latest.pk if latest else None}
    return WordingForm(request.POST or None, initial=initial, message_type=kind)


def _context(request: Any, kind: MessageType, form: WordingForm) -> dict[str, Any]:
    now, own = timezone.now(), selectors.wording_of(request.authority, kind.key)
    shown = form.text if form.is_bound and form.is_valid() else own
    return {
        "kind": kind,
        "form": form,
        "own": own,
        "unusable": faults_of(kind, own) if own else [],
        "unsaved": form.is_bound and form.is_valid(),
        "preview": presenter.preview(kind, request.authority, now, shown),
        "placeholders": presenter.placeholders(kind, request.authority, now),
        "history": presenter.history(kind, list(selectors.wordings_of(request.authority, kind.key))),
        "latest": form.initial["based_on"],
    }


@require_POST
@requires(Permission.MANAGE_COUNCIL)
def reset(request: Any, key: str) -> HttpResponse:
    """Back to the standard words."""
    kind = _declared(key)
    said = request.POST.get("based_on", "")
    try:
        based_on = int(said) if said.isdecimal() else None
        wordings.reset_wording(authority=request.authority, key=key, based_on=based_on, by=request.user, now=timezone.now())
        messages.success(request, f"The next message “{kind.title}” uses the standard words.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:wording", key=key)


@require_safe
@requires(Permission.MANAGE_COUNCIL)
def letter(request: Any, key: str) -> HttpResponse:
    """The message as a letter with made-up facts, in the words that hold."""
    kind, now = _declared(key), timezone.now()
    words = presenter.preview(kind, request.authority, now, selectors.wording_of(request.authority, key))
    facts = {"reference": WORDS["reference"], "to_name": TO, "lines": POSTAL, "link": WORDS["link"] if "link" in kind.needs else ""}
    content = render_letter(
        authority=request.authority, subject=words.subject, body=words.body, written_on=timezone.localdate(now), **facts
    )
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": 'inline; filename="letter.pdf"'})
