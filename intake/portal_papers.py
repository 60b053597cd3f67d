"""The files of a package on their way to the case: opened from the stored package, and the two forms paired."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.storage import default_storage

from documents.models import Document
from intake.fetching import Fetched, FetchError
from intake.models import FetchedFile
from intake.packages import Package as Zip
from intake.packages import PackageRefused

WITH_PERSONAL_DATA = "internal.applicationForm"
WITHOUT_PERSONAL_DATA = "applicationForm"


@contextmanager
def opened(file: FetchedFile) -> Iterator[Fetched]:
    """A file of a package while the block lasts. FetchError, with words for the officer, when it cannot be had."""
    package = file.package
    if package is None or package.state != package.State.FETCHED:
        raise FetchError("its package is not here.", again=True)
    with default_storage.open(package.key) as stored:
        if file.entry is None:
            yield Fetched(stored, file.name, package.size or 0, package.sha256, "")
            return
        try:
            opened = Zip(stored)
            member = next((member for member in opened.members if member.number == file.entry), None)
        except PackageRefused as refusal:
            raise FetchError(refusal.words, refused=True) from None
        if member is None:
            raise FetchError("its package does not hold it.", refused=True)
        with opened.opened(member) as fetched:
            yield fetched


def pair_forms(file: FetchedFile) -> None:
    """Once both forms of a package are here: the one without personal data is the redaction of the other. Whichever comes first."""
    tags = {WITH_PERSONAL_DATA, WITHOUT_PERSONAL_DATA}
    if file.package_id is None or not tags & set(file.tags):
        return
    both = FetchedFile.objects.filter(submission=file.submission_id, document__isnull=False).select_related("document")
    documents = {tag: row.document for row in both for tag in tags & set(row.tags)}
    whole, redacted = documents.get(WITH_PERSONAL_DATA), documents.get(WITHOUT_PERSONAL_DATA)
    if whole is not None and redacted is not None:
        Document.objects.filter(pk=redacted.pk, redaction_of=None).update(redaction_of=whole)
