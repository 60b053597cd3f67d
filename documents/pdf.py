"""HTML to tagged PDF: every letter and notice that leaves on paper or as a file is made here.

Tuned for print runs: one URL fetcher, one font configuration and one parsed style sheet a process. Only `data:` addresses are
fetched, so nothing that a stranger typed can reach the network or the disk. A value missing from the context stops the document.
"""

import io
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pikepdf
from django.conf import settings
from django.utils import timezone
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

PDF_VARIANT = "pdf/ua-1"
STYLE_SHEET = "print/print.css"

logging.getLogger("fontTools").setLevel(logging.ERROR)


def render(template: str, context: Mapping[str, Any], *, title: str, lang: str = "en-GB") -> bytes:
    """A tagged PDF (PDF/UA-1, A4) of `template`, such as "print/neighbour_letter.jinja".

    `title` is what a screen reader and the window's title bar say. jinja2.UndefinedError when the context lacks a value that the
    template prints; jinja2.TemplateNotFound when there is no such paper.
    """
    html = _environment().get_template(template).render(**context, title=title, lang=lang)
    document = HTML(string=html, url_fetcher=_fetcher())
    pdf: bytes = document.write_pdf(stylesheets=[_style_sheet()], font_config=_fonts(), pdf_variant=PDF_VARIANT)
    return pdf


def merge(documents: Sequence[bytes], *, title: str = "") -> bytes:
    """One file for the printer, in the order given, each document starting on its own sheet's front.

    A blank page follows a document of odd length, so that double-sided printing never puts two addressees on one sheet. The pages'
    looks are kept exactly; the tags are not (the single files are what is sent and published, this one is for paper only).
    ValueError when there is nothing to merge.
    """
    if not documents:
        raise ValueError("There is nothing to merge.")
    merged = pikepdf.new()
    for content in documents:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            merged.pages.extend(pdf.pages)
            if len(pdf.pages) % 2:
                last = pdf.pages[-1].mediabox
                merged.add_blank_page(page_size=(float(last[2] - last[0]), float(last[3] - last[1])))
    for page in merged.pages:
        page.obj.pop("/StructParents", None)
    if title:
        merged.docinfo["/Title"] = title
    output = io.BytesIO()
    merged.remove_unreferenced_resources()
    merged.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def page_count(content: bytes) -> int:
    """How many pages a PDF has; pikepdf.PdfError when it is none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def long_date(value: date | datetime) -> str:
    """23 November 2026, in London."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return f"{value.day} {value:%B %Y}"


def metres(value: Decimal | int | str) -> str:
    """4.5 metres: no idle noughts."""
    text = f"{Decimal(value):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} metres"


def paragraphs(text: str) -> list[str]:
    """A text typed with blank lines between its paragraphs, as a list."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"long_date": long_date, "metres": metres, "paragraphs": paragraphs}
    return environment


@cache
def _fetcher() -> URLFetcher:
    return URLFetcher(allowed_protocols=("data",))


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style_sheet() -> CSS:
    text = (settings.BASE_DIR / "templates" / STYLE_SHEET).read_text()
    return CSS(string=text, font_config=_fonts(), url_fetcher=_fetcher())
