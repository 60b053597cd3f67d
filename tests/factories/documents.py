"""Documents with a stored file each. Traits: public, archived, made."""

import hashlib
import io
import uuid
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from factory.django import DjangoModelFactory
from PIL import Image

from documents.models import Document, DocumentPage, DocumentVersion, Measurement, Redaction
from documents.storage import key_of
from tests.factories.accounts import UserFactory
from tests.factories.applications import CaseFactory

THEN = datetime(2026, 11, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))


def a_pdf(pages: int = 1, words: str = "") -> bytes:
    """A small PDF; different words make a different file."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".encode())
    output = io.BytesIO()
    pdf.save(output, static_id=True)
    return output.getvalue()


def a_picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "navy") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, colour).save(output, kind)
    return output.getvalue()


A_PAGE = a_pdf()


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        public = factory.Trait(visibility="public", published_at=THEN)
        archived = factory.Trait(archived_at=THEN, archive_reason="A better one came")
        made = factory.Trait(source="made", created_by_name="BOPS")

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    name = factory.Sequence(lambda n: f"Site plan {n}.pdf")
    tags = ["sitePlan.proposed"]
    received_on = date(2026, 11, 3)
    source = "submitted"
    created_at = THEN
    created_by_name = "PlanX"

    @factory.post_generation
    def file(self, create: bool, extracted: bytes | None, **kwargs: Any) -> None:
        """`DocumentFactory(file=b"…")`; a one-page PDF otherwise."""
        if create:
            DocumentVersionFactory(document=self, content=extracted or a_pdf(words=self.name))  # type: ignore[attr-defined]


class DocumentVersionFactory(DjangoModelFactory):
    class Meta:
        model = DocumentVersion

    class Params:
        content = A_PAGE

    document = factory.SubFactory(DocumentFactory)
    authority = factory.SelfAttribute("document.authority")
    public_id = factory.LazyFunction(uuid.uuid4)
    key = factory.LazyAttribute(lambda o: key_of(o.document.authority_id, o.document.public_id, o.public_id))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.content).hexdigest())
    content_type = "application/pdf"
    size = factory.LazyAttribute(lambda o: len(o.content))
    pages = 1
    created_at = THEN
    created_by_name = "PlanX"

    @classmethod
    def create(cls, **kwargs: Any) -> Any:
        version = super().create(**kwargs)
        default_storage.save(version.key, ContentFile(kwargs.get("content", A_PAGE)))
        return version


class DocumentPageFactory(DjangoModelFactory):
    class Meta:
        model = DocumentPage

    class Params:
        drawn_whole = factory.Trait(drawn=["0"])

    version = factory.SubFactory(DocumentVersionFactory)
    authority = factory.SelfAttribute("version.authority")
    number = 1
    width_mm = 210.0
    height_mm = 297.0


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    version = factory.SubFactory(DocumentVersionFactory)
    authority = factory.SelfAttribute("version.authority")
    page = 1
    kind = "length"
    points = [[10, 10], [60, 10]]
    scale = 100
    value = 5
    label = "Depth of the extension"
    created_at = THEN
    created_by = factory.SubFactory(UserFactory)


class RedactionFactory(DjangoModelFactory):
    """Boxes on a file: by default one over the words of `a_pdf`."""

    class Meta:
        model = Redaction

    file = factory.SubFactory(DocumentVersionFactory)
    authority = factory.SelfAttribute("file.authority")
    boxes = factory.LazyFunction(
        lambda: [{"id": "one", "page": 1, "left": 20.0, "top": 30.0, "width": 100.0, "height": 20.0, "reason": "name", "spot": ""}]
    )
    created_at = THEN
    saved_at = THEN
    saved_by = factory.SubFactory(UserFactory)
