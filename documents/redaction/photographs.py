"""What a camera or a program wrote into a picture (place, time, owner, small copies) taken out; the picture itself stays bit for bit."""

import io
import re
import struct
import zlib
from collections.abc import Iterator

EXIF = b"Exif\x00\x00"
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
PICTURE_SEGMENTS = {0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, *(set(range(0xC0, 0xD0)) - {0xC8})}
KEPT_SEGMENTS = PICTURE_SEGMENTS | {0xDA, 0xD9}
OF_COLOUR = {0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}  # without them the colours are other ones
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PICTURE_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
ORIENTATION = 0x0112


class OddPicture(ValueError):
    """The picture is not built as its kind says."""


def stripped(content: bytes, content_type: str) -> bytes:
    """The same picture and nothing else: no EXIF (but which way is up), XMP, comments, small copies, or bytes after its end."""
    try:
        return (_jpeg if content_type == "image/jpeg" else _png)(content)
    except (OddPicture, struct.error, IndexError):
        return _drawn_again(content, content_type)


def _jpeg(content: bytes) -> bytes:
    parts = [b"\xff\xd8"]
    turn = 1
    for marker, body in _segments(content):
        if marker == 0xE1 and body[4:].startswith(EXIF):
            turn = _orientation(body[4 + len(EXIF) :]) or turn
        elif marker == 0xE0 and body[4:9] == b"JFIF\x00":
            parts.append(b"\xff\xe0\x00\x10" + body[4:16].ljust(12, b"\x00") + b"\x00\x00")
        elif marker in KEPT_SEGMENTS or body[4:].startswith(OF_COLOUR.get(marker, b"-")):
            parts.append(body)
    if turn != 1:
        segment = EXIF + _tiff(turn)
        parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment)
    return b"".join(parts)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, the segment with its head); a scan comes with its data; the last is the end of the image."""
    if content[:2] != b"\xff\xd8":
        raise OddPicture("no JPEG")
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if content[at] != 0xFF:
            raise OddPicture("no marker")
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, b"\xff\xd9"
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            following = MARKER.search(content, end)
            if following is None:
                raise OddPicture("no end")
            end = following.start()
        yield marker, content[at:end]
        at = end


def _orientation(tiff: bytes) -> int:
    """What the first directory of EXIF says about which way is up: 2 to 8; 0 for nothing of use."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        start = struct.unpack_from(order + "I", tiff, 4)[0]
        for index in range(struct.unpack_from(order + "H", tiff, start)[0]):
            tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, start + 2 + 12 * index)
            if tag == ORIENTATION:
                return value if 2 <= value <= 8 else 0
    except (KeyError, struct.error):
        pass
    return 0


def _tiff(turn: int) -> bytes:
    """The smallest EXIF that says which way is up."""
    return b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turn, 0, 0)


def _png(content: bytes) -> bytes:
    if content[:8] != PNG_HEAD:
        raise OddPicture("no PNG")
    parts, at = [PNG_HEAD], 8
    while True:
        length = struct.unpack_from(">I", content, at)[0]
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise OddPicture("cut off")
        if kind == b"eXIf" and (turn := _orientation(content[at + 8 : end - 4])):
            data = b"eXIf" + _tiff(turn)
            parts.append(struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data)))
        elif kind in PICTURE_CHUNKS:
            parts.append(content[at:end])
        if kind == b"IEND":
            return b"".join(parts)
        at = end


def _drawn_again(content: bytes, content_type: str) -> bytes:
    """A picture that is oddly built but opens, saved anew."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
        upright = ImageOps.exif_transpose(picture)
        kind = "JPEG" if content_type == "image/jpeg" else "PNG"
        bare = upright if kind == "PNG" or upright.mode in {"L", "RGB"} else upright.convert("RGB")
        clean = Image.frombytes(bare.mode, bare.size, bare.tobytes())
        if bare.mode == "P":
            clean.putpalette(bare.getpalette() or [])
        output = io.BytesIO()
        clean.save(output, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return output.getvalue()
