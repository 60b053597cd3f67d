"""From which day an application counts as valid."""

from __future__ import annotations

from datetime import date

from statute.answers import Answer, say_date
from statute.tables import lookup


def valid_from(*, received_on: date, last_required_item_on: date | None = None, fee_received_on: date | None = None) -> Answer[date]:
    """The day on which the last required thing arrived, the fee included; not the day on which an officer looked."""
    arrivals = {"the application": received_on, "the last required item": last_required_item_on, "the fee": fee_received_on}
    last, day = max(((name, when) for name, when in arrivals.items() if when), key=lambda pair: pair[1])
    row = lookup("validity", "valid_from", received_on)
    came = "; ".join(f"{name} came on {say_date(when)}" for name, when in arrivals.items() if when)
    return Answer(day, (row.reason(), row.reason(came), row.reason(f"Valid from {say_date(day)}, when {last} came")))
