"""Details reserved by condition: the deemed discharge that silence brings, and what is left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from statute.answers import Answer, Reason, say_date
from statute.errors import ContradictoryFacts
from statute.facts import CaseFacts
from statute.kinds import kind_of
from statute.periods import Period, effective_expiry
from statute.tables import lookup, tables

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeemedDischarge:
    """`available`: whether silence can discharge the condition; `notice_from`: the first day for the applicant's notice;
    `takes_effect_on`: the day on which the condition is discharged if nothing is decided, once a notice has been given."""

    available: bool
    notice_from: date | None
    takes_effect_on: date | None


def exempt_subjects() -> list[str]:
    """The subjects of conditions that silence never discharges."""
    return tables().keys("deemed_discharge_exempt")


def deemed_discharge(
    facts: CaseFacts, *, subjects: tuple[str, ...] = (), notice_given_on: date | None = None, notice_says: date | None = None
) -> Answer[DeemedDischarge]:
    """What silence does to an application for approval of details.

    `subjects`: what the condition is about, by the names in `exempt_subjects()`. `notice_given_on`: the day of the applicant's
    deemed discharge notice; `notice_says`: the day that it names.
    """
    kind = kind_of(facts)
    if kind.code != "approval.conditions":
        raise ContradictoryFacts("Deemed discharge is for approval of details reserved by condition only", fact="type_code")
    rule = lookup("deemed_discharge", "notice", facts.law_on, facts.overrides)
    exempt = [lookup("deemed_discharge_exempt", name, facts.law_on) for name in (*subjects, *(("eia",) if facts.is_eia else ()))]
    if exempt:
        return Answer(DeemedDischarge(False, None, None), (rule.reason(), *(row.reason() for row in exempt)))
    if facts.valid_from_on is None:
        return Answer(DeemedDischarge(True, None, None), (rule.reason(), Reason("The application is not valid yet")))
    first = Period(rule["weeks_before_notice"], "weeks").last_day(facts.valid_from_on) + ONE_DAY
    because = (rule.reason(), rule.reason(f"The applicant may give notice from {say_date(first)}"))
    if notice_given_on is None:
        return Answer(DeemedDischarge(True, first, None), because)
    if notice_given_on < first:
        early = rule.reason(f"The notice of {say_date(notice_given_on)} came too early and has no effect")
        return Answer(DeemedDischarge(True, first, None), (*because, early))
    return _taking_effect(facts, first, notice_given_on, notice_says, because)


def _taking_effect(facts: CaseFacts, first: date, given: date, says: date | None, because: tuple[Reason, ...]) -> Answer[DeemedDischarge]:
    rule = lookup("deemed_discharge", "notice", facts.law_on, facts.overrides)
    after_notice = given + timedelta(days=rule["days_after_notice"])
    expiry = effective_expiry(facts).value or after_notice
    takes_effect = max(day for day in (after_notice, expiry, says) if day)
    earliest = (
        f"not before {say_date(after_notice)} ({rule['days_after_notice']} days on), nor before the period ends on {say_date(expiry)}"
    )
    words = f"Notice given on {say_date(given)}: {earliest}; the condition is discharged on {say_date(takes_effect)}"
    return Answer(DeemedDischarge(True, first, takes_effect), (*because, rule.reason(words)))
