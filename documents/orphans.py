"""Files in the store that no row names: what a process that was killed between storing and committing left behind."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import CharField

from documents.storage import ORIGINAL

HEX = "0123456789abcdef"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OURS = re.compile(rf"^(?P<folder>\d+/{_UUID}/{_UUID})/[^/]+$")


def owner_of(key: str) -> str | None:
    """The key of the original that a stored file belongs to; None for a file that is kept under other rules and is left alone."""
    found = _OURS.match(key)
    return f"{found['folder']}/{ORIGINAL}" if found else None


def named_keys(keys: Iterable[str]) -> set[str]:
    """Those of these keys that a row names, in whatever table: drafts and packages of the intake keep their files in the same way."""
    wanted, named = list(keys), set()
    for model in apps.get_models():
        if any(field.name == "key" and isinstance(field, CharField) for field in model._meta.concrete_fields):
            named |= set(model._base_manager.filter(key__in=wanted).values_list("key", flat=True))
    return named


def stored_files(authority_id: int, digit: str) -> Iterator[tuple[str, datetime]]:
    """(key, when it was written) of each stored file of a council whose document's id begins with this digit."""
    prefix = f"{authority_id}/{digit}"
    bucket: Any = getattr(default_storage, "bucket", None)
    if bucket is not None:
        for item in bucket.objects.filter(Prefix=prefix):
            yield item.key, item.last_modified
        return
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    for path in sorted(root.glob(f"{prefix}*/**/*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
