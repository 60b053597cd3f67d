from typing import Any

import pytest

from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PlanningApplicationFactory


@pytest.fixture
def officer(authority: Any) -> Any:
    return MembershipFactory.create(authority=authority, roles=["case_officer"]).user


@pytest.fixture
def public_case(authority: Any) -> Any:
    """A valid householder application that anybody can read about."""
    return PlanningApplicationFactory.create(authority=authority, published=True)


@pytest.fixture
def larger_extension(authority: Any) -> Any:
    """A public prior approval for a larger extension, with its figures."""
    application = PlanningApplicationFactory.create(authority=authority, published=True, type_code="pa.part1.classA")
    development = application.case.development
    development.projection, development.maximum_height, development.eaves_height = "5.50", "3.90", "2.80"
    development.save()
    return application
