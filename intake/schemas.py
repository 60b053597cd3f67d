"""The official ODP schemas, where an operator keeps a folder of them (setting ODP_SCHEMA_FOLDER): what a document breaks, exactly.

Layout: `<folder>/<version>/<name>.json` (`v0.7.7/application.json`, `@next/enforcement.json`), or one version flat: `<folder>/<name>.json`.
Without a folder nothing is checked here, and the readers' own tolerance is all there is.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from intake.schema_errors import explain
from intake.shape import Fault

NAMES = {"schema": "application"}  # old documents name their schema otherwise
PLACE = "/metadata/schema"
MOST_FAULTS = 100
NEXT = "@next"

log = structlog.get_logger()


class BrokenSchema(Exception):
    """A file of the folder that is no schema; says which and why."""


def check(document: dict[str, Any], name: str, version: str) -> tuple[list[Fault], list[Fault]]:
    """The faults of a document against its schema, and notes: that another version was used, or that none could be."""
    if not settings.ODP_SCHEMA_FOLDER:
        return [], []
    name = NAMES.get(name, name)
    found = nearest(name, version)
    if found is None:
        return [], [Fault(PLACE, f"It was not checked against a schema: the folder of schemas has none for {name}.")]
    known, path = found
    try:
        validator = load(path)
    except BrokenSchema as error:
        log.error("schema_broken", path=str(path), error=str(error))
        return [], [
            Fault(PLACE, f"It was not checked against a schema: the file of {name} {known} cannot be used. Tell whoever runs BOPS.")
        ]
    faults = [fault for error in islice(validator.iter_errors(document), MOST_FAULTS) for fault in explain(error, document)]
    notes = [] if known == version else [Fault(PLACE, f"There is no schema {version} here: it was checked against {known}, the nearest.")]
    return list(dict.fromkeys(faults))[:MOST_FAULTS], notes


def files() -> list[Path]:
    """Every schema of the folder."""
    folder = Path(settings.ODP_SCHEMA_FOLDER)
    return sorted([*folder.glob("*.json"), *folder.glob("*/*.json")])


def nearest(name: str, version: str) -> tuple[str, Path] | None:
    """The version that stands for this one, and its file: itself, the last before it, or the first after it."""
    folder = Path(settings.ODP_SCHEMA_FOLDER)
    flat = folder / f"{name}.json"
    known = {path.parent.name: path for path in folder.glob(f"*/{name}.json")}
    if flat.is_file():
        known.setdefault(_flat_version(flat), flat)
    if not known:
        return None
    ranked = sorted(known, key=_rank)
    before = [each for each in ranked if _rank(each) <= _rank(version)]
    chosen = version if version in known else (before[-1] if before else ranked[0])
    return chosen, known[chosen]


def _rank(version: str) -> tuple[int, ...]:
    """Versions in their order; `@next` is later than any number."""
    numbers = tuple(int(number) for number in re.findall(r"\d{1,6}", version))
    return (10**6,) if version == NEXT or not numbers else numbers


def _flat_version(path: Path) -> str:
    try:
        return str(_read(path).get("$id") or NEXT)
    except BrokenSchema:
        return NEXT


def _read(path: Path) -> dict[str, Any]:
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BrokenSchema(f"{path}: it cannot be read as JSON: {error}") from None
    if not isinstance(schema, dict):
        raise BrokenSchema(f"{path}: it is JSON but not a schema.")
    return schema


def load(path: Path) -> Any:
    """The validator of a file. Errors: BrokenSchema."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise BrokenSchema(f"{path}: {error}") from None
    return _compiled(path, changed)


@lru_cache(maxsize=128)
def _compiled(path: Path, changed: int) -> Any:
    import jsonschema_rs

    try:
        return jsonschema_rs.validator_for(_read(path), validate_formats=True, retriever=_refuse)
    except ValueError as error:
        raise BrokenSchema(f"{path}: it is not a schema: {str(error).splitlines()[0]}") from None


def _refuse(address: str) -> None:
    raise ValueError(f"{address} is outside the folder, and nothing is fetched")
