"""The questions of validation: what each asks, and which of them a case has. Its type's workflow says which tasks it has."""

from typing import Any

from applications.models import ApplicationType
from applications.snapshot import CaseSnapshot
from applications.tasklist import workflow_for
from statute import StatuteError, may_need_assessment
from validation.models import ValidationCheck, ValidationRequest

Check, Kind = ValidationCheck.Check, ValidationRequest.Kind
CHECK_PAGES = {
    Check.DOCUMENTS: ("The documents have not been reviewed.", "validation:review_documents"),
    Check.REQUIRED_DOCUMENTS: ("It has not been checked whether every required document is there.", "validation:required_documents"),
    Check.RED_LINE: ("The red line has not been checked.", "validation:check_red_line"),
    Check.CONSTRAINTS: ("The constraints have not been checked.", "validation:check_constraints"),
    Check.DESCRIPTION: ("The description has not been checked.", "validation:check_description"),
    Check.SERVICES: ("The services that are asked for have not been checked.", "validation:check_services"),
    Check.FEE: ("The fee has not been checked.", "validation:check_fee"),
    Check.REPORTING: ("The reporting details are not complete.", "validation:reporting"),
    Check.LEGISLATION: ("The legislative requirements have not been checked.", "validation:check_legislation"),
    Check.CIL: ("It has not been said whether the Community Infrastructure Levy is due.", "validation:check_cil"),
    Check.EIA: ("It has not been said whether an environmental statement is needed.", "validation:check_eia"),
    Check.CERTIFICATE: ("The ownership certificate has not been checked.", "validation:check_certificate"),
}
ASKS_WHEN_NO = {
    Check.RED_LINE: Kind.RED_LINE,
    Check.DESCRIPTION: Kind.DESCRIPTION,
    Check.FEE: Kind.FEE,
    Check.CERTIFICATE: Kind.OWNERSHIP,
}
SERVICES = {"written_advice": "Written advice", "meeting": "Meeting", "site_visit": "Site visit"}
GENERAL_REGULATIONS = "Town and Country Planning General Regulations 1992"
OWN_INTEREST = {
    "regulation_3": f"The council carries the development out itself ({GENERAL_REGULATIONS}, regulation 3)",
    "regulation_4": f"On the council's land, carried out by somebody else ({GENERAL_REGULATIONS}, regulation 4)",
}


def task_of(check: str) -> str:
    """Key of the task that asks a question."""
    return CHECK_PAGES[Check(check)][1].split(":")[1]


def checks_of(snapshot: CaseSnapshot) -> list[Check]:
    """The questions that this case has to have answered before it is valid, in the order of the law's and the officer's day."""
    tasks = {task.key for stage in workflow_for(snapshot.application).stages for task in stage.tasks if task.applies(snapshot)}
    return [check for check in CHECK_PAGES if task_of(check) in tasks]


def needs_certificate(type_: ApplicationType) -> bool:
    """Applications for planning permission, and other kinds but prior approvals, certificates of lawfulness and advice."""
    return type_.family in ("planning_permission", "other")


def under_a_rule_of_its_own(type_: ApplicationType) -> bool:
    """Whether what is proposed must first of all come within a rule: prior approvals, and certificates of lawfulness."""
    return type_.family in ("prior_approval", "lawfulness_certificate")


def could_need_assessment(type_: ApplicationType) -> bool:
    """Whether an environmental statement may come with this type in law."""
    try:
        return may_need_assessment(type_.code)
    except StatuteError:
        return False


def in_words(check: ValidationCheck) -> str:
    """What was answered beyond yes, for the line of a task and the history; "" where the answer says all."""
    data: dict[str, Any] = check.data
    match check.check_name:
        case Check.REPORTING:
            parts = [data.get("code", ""), "the council's own interest" if data.get("own_interest") else ""]
        case Check.CIL:
            parts = [{True: "Liable", False: "Not liable"}.get(data.get("liable"), "")]
        case Check.EIA:
            parts = [{True: "Statement needed", False: "No statement needed"}.get(data.get("needed"), "")]
        case Check.FEE:
            parts = [f"£{data['fee']}" if data.get("fee") else ""]
        case Check.SERVICES:
            parts = [SERVICES[name] for name in data.get("services", []) if name in SERVICES]
        case Check.REQUIRED_DOCUMENTS:
            states = [item["state"] for item in data.get("items", {}).values()]
            named = [("there", "there"), ("ask", "asked for"), ("not_needed", "not needed")]
            parts = [f"{states.count(state)} {words}" for state, words in named if state in states]
        case _:
            parts = []
    return ", ".join(part for part in parts if part)
