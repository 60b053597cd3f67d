"""What did not arrive, and what to do about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, requires
from applications.models import Party
from applications.presenters import CaseHeader
from applications.views import get_application
from casework.forms_addresses import EmailForm, SettleForm
from casework.presenters.addresses import failures_of
from casework.services.addresses import correct_email
from core.errors import DomainError
from core.filters import plural
from notifications import selectors, services
from notifications.models import Message


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REGISTER)
def email(request: Any, reference: str, role: str) -> HttpResponse:
    """Correct the email address of the applicant or the agent."""
    application = get_application(request, reference)
    party = application.case.parties.filter(role=role).exclude(role=Party.Role.COMPLAINANT).first()
    if party is None:
        raise Http404("There is no such person on this case.")
    form = EmailForm(request.POST or None, initial={"email": party.email})
    if request.method == "POST" and form.is_valid():
        try:
            number = correct_email(
                application=application, party=party, email=form.cleaned_data["email"], by=request.user, now=timezone.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            again = f" {number} {plural(number, 'message')} that did not arrive {plural(number, 'is', 'are')} sent again." if number else ""
            messages.success(request, f"We write to {form.cleaned_data['email']} now.{again}")
            return redirect("casework:case", reference=reference)
    failed = [line for line in failures_of(application) if line.party_role == role]
    context = {"case": CaseHeader.of(application), "form": form, "party": party, "failed": failed}
    return render(request, "casework/email.jinja", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REGISTER)
def settle(request: Any, reference: str, message_id: UUID) -> HttpResponse:
    """Say how somebody was told whom an email did not reach."""
    application = get_application(request, reference)
    try:
        message = selectors.message_of(application.case, message_id)
    except Message.DoesNotExist:
        raise Http404("There is no such message about this case.") from None
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle(message=message, how=form.cleaned_data["how"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is in the history now.")
            return redirect("casework:correspondence", reference=reference)
    context = {"case": CaseHeader.of(application), "form": form, "message": message}
    return render(request, "casework/settle.jinja", context, status=422 if form.is_bound else 200)
