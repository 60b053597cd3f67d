"""What a document can be: the tags of the Open Digital Planning file types, and those of papers that BOPS makes itself."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DRAWINGS, EVIDENCE, SUPPORTING, INTERNAL = "drawings", "evidence", "supporting", "internal"
GROUP_NAMES = {DRAWINGS: "Drawings", EVIDENCE: "Evidence", SUPPORTING: "Supporting documents", INTERNAL: "Made or kept by the council"}


@dataclass(frozen=True, slots=True)
class Tag:
    code: str
    name: str
    group: str


@cache
def all_tags() -> dict[str, Tag]:
    """Every tag by its code, in the order in which people choose them."""
    groups = tomllib.loads((Path(__file__).parent / "tags.toml").read_text())
    return {code: Tag(code, name, group) for group, tags in groups.items() for code, name in tags.items()}


def tag_name(code: str) -> str:
    """What people read for a tag; a code that nobody knows (a submission may bring one) is shown as it is."""
    tag = all_tags().get(code)
    return tag.name if tag else code


def group_of(codes: list[str]) -> str:
    """The group a document with these tags is listed under: that of its first known tag, else the supporting documents."""
    return next((all_tags()[code].group for code in codes if code in all_tags()), SUPPORTING)


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Tags by group for a form: [("Drawings", [(code, name), …]), …]."""
    return [(title, [(tag.code, tag.name) for tag in all_tags().values() if tag.group == group]) for group, title in GROUP_NAMES.items()]
