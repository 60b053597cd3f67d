"""What each published data set means for a site (data_sets.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from places.designations import DESIGNATIONS


@dataclass(frozen=True)
class Meaning:
    """One data set: its designations, and how near a point of it must be."""

    key: str
    name: str
    kind: str = "constraint"
    codes: tuple[str, ...] = ()
    by: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    named: dict[str, list[str]] = field(default_factory=dict)
    reach: float = 0

    def codes_of(self, name: str, facts: dict[str, Any]) -> list[str]:
        """The designations of one entity, the plainest first."""
        found = list(self.codes)
        for column, values in self.by.items():
            found += values.get(str(facts.get(column, "")).strip(), [])
        for word, codes in self.named.items():
            found += codes if word in name.lower() else []
        return found

    @property
    def all_codes(self) -> set[str]:
        """Every designation that it can find; for these, "not found" means that it looked."""
        by = {code for values in self.by.values() for codes in values.values() for code in codes}
        return {*self.codes, *by, *(code for codes in self.named.values() for code in codes)}


@cache
def meanings() -> dict[str, Meaning]:
    """All known data sets by key."""
    read = tomllib.loads((Path(__file__).parent / "data_sets.toml").read_text())
    return {key: Meaning(key=key, **{**row, "codes": tuple(row.get("codes", ()))}) for key, row in read.items()}


def meaning_of(key: str, *, name: str = "", kind: str = "constraint", codes: list[str] | None = None) -> Meaning:
    """The known meaning of a data set, or that of one of the council's own. ValueError with words for a code that ODP does not have."""
    known = meanings().get(key)
    if known is not None and not codes:
        return known
    unknown = [code for code in codes or [] if code not in DESIGNATIONS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not a designation of the ODP list (places/designations.py has them all).")
    if kind == "constraint" and not codes:
        raise ValueError(f"{key} is not a data set that BOPS knows: say what it means with --codes, or choose --kind ward or parish.")
    return Meaning(key=key, name=name or key.replace("-", " ").capitalize(), kind=kind, codes=tuple(codes or ()))
