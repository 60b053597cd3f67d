"""One's own security: authenticator app, backup codes, password."""

from base64 import b32encode
from typing import Any

import django_otp
import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from accounts import selectors, services
from accounts.forms import CodeForm, EmailAddressForm, NewPasswordForm
from accounts.permissions import Permission, RequestPermission, open_to
from core.errors import DomainError


@open_to(RequestPermission.SIGNED_IN)
@require_safe
def security(request: Any) -> HttpResponse:
    context = {
        "has_app": selectors.has_app(request.user),
        "codes_left": selectors.backup_codes_left(request.user),
        "may_administer": request.membership is None or request.membership.can(Permission.MANAGE_COUNCIL),
    }
    return render(request, "accounts/security.jinja", context)


@open_to(RequestPermission.SIGNED_IN)
@require_POST
def begin_app(request: Any) -> HttpResponse:
    services.begin_app(user=request.user)
    return redirect("accounts:set_up_app")


@open_to(RequestPermission.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_app(request: Any) -> HttpResponse:
    """Show the secret as a QR code and in letters, and take the app into use once it shows the right code."""
    device = selectors.app_being_set_up(request.user)
    if device is None:
        return redirect("accounts:security")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = services.confirm_app(user=request.user, code=form.cleaned_data["code"], authority=request.authority, now=timezone.now())
        except DomainError as error:
            form.refuse(error)
        else:
            django_otp.login(request, fresh)
            messages.success(request, "Your authenticator app is set up. Use it the next time you sign in.")
            return redirect("accounts:security")
    secret = b32encode(device.bin_key).decode().rstrip("=")
    picture = segno.make(device.config_url).svg_inline(scale=5, border=4, title="QR code for your authenticator app", light="#fff")
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render(request, "accounts/set_up_app.jinja", {"form": form, "picture": Markup(picture), "secret": groups})


@open_to(RequestPermission.SIGNED_IN)
@require_POST
def remove_app(request: Any) -> HttpResponse:
    services.remove_app(user=request.user, authority=request.authority, by=request.user, now=timezone.now())
    logout(request)
    messages.success(request, "Your authenticator app no longer counts. Sign in again: the code comes by email.")
    return redirect("accounts:sign_in")


@open_to(RequestPermission.SIGNED_IN)
@never_cache
@require_POST
def make_backup_codes(request: Any) -> HttpResponse:
    """Shown in the answer itself and nowhere else: they are not kept in words."""
    codes = services.make_backup_codes(user=request.user, authority=request.authority, by=request.user, now=timezone.now())
    return render(request, "accounts/backup_codes.jinja", {"codes": codes})


@open_to(RequestPermission.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request: Any) -> HttpResponse:
    """The answer is the same whether or not the council knows the address."""
    form = EmailAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user, now = selectors.person_by_email(form.cleaned_data["email"], request.authority), timezone.now()
        if user is not None and not selectors.was_sent_a_link(user, request.authority, now):
            services.send_password_link(user=user, authority=request.authority, by=user, now=now)
        return render(request, "accounts/password_link_sent.jinja", {"email": form.cleaned_data["email"]})
    return render(request, "accounts/forgotten_password.jinja", {"form": form})


@open_to(RequestPermission.LINK)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: Any, uid: str, token: str) -> HttpResponse:
    user = selectors.person_of_link(uid, token, request.authority)
    if user is None:
        return render(request, "accounts/link_not_valid.jinja", status=410)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)
    if request.method == "POST" and form.is_valid():
        services.choose_password(user=user, password=form.cleaned_data["password"], authority=request.authority, now=timezone.now())
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("accounts:sign_in")
    return render(request, "accounts/set_password.jinja", {"form": form})
