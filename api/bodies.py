"""Reading a body that may be too large: never more of it in memory than we would keep."""

from django.conf import settings
from django.http import HttpRequest

from api.errors import ApiError

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024
DRAIN_TIMES = 5  # how many times the limit is read and thrown away, so that the sender hears the answer


def read_body(request: HttpRequest) -> bytes:
    """The whole body. ApiError 413 above settings.API_MAX_BODY_BYTES: then nothing is kept."""
    limit: int = settings.API_MAX_BODY_BYTES
    body = bytearray()
    while piece := request.read(PIECE):
        body += piece
        if len(body) > limit:
            _throw_away(request, limit * DRAIN_TIMES)
            words = f"The body is larger than {limit // MEGABYTE} MB and was not kept."
            raise ApiError(413, f"{words} Send files by their addresses, not in the body.")
    return bytes(body)


def _throw_away(request: HttpRequest, most: int) -> None:
    while most > 0 and (piece := request.read(PIECE)):
        most -= len(piece)
