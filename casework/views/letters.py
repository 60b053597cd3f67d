"""The print room: what waits to be printed, posted and put up; and the runs of letters."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, requires
from applications.views import get_application
from casework import services
from casework.forms_letters import PostedForm
from casework.letter import NotPrintable, letter_pdf
from casework.models import LetterRun
from casework.selectors import letters as selectors
from consultation.selectors import notices_to_display, runs_to_post
from core.errors import DomainError
from core.spreadsheets import csv_lines
from documents.serving import PDF_POLICY
from notifications.models import Message
from notifications.selectors import message_of

SHOWN = 200
MANIFEST = ("Number", "Reference", "Name", "Address", "Subject", "Pages", "Written on", "Not printed because")


@require_safe
@requires(Permission.PUBLICISE)
def print_room(request: Any) -> HttpResponse:
    """All that the council has to print and post, and the notices of which nobody has said that they hang; oldest first."""
    waiting = selectors.waiting_letters(request.authority)
    letters = list(waiting[:SHOWN])
    context = {
        "letters": letters,
        "count": len(letters) if len(letters) < SHOWN else waiting.count(),
        "faults": selectors.why_taken_out(letters),
        "letter_runs": selectors.runs_of(request.authority),
        "runs": runs_to_post(request.authority),
        "notices": notices_to_display(request.authority),
        "today": timezone.localdate(),
    }
    return render(request, "casework/print_room.jinja", context)


@require_POST
@requires(Permission.PUBLICISE)
def make_run(request: Any) -> HttpResponse:
    """Have all letters that wait made for the printer."""
    try:
        run = services.ask_for_letter_run(authority=request.authority, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("casework:print_room")
    return redirect("casework:letter_run", public_id=run.public_id)


def _run(request: Any, public_id: UUID) -> LetterRun:
    try:
        return selectors.run_of(request.authority, public_id)
    except LetterRun.DoesNotExist:
        raise Http404("This council has no such print run.") from None


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLICISE)
def letter_run(request: Any, public_id: UUID) -> HttpResponse:
    """One run: how far it is, its PDF and list, and whether it was posted."""
    run, now = _run(request, public_id), timezone.now()
    letters = selectors.letters_in(run)
    printed = [row for row in letters if row.taken_out_at is None]
    form = PostedForm(request.POST or None, letters=printed, initial={"posted_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            count = services.record_posting(run=run, **form.cleaned_data, by=request.user, now=now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Posting recorded: {count} {'letter' if count == 1 else 'letters'}.")
            return redirect("casework:print_room")
    context = {"run": run, "letters": letters, "printed": printed, "form": form}
    return render(request, "casework/letter_run.jinja", context, status=422 if form.errors else 200)


@require_safe
@requires(Permission.PUBLICISE)
def run_progress(request: Any, public_id: UUID) -> HttpResponse:
    """How far a run is: the part of its page that asks again by itself."""
    return render(request, "casework/_run_progress.jinja", {"run": _run(request, public_id)})


@require_safe
@requires(Permission.PUBLICISE)
def run_pdf(request: Any, public_id: UUID) -> HttpResponseBase:
    """The PDF for the printer, as often as the printer jams; gone once the posting is recorded."""
    run = _run(request, public_id)
    if not run.key or not default_storage.exists(run.key):
        raise Http404("This run has no PDF: it is being made, or was posted already.")
    return _pdf(FileResponse(default_storage.open(run.key), content_type="application/pdf"), f"letters-{run.asked_at:%Y-%m-%d-%H%M}.pdf")


@require_safe
@requires(Permission.PUBLICISE)
def run_manifest(request: Any, public_id: UUID) -> HttpResponseBase:
    """The list that goes with a run, as CSV."""
    run = _run(request, public_id)
    rows = (
        (
            row.position,
            row.message.case.reference if row.message.case else "",
            row.message.to_name,
            row.message.address.replace("\n", ", "),
            row.message.subject,
            row.pages,
            timezone.localdate(row.message.created_at),
            row.taken_out_because,
        )
        for row in selectors.letters_in(run)
    )
    response = StreamingHttpResponse(csv_lines(MANIFEST, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="letters-{run.asked_at:%Y-%m-%d-%H%M}.csv"'
    return response


@require_safe
@requires(Permission.VIEW_CASES)
def read_letter(request: Any, reference: str, message_id: UUID) -> HttpResponseBase:
    """One letter as it looks on paper, without the link in it."""
    application = get_application(request, reference)
    try:
        message = message_of(application.case, message_id)
    except Message.DoesNotExist:
        raise Http404("There is no such letter about this case.") from None
    if message.channel != Message.Channel.LETTER:
        raise Http404("This message is no letter.")
    try:
        content = letter_pdf(message, shown=True)
    except NotPrintable as fault:
        messages.error(request, fault.message)
        return redirect("casework:correspondence", reference=reference)
    return _pdf(HttpResponse(content, content_type="application/pdf"), f"letter-{reference}.pdf")


@require_POST
@requires(Permission.REGISTER)
def write_instead(request: Any, reference: str, message_id: UUID) -> HttpResponse:
    """Write a letter in place of an email that did not arrive, or of a letter that was lost."""
    application = get_application(request, reference)
    try:
        message = message_of(application.case, message_id)
    except Message.DoesNotExist:
        raise Http404("There is no such message about this case.") from None
    try:
        letter = services.write_instead(message=message, by=request.user, now=timezone.now())
        messages.success(request, f"A letter to {letter.to_name or letter.to} waits to be printed.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("casework:correspondence", reference=reference)


def _pdf(response: Any, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = PDF_POLICY
    response["Cache-Control"] = "private, no-store"
    answer: HttpResponseBase = response
    return answer
