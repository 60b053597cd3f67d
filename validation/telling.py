"""What an officer is told of how the applicant hears of it."""

from typing import Any

from notifications.letters import EMAIL, way_to
from validation.selectors import correspondent

NOBODY = "Nobody could be told: there is neither an email nor a postal address. Call the applicant."
PRINT = "The letter to the applicant waits to be printed: see “Print”."


def told_how(application: Any, by_email: str = "The applicant has been told by email.") -> str:
    """`by_email` where an email has been written; else that a letter waits, or that nobody can be reached."""
    party = correspondent(application)
    if party is None:
        return NOBODY
    return by_email if way_to(party) == EMAIL else PRINT
