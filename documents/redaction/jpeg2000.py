"""What a program wrote into a JPEG 2000 picture (descriptions, places, comments) taken out; the picture itself stays bit for bit."""

import struct
from collections.abc import Iterator

from documents.redaction.photographs import OddPicture

CODESTREAM = b"\xff\x4f"
BOXES = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
HEAD_BOXES = {b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef", b"res "}
TILE, DATA, END, COMMENT = 0xFF90, 0xFF93, 0xFFD9, 0xFF64


def stripped(content: bytes) -> bytes:
    """The same picture without its XML, UUID and other boxes, with empty comments. OddPicture for anything that is built otherwise."""
    try:
        if content.startswith(CODESTREAM):
            return _quiet(content)
        return b"".join(_box(kind, _inside(kind, body)) for kind, body in _boxes(content) if kind in BOXES)
    except (struct.error, IndexError):
        raise OddPicture("cut off") from None


def _inside(kind: bytes, body: bytes) -> bytes:
    if kind == b"jp2c":
        return _quiet(body)
    if kind == b"jp2h":
        return b"".join(_box(inner, content) for inner, content in _boxes(body) if inner in HEAD_BOXES)
    return body


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", content, at + 8)[0], 16
        length = length or len(content) - at
        if length < head or at + length > len(content):
            raise OddPicture("no box")
        yield kind, content[at + head : at + length]
        at += length


def _quiet(stream: bytes) -> bytes:
    """The codestream up to its end, with noughts in place of each comment: nothing moves, so no length is wrong."""
    if not stream.startswith(CODESTREAM):
        raise OddPicture("no codestream")
    quiet, at = bytearray(stream), 2
    while True:
        marker = struct.unpack_from(">H", stream, at)[0]
        if marker == END:
            return bytes(quiet[: at + 2])
        if marker != TILE:
            at = _passed(quiet, at)
            continue
        part = struct.unpack_from(">I", stream, at + 6)[0]
        start, end = at, at + part if part else len(stream)
        while struct.unpack_from(">H", stream, at)[0] != DATA:
            at = _passed(quiet, at)
        if end > len(stream) or end <= start + 12:
            raise OddPicture("cut off")
        at = end
        if at >= len(stream) - 1:  # some programs leave the end away
            return bytes(quiet)


def _passed(quiet: bytearray, at: int) -> int:
    """Past one segment of a head; a comment is emptied on the way."""
    marker, length = struct.unpack_from(">HH", quiet, at)
    if marker < 0xFF00 or length < 2 or at + 2 + length > len(quiet):
        raise OddPicture("no segment")
    if marker == COMMENT:
        quiet[at + 6 : at + 2 + length] = bytes(max(length - 4, 0))
    return int(at + 2 + length)
