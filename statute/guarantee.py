"""The day on which the fee has to be paid back, and what takes that right away."""

from __future__ import annotations

from datetime import date

from statute.answers import Answer, Reason, say_date
from statute.facts import CaseFacts
from statute.kinds import Kind, counts_as_major, kind_of
from statute.periods import Period
from statute.tables import Row, lookup


def _key(facts: CaseFacts, kind: Kind) -> str:
    if kind.family == "conditions":
        return "conditions"
    if kind.family in ("technical_details", "permission_in_principle"):
        return "technical_details" if kind.family == "technical_details" else "major"
    return "major" if facts.is_eia or counts_as_major(facts, kind) else "minor"


def _last_day(row: Row, valid: date) -> date:
    return Period(row["amount"], row["unit"]).last_day(valid, beginning_with=row["counting"] == "beginning_with")


def planning_guarantee(facts: CaseFacts) -> Answer[date | None]:
    """The last day to decide without paying the fee back; None where no refund can fall due."""
    answer, _ = _guarantee(facts)
    return answer


def agreement_effect(facts: CaseFacts) -> Answer[str]:
    """What agreements on time do to the refund: `none` (no refund applies), `kept`, `at_risk` or `lost`."""
    answer, effect = _guarantee(facts)
    return Answer(effect, answer.because)


def _guarantee(facts: CaseFacts) -> tuple[Answer[date | None], str]:
    kind = kind_of(facts)
    if not kind.rules["guarantee"] and kind.family != "conditions":
        return Answer(None, (Reason("No refund of the fee for being late applies to this kind of application"),)), "none"
    row = lookup("guarantee", _key(facts, kind), facts.law_on, facts.overrides)
    if facts.valid_from_on is None:
        return Answer(None, (row.reason(), Reason("The period has not begun: the application is not valid yet"))), "none"
    last = _last_day(row, facts.valid_from_on)
    counted = row.reason(f"Valid on {say_date(facts.valid_from_on)}: {Period(row['amount'], row['unit'])} end on {say_date(last)}")
    because = (row.reason(), counted)
    if ended := _ended(facts, last):
        return Answer(None, (*because, ended)), "none"
    reason, effect = _agreed(facts, kind, last)
    return Answer(None if effect == "lost" else last, (*because, *reason)), effect


def _ended(facts: CaseFacts, last: date) -> Reason | None:
    for day, words in ((facts.called_in_on, "called in by the Secretary of State"), (facts.appeal_lodged_on, "appealed")):
        if day and day <= last:
            return Reason(f"No refund: the case was {words} on {say_date(day)}", "Fees Regulations 2012, regulation 9A")
    return None


def _agreed(facts: CaseFacts, kind: Kind, last: date) -> tuple[tuple[Reason, ...], str]:
    agreed = [item for item in facts.extensions if item.agreed_on <= last]
    if not agreed:
        return (), "kept"
    lost = lookup("guarantee", "lost", facts.law_on)
    latest = max(item.agreed_until_on for item in agreed)
    if kind.family == "conditions":
        words = "Regulation 16 names no exception for an agreed longer period: treat the money as at risk"
        return (lookup("guarantee", "conditions", facts.law_on).reason(words),), "at_risk"
    if latest >= last:
        return (lost.reason(f"No refund: a longer period, to {say_date(latest)}, was agreed in writing. {lost.says}"),), "lost"
    words = (
        f"It is not settled whether an agreement to {say_date(latest)}, before the refund day, ends the refund: treat the money as at risk"
    )
    return (Reason(words, lost.citation, lost.source, "medium"),), "at_risk"
