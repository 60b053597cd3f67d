"""What other parts ask of a page. `version` is a documents.models.DocumentVersion; pages count from 1; lengths are millimetres on the page
as it is shown, from its top left corner. Each call opens the file in the sandbox (0.2 s for a letter, some seconds for a heavy plan): from
a task, not from a page. All raise sandbox.RenderingFailed, whose `words` are for the officer."""

import json
from dataclasses import dataclass
from typing import Any

from documents import storage
from documents.rendering.sandbox import room


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page and where it stands."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def words_on(version: Any, number: int) -> list[Word]:
    """The words of a page with their boxes, in reading order; none on a picture. Kept beside the file after the first time."""
    name = f"p{number}-words"
    try:
        with storage.open_rendition(version, name) as file:
            lines = json.loads(file.read())
    except (FileNotFoundError, ValueError):  # not there, or only its beginning
        with room(version) as place:
            lines = place.run("words", page=number)
        storage.put_rendition(version, name, json.dumps(lines).encode())
    return [Word(line["text"], *line["box"]) for line in lines]


def print_of(version: Any, number: int, *, dpi: int = 200) -> bytes:
    """The page as a PNG at so many dots an inch (a photograph at its own size), with what form fields and annotations show."""
    with room(version) as place:
        place.run("print", page=number, dpi=dpi)
        return place.picture("printed", kind=b"PNG")
