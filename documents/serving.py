"""Sending a stored file to a browser. Whoever calls this has checked that the person may have it."""

from typing import Any

import structlog
from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header

from documents import storage
from documents.kinds import PDF, PICTURES
from documents.models import Document, DocumentVersion

# Nothing in a stranger's file may run or load anything; browsers show PDFs in a viewer of their own, which a sandbox would stop.
PDF_POLICY = "default-src 'none'; object-src 'self'; frame-ancestors 'self'"
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'"
MADE = {storage.SHOWN, storage.PUBLIC}
SOON = "20"  # seconds after which a browser or a robot may ask again
KEEP_FOR = 300  # seconds a browser may keep a picture


def file_response(
    document: Document, *, rendition: str = storage.ORIGINAL, download: bool = False, request: Any = None
) -> HttpResponseBase:
    """The current file of a document, or its `thumbnail` or `page` picture: streamed, or redirected to an address good for 60 seconds.

    Http404 when there is no such file. One that is being checked, and what is made of a file and is not there yet (a photograph for the
    public, the PDF of an Office file), is answered with 503 and a page that says so, where the `request` is given to show it on.
    """
    version = document.current
    if version is None or rendition not in storage.RENDITIONS:
        raise Http404("This document has no file.")
    unmade = rendition in MADE and version.previews_at is None and not version.preview_error
    if request is not None and (version.scan == version.Scan.PENDING or (unmade and version.is_served)):
        page = render(request, "errors/being_prepared.jinja", {"name": document.name}, status=503)
        page["Retry-After"] = SOON
        return page
    _refuse_unchecked(version)
    if rendition in MADE and version.previews_at is None:
        raise Http404("This file cannot be shown.")
    original = rendition in {storage.ORIGINAL, storage.PUBLIC}
    if rendition == storage.SHOWN and version.is_shown_as_made:
        return _sent(version, rendition, PDF, content_disposition_header(download, f"{document.name}.pdf") or "inline", original=True)
    if not original and version.previews_at is None:
        raise Http404("There is no picture of this document yet.")
    content_type = version.content_type if original else "image/webp"
    download = download or (original and version.is_shown_as_made)  # no browser shows it, and none shall try
    disposition = content_disposition_header(download, document.name if original else f"{rendition}.webp") or "inline"
    return _sent(version, rendition, content_type, disposition, original=original)


def _refuse_unchecked(version: DocumentVersion) -> None:
    if not version.is_served:
        raise Http404("This file is being checked." if version.scan == version.Scan.PENDING else "This file was not kept.")


def public_rendition(document: Document, rendition: str) -> str:
    """What the public gets: of an Office file or an email the PDF made of it, of a photograph the picture alone, never what programs or
    cameras wrote into the file (where it was taken, by whom). Both are made by a worker before the first picture is drawn."""
    version = document.current
    if version is None or rendition != storage.ORIGINAL:
        return rendition
    if version.is_shown_as_made:
        return storage.SHOWN
    return storage.PUBLIC if version.content_type in PICTURES else rendition


def _sent(version: DocumentVersion, rendition: str, content_type: str, disposition: str, *, original: bool) -> HttpResponseBase:
    address = storage.signed_address(version, rendition, content_type, disposition)
    response = HttpResponseRedirect(address) if address else _stream(version, rendition, content_type)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = PDF_POLICY if content_type == PDF else PICTURE_POLICY
    response["Cache-Control"] = "private, no-cache" if original or address else f"private, max-age={KEEP_FOR}"
    return response


def picture_response(request: Any, version: DocumentVersion, rendition: str) -> HttpResponseBase:
    """A picture that was drawn of a page: the same for ever, so a browser that has it is told so. Http404 when it is not there."""
    _refuse_unchecked(version)
    etag = f'"{version.sha256[:24]}-{rendition}"'
    fresh = {"ETag": etag, "Cache-Control": f"private, max-age={KEEP_FOR}"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers=fresh)
    address = storage.signed_address(version, rendition, "image/webp", "inline")
    if address:
        return HttpResponseRedirect(address, headers={"Cache-Control": "private, no-cache"})
    response = _stream(version, rendition, "image/webp")
    for name, value in {**fresh, "Content-Security-Policy": PICTURE_POLICY, "Content-Disposition": "inline"}.items():
        response[name] = value
    return response


def _stream(version: DocumentVersion, rendition: str, content_type: str) -> HttpResponseBase:
    try:
        return FileResponse(storage.open_rendition(version, rendition), content_type=content_type)
    except FileNotFoundError:
        structlog.get_logger().error("stored_file_missing", key=storage.rendition_key(version, rendition))
        raise Http404("The file of this document is missing from the store. The administrators have been told.") from None
