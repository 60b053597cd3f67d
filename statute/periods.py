"""How long the council has, when that time runs out, and what an agreement changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from statute.answers import Answer, Reason, say_date
from statute.calendar import add_months
from statute.errors import ContradictoryFacts
from statute.facts import CaseFacts, Extension
from statute.kinds import Kind, counts_as_major, kind_of
from statute.scale import is_major_by_definition
from statute.tables import Row, lookup, tables

ONE_DAY = timedelta(days=1)
IN_MONTHS = {"months": 1, "years": 12}
IN_DAYS = {"days": 1, "weeks": 7}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law puts it: 8 weeks, 42 days, 2 months, 3 years."""

    amount: int
    unit: str

    @property
    def words(self) -> str:
        """`8 weeks`, `1 month`."""
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"

    def __str__(self) -> str:
        return self.words

    def last_day(self, start: date, *, beginning_with: bool = False) -> date:
        """The last day of the period counted from the day after `start`, or beginning with it. Never rolls off a weekend."""
        before = start - ONE_DAY if beginning_with else start
        if self.unit in IN_MONTHS:
            return add_months(before, self.amount * IN_MONTHS[self.unit])
        return before + timedelta(days=self.amount * IN_DAYS[self.unit])


def rule_for(facts: CaseFacts) -> Row:
    """The row of the determination table that governs the case."""
    kind = kind_of(facts)
    row = lookup("determination", _period_key(facts, kind), facts.law_on, facts.overrides)
    small = row.get("notified_up_to_square_metres")
    if small and facts.floorspace is not None and facts.floorspace <= small:
        return lookup("determination", f"{row.key}.notified", facts.law_on, facts.overrides)
    return row


def _period_key(facts: CaseFacts, kind: Kind) -> str:
    rule: str = kind.rules["period"]
    if rule == "scale":
        return _scale_key(facts, kind)
    if facts.is_eia and kind.family in ("conditions", "technical_details"):
        return "eia"
    if rule == "technical_details":
        return "technical_details_major" if counts_as_major(facts, kind) else "technical_details_other"
    if rule == "class":
        return _class_key(facts, kind)
    return rule


def _scale_key(facts: CaseFacts, kind: Kind) -> str:
    if facts.is_eia:
        return "eia"
    if facts.is_public_service_infrastructure:
        return "public_service_infrastructure"
    return "major" if counts_as_major(facts, kind) else "other"


def _class_key(facts: CaseFacts, kind: Kind) -> str:
    if kind.code == "pa.part4.classBC" and facts.flood_zone > 1:
        return "pa.part4.classBC.flood"
    if facts.prior_approval_required:
        part = ".".join(kind.code.split(".")[:2])
        if tables().has("determination", f"{part}.required"):
            return f"{part}.required"
    return kind.code


def determination_period(facts: CaseFacts) -> Answer[Period | None]:
    """How long the council has to decide; None where no enactment and no council rule sets a period."""
    row = rule_for(facts)
    if not row["amount"]:
        return Answer(None, (row.reason(),))
    return Answer(Period(row["amount"], row["unit"]), (row.reason(), *_doubt_about_scale(facts, row)))


def _doubt_about_scale(facts: CaseFacts, row: Row) -> tuple[Reason, ...]:
    """A warning where the figures of the development make it major and nobody has marked it so."""
    if row.key not in ("other", "technical_details_other"):
        return ()
    by_figures = is_major_by_definition(facts)
    if not by_figures.value:
        return ()
    definition, figures = by_figures.because
    return (replace(definition, text=f"To be checked: by its figures the development is major, but it is not marked so. {figures.text}"),)


def statutory_expiry(facts: CaseFacts) -> Answer[date | None]:
    """The last day for a decision in time, before any agreement; None until the application is valid."""
    row = rule_for(facts)
    if not row["amount"]:
        return Answer(None, (row.reason(),))
    if facts.valid_from_on is None:
        return Answer(None, (row.reason(), Reason("The period has not begun: the application is not valid yet")))
    counted = _counted(row, facts.valid_from_on)
    answer = Answer(counted.value, (*counted.because, *_doubt_about_scale(facts, row)))
    stopped = facts.fee_dishonoured_on
    if stopped is None or stopped > answer.value:
        return answer
    return _standing_still(facts, answer, stopped)


def expiry_of(name: str, *, received_on: date) -> Answer[date]:
    """The last day for something that is no application type: `biodiversity_gain_plan` or `caad`."""
    return _counted(lookup("determination", name, received_on), received_on)


def _counted(row: Row, start: date) -> Answer[date]:
    period = Period(row["amount"], row["unit"])
    beginning_with = row["counting"] == "beginning_with"
    expiry = period.last_day(start, beginning_with=beginning_with)
    first = start if beginning_with else start + ONE_DAY
    inputs = f"A valid application was in on {say_date(start)}; the first day counted is {say_date(first)}"
    return Answer(expiry, (row.reason(), row.reason(inputs), row.reason(f"{period} end on {say_date(expiry)}")))


def _standing_still(facts: CaseFacts, answer: Answer[date], stopped: date) -> Answer[date | None]:
    rule = lookup("validity", "dishonoured", facts.law_on)
    paid = facts.fee_made_good_on
    if paid is None:
        return Answer(None, (*answer.because, rule.reason(f"{rule.says}; told on {say_date(stopped)}, not paid yet")))
    expiry = answer.value + (paid - stopped)
    words = f"{rule.says}: {(paid - stopped).days} days to {say_date(paid)}, so the period ends on {say_date(expiry)}"
    return Answer(expiry, (*answer.because, rule.reason(words)))


def effective_expiry(facts: CaseFacts) -> Answer[date | None]:
    """The last day for a decision in time, after agreements: the last agreement that counts, never earlier than the statutory day."""
    statutory = statutory_expiry(facts)
    if statutory.value is None or not facts.extensions:
        return statutory
    counted, ignored = _sorted_out(facts, statutory.value)
    because = (*statutory.because, *ignored)
    if not counted:
        return Answer(statutory.value, because)
    latest = max(counted, key=lambda item: (item.agreed_on, item.agreed_until_on))
    until = say_date(latest.agreed_until_on)
    words = f"A longer period, to {until}, was agreed in writing on {say_date(latest.agreed_on)}, so the case expires on {until}"
    return Answer(latest.agreed_until_on, (*because, rule_for(facts).reason(words)))


def _sorted_out(facts: CaseFacts, statutory: date) -> tuple[list[Extension], list[Reason]]:
    row = rule_for(facts)
    counted, ignored = [], []
    for extension in facts.extensions:
        why = _why_ignored(row, extension, statutory, facts)
        if why:
            ignored.append(row.reason(f"The agreement of {say_date(extension.agreed_on)} does not count: {why}"))
        else:
            counted.append(extension)
    return counted, ignored


def _why_ignored(row: Row, extension: Extension, statutory: date, facts: CaseFacts) -> str:
    if extension.agreed_until_on < statutory:
        raise ContradictoryFacts(
            f"An extension to {say_date(extension.agreed_until_on)} is before the statutory expiry of {say_date(statutory)}",
            fact="extensions",
        )
    if row["extend"] == "never":
        return "the law does not let this period be extended"
    if row["extend"] == "before_expiry" and extension.agreed_on > statutory:
        return f"the period had already ended on {say_date(statutory)}"
    if facts.appeal_lodged_on and extension.agreed_on >= facts.appeal_lodged_on:
        return "an appeal had been lodged"
    longest = row.get("longest_days")
    if (
        longest
        and facts.valid_from_on
        and extension.agreed_until_on > Period(longest, "days").last_day(facts.valid_from_on, beginning_with=True)
    ):
        return f"the period cannot be longer than {longest} days"
    return ""
