"""Conditions and informatives that officers use again and again (library.toml); law in them comes from the statute engine."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from statute.tables import lookup


@cache
def _library() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "library.toml").read_text())


def standard_conditions(application: Any) -> list[dict[str, str]]:
    """Title, text and reason of each standard condition for a grant of permission; the time limit is the statute's."""
    limit = lookup("lifetimes", "full", application.received_on)
    words = {"commencement": f"{limit['amount']} {limit['unit']}", "commencement_reason": limit.citation}
    return [{name: value.format(**words) for name, value in entry.items()} for entry in _library()["condition"]]


def suggested_informatives() -> list[dict[str, str]]:
    return [dict(entry) for entry in _library()["informative"]]
