"""Starts the inspector on a file and waits. Whatever the file does to it, an answer comes back."""

import errno
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.files import File

TOO_MUCH, DAMAGED = "too_much", "damaged"
SIGNALS_OF_TIME = {-9, -24}  # SIGKILL after the hard limit, SIGXCPU


@dataclass(frozen=True, slots=True)
class Effort:
    """How much may be spent on one file. seconds: of computing, the clock on the wall may take twice as much; memory: bytes; patience:
    seconds until the virus scanner must have answered."""

    seconds: int
    memory: int
    patience: int


WHOLE = Effort(30, 1024**3, 60)  # in a worker
QUICK = Effort(3, 400 * 1024**2, 5)  # while somebody waits for a page


def inspect(path: str, do: str, *, effort: Effort = WHOLE, **job: Any) -> dict[str, Any]:
    """What the inspector says (documents.inspector), always with "fault": "too_much" where it took too long or too much memory,
    "damaged" where the file brought it down. OSError where it could not be started or had no room to write."""
    seconds = effort.seconds
    task = json.dumps({**job, "do": do, "file": path, "seconds": seconds, "memory": effort.memory})
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
    if "[Errno 28]" in complaint or "[Errno 122]" in complaint:
        raise OSError(errno.ENOSPC, "no room to look into a file")
    too_much = done.returncode in SIGNALS_OF_TIME or "bad_alloc" in complaint or "MemoryError" in complaint
    return {"fault": TOO_MUCH if too_much or effort is not WHOLE else DAMAGED}  # with little memory a good file may bring it down


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
