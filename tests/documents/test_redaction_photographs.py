"""What a camera wrote into a photograph does not reach the public; the picture itself stays as it is."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from documents import storage, taking_in
from documents.redaction.photographs import stripped
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory

PLACE = b"GpsPlaceSentinel"


def a_photograph(kind: str, turn: int = 6) -> bytes:
    """Half red, half blue, with a camera's words, a comment, and a second picture after its end."""
    picture = Image.new("RGB", (64, 32), "red")
    picture.paste("blue", (32, 0, 64, 32))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x013B] = turn, PLACE.decode(), PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    output = io.BytesIO()
    if kind == "JPEG":
        picture.save(output, kind, exif=exif, comment=PLACE, quality=90, progressive=True, xmp=b"<x>" + PLACE + b"</x>")
    else:
        words = PngInfo()
        words.add_text("Author", PLACE.decode())
        picture.save(output, kind, exif=exif, pnginfo=words)
    return output.getvalue() + PLACE


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_keeps_its_pixels_and_which_way_is_up_and_nothing_else(kind: str) -> None:
    original = a_photograph(kind)
    bare = stripped(original, f"image/{kind.lower()}")

    assert PLACE in original
    assert PLACE not in bare
    with Image.open(io.BytesIO(original)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes()
        assert dict(after.getexif()) == {0x0112: 6}
        assert not after.getexif().get_ifd(0x8825)
        assert set(after.info) <= {"exif", "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "dpi"}


@pytest.mark.parametrize("damage", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_what_is_no_picture_is_refused(damage: bytes) -> None:
    with pytest.raises((OSError, ValueError)):
        stripped(damage, "image/jpeg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_public_gets_the_picture_alone_and_officers_the_file(kind: str, authority: Any, officer_client: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, published=True)
    content = a_photograph(kind)
    document = DocumentFactory.create(case=application.case, name=f"front.{kind.lower()}", public=True)
    DocumentVersionFactory.create(document=document, content=content, content_type=f"image/{kind.lower()}")
    address = f"/applications/{application.reference}/documents/{document.public_id}/"
    early = Client(HTTP_HOST=authority.public_host).get(address)
    assert (early.status_code, early["Retry-After"]) == (503, "20")
    assert "is being prepared" in early.content.decode()
    taking_in.take_in(authority.pk, document.current.pk)

    answer = Client(HTTP_HOST=authority.public_host).get(address)
    sent = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, f"image/{kind.lower()}")
    assert PLACE not in sent
    assert Image.open(io.BytesIO(sent)).size == (64, 32)
    assert b"".join(officer_client(authority)[0].get(f"/documents/{document.public_id}/").streaming_content) == content
    assert storage.read(document.current) == content
