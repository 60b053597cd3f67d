"""From which day an application counts as valid, and the answer to an applicant who disagrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from statute.answers import Answer, Reason, say_date
from statute.calendar import Closures, add_months
from statute.deadlines import deadline
from statute.errors import ContradictoryFacts, MissingFact
from statute.facts import CaseFacts
from statute.kinds import kind_of
from statute.periods import statutory_expiry
from statute.tables import lookup

UNDER_ARTICLE_34 = {"scale", "technical_details"}


def valid_from(*, received_on: date, last_required_item_on: date | None = None, fee_received_on: date | None = None) -> Answer[date]:
    """The day on which the last required thing arrived, the fee included; not the day on which an officer looked."""
    arrivals = {"the application": received_on, "the last required item": last_required_item_on, "the fee": fee_received_on}
    last, day = max(((name, when) for name, when in arrivals.items() if when), key=lambda pair: pair[1])
    row = lookup("validity", "valid_from", received_on)
    came = "; ".join(f"{name} came on {say_date(when)}" for name, when in arrivals.items() if when)
    return Answer(day, (row.reason(), row.reason(came), row.reason(f"Valid from {say_date(day)}, when {last} came")))


def may_be_disputed(facts: CaseFacts) -> Answer[bool]:
    """Whether the applicant may give notice under article 12: only where the period is that of article 34(2), so for planning
    permission, reserved matters and technical details, and neither for certificates nor for prior approval."""
    rule = kind_of(facts).rules["period"]
    return Answer(rule in UNDER_ARTICLE_34, (lookup("validity", "dispute", facts.law_on).reason(),))


def dispute_reply_by(facts: CaseFacts, *, notice_received_on: date, closures: Closures = ()) -> Answer[date]:
    """The last day to answer an applicant's article 12 notice: the end of the determination period, which runs from receipt
    for this purpose; 7 working days where the notice comes in the last 7 working days of it, or later."""
    if facts.received_on is None:
        raise MissingFact("received_on", "the period for a validation dispute runs from receipt")
    if notice_received_on < facts.received_on:
        raise ContradictoryFacts("The article 12 notice is said to come before the application", fact="notice_received_on")
    period = statutory_expiry(replace(facts, valid_from_on=facts.received_on, determined_on=None, extensions=()))
    late = deadline("validation_dispute", notice_received_on, closures=closures)
    if period.value is None or late.value > period.value:
        return late
    words = Reason(f"Working days enough are left of the period, so the answer is due by its end, {say_date(period.value)}")
    return Answer(period.value, (*period.because, late.because[0], words))


def local_list_binds(*, published_on: date | None, application_on: date) -> Answer[bool | None]:
    """Whether an item of the council's local list, last published on that day, has to be sent with an application of the other day.
    None where nobody has written down when it was published."""
    row = lookup("validity", "local_list", application_on)
    if published_on is None:
        return Answer(None, (row.reason("Not known: the day on which the list was published"), row.reason()))
    until = add_months(published_on, 12 * row["published_within_years"])
    counted = row.reason(f"Published on {say_date(published_on)}, so it binds until {say_date(until)}")
    return Answer(application_on <= until, (counted, row.reason()))
