"""The page of a letter of the outbox: the words of the message, the address at the envelope's window, what is posted with it."""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from django.utils import timezone

from core.errors import DomainError
from documents import pdf
from documents.kinds import PDF
from documents.letterhead import Letterhead, window_lines
from documents.qr import qr_code
from documents.storage import read
from notifications.models import Message


class NotPrintable(DomainError):
    """A letter cannot be made as it is; the words say why."""


def enclosures_of(message: Message) -> list[Any]:
    """The documents that a letter is posted with, in their order."""
    if message.case is None or not message.enclosures:
        return []
    found = {document.pk: document for document in message.case.documents.filter(pk__in=message.enclosures).prefetch_related("versions")}
    return [found[key] for key in message.enclosures if key in found]


def letter_pdf(message: Message, *, shown: bool = False) -> bytes:
    """The whole letter with its enclosures as one PDF; `shown`: as officers may see it, without the link. NotPrintable."""
    enclosed = enclosures_of(message)
    letter = render_letter(
        authority=message.authority,
        reference=message.case.reference if message.case else "",
        to_name=message.to_name,
        lines=message.address.split("\n"),
        subject=message.subject,
        body=message.shown_body if shown else message.body,
        link="" if shown else message.link,
        enclosed=[document.name for document in enclosed],
        written_on=timezone.localdate(message.created_at),
    )
    if len(enclosed) < len(message.enclosures):
        raise NotPrintable("What is to be posted with it is not in the case any more.")
    return pdf.merge([letter, *(_content(document) for document in enclosed)]) if enclosed else letter


def render_letter(
    *,
    authority: Any,
    reference: str,
    to_name: str,
    lines: Sequence[str],
    subject: str,
    body: str,
    written_on: Any,
    link: str = "",
    enclosed: Sequence[str] = (),
) -> bytes:
    """The letter alone: `lines` of the address without the name, `body` as plain text with empty lines between paragraphs."""
    context = {
        "letterhead": Letterhead.of(authority),
        "lines": window_lines(to_name or "The Occupier", list(lines)),
        "date": written_on,
        "reference": reference,
        "heading": subject,
        "paragraphs": [paragraph for paragraph in body.split("\n\n") if paragraph.strip()],
        "qr": qr_code(link) if link else None,
        "enclosed": list(enclosed),
    }
    return pdf.render("print/letter.jinja", context, title=subject)


def _content(document: Any) -> bytes:
    version = document.current
    if version is None or version.content_type != PDF:
        raise NotPrintable(f"“{document.name}” is no PDF and cannot be posted with a letter.")
    try:
        content = read(version)
        with pikepdf.open(io.BytesIO(content)):
            return content
    except FileNotFoundError:
        raise NotPrintable(f"The file of “{document.name}” is missing from the store.") from None
    except pikepdf.PdfError:
        raise NotPrintable(f"The file of “{document.name}” is damaged.") from None
