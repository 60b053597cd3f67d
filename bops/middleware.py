"""Host, health and the read-only guard: what happens to every request before a view sees it."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django_structlog.middlewares import RequestMiddleware

from accounts.selectors import authority_for_host
from core.readonly import refuse_writes
from core.tenancy import acting_for

URLCONFS = {"officers": "bops.urls_officers", "public": "bops.urls_public", "config": "bops.urls_config"}


def in_pieces(content: Iterable[bytes], authority: Any) -> Iterator[bytes]:
    """A streamed answer is made after the middleware is done: each piece of it is made for the council again."""
    pieces = iter(content)
    while True:
        with acting_for(authority):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


TOKENS = re.compile(r"/(my|consultations|password/[\w-]+)/[\w-]{20,}")


class RequestLogMiddleware(RequestMiddleware):
    """Requests in the log, without what opens a door: the tokens of emailed links."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return TOKENS.sub(r"/\1/…", RequestMiddleware.format_request(request))

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        """The address that the proxies vouch for, not one that the visitor wrote."""
        structlog.contextvars.bind_contextvars(ip=request.META.get("REMOTE_ADDR"))


class ProxyMiddleware:
    """REMOTE_ADDR becomes the address of whoever asked: the last hop of X-Forwarded-For that is not one of TRUSTED_PROXIES.

    What a visitor writes into the header themselves stands further left and is never believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ip_network(network, strict=False) for network in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        while self._is_trusted(request.META.get("REMOTE_ADDR", "")) and hops:
            hop = hops.pop().strip()
            if not _is_address(hop):
                break
            request.META["REMOTE_ADDR"] = hop
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


class HealthMiddleware:
    """`/health/` answers on every host, also on the address of the machine itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/health/":
            return self.get_response(request)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return JsonResponse({"status": "ok"})


class HostMiddleware:
    """The host picks the council and the site; everything after works for that council alone. An unknown host is 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        host = request.get_host().split(":")[0].lower()
        request.authority = None
        if host == settings.CONFIG_HOST:
            request.site, scope = "config", nullcontext()
        else:
            found = authority_for_host(host)
            if found is None:
                return self._unknown(request, host)
            request.authority, request.site = found
            scope = acting_for(request.authority)  # type: ignore[assignment]
        request.urlconf = URLCONFS[request.site]
        with scope:
            response = self.get_response(request)
        if response.streaming and request.authority is not None and getattr(response, "file_to_stream", None) is None:
            response.streaming_content = in_pieces(response.streaming_content, request.authority)  # type: ignore[attr-defined]
        return response

    def _unknown(self, request: HttpRequest, host: str) -> HttpResponse:
        message = f"There is no council at {host}. Check the address."
        if request.path.startswith("/api/"):
            return JsonResponse({"error": {"code": 404, "message": "Not Found", "detail": message}}, status=404)
        return HttpResponseNotFound(message, content_type="text/plain; charset=utf-8")


class ReadOnlyGetMiddleware:
    """A page that is only looked at changes nothing: writes of the view during GET and HEAD are refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method not in {"GET", "HEAD"} or getattr(view, "bops_get_may_write", False):
            return None
        with connection.execute_wrapper(refuse_writes):
            response = view(request, *args, **kwargs)
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        return response
