"""Asking to withdraw the application, and what the council said."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from applicant_portal.access import by_link
from applicant_portal.forms import WithdrawForm
from applicant_portal.presenters.withdrawal import Withdrawal
from casework import services
from core.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def withdraw(request: Any) -> HttpResponse:
    """What it means, the form while it can be asked, and all that was asked and answered."""
    access = request.access
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    page = Withdrawal(access)
    if request.method == "POST" and not page.may_ask:
        form.add_error(None, page.why_not)
    elif request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            services.ask_to_withdraw(application=access.application, text=text, party=access.party, by=access.actor, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Your request has been sent. The case officer will answer it.")
            return redirect("applicant_portal:withdraw", reference=access.application.reference)
    context = {"access": access, "page": page, "form": form if page.may_ask or form.errors else None}
    return render(request, "applicant_portal/withdraw.jinja", context, status=422 if form.errors else 200)


@require_POST
@by_link
def take_back(request: Any) -> HttpResponse:
    """They want a decision after all."""
    access = request.access
    try:
        if not access.is_party:
            raise DomainError("Only the applicant or the agent can do this.")
        services.take_back_withdrawal(application=access.application, party=access.party, by=access.actor, now=timezone.now())
        messages.success(request, "You took your request back. The application goes on.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("applicant_portal:withdraw", reference=access.application.reference)
