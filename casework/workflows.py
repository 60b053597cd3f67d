"""Which tasks an application type has, in what order. A type names its workflow in applications/types.toml."""

from django.utils import timezone

from applications.tasklist import Stage, Task, Workflow
from assessment import tasklist as assessment
from casework import tasklist as desk
from consultation import tasklist as consultation
from decision import tasklist as decision
from statute import CaseFacts, publicity_duties
from validation import tasklist as validation


def _no_publicity() -> str:
    """Why a certificate has no publicity, in the words of the law's own table."""
    reasons = publicity_duties(CaseFacts("ldc.proposed", timezone.localdate(), None)).because
    return f"{'. '.join(reason.text for reason in reasons)}. Making it public puts it on the register."


def _validation(*extra: Task) -> Stage:
    """`extra` stands after the description. A task says itself which types have it: an ownership certificate goes with permissions."""
    tasks = (
        validation.REVIEW_DOCUMENTS,
        validation.REQUIRED_DOCUMENTS,
        validation.CHECK_RED_LINE,
        validation.CHECK_CONSTRAINTS,
        validation.CHECK_DESCRIPTION,
        *extra,
        validation.AMENDED_PLANS,
        validation.REQUESTS,
        validation.ANSWER_DISPUTE,
        validation.DECIDE_VALIDITY,
    )
    return Stage("Validation", tasks)


VALIDATION = _validation(
    validation.CHECK_FEE,
    validation.REPORTING,
    validation.CHECK_LEGISLATION,
    validation.CHECK_CIL,
    validation.CHECK_EIA,
    validation.CHECK_CERTIFICATE,
)
PUBLICITY = Stage(
    "Consultation",
    (
        consultation.MAKE_PUBLIC,
        consultation.NEIGHBOURS,
        consultation.NEIGHBOUR_LETTERS,
        consultation.SITE_NOTICE,
        consultation.PRESS_NOTICE,
        consultation.COMMENTS,
    ),
)
NO_PUBLICITY = Stage("Consultation", (consultation.MAKE_PUBLIC,), note=_no_publicity())
WITHDRAWAL = Stage("Withdrawal", (desk.WITHDRAWAL,))  # shown only while the applicant waits for an answer to it
DECISION = Stage("Decision", (decision.RECOMMEND, decision.REVIEW, decision.DETERMINE))


def _assessment(*extra: object, conditions: bool = True) -> Stage:
    """Visit, describe, weigh; `extra` stands before the assessment itself."""
    last = (assessment.CONDITIONS, assessment.INFORMATIVES) if conditions else (assessment.INFORMATIVES,)
    tasks = (assessment.SITE_VISIT, assessment.SUMMARY_OF_WORKS, assessment.SITE_DESCRIPTION, *extra, assessment.ASSESSMENT_TEXT, *last)
    return Stage("Assessment", tasks)  # type: ignore[arg-type]


LAWFUL_DEVELOPMENT_CERTIFICATE = Workflow(
    "lawful_development_certificate", (WITHDRAWAL, VALIDATION, NO_PUBLICITY, _assessment(conditions=False), DECISION)
)
HOUSEHOLDER = Workflow("householder", (WITHDRAWAL, VALIDATION, PUBLICITY, _assessment(assessment.NEIGHBOUR_SUMMARY), DECISION))
PRIOR_APPROVAL_LARGER_EXTENSION = Workflow(
    "prior_approval_larger_extension",
    (WITHDRAWAL, VALIDATION, PUBLICITY, _assessment(assessment.NEIGHBOUR_SUMMARY, assessment.AMENITY), DECISION),
)
GENERAL = Workflow("general", (WITHDRAWAL, VALIDATION, PUBLICITY, _assessment(assessment.NEIGHBOUR_SUMMARY), DECISION))
PRE_APPLICATION = Workflow(
    "pre_application", (WITHDRAWAL, _validation(validation.CHECK_SERVICES, validation.CHECK_FEE), _assessment(conditions=False), DECISION)
)

ALL = (LAWFUL_DEVELOPMENT_CERTIFICATE, HOUSEHOLDER, PRIOR_APPROVAL_LARGER_EXTENSION, GENERAL, PRE_APPLICATION)
