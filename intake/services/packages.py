"""Packages: send for those that a message names, keep one that an officer uploads, and add their files to the case."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from audit.services import record
from core.errors import DomainError
from core.tasks import enqueue_on_commit
from documents import storage
from intake import events, mapping
from intake.fetching import Fetched, name_of
from intake.models import Package, Submission
from intake.packages import Package as Zip
from intake.packages import PackageRefused
from intake.readers import portal
from intake.readers.portal_form import SOURCE
from intake.services.receiving import receive

LARGEST_MEGABYTES = 500
UPLOADED = "Uploaded by hand"


class NotAPackage(DomainError):
    """What an officer uploaded is not a package that can be used; the words say why."""


@transaction.atomic
def send_for_package(*, submission: Submission, now: datetime) -> None:
    """Send for every package that the message names and that is not here. `understand` is called again when the last has come."""
    from intake.portal_tasks import fetch_package, look_at_packages

    if not submission.packages.exists():
        event, _ = portal.read_event(bytes(submission.body))
        Package.objects.bulk_create(
            Package(
                authority_id=submission.authority_id,
                submission=submission,
                position=position,
                url=link.url,
                expires_at=link.expires_at,
                next_attempt_at=now,
                **mapping.fitted(Package, name=link.name or name_of(link.url)),
            )
            for position, link in enumerate(event.links, 1)
        )
    waiting = list(submission.packages.filter(state=Package.State.WAITING))
    for package in waiting:
        enqueue_on_commit(fetch_package, submission.authority_id, package.pk)
    if not waiting:
        enqueue_on_commit(look_at_packages, submission.authority_id, submission.pk)


@transaction.atomic
def try_packages_again(*, submission: Submission, now: datetime) -> int:
    """Packages that could not be had are sent for once more, when `understand` next finds them waiting. How many."""
    gone = submission.packages.filter(state__in=[Package.State.FAILED, Package.State.REFUSED]).exclude(url="")
    return gone.update(state=Package.State.WAITING, attempts=0, next_attempt_at=now, error="")


def store(package: Package, content: Fetched, now: datetime) -> None:
    """Keep a package's bytes as evidence, and what it holds by name and size. To be called in a transaction."""
    package.key = storage.key_of(package.authority_id, package.submission.public_id, package.public_id, "package")
    default_storage.delete(package.key)  # what an earlier try left behind
    storage.put(package.key, File(content.file))
    package.sha256, package.size = content.sha256, content.size
    package.holds = _what_it_holds(content.file)
    package.state, package.fetched_at, package.error, package.next_attempt_at = Package.State.FETCHED, now, "", None
    package.save(update_fields=["key", "sha256", "size", "holds", "state", "fetched_at", "error", "next_attempt_at"])


def _what_it_holds(file: IO[bytes]) -> list[dict[str, Any]]:
    try:
        return [{"name": member.path[:500], "size": member.size} for member in Zip(file).members]
    except PackageRefused:
        return []


@transaction.atomic
def upload_package(*, authority: Any, file: Any, name: str, by: Any, now: datetime) -> Submission:
    """Keep a package that an officer downloaded from the Planning Portal, under the number that is written in it.

    The same package again gives the submission that is there. NotAPackage when it is not one.
    """
    content = _checked(file, name)
    reference, version = _who_it_is(content.file)
    body = json.dumps(
        {
            "applicationRef": reference,
            "applicationVersion": version,
            "applicationState": "Submitted",
            "documentLinks": [{"documentName": f"{reference}.zip", "documentLink": "", "documentType": UPLOADED, "sha256": content.sha256}],
        },
        indent=2,
    ).encode()
    source = Submission.Source.PLANNING_PORTAL
    kept = receive(authority=authority, client=None, source=source, body=body, headers={}, now=now)
    if not kept.packages.exists():
        package = Package.objects.create(
            authority=authority, submission=kept, position=1, next_attempt_at=now, **mapping.fitted(Package, name=name)
        )
        store(package, content, now)
        record(events.PACKAGE_UPLOADED, authority=authority, by=by, now=now, name=name, source_id=reference)
    return kept


def _checked(file: Any, name: str) -> Fetched:
    from documents.checks import digest

    upload = file if isinstance(file, File) else File(file)
    if not upload.size:
        raise NotAPackage("The file is empty. Download the package from the Planning Portal again.", "package")
    if upload.size > LARGEST_MEGABYTES * 1_000_000:
        raise NotAPackage(f"The package is larger than {LARGEST_MEGABYTES} MB. Ask the Planning Portal for it in parts.", "package")
    opened: Any = upload.file if upload.file is not None else upload
    return Fetched(opened, name, upload.size, digest(upload), "")


def _who_it_is(file: IO[bytes]) -> tuple[str, int | None]:
    """The application's number, as the Portal's messages give it, and its version."""
    try:
        Zip(file)
    except PackageRefused as refusal:
        raise NotAPackage(f"{refusal.words} Choose the zip file as it was downloaded from the Planning Portal.", "package") from None
    header, faults = portal.header_of(file)
    number = "".join(filter(str.isdigit, header.text("refNum") or header.text("formattedRefNum")))
    if not number:
        words = " ".join(fault.message for fault in faults) or "The form in it has no number."
        raise NotAPackage(f"This is not a package of the Planning Portal. {words}", "package")
    return number, header.count("applicationVersion")


@transaction.atomic
def add_files(*, submission: Submission, case: Any, now: datetime, packages: Sequence[int] | None = None) -> int:
    """Send for the files of a later version, or of a package that came late. Files that the case has are not added twice. How many."""
    from intake.readers import read
    from intake.services.creating import send_for_files

    said = read(submission).application
    if said is None:
        return 0
    wanted = tuple(file for file in said.files if packages is None or file.package in packages)
    return send_for_files(submission, case, wanted, now, after=submission.files.count())


def expired(package: Package) -> str:
    """Words for a package whose sender has taken it away; "" while it can be had."""
    if package.expires_at is None or package.expires_at > timezone.now():
        return ""
    at = timezone.localtime(package.expires_at)
    return f"its address was good until {at:%-d %B %Y} at {at:%H:%M}, and is not any more."


__all__ = ["SOURCE", "NotAPackage", "add_files", "expired", "send_for_package", "store", "try_packages_again", "upload_package"]
