"""The weekly list of invalid applications without a reply: a person confirms each or several, with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, requires
from casework import services
from casework.forms_returns import ReturnForm
from casework.paging import CappedPaginator, size_of
from casework.presenters.returns import ReturnRow
from casework.selectors import returns as selectors
from core.errors import DomainError
from validation.telling import told_how


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.CLOSE_CASES)
def returns(request: Any) -> HttpResponse:
    """Cases that were asked, reminded and chased without an answer; return those that are ticked."""
    now = timezone.now()
    listed = selectors.silent(request.authority, on=timezone.localdate(now))
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = list(listed.filter(pk__in=form.wanted(request.POST.getlist("case"))).select_related("case"))
        try:
            if not chosen:
                raise DomainError("Tick the cases that go back.")
            done, refused = services.return_many(applications=chosen, reason=form.cleaned_data["reason"], by=request.user, now=now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            _say(request, [application for application in chosen if application.reference in done], refused)
            return redirect("casework:returns")
    page = CappedPaginator(listed, size_of(request.GET.get("per_page"))).get_page(request.GET.get("page"))
    rows = [ReturnRow(application, timezone.localdate(now)) for application in selectors.of_page(page.object_list)]
    context = {"page": page, "rows": rows, "form": form, "ticked": request.POST.getlist("case")}
    return render(request, "casework/returns.jinja", context, status=422 if form.errors else 200)


def _say(request: Any, done: list[Any], refused: list[str]) -> None:
    for words in refused:
        messages.warning(request, words)
    if done:
        many = f"{len(done)} applications have" if len(done) > 1 else f"{done[0].reference} has"
        messages.success(request, f"{many} been returned. Where a fee was paid, look at whether it goes back.")
        ways: dict[str, list[str]] = {}
        for application in done:
            ways.setdefault(told_how(application), []).append(application.reference)
        for words, references in ways.items():
            messages.info(request, f"{', '.join(references)}: {words[0].lower()}{words[1:]}")
