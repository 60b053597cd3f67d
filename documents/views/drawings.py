"""The register of a case's drawings: on a page that prints, and as a file for a spreadsheet."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.permissions import Permission, requires
from applications.presenters import header_of
from applications.views import get_case
from documents import selectors
from documents.register import register_csv, register_rows


@require_GET
@requires(Permission.VIEW_CASES)
def register(request: Any, reference: str) -> HttpResponse:
    """Each drawing number once, with its current revision; superseded ones below it, struck through."""
    application = get_case(request, reference)
    rows = register_rows(selectors.drawings_with_their_past(application.case))
    unnumbered = selectors.unnumbered_drawings(application.case)
    context = {"case": header_of(application), "rows": rows, "unnumbered": unnumbered, "twice": any(row.twice for row in rows)}
    return render(request, "documents/register.jinja", context)


@require_GET
@requires(Permission.VIEW_CASES)
def register_file(request: Any, reference: str) -> HttpResponse:
    application = get_case(request, reference)
    text = register_csv(register_rows(selectors.drawings_with_their_past(application.case)))
    name = f"drawings-{application.reference}.csv".replace("/", "-")
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
