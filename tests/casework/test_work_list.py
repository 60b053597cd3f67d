"""The work list: what needs me today."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import CaseConstraintFactory, PlanningApplicationFactory, TimeAgreementFactory

pytestmark = pytest.mark.django_db
EVERY_SORT = ["reference", "address", "type", "status", "next", "expiry", "consultation", "unread", "officer", "received", "decided"]


@pytest.fixture
def desk(authority, officer_client):
    """A client of a case officer, and the officer."""
    return officer_client(authority)


def get(client, path, **query):
    response = client.get(path, query)
    assert response.status_code == 200, (path, response.status_code, response.content[:500])
    return response.content.decode()


def test_shows_my_cases_and_not_those_of_others(authority, desk):
    client, me = desk
    mine = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
    theirs = PlanningApplicationFactory(authority=authority, valid=True, officer=UserFactory())
    page = get(client, "/")
    assert mine.reference in page
    assert theirs.reference not in page
