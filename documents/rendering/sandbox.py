"""Runs the child on a stored version and says in words for people what went wrong. Nothing that the child does can harm the caller."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.storage import default_storage

from documents import storage
from documents.checks import FULL
from documents.kinds import PDF

GLANCES = 0.1  # seconds between two looks at what the child does
SECONDS = 60  # of computing; the clock on the wall may take half as much again
LARGEST_PICTURE = 50_000_000
WORDS = {
    "locked": "This PDF is locked with a password, so its pages cannot be shown. Ask for a copy without a password.",
    "damaged": "This file is damaged: it cannot be opened. Ask for a new copy.",
    "damaged_picture": "This picture is damaged: only a part of it can be read. Ask for a new copy.",
    "no_page": "There is no such page in this file.",
    "memory": "Drawing this file takes more memory than is safe, so it was stopped. Open the file itself, or ask for a simpler copy.",
    "time": "Drawing this file took too long, so it was stopped. Open the file itself, or ask for a simpler copy.",
    "crash": "The program that draws pages gave up on this file. Open the file itself, or ask for a new copy.",
    "unredactable": "This file cannot be taken apart safely. Print it to a new PDF, add that, and redact it.",
    "missing": "The file is missing from the store. Tell the administrators.",
    "office": "LibreOffice could not show this file. Save it to look at it, or ask for a PDF.",
    "no_office": "Office files cannot be shown here: LibreOffice is not installed. Save it to look at it, or ask for a PDF.",
    "email": "This email is damaged: it cannot be taken apart. Save it to look at it, or ask for it again.",
    "large": "The copy would be larger than files may be here. Split the file into parts, and redact each.",
    "store": "The store of files did not answer. Try again; if that does not help, tell the administrators.",
    "disk": "There was no room to draw this file. Tell the administrators, then try again.",
}
COMPLAINTS = {"MemoryError": "memory", "out of memory": "memory", "No space left": "disk", "File too large": "large"}
SIGNALS_OF_TIME = {-9, -24}  # SIGKILL after the hard limit, SIGXCPU


class RenderingFailed(Exception):
    """What an officer reads about it. `cause`: a key of WORDS; `found`: what was done before."""

    def __init__(self, cause: str, found: list[dict[str, Any]] | None = None) -> None:
        super().__init__(WORDS[cause])
        self.cause, self.words, self.found = cause, WORDS[cause], found or []

    @classmethod
    def of(cls, error: "OSError | RenderingFailed") -> "RenderingFailed":
        """The same about a file that could not be read or kept; a failure of drawing as it is."""
        if isinstance(error, RenderingFailed):
            return error
        structlog.get_logger().error("store_failed", error=str(error))
        if isinstance(error, FileNotFoundError):
            return cls("missing")
        return cls("disk" if error.errno in FULL else "store")


class Room:
    """A folder with a version's original at hand, in which the child may work several times."""

    def __init__(self, content_type: str, file: Path, folder: Path) -> None:
        self.content_type, self.file, self.folder = content_type, file, folder

    def run(
        self, do: str, *, seconds: int = SECONDS, glance: Callable[[dict[str, Any]], None] | None = None, **job: Any
    ) -> list[dict[str, Any]]:
        """The lines that the child found, without its first; see documents.rendering.child for jobs. RenderingFailed.

        glance: called with the line about each picture of a half drawn page, as soon as there is one.
        """
        found = self.folder / "found"
        found.unlink(missing_ok=True)
        task = {**job, "do": do, "type": self.content_type, "file": str(self.file), "folder": str(self.folder), "seconds": seconds}
        told: list[dict[str, Any]] = []

        def look() -> None:
            new = [line for line in _lines(found) if line.get("glance") and line not in told]
            told.extend(new)
            for line in new if glance else []:
                glance(line)  # type: ignore[misc]

        cause = _start(json.dumps(task), seconds, look)
        lines = [line for line in _lines(found) if not line.get("glance")]
        if lines and "fault" in lines[-1]:
            cause = lines.pop()["fault"]
        self.pages = lines[0]["pages"] if lines else 0
        if cause:
            raise RenderingFailed(cause if cause in WORDS else "crash", lines[1:])
        return lines[1:]

    def picture(self, name: str, kind: bytes = b"WEBP", largest: int = LARGEST_PICTURE) -> bytes:
        """A picture that the child made. It is believed to be nothing but bytes: no link is followed, its kind and size are looked at."""
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            raise RenderingFailed("crash") from None
        with os.fdopen(handle, "rb") as file:
            content = file.read(largest + 1)
        if len(content) > largest or kind not in content[:16]:
            raise RenderingFailed("crash")
        return content


@contextmanager
def room(version: Any) -> Iterator[Room]:
    """A room for a version: its file where it lies, where the store is a folder; otherwise a copy. RenderingFailed without it."""
    with tempfile.TemporaryDirectory(prefix="bops-drawing-") as place:
        folder = Path(place)
        try:
            file = _at_hand(version, folder)
        except FileNotFoundError:
            raise RenderingFailed("missing") from None
        except OSError as error:
            raise RenderingFailed.of(error) from None
        yield Room(PDF if version.is_shown_as_made else version.content_type, file, folder)


def _at_hand(version: Any, folder: Path) -> Path:
    key = storage.rendition_key(version, storage.SHOWN if version.is_shown_as_made else storage.ORIGINAL)
    try:
        path = Path(default_storage.path(key))
    except NotImplementedError:
        path = folder / "original"
        with default_storage.open(key) as source, path.open("wb") as target:
            for chunk in source.chunks():
                target.write(chunk)
    if not path.is_file():
        raise FileNotFoundError(path)
    return path


def _start(task: str, seconds: int, look: Callable[[], None]) -> str:
    """Run the child to its end, and look at what it does meanwhile; the cause of its death, or "" for a peaceful one."""
    command = [sys.executable, "-m", "documents.rendering.child"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    try:
        child = subprocess.Popen(command, cwd=settings.BASE_DIR, env={}, **pipes)  # type: ignore[call-overload]
    except OSError:
        return "memory"
    with child:
        try:
            complaint = _wait(child, task.encode(), seconds * 1.5, look)[-2000:].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            return "time"
        finally:
            child.kill()
    if not child.returncode:
        return ""
    structlog.get_logger().warning("drawing_died", code=child.returncode, complaint=complaint[-400:])
    if child.returncode in SIGNALS_OF_TIME:
        return "time"
    return next((cause for words, cause in COMPLAINTS.items() if words.lower() in complaint.lower()), "crash")


def _wait(child: Any, task: bytes, seconds: float, look: Callable[[], None]) -> bytes:
    """What the child complained about. TimeoutExpired when it did not end in time."""
    until, sent = time.monotonic() + seconds, False
    while True:
        try:
            complaint: bytes = child.communicate(None if sent else task, timeout=GLANCES)[1]
        except subprocess.TimeoutExpired:
            if time.monotonic() > until:
                raise
            sent = True
            look()
        else:
            return complaint


def _lines(path: Path) -> list[dict[str, Any]]:
    """The whole lines of what was found; the last may be torn."""
    if not path.is_file() or path.is_symlink():
        return []
    lines = []
    for line in path.read_text("utf-8", "replace").splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            break
    return lines if lines and "pages" in lines[0] else [line for line in lines if "fault" in line]
