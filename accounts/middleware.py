"""Who is asking: staff must be signed in with their second factor and belong to the council whose site this is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.permissions import Permission, RequestPermission, check

OPEN = {RequestPermission.PUBLIC, RequestPermission.LINK, RequestPermission.API, RequestPermission.ADMIN}


def permission_of(view: Callable[..., Any]) -> Any:
    """The permission that a URL's view names (function attribute, or `permission` of a class view); None when it names none."""
    named = getattr(view, "bops_permission", None)
    if named is None and hasattr(view, "view_class"):
        named = getattr(view.view_class, "permission", None)
    return named


class SignInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = self._membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _membership(self, request: Any) -> Any:
        if request.site != "officers" or not request.user.is_authenticated or not request.user.is_verified():
            return None
        if request.session.get("host") != request.get_host():
            return None
        return request.user.memberships.filter(authority=request.authority, ended_at=None).first()

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        needed = permission_of(view)
        if needed in OPEN or request.site != "officers":
            return None
        if request.resolver_match.namespace == "admin" or "admin" in request.resolver_match.app_names:
            return None
        if request.membership is None:
            return redirect(f"{reverse('accounts:sign_in')}?next={request.get_full_path()}")
        if isinstance(needed, Permission):
            check(request, needed)
        return None
