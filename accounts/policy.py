"""Numbers that are a council's own choice, not law: each has a default here and may be set in LocalAuthority.settings."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Policy:
    default: Any
    description: str


POLICIES: dict[str, Policy] = {
    "request_answer_working_days": Policy(15, "Working days an applicant has to answer a validation request"),
    "description_answer_working_days": Policy(5, "Working days an applicant has to answer a proposed description"),
    "extension_answer_working_days": Policy(5, "Working days an applicant has to answer a proposed extension of time"),
    "request_reminder_working_days": Policy(3, "Working days before the last day to answer on which an applicant is reminded; 0: never"),
    "request_chase_working_days": Policy(3, "Working days after the last day to answer on which an applicant is chased; 0: never"),
    "silence_agrees_to_description": Policy(False, "Whether a proposed description counts as agreed when nobody answers in time"),
    "access_link_days": Policy(14, "Days an emailed link can be opened"),
    "duplicate_window_days": Policy(28, "Days within which a second application for the same site counts as a possible duplicate"),
    "neighbour_distance_metres": Policy(20, "Metres from the red line within which addresses are offered as neighbours"),
    "site_history_metres": Policy(30, "Metres from the red line within which other cases belong to the history of a site"),
    "target_working_days_to_validate": Policy(5, "Working days in which a new application should be checked"),
    "recommend_days_before_expiry": Policy(7, "Days before expiry by which a recommendation should be made"),
    "due_soon_days": Policy(7, "Days before a date from which it counts as due soon"),
    "breach_suffix": Policy("ENF", "Ending of the references of reported breaches"),
    "officer_upload_mb": Policy(250, "Largest file an officer may upload, in megabytes"),
    "applicant_upload_mb": Policy(30, "Largest file an applicant may upload, in megabytes"),
    "draft_days": Policy(90, "Days after which a case that is being keyed in is deleted, when nobody has touched it"),
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
