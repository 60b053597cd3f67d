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
from tests.factories.documents import DocumentFactory
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


def sweep_all_day() -> int:
    day = timezone.localtime().replace(hour=0, minute=30)
    removed = 0
    for hour in range(len(HEX)):
        with time_machine.travel(day + timedelta(hours=hour), tick=False):
            removed += jobs.sweep_orphans()
    return removed


def test_a_file_without_a_row_goes_after_a_day(authority: Any, store: Path) -> None:
    lost = [put(storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()), hours_ago=60) for _ in range(3)]
    fresh = put(storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()), hours_ago=1)
    other = [put(f"{authority.pk}/{name}", hours_ago=99) for name in ("letters/7.pdf", f"{uuid.uuid4()}/package.zip", "abc/def/original")]

    assert sweep_all_day() == 3
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

    assert sweep_all_day() == 0
    assert all(default_storage.exists(key) for key in [*keys, *pictures])


def test_files_of_the_intake_stay(authority: Any, store: Path) -> None:
    """A draft that is keyed in and a package from outside keep their files under the same kind of key."""
    package = PackageFactory.create(
        submission__authority=authority, key=storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4(), "package")
    )
    draft = ManualFileFactory.create(draft__authority=authority, key=storage.key_of(authority.pk, uuid.uuid4(), uuid.uuid4()))
    keys = [put(row.key, hours_ago=99) for row in (package, draft) if not default_storage.exists(row.key)]

    assert sweep_all_day() == 0
    assert all(default_storage.exists(key) for key in keys)


def test_more_than_crashes_leave_behind_are_left_alone(authority: Any, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database restored from an old backup names few of the files: that is no reason to remove them."""
    monkeypatch.setattr(jobs, "MOST_ORPHANS", 2)
    one_day = [f"0{uuid.uuid4().hex[1:]}" for _ in range(3)]
    lost = [put(storage.key_of(authority.pk, uuid.UUID(name), uuid.uuid4()), hours_ago=60) for name in one_day]

    assert sweep_all_day() == 0
    assert all(default_storage.exists(key) for key in lost)
