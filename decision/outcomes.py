"""Every outcome that a decision can have, and what others call it. The one table; a test forbids an outcome without a row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """code: ours, stored; label: for people; v2: the reference API's word; odp: the ODP council decision (None where it has no word)."""

    code: str
    label: str
    v2: str
    odp: str | None
    colour: str
    grants: bool
    hint: str = ""


OUTCOMES: dict[str, Outcome] = {
    outcome.code: outcome
    for outcome in [
        Outcome("granted", "Granted", "granted", "granted", "green", True, "With the conditions on the list, if any"),
        Outcome("refused", "Refused", "refused", "refused", "red", False),
        Outcome("split", "Split decision", "granted", "granted", "yellow", True, "Part is granted, part refused"),
        Outcome("lawful", "Lawful: certificate granted", "granted", "granted", "green", True),
        Outcome("not_lawful", "Not lawful: certificate refused", "refused", "refused", "red", False),
        Outcome(
            "pa_not_required",
            "Prior approval not required",
            "not_required",
            "granted",
            "green",
            True,
            "Nobody objected, or the Order asks for nothing",
        ),
        Outcome("pa_granted", "Prior approval required and given", "granted", "granted", "green", True),
        Outcome("pa_refused", "Prior approval required and refused", "refused", "refused", "red", False),
        Outcome(
            "not_permitted_development",
            "Not permitted development",
            "refused",
            "refused",
            "red",
            False,
            "The Order’s limits or conditions are not met",
        ),
        Outcome("deemed", "Deemed: no decision in time", "granted", "granted", "yellow", True),
        Outcome("no_objection", "No objection", "granted", "granted", "green", True),
        Outcome("modified", "Modified", "granted", "granted", "green", True),
        Outcome("discharged", "Discharged", "granted", "granted", "green", True),
        Outcome("advice_given", "Advice given", "granted", None, "green", True),
    ]
}


def label_of(code: str) -> str:
    return OUTCOMES[code].label if code in OUTCOMES else ""
