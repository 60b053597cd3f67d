"""One effect each: the pictures and words of a stored file."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from core.tasks import bops_task
from documents import storage
from documents.models import DocumentVersion

PATIENCE = 90  # seconds


@bops_task
def make_previews(authority_id: int, version_id: int) -> None:
    """Draw the thumbnail and the first page of a version, count its pages and read its words. Done once; a failure is written down."""
    version = DocumentVersion.objects.get(pk=version_id)
    if version.previews_at is not None:
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = _draw(version, Path(folder))
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            version.preview_error = f"No picture could be made of this file ({type(error).__name__})."
            version.save(update_fields=["preview_error"])
            return
        for rendition in (storage.THUMBNAIL, storage.PAGE):
            storage.put_rendition(version, rendition, (Path(folder) / f"{rendition}.webp").read_bytes())
    version.pages, version.text = found["pages"], found["text"]
    version.previews_at, version.preview_error = timezone.now(), ""
    version.save(update_fields=["pages", "text", "previews_at", "preview_error"])


def _draw(version: DocumentVersion, folder: Path) -> dict[str, Any]:
    """Run documents.drawing on a copy; CalledProcessError or TimeoutExpired when it dies, whatever it died of."""
    copy = folder / "file"
    with storage.open_rendition(version) as source, copy.open("wb") as target:
        for chunk in source.chunks():
            target.write(chunk)
    command = [sys.executable, "-m", "documents.drawing", version.content_type, str(copy), str(folder)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, timeout=PATIENCE, check=True, env={})
    found: dict[str, Any] = json.loads(done.stdout)
    return found
