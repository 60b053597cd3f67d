"""Reading a body that may be too large: never more of it in memory than we would keep."""

import zlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from api.errors import ApiError

MEGABYTE = 1024 * 1024
PIECE = 256 * 1024
DRAIN_TIMES = 5  # how many times the limit is read and thrown away, so that the sender hears the answer
GZIP = 16 + zlib.MAX_WBITS
PLAIN = {"", "identity"}


def read_body(request: HttpRequest) -> bytes:
    """The whole body, unpacked where it came as gzip. ApiError 413 above settings.API_MAX_BODY_BYTES, 415 for another encoding:
    then nothing is kept. What says that it is gzip and is not stays as it came.
    """
    limit: int = settings.API_MAX_BODY_BYTES
    source = _source(request)
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in PLAIN | {"gzip", "x-gzip"}:
        _throw_away(source, limit * DRAIN_TIMES)
        detail = f"We do not read bodies encoded as {encoding[:40]}. Send it plain, or as gzip."
        raise ApiError(415, detail, headers={"Accept-Encoding": "gzip, identity"})
    body = bytearray()
    while piece := source.read(PIECE):
        body += piece
        if len(body) > limit:
            _throw_away(source, limit * DRAIN_TIMES)
            raise _too_large(limit)
    return bytes(body) if encoding in PLAIN else _unpacked(bytes(body), limit)


def _too_large(limit: int) -> ApiError:
    words = f"The body is larger than {limit // MEGABYTE} MB and was not kept."
    return ApiError(413, f"{words} Send files by their addresses, not in the body.")


def _unpacked(packed: bytes, limit: int) -> bytes:
    """What was packed, never more than one byte above the limit in memory."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        body = unpacker.decompress(packed, limit + 1)
    except zlib.error:
        return packed
    if len(body) > limit:
        raise _too_large(limit)
    return body if unpacker.eof and not unpacker.unused_data else packed


def _source(request: HttpRequest) -> Any:
    """Where the body is read from. Django takes a body that is sent in chunks, without its length, for an empty one."""
    in_chunks = request.headers.get("Transfer-Encoding", "").lower() == "chunked" and request.META.get("wsgi.input_terminated")
    return request.META["wsgi.input"] if in_chunks else request


def _throw_away(source: Any, most: int) -> None:
    while most > 0 and (piece := source.read(PIECE)):
        most -= len(piece)
