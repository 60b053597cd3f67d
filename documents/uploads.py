"""What comes in through a form: refused by its length before it is read, written to disk as it comes, never more of it than is taken."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts.policy import policy
from documents.checks import FULL

MEGABYTE = 1_000_000
AROUND = MEGABYTE  # what a form has around its file
LARGEST_PACKAGE = 500 * MEGABYTE  # archives of other systems are taken apart elsewhere, and have limits of their own
LARGEST_FORM = 2_000 * MEGABYTE  # many files in one form
ONE_FILE = {"documents:upload"}  # addresses that take one file


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


class UploadLimitMiddleware:
    """Refuses a form by the length that it announces, before a byte of it is read. Stands before whatever reads the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.content_type != "multipart/form-data":
            return None
        one = request.resolver_match is not None and request.resolver_match.view_name in ONE_FILE
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length <= (largest_of(request) + AROUND if one else LARGEST_FORM):
            return None
        if one:
            words = f"The file is {length / MEGABYTE:.0f} MB. The largest file we can take is {largest_of(request) // MEGABYTE} MB: "
            words += "save it at a lower quality, or split it into parts."
            return JsonResponse({"state": "refused", "words": words}, status=413)
        return render(request, "errors/413.jinja", {"megabytes": LARGEST_FORM // MEGABYTE}, status=413)
