"""What notices and acknowledgements say of an appeal against silence."""

from dataclasses import replace
from datetime import date

from applications.facts import facts_for
from applications.models import PlanningApplication
from core.filters import show_date
from statute import StatuteError, appeal_limit, effective_expiry
from statute.appeals import NON_DETERMINATION, AppealLimit

INSPECTORATE = "The appeal is made to the Planning Inspectorate: https://www.gov.uk/planning-inspectorate."
VALIDITY = "Whether the application was valid is then part of the appeal."


def until(limit: AppealLimit) -> str:
    """How long after the end of the time to decide one can appeal: “ within 6 months of that date”."""
    return f" within {limit.words} of that date" if limit.last_on else " at any time after that date"


def appeal_words_when_disputed(application: PlanningApplication, *, on: date) -> str:
    """What a non-validation notice of that day says of an appeal: it lies once the time to decide, counted from receipt, has run out
    (section 78(2) of the Act, article 34(3) of the Order). Empty for kinds without an appeal against silence.
    """
    facts = replace(facts_for(application), valid_from_on=application.received_on)
    try:
        last = effective_expiry(facts).value
        limit = appeal_limit(facts, outcome=NON_DETERMINATION).value
    except StatuteError:
        return ""
    if not limit.applies or last is None:
        return ""
    if limit.last_on and limit.last_on < on:
        return (
            f"The time to decide ended on {show_date(last)}. An appeal could be made until {show_date(limit.last_on)}, so it is too late."
        )
    by = f"{until(limit)}, so by {show_date(limit.last_on)}" if limit.last_on else until(limit)
    as_refused = "to the Secretary of State as if it had been refused"
    if last < on:
        first = f"If you still disagree, you can appeal now {as_refused}: the time to decide ended on {show_date(last)}."
        return f"{first} You can appeal{by}. {INSPECTORATE} {VALIDITY}"
    first = f"If you still disagree, and the application has not been decided by {show_date(last)}, you can appeal {as_refused}"
    return f"{first}{by}. {INSPECTORATE} {VALIDITY}"
