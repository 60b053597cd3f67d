from typing import Any

import pytest

from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PlanningApplicationFactory


@pytest.fixture
def officer(authority: Any) -> Any:
    return MembershipFactory.create(authority=authority, roles=["case_officer"]).user


@pytest.fixture
def colleague(authority: Any) -> Any:
    return MembershipFactory.create(authority=authority, roles=["case_officer"]).user


@pytest.fixture
def valid_case(authority: Any) -> Any:
    """A valid householder application, in assessment."""
    return PlanningApplicationFactory.create(authority=authority, valid=True)


@pytest.fixture
def with_reviewer(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, published=True, status="awaiting_determination")
