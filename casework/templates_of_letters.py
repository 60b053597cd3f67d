"""What officers write often: the usual texts, the council's own, and the facts of a case that are filled in."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casework.models import CorrespondenceTemplate
from core.filters import show_date
from notifications.wording import PLACEHOLDER, Unusable, fill

PLACEHOLDERS = {
    "reference": "the case’s reference",
    "address": "the site",
    "description": "the proposal",
    "officer": "the name of whoever writes",
    "council": "the council’s name",
    "received": "the day of receipt",
    "valid_from": "the day from which it is valid",
    "expiry": "the last day to decide",
}


@dataclass(frozen=True)
class Template:
    """Words to begin with; `own`: the council's."""

    code: str
    name: str
    subject: str
    text: str
    own: bool = False


@cache
def usual_templates() -> dict[str, Template]:
    told = tomllib.loads((Path(__file__).parent / "usual_letters.toml").read_text())
    return {code: Template(code, one["name"], one["subject"], one["text"].strip()) for code, one in told.items()}


def templates_of(authority: Any) -> list[Template]:
    """The usual templates and the council's own, which stand in place of usual ones with the same code; by name."""
    found = dict(usual_templates())
    for row in CorrespondenceTemplate.objects.filter(authority=authority):
        found.pop(row.code, None)
        if row.active:
            found[row.code] = Template(row.code, row.name, row.subject, row.text, own=True)
    return sorted(found.values(), key=lambda template: template.name)


def unknown_placeholders(text: str) -> list[str]:
    """The names in double brackets that nothing stands for."""
    return [name for name in (found.strip().lower() for found in PLACEHOLDER.findall(text)) if name not in PLACEHOLDERS]


def filled(template: Template, application: Any, *, by: Any) -> tuple[str, str]:
    """(subject, text) with the facts of the case."""
    case = application.case
    values = {
        "reference": case.reference,
        "address": case.address,
        "description": application.description,
        "officer": by.name,
        "council": case.authority.council_name,
        "received": show_date(application.received_on),
        "valid_from": show_date(application.valid_from_on, "not yet"),
        "expiry": show_date(application.effective_expiry_on, "not fixed yet"),
    }
    try:
        return fill(template.subject, values), fill(template.text, values)
    except Unusable:  # saved before a placeholder was given up: the officer sees the brackets and puts words there
        return template.subject, template.text
