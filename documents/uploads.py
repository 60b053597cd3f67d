"""What comes in through a form: refused by its length before it is read, written to disk as it comes, never more of it than is taken."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.policy import policy
from documents.checks import FULL

MEGABYTE = 1_000_000
AROUND = MEGABYTE  # what a form has around its files
ANYBODYS = 2 * MEGABYTE  # a form of somebody who has not come in yet, and every form without files
LARGEST_PACKAGE = 500 * MEGABYTE  # archives of other systems are taken apart elsewhere, and have limits of their own
NOT_IN = "You are not signed in any more, so the files were not sent. Sign in, or open the link in our newest email, then send them again."
SMALLER = "save it at a lower quality, or split it into parts."
HEADINGS = {403: "You are not signed in any more", 411: "The form could not be read", 413: "That is too much at once"}
MANY = 8  # files of the largest size that one form of an officer takes; smaller ones may be more


def largest_of(request: Any) -> int:
    """The largest file, in bytes, that this site takes from people."""
    authority = getattr(request, "authority", None)
    if authority is None:
        return LARGEST_PACKAGE
    name = "officer_upload_mb" if getattr(request, "site", "") == "officers" else "applicant_upload_mb"
    return int(policy(authority, name) * MEGABYTE)


class CarefulUpload(TemporaryFileUploadHandler):
    """Writes a file to disk piece by piece. Of one that is too large, or for which there is no room, nothing more is written: it arrives
    with its true size, or marked as cut short, and `documents.checks` finds the words."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        officers = getattr(self.request, "site", "") == "officers"
        self.most = max(largest_of(self.request), LARGEST_PACKAGE if officers else 0)
        self.cut_short = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.cut_short or start + len(raw_data) > self.most:
            return None
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            self._note(error)
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        try:
            self.file.seek(0)
        except OSError as error:  # the last piece is written now
            self._note(error)
        self.file.size = file_size
        self.file.cut_short = self.cut_short
        return self.file

    def _note(self, error: OSError) -> None:
        if error.errno not in FULL:
            raise error
        self.cut_short = True


def takes_files(most: int, *, megabytes: int = 0) -> Callable[[Any], Any]:
    """Declare how many files of the largest size one form of a view, or class of views, takes, or how many megabytes. Views that declare
    nothing take none."""

    def declare(view: Any) -> Any:
        view.takes_files, view.takes_megabytes = most, megabytes
        return view

    return declare


def largest_form(request: Any, view: Any) -> int:
    """The largest form, in bytes, that an address takes on this site from somebody who has come in."""
    declared = getattr(view, "view_class", view)
    if megabytes := getattr(declared, "takes_megabytes", 0):
        return int(megabytes) * MEGABYTE + AROUND
    files = getattr(declared, "takes_files", 0)
    return int(files) * largest_of(request) + AROUND if files else ANYBODYS


class UploadLimitMiddleware:
    """Refuses a form by the length that it announces, before a byte of it is read. Stands before whatever reads the form.

    Django reads no further than the announced length. A form that announces none would arrive empty: it is refused with words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.content_type != "multipart/form-data":
            return None
        announced = request.META.get("CONTENT_LENGTH") or ""
        if not announced and "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            return refusal(request, 411, "Your browser did not say how long the form is, so we could not take it. Send it again.")
        length = int(announced) if announced.isdecimal() else 0
        if length <= ANYBODYS:
            return None
        if not any(key in request.session for key in settings.CAME_IN):
            return refusal(request, 403, NOT_IN)
        most = largest_form(request, view)
        return refusal(request, 413, _too_much(request, length, most)) if length > most else None


def _too_much(request: Any, length: int, most: int) -> str:
    if most <= ANYBODYS:
        return f"The form is {length / MEGABYTE:,.0f} MB, and this page takes no files and {most // MEGABYTE} MB of text at most."
    one = largest_of(request) // MEGABYTE
    if most <= largest_of(request) + AROUND:
        one = min(one, (most - AROUND) // MEGABYTE)
        return f"The file is {length / MEGABYTE:.0f} MB. The largest file we can take is {one} MB: " + SMALLER
    return f"The files have {length / MEGABYTE:,.0f} MB together, which is too much at once. Send a few at a time, each up to {one} MB."


def refusal(request: Any, status: int, words: str) -> HttpResponse:
    """The answer to a form that is not read: a page, or JSON for the page's script."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"state": "refused", "words": words}, status=status)
    return render(request, "errors/413.jinja", {"words": words, "heading": HEADINGS[status]}, status=status)
