"""Conditions and informatives that officers use again and again (library.toml); law in them comes from the statute engine."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import statute
from applications.facts import facts_for
from statute.tables import lookup


@cache
def _library() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "library.toml").read_text())


def standard_conditions(application: Any) -> list[dict[str, str]]:
    """Title, text and reason of each standard condition for a grant of permission; the time limit is the statute's.

    None for other families: what binds a prior approval or a certificate is in the Order or the Act itself.
    """
    if application.type.family != "planning_permission":
        return []
    limit = lookup("lifetimes", "full", application.received_on)
    words = {"commencement": f"{limit['amount']} {limit['unit']}", "commencement_reason": limit.citation}
    entries = [entry for entry in _library()["condition"] if entry["title"] != "Time limit" or _is_to_be_begun(application)]
    return [{name: value.format(**words) for name, value in entry.items()} for entry in entries]


def _is_to_be_begun(application: Any) -> bool:
    """Whether the permission lapses unless work begins: not where it is done already, nor where details come first."""
    code = application.type.code
    if code.endswith(".retro") or statute.kind_of_code(code).regime == "outline":
        return False
    return statute.lifetime(facts_for(application), decided_on=application.received_on).value is not None


def suggested_informatives() -> list[dict[str, str]]:
    return [dict(entry) for entry in _library()["informative"]]
