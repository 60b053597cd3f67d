"""The inbox of submissions, for administrators and team leaders."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission, check, requires
from applications.models import BreachReport
from applications.presenters import header_of
from applications.views import get_application, get_case
from core.errors import DomainError
from intake import presenters, selectors, services
from intake.forms import InboxFilter, SetAsideForm
from intake.models import Difference, Submission
from intake.submitted import sections_of

ON_A_PAGE = 50


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def inbox(request: Any) -> HttpResponse:
    """Everything that arrived, newest first; those that wait for somebody, one state, or what the filter asks for."""
    now, form = timezone.now(), InboxFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state", "")
    state = state if state in {*Submission.State.values, selectors.WAITING_FOR_SOMEBODY} else ""
    asked = {name: chosen.get(name) for name in ("source", "since", "until")}
    found = selectors.inbox(request.authority, state, now=now, words=chosen.get("q", ""), **asked)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    waits = state == selectors.WAITING_FOR_SOMEBODY
    context = {
        "page": page,
        "rows": [presenters.SubmissionRow(submission).as_row(now) for submission in page],
        "columns": presenters.WAITING_COLUMNS if waits else presenters.COLUMNS,
        "form": form,
        "chosen": [(str(chosen[name]), name) for name in ("q", "source", "since", "until") if chosen.get(name)],
        **_counts(request, state, now),
    }
    return render(request, "intake/inbox.jinja", context)


def _counts(request: Any, state: str, now: datetime) -> dict[str, Any]:
    """The tabs with their numbers, and what waits for somebody in words."""
    counts, waiting = selectors.state_counts(request.authority), selectors.waiting(request.authority, now)
    here = reverse("intake:inbox")
    shown = [("All", "", sum(counts.values())), ("Waiting for somebody", selectors.WAITING_FOR_SOMEBODY, waiting.count)]
    shown += [(label, value, counts.get(value, 0)) for value, label in Submission.State.choices if counts.get(value) or state == value]
    tabs = [
        {"text": label, "href": f"{here}?state={value}" if value else here, "count": count, "current": state == value}
        for label, value, count in shown
    ]
    since = presenters.age(waiting.since, now).lower() if waiting.since else ""
    return {"tabs": tabs, "waiting": waiting.count, "oldest": since, "held": counts.get(Submission.State.HELD, 0)}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_SUBMISSIONS)
def submission(request: Any, public_id: UUID) -> HttpResponse:
    """One submission: its faults, what nobody understood, its files, and its body. Posting sets it aside."""
    found = _submission(request, public_id)
    form = SetAsideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_aside(submission=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, "The submission is set aside.")
            return redirect("intake:submission", public_id=public_id)
    context = {
        "row": presenters.SubmissionRow(found),
        "submission": found,
        "may_read": request.membership.can(Permission.ENFORCE) or not selectors.reports_a_breach(found),
        "files": [presenters.FileRow(file) for file in selectors.files_of(found)],
        "versions": [presenters.SubmissionRow(other) for other in selectors.versions_of(found)],
        "form": form,
    }
    return render(request, "intake/submission.jinja", context)


@require_POST
@requires(Permission.MANAGE_SUBMISSIONS)
def start_held(request: Any) -> HttpResponse:
    """Start everything that was held while its sender was paused."""
    count = services.start_held(authority=request.authority, by=request.user, now=timezone.now())
    messages.success(request, f"Started: {count}. They become cases within a few minutes.")
    return redirect("intake:inbox")


@require_GET
@requires(Permission.MANAGE_SUBMISSIONS)
def body(request: Any, public_id: UUID) -> HttpResponse:
    """The body exactly as it came, to be saved, never to be shown as a page."""
    found = _submission(request, public_id)
    if selectors.reports_a_breach(found):
        check(request, Permission.ENFORCE)  # it says who reported it
    name = f'attachment; filename="submission-{found.public_id}.json"'
    return HttpResponse(bytes(found.body), content_type="application/octet-stream", headers={"Content-Disposition": name})


@require_POST
@requires(Permission.MANAGE_SUBMISSIONS)
def replay(request: Any, public_id: UUID) -> HttpResponse:
    """Try a submission again."""
    found = _submission(request, public_id)
    understood = services.replay(submission=found, by=request.user, now=timezone.now())
    if understood.reference:
        messages.success(request, f"The submission is now case {understood.reference}.")
    elif understood.outcome == services.Outcome.WAITING:
        messages.success(request, "Its package is being fetched. Look at this page again in a minute.")
    else:
        messages.error(request, "The submission still cannot become a case. What is wrong with it is listed below.")
    return redirect("intake:submission", public_id=public_id)


@require_POST
@requires(Permission.MANAGE_SUBMISSIONS)
def fetch_again(request: Any, public_id: UUID) -> HttpResponse:
    """Send once more for the files that did not arrive."""
    found = _submission(request, public_id)
    count = services.try_files_again(case=found.case, by=request.user, now=timezone.now()) if found.case else 0
    messages.success(request, f"Asked again for {count} file{'' if count == 1 else 's'}. Look at this page again in a minute.")
    return redirect("intake:submission", public_id=public_id)


@require_GET
@requires(Permission.VIEW_CASES)
def submitted(request: Any, reference: str) -> HttpResponse:
    """Everything that came with a case, for those who work on it."""
    application = get_case(request, reference)
    found = selectors.submission_of(application.case)
    context = {
        "case": header_of(application),
        "submission": found,
        "sections": sections_of(found) if found else [],
        "missing": [presenters.FileRow(file) for file in selectors.files_not_here(application.case)],
    }
    return render(request, "intake/submitted.jinja", context)


@require_GET
@requires(Permission.VIEW_CASES)
def changes(request: Any, reference: str, version: int | None = None) -> HttpResponse:
    """What a later version of a case's submission says differently: the newest, or the one that is asked for."""
    found = get_case(request, reference)
    versions = list(selectors.later_versions(found.case))
    shown = next((one for one in versions if version in (None, one.revision)), None)
    if shown is None:
        raise Http404(f"Nothing was sent again for {reference}." if version is None else f"There is no version {version} of {reference}.")
    application = None if isinstance(found, BreachReport) else found
    rows = [presenters.DifferenceRow(row, application) for row in selectors.differences_of(shown)]
    may_decide = application is not None and not application.is_closed and request.membership.can(Permission.VALIDATE)
    context = {
        "case": header_of(found),
        "shown": shown,
        "sender": presenters.SubmissionRow(shown).sender,
        "versions": versions,
        "rows": rows,
        "may_decide": may_decide,
        "ended": application is not None and application.is_closed,
        "open": sum(row.is_open for row in rows),
    }
    return render(request, "intake/changes.jinja", context)


@require_POST
@requires(Permission.VALIDATE)
def decide_change(request: Any, reference: str, version: int, position: int) -> HttpResponse:
    """Take one difference over into the case, or leave the case as it is."""
    application = get_application(request, reference)
    try:
        row = selectors.difference(application.case, version, position)
    except Difference.DoesNotExist:
        raise Http404(f"There is no such difference in version {version} of {reference}.") from None
    decide = services.take_over if request.POST.get("decision") == "take" else services.leave
    try:
        decided = decide(difference=row, by=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{row.label}: {decided.get_state_display().lower()}.")
    return redirect("intake:changes_of", reference=reference, version=version)


@require_POST
@requires(Permission.VALIDATE)
def leave_changes(request: Any, reference: str, version: int) -> HttpResponse:
    """Leave the case as it is in all that nobody has decided yet."""
    application = get_application(request, reference)
    shown = selectors.later_versions(application.case).filter(revision=version).first()
    try:
        count = services.leave_rest(submission=shown, by=request.user, now=timezone.now()) if shown else 0
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Left as it is: {count}.")
    return redirect("intake:changes_of", reference=reference, version=version)


def _submission(request: Any, public_id: UUID) -> Submission:
    try:
        return selectors.submission(request.authority, public_id)
    except Submission.DoesNotExist:
        raise Http404("There is no such submission at this council.") from None
