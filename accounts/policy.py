"""Numbers that are a council's own choice, not law: each has a default here and may be set in LocalAuthority.settings."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    """lowest, highest: limits of a number; note: what an administrator should know; pattern: what a short text must match."""

    default: Any
    description: str
    lowest: int | None = None
    highest: int | None = None
    note: str = ""
    pattern: str = ""


POLICIES: dict[str, Policy] = {
    "request_answer_working_days": Policy(
        15,
        "Working days an applicant has to answer a validation request",
        1,
        90,
        "Counted from the day it is sent. Requests already sent keep their day.",
    ),
    "description_answer_working_days": Policy(
        5, "Working days an applicant has to answer a proposed description", 1, 90, "Counted from the day it is sent."
    ),
    "extension_answer_working_days": Policy(
        5, "Working days an applicant has to answer a proposed extension of time", 1, 90, "Counted from the day it is sent."
    ),
    "request_reminder_working_days": Policy(
        3, "Working days before the last day to answer on which an applicant is reminded", 0, 60, "0: never."
    ),
    "request_chase_working_days": Policy(
        3,
        "Working days after the last day to answer on which an applicant is chased",
        0,
        60,
        "0: never. The list of cases to return counts from the last day to answer then.",
    ),
    "return_after_chase_working_days": Policy(
        5, "Working days after an applicant was chased from which an invalid application may be returned", 1, 90
    ),
    "silence_agrees_to_description": Policy(
        False,
        "A proposed description counts as agreed when nobody answers in time",
        note="The applicant is told so when they are asked. Never for a red line, a certificate, a fee or an extension of time.",
    ),
    "access_link_days": Policy(14, "Days an emailed link can be opened", 1, 60, "Links already sent keep their day."),
    "duplicate_window_days": Policy(28, "Days within which a second application for the same site counts as a possible duplicate", 0, 365),
    "neighbour_distance_metres": Policy(20, "Metres from the red line within which addresses are offered as neighbours", 0, 1000),
    "site_history_metres": Policy(30, "Metres from the red line within which other cases belong to the history of a site", 0, 1000),
    "target_working_days_to_validate": Policy(5, "Working days in which a new application should be checked", 1, 60),
    "recommend_days_before_expiry": Policy(7, "Days before expiry by which a recommendation should be made", 0, 60),
    "due_soon_days": Policy(7, "Days before a date from which it counts as due soon", 0, 60),
    "breach_suffix": Policy(
        "ENF", "Ending of the references of reported breaches", note="One to six capital letters or digits.", pattern=r"[A-Z0-9]{1,6}"
    ),
    "officer_upload_mb": Policy(250, "Largest file an officer may upload, in megabytes", 1, 250),
    "applicant_upload_mb": Policy(30, "Largest file an applicant may upload, in megabytes", 1, 250),
    "draft_days": Policy(90, "Days after which a case that is being keyed in is deleted, when nobody has touched it", 1, 730),
    "closure_days": Policy([], "Days on which the council's offices are closed and which are not working days of it"),
    "positive_statement": Policy(
        "The council has worked with the applicant in a positive and proactive way to seek solutions to problems arising in "
        "relation to dealing with the application.",
        "The statement on decision notices of how the council worked with the applicant",
    ),
}


def policy(authority: Any, name: str) -> Any:
    """The council's own value of `name`, or the default. KeyError for a name that nobody declared."""
    return authority.settings.get(name, POLICIES[name].default)


# Sign-in is the same at every council: these guard everybody.
SIGN_IN_CODE_MINUTES = 10
SIGN_IN_CODE_TRIES = 5
SIGN_IN_CODE_WAIT_SECONDS = 30
PASSWORD_STEP_MINUTES = 15
PASSWORD_LINK_WAIT_MINUTES = 5

# The list of all of somebody's applications opens by a link that proves their email address.
EMAIL_PROOF_HOURS = 2
EMAIL_PROOFS_AN_HOUR = 3  # for one address
EMAIL_PROOFS_ASKED_AN_HOUR = 20  # from one network address: an office may share one
# People whom an applicant or agent lets see a case.
MOST_COLLEAGUES = 5
COLLEAGUES_ADDED_A_DAY = 10  # those since removed count as well
