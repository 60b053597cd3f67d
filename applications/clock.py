"""The law applied to one case: every date, with its reason."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import statute
from applications.facts import facts_for
from applications.models import PlanningApplication
from statute import StatuteError


@dataclass(frozen=True)
class Clock:
    """What the law says of a case today. `fault` is set where it could not be asked (then all dates are None)."""

    statutory_expiry: Any = None
    effective_expiry: Any = None
    guarantee: Any = None
    consequence: Any = None
    extended: bool = False
    fault: str = ""
    facts: Any = field(default=None, compare=False)

    def reasons(self, name: str) -> tuple[Any, ...]:
        answer = getattr(self, name)
        return answer.because if answer is not None else ()

    def day(self, name: str) -> date | None:
        answer = getattr(self, name)
        return answer.value if answer is not None else None


def clock_for(application: PlanningApplication) -> Clock:
    """Ask the statute engine about this application as its facts stand."""
    facts = facts_for(application)
    try:
        statutory, effective = statute.statutory_expiry(facts), statute.effective_expiry(facts)
        return Clock(
            statutory_expiry=statutory,
            effective_expiry=effective,
            guarantee=statute.planning_guarantee(facts),
            consequence=statute.consequence_if_missed(facts),
            extended=bool(facts.extensions) and effective.value != statutory.value,
            facts=facts,
        )
    except StatuteError as error:
        return Clock(fault=str(error), facts=facts)
