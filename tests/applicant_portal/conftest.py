"""A case with requests, and a browser on the council's public site."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from applications.models import AccessLink, PlanningApplication
from applications.services import make_access_link
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def officer(db: None) -> Any:
    return UserFactory.create(name="Olu Officer")


@pytest.fixture
def application(authority: Any, officer: Any) -> PlanningApplication:
    return PlanningApplicationFactory.create(authority=authority, officer=officer, status="invalidated")


@pytest.fixture
def visitor(authority: Any) -> Client:
    return Client(HTTP_HOST=authority.public_host)


@pytest.fixture
def link(application: PlanningApplication) -> tuple[AccessLink, str]:
    """The applicant's link that has not been used: the row and the token."""
    party = application.case.parties.get(role="applicant")
    return make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())


@pytest.fixture
def inside(visitor: Client, link: Any) -> Client:
    """A browser that came in by the applicant's link."""
    visitor.post(f"/my/{link[1]}/", {"action": "open"})
    return visitor


@pytest.fixture
def wanted(application: PlanningApplication) -> Any:
    """An open request for a document."""
    return ValidationRequestFactory.create(case=application.case, number=1, sent=True)
