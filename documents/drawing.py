"""Makes the pictures and reads the words of one file, in a process of its own with limits: `python -m documents.drawing TYPE FILE FOLDER`.

A file from a stranger may be made to crash or starve whatever opens it; then this process dies and nothing else. Imports no Django.
Writes thumbnail.webp and page.webp into FOLDER and prints {"pages": …, "text": …} as JSON.
"""

import json
import resource
import sys
from pathlib import Path

THUMBNAIL = (480, 340)
PAGE_WIDTH = 1400
MOST_TEXT = 200_000
MOST_TEXT_PAGES = 200
MEMORY = 2 * 1024**3
SECONDS = 60


def limit() -> None:
    """No more than 2 GB of memory, a minute of computing, and files of 50 MB."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000_000, 50_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw_pdf(path: Path, folder: Path) -> dict[str, object]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    first = pdf[0]
    picture = first.render(scale=min(PAGE_WIDTH / max(first.get_width(), 1), 4)).to_pil()
    save(picture, folder)
    words, length = [], 0
    for number in range(min(len(pdf), MOST_TEXT_PAGES)):
        text = pdf[number].get_textpage().get_text_bounded()
        words.append(text)
        length += len(text)
        if length > MOST_TEXT:
            break
    return {"pages": len(pdf), "text": storable("\n".join(words))}


def storable(text: str) -> str:
    """At most 200,000 characters, without those that the database cannot keep (noughts, halves of a pair)."""
    return text[:MOST_TEXT].replace("\x00", "").encode("utf-8", "ignore").decode()


def draw_picture(path: Path, folder: Path) -> dict[str, object]:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # documents.checks has measured it
    picture = Image.open(path, formats=["PNG", "JPEG"])
    picture.draft("RGB", (PAGE_WIDTH, PAGE_WIDTH))
    save(ImageOps.exif_transpose(picture), folder)
    return {"pages": 1, "text": ""}


def save(picture, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Both pictures, on white, without what a camera wrote into the file (place, owner)."""
    from PIL import Image

    if picture.mode in {"RGBA", "LA", "P", "PA"}:
        layered = picture.convert("RGBA")
        picture = Image.new("RGB", layered.size, "white")
        picture.paste(layered, mask=layered.getchannel("A"))
    picture = picture.convert("RGB")
    picture.thumbnail((PAGE_WIDTH, PAGE_WIDTH * 3))
    clean = Image.frombytes("RGB", picture.size, picture.tobytes())
    clean.save(folder / "page.webp", quality=80)
    clean.thumbnail(THUMBNAIL)
    clean.save(folder / "thumbnail.webp", quality=75)


if __name__ == "__main__":
    limit()
    content_type, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    draw = draw_pdf if content_type == "application/pdf" else draw_picture
    sys.stdout.write(json.dumps(draw(source, target)))
