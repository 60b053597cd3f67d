"""Which rules an application type comes under, and whether it counts as major."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from statute.errors import AmbiguousTypeCode, ContradictoryFacts, UnknownTypeCode
from statute.facts import CaseFacts, check
from statute.tables import tables


@dataclass(frozen=True, slots=True)
class Kind:
    """An application type with the names of the rules that it uses."""

    code: str
    regime: str
    family: str
    rules: Mapping[str, Any]
    major: bool | None
    fee: str
    building_operations: bool


def type_codes() -> tuple[str, ...]:
    """Every application type code that the tables know, groups included."""
    return tuple(tables().types)


@lru_cache(maxsize=512)
def _kind(code: str, version: str) -> Kind:
    entry = tables().types.get(code)
    if entry is None:
        raise UnknownTypeCode(code)
    if "choices" in entry:
        raise AmbiguousTypeCode(code, tuple(entry["choices"]))
    rules = tables().regimes[entry["regime"]]
    return Kind(
        code,
        entry["regime"],
        rules["family"],
        rules,
        entry.get("major"),
        entry.get("fee", rules["fee"]),
        entry.get("building_operations", False),
    )


def kind_of_code(code: str) -> Kind:
    """The rules for a type code. Errors: UnknownTypeCode, AmbiguousTypeCode."""
    return _kind(code, tables().version)


def kind_of(facts: CaseFacts) -> Kind:
    """The rules for a case, after its facts have been checked against each other and against its type."""
    check(facts)
    kind = kind_of_code(facts.type_code)
    if facts.is_major and (kind.major is False or not kind.rules["may_be_major"]):
        raise ContradictoryFacts(f"“{facts.type_code}” is not a type for major development, but the case is marked major", fact="is_major")
    if facts.is_eia and not kind.rules["eia"]:
        raise ContradictoryFacts(
            f"An environmental statement cannot accompany “{facts.type_code}”, but the case is marked EIA", fact="is_eia"
        )
    return kind


def counts_as_major(facts: CaseFacts, kind: Kind) -> bool:
    """Major because the officer or the type says so."""
    return facts.is_major or kind.major is True
