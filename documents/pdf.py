"""HTML to tagged PDF: every letter and notice that leaves on paper or as a file is made here.

Tuned for print runs: one URL fetcher, one font configuration and one parsed style sheet a process. Only `data:` addresses are
fetched, so nothing that a stranger typed can reach the network or the disk. A value missing from the context stops the document.
"""

import logging
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.template import engines
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from documents.letterhead import Letterhead
from documents.merging import merge, page_count

__all__ = ["merge", "page_count", "render"]

PDF_VARIANT = "pdf/ua-1"
STYLE_SHEET = "print/print.css"

for _chatty in ("fontTools", "weasyprint.progress", "pikepdf._core"):
    logging.getLogger(_chatty).setLevel(logging.WARNING)


def render(template: str, context: Mapping[str, Any], *, title: str = "", lang: str = "en-GB", authority: Any = None) -> bytes:
    """A tagged PDF (PDF/UA-1, A4) of `template`, such as "print/neighbour_letter.jinja"; each template's head says what it needs.

    `title` is what a screen reader and the window's title bar say (else the context's `heading` or `reference`); `authority` gives the
    letterhead where the context has none. jinja2.UndefinedError when the context lacks a value that the template prints;
    jinja2.TemplateNotFound when there is no such paper.
    """
    values = dict(context) | {"lang": lang, "metres": metres}
    values["title"] = title or values.get("heading") or values["reference"]
    if authority is not None:
        values.setdefault("letterhead", Letterhead.of(authority))
    html = engines["jinja2"].env.get_template(template).render(values)
    pdf: bytes = HTML(string=html, url_fetcher=_fetcher()).write_pdf(
        stylesheets=[_style_sheet()], font_config=_fonts(), pdf_variant=PDF_VARIANT
    )
    return pdf


def metres(value: Decimal | int | str) -> str:
    """4.5 metres: no idle noughts."""
    text = f"{Decimal(str(value)):f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} metres"


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
