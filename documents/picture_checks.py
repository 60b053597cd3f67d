"""What a picture must be: one that opens to its end, of a size that a computer can show. Decodes strangers' files: runs in the inspector
only. Imports no Django."""

from pathlib import Path
from typing import Any

from PIL import Image, ImageFile

MOST_PIXELS = 200_000_000  # a sheet of A0 at 300 dots an inch has 139 million
LONGEST_SIDE = 60_000
Image.MAX_IMAGE_PIXELS = None  # the limits here and of the process hold
ImageFile.LOAD_TRUNCATED_IMAGES = False


PROGRAM = 128 * 1024**2  # bytes that this process takes before it opens anything


def look(path: str, memory: int) -> dict[str, Any]:
    """{"pages": 1, "fault": "" | "damaged" | "pixels" | "too_much"}. Of a JPEG only every eighth point is worked out."""
    try:
        with Image.open(path, formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
                return {"fault": "pixels"}
            if _held_at_once(picture) > memory - PROGRAM:
                return {"fault": "too_much"}  # libjpeg only says that the file is broken when it runs out of memory
            if picture.format == "JPEG":
                picture.draft("RGB", (512, 512))
                picture.load()
            else:
                picture.verify()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        words_too_long = isinstance(error, ValueError) and ("too large" in str(error) or "Too much memory" in str(error))
        return {"fault": "too_much" if words_too_long else "damaged"}
    return {"pages": 1, "fault": ""}


def _held_at_once(picture: Any) -> int:
    """Bytes that libjpeg holds while it reads a progressive JPEG: two for each point of each layer; of any other next to nothing."""
    if picture.format != "JPEG" or not picture.info.get("progressive"):
        return 0
    layers = [(across, down) for _, across, down, _ in picture.layer]
    whole = max(across for across, _ in layers) * max(down for _, down in layers)
    points = picture.width * picture.height
    return 2 * sum(points * across * down // max(whole, 1) for across, down in layers)


def strip(path: str, content_type: str, made: str) -> dict[str, Any]:
    """Write the same picture without what a camera wrote into it to `made`."""
    from documents.redaction.photographs import stripped

    try:
        content = stripped(Path(path).read_bytes(), content_type)
    except (OSError, ValueError, SyntaxError, EOFError):
        return {"fault": "damaged"}
    Path(made).write_bytes(content)
    return {"fault": ""}
