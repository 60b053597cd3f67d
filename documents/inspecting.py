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
LIMITS = {-24, -25}  # SIGXCPU, SIGXFSZ: the limits that documents.inspector sets itself. SIGKILL and SIGTERM come from others.
CRASHES = {-4, -6, -7, -8, -11}  # SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: the file brought its reader down
OUT_OF_LIMITS = ("bad_alloc", "MemoryError", "[Errno 27]")


class NoAnswer(OSError):
    """Nothing is known of the file: the machine was too busy, the inspector was stopped, or has a fault of its own. Try again later."""


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
    """What the inspector says (documents.inspector), always with "fault": "too_much" where it came to its limit of time or memory,
    "damaged" where the file brought it down. NoAnswer where that is not proven; OSError where there was no room to write."""
    seconds = effort.seconds
    task = json.dumps({**job, "do": do, "file": path, "seconds": seconds, "memory": effort.memory})
    command = [sys.executable, "-m", "documents.inspector"]
    try:
        done = subprocess.run(
            command, input=task.encode(), cwd=settings.BASE_DIR, capture_output=True, timeout=seconds * 2, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(errno.ETIMEDOUT, "the machine is too busy to look into a file") from None
    if done.returncode:
        return {"fault": _proven_by(done, do, effort)}
    try:
        answer: dict[str, Any] = {"fault": "", **json.loads(done.stdout)}
    except (ValueError, TypeError):
        raise NoAnswer(errno.EIO, "the inspector's answer was cut off") from None
    return answer


def _proven_by(done: Any, do: str, effort: Effort) -> str:
    """What the death of the inspector says about the file. NoAnswer where it says nothing."""
    complaint = done.stderr[-2000:].decode("utf-8", "replace")
    structlog.get_logger().warning("inspector_died", do=do, code=done.returncode, complaint=complaint[-400:])
    if "[Errno 28]" in complaint or "[Errno 122]" in complaint:
        raise OSError(errno.ENOSPC, "no room to look into a file")
    if done.returncode in LIMITS or any(words in complaint for words in OUT_OF_LIMITS):
        return TOO_MUCH
    if done.returncode in CRASHES:
        return DAMAGED if effort is WHOLE else TOO_MUCH  # with little memory a good file may bring it down
    raise NoAnswer(errno.EIO, f"the inspector ended with {done.returncode}")


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
