"""What a document can be: the tags of the Open Digital Planning file types, and those of papers that BOPS makes itself."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DRAWINGS, EVIDENCE, SUPPORTING, INTERNAL = "drawings", "evidence", "supporting", "internal"
GROUP_NAMES = {DRAWINGS: "Drawings", EVIDENCE: "Evidence", SUPPORTING: "Supporting documents", INTERNAL: "Made or kept by the council"}
WITH_THE_CASE, WHEN_PUBLISHED, KEPT_BACK = "public", "private", "kept_back"
CORRESPONDENCE = "internal.correspondence"
STRICTNESS = (WITH_THE_CASE, WHEN_PUBLISHED, KEPT_BACK)


@dataclass(frozen=True, slots=True)
class Tag:
    """default: who sees a document of this kind as long as no person has chosen; why: in an officer's words, where it is kept back."""

    code: str
    name: str
    group: str
    default: str = WITH_THE_CASE
    why: str = ""


@cache
def all_tags() -> dict[str, Tag]:
    """Every tag by its code, in the order in which people choose them."""
    told = tomllib.loads((Path(__file__).parent / "tags.toml").read_text())
    return {
        code: Tag(code, name, group, _default(told["default"], code, group), told["default"][KEPT_BACK].get(code, ""))
        for group in told
        if group in GROUP_NAMES
        for code, name in told[group].items()
    }


def _default(told: dict[str, Any], code: str, group: str) -> str:
    if code in told[KEPT_BACK]:
        return KEPT_BACK
    return next((default for default in (WITH_THE_CASE, WHEN_PUBLISHED) if code in told[default]["codes"]), str(told[group]))


def tag_name(code: str) -> str:
    """What people read for a tag; a code that nobody knows (a submission may bring one) is shown as it is."""
    tag = all_tags().get(code)
    return tag.name if tag else code


def group_of(codes: list[str]) -> str:
    """The group a document with these tags is listed under: that of its first known tag, else the supporting documents."""
    return next((all_tags()[code].group for code in codes if code in all_tags()), SUPPORTING)


def default_of(codes: Iterable[str]) -> str:
    """Who sees a document with these tags as long as no person has chosen: the strictest of them; a kind that nobody knows waits."""
    known = [all_tags()[code].default if code in all_tags() else WHEN_PUBLISHED for code in codes]
    return max(known, key=STRICTNESS.index, default=WHEN_PUBLISHED)


def kept_back_because(codes: Iterable[str]) -> str:
    """Why a document with these tags is never made public without a person who says why; "" where that is not so."""
    return next((all_tags()[code].why for code in codes if code in all_tags() and all_tags()[code].default == KEPT_BACK), "")


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Tags by group for a form: [("Drawings", [(code, name), …]), …]."""
    return [(title, [(tag.code, tag.name) for tag in all_tags().values() if tag.group == group]) for group, title in GROUP_NAMES.items()]
