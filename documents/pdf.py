"""HTML to tagged PDF: every letter and notice that leaves on paper or as a file is made here.

Tuned for print runs: one URL fetcher, one font configuration and one parsed style sheet a process. Only `data:` addresses are
fetched, so nothing that a stranger typed can reach the network or the disk. A value missing from the context stops the document.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents.merging import merge, page_count

__all__ = ["merge", "page_count", "render"]

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
