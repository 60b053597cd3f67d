"""The planning history of a property from an index of planning applications (PAAPI)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.dateparse import parse_date, parse_datetime

from places.outside import OutsideError, Service, ask


def probe() -> None:
    """A UPRN that nobody has: an empty answer is a good one."""
    history_of("1")


PAAPI = Service("paapi", "The index of planning applications", "Earlier applications at a site", url="PAAPI_URL", seconds=5, probe=probe)
MOST = 500


@dataclass(frozen=True)
class PastApplication:
    reference: str
    description: str
    decision: str
    received_on: date | None
    decided_on: date | None
    council: str
    url: str


def history_of(uprn: str) -> list[PastApplication]:
    """What the index knows of a UPRN, newest first. OutsideError with words when it gave no usable answer."""
    answer = ask(PAAPI, "planning_applications", params={"uprn": uprn})
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list):
        raise OutsideError("The index of planning applications gave an answer without a list.")
    found = [_read(row) for row in rows[:MOST] if isinstance(row, dict) and row.get("reference")]
    return sorted(found, key=lambda past: (past.received_on or date.min, past.reference), reverse=True)


def _read(row: dict[str, Any]) -> PastApplication:
    return PastApplication(
        reference=_text(row.get("reference"), 80),
        description=_text(row.get("description"), 2000),
        decision=_text(row.get("decision"), 200),
        received_on=_day(row.get("received_at")),
        decided_on=_day(row.get("decision_issued_at")),
        council=_text(row.get("local_authority"), 100),
        url=_web(row.get("view_documents")),
    )


def _text(value: Any, most: int) -> str:
    return str(value if value is not None else "").replace("\x00", "").strip()[:most]


def _day(value: Any) -> date | None:
    if not isinstance(value, str):
        return None
    try:
        moment = parse_datetime(value)
        return moment.date() if moment else parse_date(value[:10])
    except ValueError:
        return None


def _web(value: Any) -> str:
    """An address that may become a link: http and https only."""
    text = _text(value, 1000)
    try:
        return text if urlsplit(text).scheme in {"http", "https"} else ""
    except ValueError:
        return ""
