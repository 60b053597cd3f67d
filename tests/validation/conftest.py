"""A new application with an officer, ready to be checked."""

from typing import Any

import pytest

from applications.models import PlanningApplication
from tests.factories.accounts import UserFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from validation import services
from validation.models import ValidationCheck


@pytest.fixture
def officer(db: None) -> Any:
    return UserFactory.create(name="Olu Officer")


@pytest.fixture
def application(authority: Any, officer: Any) -> PlanningApplication:
    return PlanningApplicationFactory.create(authority=authority, officer=officer)


@pytest.fixture
def checked(application: PlanningApplication, officer: Any, now: Any) -> PlanningApplication:
    """Every question answered yes, the fee paid on the day of receipt."""
    PaymentFactory.create(case=application.case)
    for check in ValidationCheck.Check.values:
        services.record_check(application=application, check=check, ok=True, by=officer, now=now)
    application.refresh_from_db()
    return application
