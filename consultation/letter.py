"""What a neighbour letter says: gathered once for a batch and frozen, then rendered for each address."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import statute
from applications.facts import facts_for
from applications.models import Development, PlanningApplication
from core.errors import DomainError
from core.hosts import url_for
from documents import pdf
from documents.letterhead import Letterhead, window_lines
from documents.qr import qr_code

LARGER_EXTENSION = "pa.part1.classA"


class MissingFigures(DomainError):
    """The letter must state figures that nobody has entered."""


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "letter.toml").read_text())


def letter_content(application: PlanningApplication, *, letter_date: date, reply_by: date) -> dict[str, Any]:
    """Everything in the letter but the address, as JSON data (dates as ISO text). Template: print/neighbour_letter.jinja."""
    case, facts = application.case, facts_for(application)
    larger_extension = application.type.code == LARGER_EXTENSION
    words = _words()["larger_extension" if larger_extension else "general"]
    law = statute.notice_statute(facts, application.type.outcomes[0]).value
    content: dict[str, Any] = {
        "date": letter_date.isoformat(),
        "comment_by": reply_by.isoformat(),
        "reference": case.reference,
        "legislation": list(law.legislation),
        "site_address": case.address,
        "proposal": application.description,
        "address": url_for(case.authority, "public", "applicant_portal:comment", reference=case.reference),
        "material": words["material"],
        "not_material": words["not_material"],
        "officer": case.officer.name if case.officer else "",
        "notes": words["notes"],
        "letterhead": Letterhead.of(case.authority).as_data(),
    }
    if larger_extension:
        content["prior_approval"] = _larger_extension(application, facts)
    return content


def _larger_extension(application: PlanningApplication, facts: Any) -> dict[str, str]:
    """The figures that paragraph A.4(5) of Part 1 wants on the letter. MissingFigures lists those that nobody entered."""
    development = Development.objects.filter(case_id=application.pk).first()
    figures = {
        "how far it goes beyond the rear wall": getattr(development, "projection", None),
        "its greatest height": getattr(development, "maximum_height", None),
        "the height of its eaves": getattr(development, "eaves_height", None),
    }
    missing = [name for name, value in figures.items() if value is None]
    if missing:
        raise MissingFigures(
            f"The letter must state {' and '.join(missing)}. Enter the figures on this page, then ask for the letters again."
        )
    projection, height, eaves = figures.values()
    return {
        "projection": str(projection),
        "max_height": str(height),
        "eaves_height": str(eaves),
        "received_on": application.received_on.isoformat(),
        "ends_on": statute.statutory_expiry(facts).value.isoformat(),
        "period": str(statute.determination_period(facts).value),
    }


def render_letter(content: dict[str, Any], *, address: str) -> bytes:
    """The PDF of one letter: the frozen content for one address."""
    context = dict(content)
    for name in ("date", "comment_by"):
        context[name] = date.fromisoformat(content[name])
    context["letterhead"] = Letterhead.from_data(content["letterhead"])
    context["lines"] = window_lines(_words()["addressee"], address)
    context["qr"] = qr_code(content["address"])
    if "prior_approval" in content:
        figures = content["prior_approval"]
        context["prior_approval"] = figures | {
            **{name: Decimal(figures[name]) for name in ("projection", "max_height", "eaves_height")},
            **{name: date.fromisoformat(figures[name]) for name in ("received_on", "ends_on")},
        }
    return pdf.render("print/neighbour_letter.jinja", context, title=f"Letter about application {content['reference']}")
