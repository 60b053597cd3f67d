"""The development in figures as pages show it: each figure, and who says so."""

from datetime import datetime
from typing import Any

from applications.development import WORDS, shown
from applications.models import Development
from core.filters import show_date


def _source(source: dict[str, Any] | None) -> str:
    if not source:
        return ""
    if source.get("source") == "submitted":
        return "As submitted"
    at = source.get("at")
    return f"{source.get('by', 'An officer')}{', ' + show_date(datetime.fromisoformat(at).date()) if at else ''}"


def figure_rows(development: Development, *, all_of_them: bool = True) -> list[dict[str, Any]]:
    """Rows for components/facts.jinja: key, value, and `said` (who says so). On the case page only what is given or true."""
    rows, usual = [], Development()
    for field, words in WORDS.items():
        value = getattr(development, field)
        if all_of_them or (value not in (None, "") and value != getattr(usual, field)):
            rows.append({"key": words, "value": shown(field, value), "said": _source(development.sources.get(field))})
    return rows
