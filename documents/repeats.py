"""Files that are sent a second time."""

from collections.abc import Iterable, Sequence
from typing import Any

from documents.checks import as_file, digest


def not_among(files: Sequence[Any], here: Iterable[str]) -> list[Any]:
    """Without those whose SHA-256 is in `here`, and without doubles: after a cut connection the same files are simply sent again."""
    seen, fresh = set(here), []
    for file in files:
        same = digest(as_file(file)) if file.size else ""
        if not same or same not in seen:
            fresh.append(file)
            seen.add(same)
    return fresh
