"""Who is asking: staff must be signed in with their second factor and belong to the council whose site this is."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.permissions import Permission, RequestPermission, check
from accounts.selectors import current_membership

OPEN = {RequestPermission.PUBLIC, RequestPermission.LINK, RequestPermission.API, RequestPermission.ADMIN}


def permission_of(view: Callable[..., Any]) -> Any:
    """The permission that a URL's view names (function attribute, or `permission` of a class view); None when it names none."""
    named = getattr(view, "bops_permission", None)
    if named is None and hasattr(view, "view_class"):
        named = getattr(view.view_class, "permission", None)
    return named


def is_signed_in(request: Any) -> bool:
    """Password and second factor both given, on this very host: a cookie carried over from another host opens nothing."""
    user = request.user
    return bool(user.is_authenticated and user.is_active and user.is_verified() and request.session.get("host") == request.get_host())


def sign_in_address(request: Any) -> str:
    """Where to sign in, and back here after."""
    after = request.get_full_path() if request.method == "GET" else ""
    return reverse("accounts:sign_in") + (f"?{urlencode({'next': after})}" if after not in {"", "/"} else "")


class SignInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = self._membership(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _membership(self, request: Any) -> Any:
        if request.site != "officers" or not is_signed_in(request):
            return None
        place = getattr(request.user, "place", None)  # read with the person (accounts.backends)
        return place if place and place.authority_id == request.authority.pk else current_membership(request.user, request.authority)

    def process_view(self, request: Any, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever may not see the page to sign in. A view that names no permission is for signed-in people."""
        needed = permission_of(view)
        if needed in OPEN or request.site == "public" or "admin" in request.resolver_match.app_names:
            return None  # an admin site guards itself (accounts.admin_sites)
        inside = request.membership is not None if request.site == "officers" else is_signed_in(request) and request.user.is_staff
        if not inside:
            return redirect(sign_in_address(request))
        if isinstance(needed, Permission):
            check(request, needed)
        return None
