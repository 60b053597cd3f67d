"""Files that no row names go after a day; everything else in the store stays."""

import os
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import jobs, storage
from documents.models import DocumentVersion
from documents.orphans import HEX
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, RedactionFactory
from tests.factories.intake import ManualFileFactory, PackageFactory


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(key: str, *, hours_ago: float) -> str:
    default_storage.save(key, ContentFile(b"%PDF"))
    moment = (timezone.now() - timedelta(hours=hours_ago)).timestamp()
    os.utime(default_storage.path(key), (moment, moment))
    return key


def sweep_all_day(days: int = 0) -> None:
    day = timezone.localtime().replace(hour=0, minute=30) + timedelta(days=days)
    for hour in range(len(HEX)):
        with time_machine.travel(day + timedelta(hours=hour), tick=False):
            jobs.sweep_orphans()


def test_a_file_without_a_row_goes_after_a_day(authority: Any, store: Path) -> None:
    lost = [put(storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()), hours_ago=60) for _ in range(3)]
    fresh = put(storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()), hours_ago=1)
    other = [put(f"{authority.pk}/{name}", hours_ago=99) for name in ("letters/7.pdf", f"{uuid.uuid4()}/package.zip", "abc/def/original")]

    sweep_all_day()
    assert not any(default_storage.exists(key) for key in lost)
    assert all(default_storage.exists(key) for key in [fresh, *other])


def test_what_rows_name_stays_with_its_pictures_archived_or_not(authority: Any, store: Path) -> None:
    case = PlanningApplicationFactory.create(authority=authority).case
    DocumentFactory.create_batch(2, case=case)
    DocumentFactory.create(case=case, archived=True)
    keys = list(DocumentVersion.objects.values_list("key", flat=True))
    pictures = [put(key.replace("original", "thumbnail"), hours_ago=99) for key in keys]
    for key in keys:
        os.utime(default_storage.path(key), (0, 0))

    sweep_all_day()
    assert all(default_storage.exists(key) for key in [*keys, *pictures])


def test_what_stopped_tasks_leave_beside_a_file_goes(authority: Any, store: Path) -> None:
    """Half-written pictures, and pages made into images of a copy that is not being made. A file that may be in use stays."""
    file = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case).current
    other = DocumentFactory.create(case=file.document.case).current
    drawing, making = RedactionFactory.create(file=file, state="drawing"), RedactionFactory.create(file=other, state="making")
    name = "redaction-{}-20261124101500000000-{}".format
    lost = [
        put(storage.rendition_key(file, one), hours_ago=60)
        for one in (f"page.{uuid.uuid4().hex}", name(drawing.pk, 1), name(drawing.pk, 2), name(0, 1))
    ]
    kept = [
        put(storage.rendition_key(other, one), hours_ago=age)
        for one, age in ((name(making.pk, 1), 60), (f"page.{uuid.uuid4().hex}", 1), ("page", 60), (f"p-{'a' * 32}", 60))
    ]

    sweep_all_day()
    assert [key for key in lost if default_storage.exists(key)] == []
    assert all(default_storage.exists(key) for key in [file.key, other.key, *kept])


def test_files_of_the_intake_stay(authority: Any, store: Path) -> None:
    """A draft that is keyed in and a package from outside keep their files under the same kind of key."""
    package = PackageFactory.create(
        submission__authority=authority, key=storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4(), "package")
    )
    draft = ManualFileFactory.create(draft__authority=authority, key=storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()))
    keys = [put(row.key, hours_ago=99) for row in (package, draft) if not default_storage.exists(row.key)]

    sweep_all_day()
    assert all(default_storage.exists(key) for key in keys)


def test_more_than_crashes_leave_behind_are_left_alone(authority: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database restored from an old backup names few of the files: that is no reason to remove them."""
    monkeypatch.setattr(jobs, "MOST_ORPHANS", 2)
    one_day = [f"0{uuid.uuid4().hex[1:]}" for _ in range(3)]
    lost = [put(storage.key_of(authority.pk, uuid.UUID(name), uuid.uuid4()), hours_ago=60) for name in one_day]

    sweep_all_day()
    assert all(default_storage.exists(key) for key in lost)


def test_a_large_store_is_looked_through_in_portions(authority: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each task looks at so many files and asks for the next; what stays is not looked at twice, what comes behind it is not left out."""
    monkeypatch.setattr(jobs, "FILES_AT_ONCE", 3)
    digits = [f"0{uuid.uuid4().hex[1:]}" for _ in range(4)]
    lost = [put(storage.key_of(authority.pk, uuid.UUID(name), uuid.uuid4()), hours_ago=60) for name in digits]
    fresh = [put(storage.key_of(authority.pk, uuid.UUID(name), uuid.uuid4()), hours_ago=1) for name in digits]
    looked_at: list[list[str]] = []
    files_of = jobs.stored_files
    monkeypatch.setattr(jobs, "stored_files", lambda *where: looked_at.append([key for key, _ in files_of(*where)]) or files_of(*where))

    jobs.sweep_orphans_of(authority.pk, "0", "")

    assert [len(keys) for keys in looked_at] == [8, 5, 2]
    assert not any(default_storage.exists(key) for key in lost)
    assert all(default_storage.exists(key) for key in fresh)


@pytest.mark.slow
@pytest.mark.usefixtures("s3")
def test_the_same_in_a_bucket_that_others_use_too(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files lie under the same keys as in a folder, in the part of the bucket that is ours; what others keep there is not touched."""
    monkeypatch.setattr(jobs, "FILES_AT_ONCE", 2)
    kept = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case).current.key
    lost = [storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()) for _ in range(5)]
    for key in lost:
        default_storage.save(key, ContentFile(b"%PDF"))
    theirs = default_storage.bucket.put_object(Key=lost[0], Body=b"another's")

    sweep_all_day()
    assert all(default_storage.exists(key) for key in lost)
    sweep_all_day(days=3)

    assert default_storage.exists(kept)
    assert not any(default_storage.exists(key) for key in lost)
    assert theirs.get()["Body"].read() == b"another's"
