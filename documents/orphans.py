"""Files in the store that nothing needs: what a process that was killed between storing and committing left behind."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import CharField

from documents.models import Redaction
from documents.storage import ORIGINAL

HEX = "0123456789abcdef"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PART = re.compile(r"\.[0-9a-f]{32}$")  # a picture that was not written to its end (storage.put_rendition)
_BURNT = re.compile(r"/redaction-(?P<redaction>\d+)-\d+-\d+$")  # a page made into an image (redaction.tasks.burnt_name)
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


def left_over(keys: Iterable[str]) -> set[str]:
    """Those of these keys under which a stopped task left what nobody asks for again: parts of pictures, and pages that were made into
    images for a redacted copy that is not being made."""
    wanted = [key for key in keys if owner_of(key)]
    burnt = {key: int(found["redaction"]) for key in wanted if (found := _BURNT.search(key))}
    making = set(Redaction.objects.filter(pk__in=set(burnt.values()), state=Redaction.State.MAKING).values_list("pk", flat=True))
    return {key for key in wanted if _PART.search(key)} | {key for key, number in burnt.items() if number not in making}


def stored_files(authority_id: int, digit: str, after: str = "") -> Iterator[tuple[str, datetime]]:
    """(key, when it was written) of each stored file of a council whose document's id begins with this digit, by key, behind `after`."""
    prefix = f"{authority_id}/{digit}"
    files = _in_bucket(prefix, after) if hasattr(default_storage, "bucket") else _in_folder(prefix, after)
    return ((key, written) for key, written in files if key > after)


def _in_bucket(prefix: str, after: str) -> Iterator[tuple[str, datetime]]:
    """A store may share its bucket with others, and keep to one part of it."""
    store: Any = default_storage
    place = f"{store.location.strip('/')}/" if store.location.strip("/") else ""
    for item in store.bucket.objects.filter(Prefix=place + prefix, Marker=place + after if after else ""):
        yield item.key.removeprefix(place), item.last_modified


def _in_folder(prefix: str, after: str) -> Iterator[tuple[str, datetime]]:
    root = Path(default_storage.location)  # type: ignore[attr-defined]
    passed = "/".join(after.split("/")[:2])
    for folder in sorted(root.glob(f"{prefix}*")):
        if folder.relative_to(root).as_posix() < passed:
            continue
        for path in sorted(folder.rglob("*"), key=lambda path: path.as_posix()):
            if path.is_file():
                yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
