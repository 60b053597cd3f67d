"""Starts the inspector on a file and waits. Whatever the file does to it, an answer comes back."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.conf import settings
from django.core.files import File

SECONDS = 30  # of computing; the clock on the wall may take twice as much
TOO_MUCH, DAMAGED = "too_much", "damaged"
SIGNALS_OF_TIME = {-9, -24}  # SIGKILL after the hard limit, SIGXCPU


def inspect(path: str, do: str, *, seconds: int = SECONDS, **job: Any) -> dict[str, Any]:
    """What the inspector says (documents.inspector), always with "fault": "too_much" where it took too long or too much memory,
    "damaged" where the file brought it down."""
    task = json.dumps({**job, "do": do, "file": path, "seconds": seconds})
    command = [sys.executable, "-m", "documents.inspector"]
    try:
        done = subprocess.run(
            command, input=task.encode(), cwd=settings.BASE_DIR, capture_output=True, timeout=seconds * 2, check=False, env={}
        )
        if not done.returncode:
            answer: dict[str, Any] = {"fault": "", **json.loads(done.stdout)}
            return answer
    except (subprocess.TimeoutExpired, ValueError):
        return {"fault": TOO_MUCH}
    complaint = done.stderr[-2000:].decode("utf-8", "replace")
    structlog.get_logger().warning("inspector_died", do=do, code=done.returncode, complaint=complaint[-400:])
    too_much = done.returncode in SIGNALS_OF_TIME or "bad_alloc" in complaint or "MemoryError" in complaint
    return {"fault": TOO_MUCH if too_much else DAMAGED}


@contextmanager
def on_disk(file: File) -> Iterator[str]:
    """The path of the file, or of a copy of what lies in memory or in another store."""
    if hasattr(file, "temporary_file_path"):
        yield file.temporary_file_path()
        return
    file.seek(0)
    with tempfile.NamedTemporaryFile(prefix="bops-check-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        yield copy.name
