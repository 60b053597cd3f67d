"""The case and what belongs to it whatever the stage. Split by subject; import from here."""

from applications.models.application import PlanningApplication, StatusChange
from applications.models.breaches import BreachReport
from applications.models.case import Case, CaseReference, CaseSearch, ReferenceCounter
from applications.models.corrections import DateCorrection
from applications.models.endings import WithdrawalRequest
from applications.models.facts import CaseConstraint, CaseDates, Development, TaskMark, TimeAgreement
from applications.models.law import LawFigure
from applications.models.money import Payment, Refund
from applications.models.people import AccessLink, Colleague, EmailProof, LandOwner, Ownership, Party
from applications.models.surroundings import EarlierApplication, SiteLookUp
from applications.models.types import ApplicationType, AuthorityApplicationType

__all__ = [
    "AccessLink",
    "ApplicationType",
    "AuthorityApplicationType",
    "BreachReport",
    "Case",
    "CaseConstraint",
    "CaseDates",
    "CaseReference",
    "CaseSearch",
    "Colleague",
    "DateCorrection",
    "Development",
    "EarlierApplication",
    "EmailProof",
    "LandOwner",
    "LawFigure",
    "Ownership",
    "Party",
    "Payment",
    "PlanningApplication",
    "ReferenceCounter",
    "Refund",
    "SiteLookUp",
    "StatusChange",
    "TaskMark",
    "TimeAgreement",
    "WithdrawalRequest",
]
