"""Names of files as people gave them, made safe to show, to save and to print."""

import re
import unicodedata
from pathlib import PurePosixPath

from documents.kinds import ENDINGS

LONGEST = 255
_KNOWN_ENDING = re.compile(
    r"\.(pdf|png|jpe?g|jfif|tiff?|gif|bmp|webp|svg|html?|docx?|xlsx?|pptx?|od[ts]|eml|msg|docm|exe|com|scr|bat|js)$", re.IGNORECASE
)

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|clock\$)", re.IGNORECASE)  # names that Windows cannot save


def tidy_name(name: str, content_type: str) -> str:
    """A file's name with the ending of what it really is: no folders, no control or direction marks, at most 255 characters."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    text = PurePosixPath(text).name if text.strip("/") else ""
    text = "".join(" " if character.isspace() else character for character in text if _shown(character))
    text = re.sub(r'[<>:"|?*]', "-", " ".join(text.split())).rstrip(". ")
    endings = ENDINGS[content_type]
    if text.lower().endswith(endings):
        stem, ending = text.rsplit(".", 1)
        ending = f".{ending.lower()}"
    else:
        stem, ending = _KNOWN_ENDING.sub("", text), endings[0]
    stem = stem.strip(". ") or "document"
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"document {stem}"
    return stem[: LONGEST - len(ending)].rstrip() + ending


def shown_name(name: str) -> str:
    """The end of a name as it is quoted in a message: what can be seen of it, at most 80 characters."""
    return "".join(character for character in name if _shown(character))[-80:]


def _shown(character: str) -> bool:
    """Whether a character can be seen (marks of writing direction, joiners and control characters can be used to disguise a name)."""
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
