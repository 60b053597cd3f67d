"""Everything that the law says of one case at once, and what would change if a fact were another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from statute.answers import Answer
from statute.consequences import consequence_if_missed
from statute.consultees import statutory_consultees
from statute.errors import StatuteError
from statute.facts import CaseFacts
from statute.guarantee import agreement_effect, planning_guarantee
from statute.periods import determination_period, effective_expiry, statutory_expiry
from statute.publicity import publicity_duties
from statute.reporting import reporting_class
from statute.scale import is_major_by_definition

Said = Answer[Any] | StatuteError
QUESTIONS: Mapping[str, Callable[[CaseFacts], Answer[Any]]] = {
    "determination_period": determination_period,
    "statutory_expiry": statutory_expiry,
    "effective_expiry": effective_expiry,
    "planning_guarantee": planning_guarantee,
    "agreement_effect": agreement_effect,
    "consequence_if_missed": consequence_if_missed,
    "publicity_duties": publicity_duties,
    "statutory_consultees": statutory_consultees,
    "is_major_by_definition": is_major_by_definition,
    "reporting_class": reporting_class,
}


def overview(facts: CaseFacts) -> dict[str, Said]:
    """Each question with its answer, or with the error that says which fact stands in the way."""
    return {name: _said(question, facts) for name, question in QUESTIONS.items()}


def what_if(facts: CaseFacts, **changes: Any) -> dict[str, tuple[Said, Said]]:
    """What would be different with other facts (`what_if(facts, valid_from_on=…)`): question to answer now and answer then."""
    now, then = overview(facts), overview(replace(facts, **changes))
    return {name: (now[name], then[name]) for name in QUESTIONS if _value(now[name]) != _value(then[name])}


def _said(question: Callable[[CaseFacts], Answer[Any]], facts: CaseFacts) -> Said:
    try:
        return question(facts)
    except StatuteError as error:
        return error


def _value(said: Said) -> Any:
    return str(said) if isinstance(said, StatuteError) else said.value
