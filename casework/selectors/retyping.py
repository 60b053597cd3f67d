"""Which types an application could have instead, and what hangs on its type."""

from copy import copy
from datetime import date
from typing import Any

from django.db.models import QuerySet

from applications.clock import clock_for
from applications.models import ApplicationType, AuthorityApplicationType, PlanningApplication
from applications.payments import position
from casework.selectors.foreseeing import DatesAt, dates_with
from validation.models import ValidationCheck
from validation.questions import could_need_assessment
from validation.requirements import requirement_keys
from validation.selectors import valid_from_answer

ADVICE = "pre_application"
Check = ValidationCheck.Check
ASKED_OF_THE_TYPE = (Check.REPORTING, Check.LEGISLATION)  # their answers are answers about the type itself


def types_for(application: PlanningApplication) -> QuerySet[ApplicationType]:
    """The types that this application could have instead: those the council takes, advice and applications apart."""
    off = AuthorityApplicationType.objects.filter(authority=application.authority_id, active=False).values("type")
    types = ApplicationType.objects.filter(active=True).exclude(pk__in=off).exclude(pk=application.type_id).order_by("name")
    return types.filter(family=ADVICE) if application.type.family == ADVICE else types.exclude(family=ADVICE)


def as_type(application: PlanningApplication, type_: ApplicationType) -> PlanningApplication:
    """The application in memory as if it were of this type, to ask what would follow. Never saved."""
    then = copy(application)
    then.type = type_
    return then


def valid_from_as(application: PlanningApplication, type_: ApplicationType) -> date | None:
    """From when a valid application is valid as another type: another fee may have been paid in full on another day."""
    return valid_from_answer(as_type(application, type_)).value if application.validated_at is not None else None


def dates_as(application: PlanningApplication, type_: ApplicationType) -> DatesAt:
    """The dates of the application as another type. Nothing is written."""
    return dates_with(application, type=type_, valid_from_on=valid_from_as(application, type_))


def checks_to_repeat(application: PlanningApplication, type_: ApplicationType) -> list[ValidationCheck]:
    """Which answers of the officer hold for the old type alone: about the type itself; the fee, the required documents and the
    environmental statement where the law or the lists ask something else of the new one.
    """
    then = as_type(application, type_)
    asked = {
        Check.FEE: _fee(application) != _fee(then),
        Check.REQUIRED_DOCUMENTS: requirement_keys(application) != requirement_keys(then),
        Check.EIA: could_need_assessment(application.type) != could_need_assessment(type_),
    }
    names = [*ASKED_OF_THE_TYPE, *(name for name, differs in asked.items() if differs)]
    return list(application.case.validation_checks.filter(check_name__in=names, ok__isnull=False))


def _fee(application: PlanningApplication) -> Any:
    return position(application, clock_for(application).facts).due
