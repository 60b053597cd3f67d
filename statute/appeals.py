"""Who may appeal, until when, and what the notice has to say about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from statute.answers import Answer, Reason, say_date
from statute.calendar import add_months
from statute.errors import ContradictoryFacts, MissingFact
from statute.facts import CaseFacts
from statute.kinds import Kind, kind_of
from statute.outcomes import CONDITIONAL, NON_DETERMINATION, REFUSALS, checked_outcome
from statute.periods import Period, determination_period, effective_expiry
from statute.tables import Row, lookup

PLANNING_RULES = ("householder", "planning")


@dataclass(frozen=True, slots=True)
class AppealLimit:
    """Whether there is a right of appeal, its period in words, the last day (None: no limit) and the topics of the notice."""

    applies: bool
    words: str
    last_on: date | None
    topics: tuple[str, ...]
    expedited: bool = False


NO_APPEAL = "no right of appeal"


def _key(facts: CaseFacts, kind: Kind, outcome: str) -> str:
    rule: str = kind.rules["appeal"]
    if outcome == NON_DETERMINATION:
        if determination_period(facts).value is None:
            return "none"
        return rule if rule in ("none", "ldc") else "non_determination"
    if outcome not in (*REFUSALS, CONDITIONAL):
        return "none"
    if rule in PLANNING_RULES:
        return _planning_key(facts, rule, outcome)
    return "larger_extension" if kind.code == "pa.part1.classA" else rule


def _planning_key(facts: CaseFacts, rule: str, outcome: str) -> str:
    if outcome == CONDITIONAL:
        return "planning"
    return "minor_commercial" if rule == "planning" and facts.is_minor_commercial else rule


def appeal_limit(
    facts: CaseFacts,
    *,
    outcome: str,
    decided_on: date | None = None,
    with_conditions: bool = False,
    received_on: date | None = None,
    enforcement_notice_on: date | None = None,
) -> Answer[AppealLimit]:
    """The right of appeal against a decision, or against silence (`not_determined`, counted from the effective expiry).

    `received_on` is the day on which the applicant received the decision, where the law counts from it;
    `enforcement_notice_on` the day of an enforcement notice about the same development.
    """
    kind = kind_of(facts)
    checked_outcome(outcome, kind.family, facts.type_code)
    if with_conditions and outcome in ("granted", "pa_granted"):
        outcome = CONDITIONAL
    row = lookup("appeals", _key(facts, kind, outcome), facts.law_on, facts.overrides)
    if not row["topics"]:
        return Answer(AppealLimit(False, "no right of appeal", None, ()), (row.reason(),))
    topics, expedited, extra = _expedited(facts, kind, row, outcome)
    if not row["amount"]:
        return Answer(AppealLimit(True, "no time limit", None, topics, expedited), (row.reason(), *extra))
    start, why = _start(facts, row, decided_on, received_on)
    period = Period(row["amount"], row["unit"])
    last = period.last_day(start)
    counted = row.reason(f"{period} from {why}, {say_date(start)}, end on {say_date(last)}")
    answer = Answer(AppealLimit(True, str(period), last, topics, expedited), (row.reason(), counted, *extra))
    if enforcement_notice_on and outcome != NON_DETERMINATION and kind.rules["appeal"] in PLANNING_RULES:
        return _cut_short(facts, answer, last, start, enforcement_notice_on)
    return answer


def _cut_short(facts: CaseFacts, answer: Answer[AppealLimit], last: date, decided: date, noticed: date) -> Answer[AppealLimit]:
    row = lookup("appeals", "enforcement", facts.law_on, facts.overrides)
    if noticed < add_months(decided, -12 * row["notice_within_years"]):
        words = f"The enforcement notice of {say_date(noticed)} is more than {row['notice_within_years']} years older than the decision"
        return Answer(answer.value, (*answer.because, row.reason(words)))
    period = Period(row["amount"], row["unit"])
    start = max(decided, noticed)
    short = period.last_day(start)
    if short >= last:
        return answer
    words = f"{row.says}: {period} from {say_date(start)} end on {say_date(short)}"
    return Answer(
        replace(answer.value, words=str(period), last_on=short, topics=tuple(row["topics"])), (*answer.because, row.reason(words))
    )


def _start(facts: CaseFacts, row: Row, decided_on: date | None, received_on: date | None) -> tuple[date, str]:
    if row["counts_from"] == "expiry":
        expiry = effective_expiry(facts).value
        if expiry is None:
            raise ContradictoryFacts("Nobody can appeal against silence before the period has begun", fact="valid_from_on")
        return expiry, "the end of the period"
    if decided_on is None:
        raise MissingFact("decided_on", "the time for an appeal is counted from the decision")
    if facts.received_on and decided_on < facts.received_on:
        raise ContradictoryFacts("The decision is said to come before the application", fact="decided_on")
    if row["counts_from"] == "decision":
        return decided_on, "the date of the decision notice"
    if received_on is None:
        return decided_on + timedelta(days=1), "receipt of the decision, taken as the next day"
    if received_on < decided_on:
        raise ContradictoryFacts("The decision is said to be received before it was made", fact="received_on")
    return received_on, "receipt of the decision"


def _expedited(facts: CaseFacts, kind: Kind, row: Row, outcome: str) -> tuple[tuple[str, ...], bool, tuple[Reason, ...]]:
    topics = tuple(row["topics"])
    first = lookup("appeals", "expedited", date.max)
    covered = kind.family in first["families"] and outcome != NON_DETERMINATION
    if not covered or facts.law_on < first.since:
        return topics, False, ()
    return (*topics, first["topic"]), True, (first.reason(),)
