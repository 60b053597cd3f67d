"""Sign-in in two steps: email and password, then a code of an app, an email or a list of backup codes."""

from contextlib import nullcontext
from typing import Any

import django_otp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import selectors, services
from accounts.forms import BackupCodeForm, CodeForm, SignInForm
from accounts.middleware import is_signed_in
from accounts.permissions import RequestPermission, open_to
from accounts.policy import PASSWORD_STEP_MINUTES
from core.errors import DomainError
from core.hosts import url_for
from core.tenancy import acting_for

WRONG = "The email address or the password is wrong"


def after_sign_in(request: Any) -> str:
    """The page that was asked for, if it is on this host; else the first page."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return str(wanted)
    return "/admin/" if request.site == "config" else "/"


def _with_next(request: Any, name: str, **query: str) -> str:
    query |= {"next": request.GET["next"]} if request.GET.get("next") else {}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


@open_to(RequestPermission.PUBLIC)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: Any) -> HttpResponse:
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if user is None:
            form.add_error("email", WRONG)
        elif not selectors.may_enter(user, request.authority):
            place = f"{request.authority.council_name}'s planning system" if request.authority else "the whole-system admin"
            form.add_error(None, f"You do not have access to {place}. Ask its administrator to add you.")
        else:
            return _password_given(request, user)
    elif is_signed_in(request) and selectors.may_enter(request.user, request.authority):
        return redirect(after_sign_in(request))
    return render(request, "accounts/sign_in.jinja", {"form": form})


def _password_given(request: Any, user: Any) -> HttpResponse:
    login(request, user)
    request.session["host"] = request.get_host()
    request.session["password_at"] = timezone.now().timestamp()
    if not selectors.has_app(user):
        _email_code(request)
    return redirect(_with_next(request, "accounts:second_factor"))


def _email_code(request: Any) -> None:
    """Send a code to whoever gave their password; say so, or say why not."""
    council = selectors.post_council(request.user, request.authority)
    if council is None:
        messages.warning(request, "No council can write to you. Use a backup code: whoever runs the server can make one.")
        return
    with acting_for(council) if request.authority is None else nullcontext():
        try:
            services.send_code(user=request.user, authority=council, now=timezone.now())
        except DomainError as error:
            messages.warning(request, error.message)


def _half_way(request: Any) -> bool:
    """Whether the password was given on this host, and not long ago."""
    given = request.session.get("password_at", 0)
    fresh = timezone.now().timestamp() - given < PASSWORD_STEP_MINUTES * 60
    return bool(request.user.is_authenticated and request.session.get("host") == request.get_host() and fresh)


@open_to(RequestPermission.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: Any) -> HttpResponse:
    if not _half_way(request):
        return redirect(_with_next(request, "accounts:sign_in"))
    app = selectors.has_app(request.user)
    factor = request.GET.get("by", "")
    if factor not in services.FACTORS or (factor == "app" and not app):
        factor = "app" if app else "email"
    form = (BackupCodeForm if factor == "backup" else CodeForm)(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            device = services.check_code(
                user=request.user, factor=factor, code=form.cleaned_data["code"], authority=request.authority, now=timezone.now()
            )
        except DomainError as error:
            form.refuse(error)
        else:
            return _proved(request, device)
    others = {name: _with_next(request, "accounts:second_factor", by=name) for name in ("app", "backup") if name != factor}
    context = {"form": form, "factor": factor, "has_app": app, "others": others, "send_code": _with_next(request, "accounts:send_code")}
    return render(request, "accounts/second_factor.jinja", context | {"outbox": _outbox(request)})


def _outbox(request: Any) -> str:
    """Where the demo shows the email with the code; empty elsewhere."""
    council = selectors.post_council(request.user, request.authority) if settings.LOCAL_OUTBOX else None
    if council is None:
        return ""
    return url_for(council, "officers", "notifications:outbox") if request.authority is None else reverse("notifications:outbox")


def _proved(request: Any, device: Any) -> HttpResponse:
    request.session.cycle_key()
    del request.session["password_at"]
    django_otp.login(request, device)
    return redirect(after_sign_in(request))


@open_to(RequestPermission.PUBLIC)
@require_POST
def send_code(request: Any) -> HttpResponse:
    """Email a code (again), or instead of the app."""
    if not _half_way(request):
        return redirect(_with_next(request, "accounts:sign_in"))
    _email_code(request)
    return redirect(_with_next(request, "accounts:second_factor", by="email"))


@open_to(RequestPermission.PUBLIC)
@require_POST
def sign_out(request: Any) -> HttpResponse:
    logout(request)
    messages.success(request, "You have signed out.")
    return redirect("accounts:sign_in")
