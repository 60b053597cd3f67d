"""Pages without a domain: what people see when something goes wrong, and the gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import gallery
from core.access import RequestPermission, open_to


@open_to(RequestPermission.SIGNED_IN)
def components_gallery(request: HttpRequest) -> HttpResponse:
    """Every component with made-up content, for whoever builds a page."""
    return render(request, "core/components.jinja", gallery.context(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.jinja", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.jinja", {"reason": str(exception or "")}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.jinja", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.jinja", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs nothing that may be broken: no session, no database, no council."""
    return render(None, "errors/500.jinja", status=500)
