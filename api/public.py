"""What every public answer carries: open to all origins, an ETag, and a short time to live."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

METHODS = "GET, HEAD, OPTIONS"
FRESH = "public, max-age=60, stale-while-revalidate=300"


def public_answer(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view of the register: answers OPTIONS and HEAD, and 304 when nothing changed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204))
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = _open(view(request, *args, **kwargs))
        if response.status_code == 200:
            etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response["ETag"], response["Cache-Control"] = etag, FRESH
            response = get_conditional_response(request, etag=etag, response=response) or response
        if head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return answered


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag"
    response["Access-Control-Max-Age"] = "86400"
    return response
