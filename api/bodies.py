"""Reading a body that may be too large: never more of it in memory than we would keep."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from api.errors import ApiError

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024
DRAIN_TIMES = 5  # how many times the limit is read and thrown away, so that the sender hears the answer


def read_body(request: HttpRequest) -> bytes:
    """The whole body. ApiError 413 above settings.API_MAX_BODY_BYTES: then nothing is kept."""
    limit: int = settings.API_MAX_BODY_BYTES
    source = _source(request)
    body = bytearray()
    while piece := source.read(PIECE):
        body += piece
        if len(body) > limit:
            _throw_away(source, limit * DRAIN_TIMES)
            words = f"The body is larger than {limit // MEGABYTE} MB and was not kept."
            raise ApiError(413, f"{words} Send files by their addresses, not in the body.")
    return bytes(body)


def _source(request: HttpRequest) -> Any:
    """Where the body is read from. Django takes a body that is sent in chunks, without its length, for an empty one."""
    in_chunks = request.headers.get("Transfer-Encoding", "").lower() == "chunked" and request.META.get("wsgi.input_terminated")
    return request.META["wsgi.input"] if in_chunks else request


def _throw_away(source: Any, most: int) -> None:
    while most > 0 and (piece := source.read(PIECE)):
        most -= len(piece)
