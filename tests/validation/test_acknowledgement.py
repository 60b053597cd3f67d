"""Telling people that their application has arrived."""

from typing import Any

import pytest
from django.utils import timezone

import validation.jobs
from applications.models import Case
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from validation.jobs import acknowledge_new


@pytest.fixture(autouse=True)
def nobody_else_waits(authority: Any) -> None:
    """Tests that commit leave applications of other councils behind; they are told first, and this test begins with none waiting."""
    acknowledge_new()


def arrive(application: Any) -> None:
    Case.objects.filter(pk=application.pk).update(created_at=timezone.now())


def test_applicant_and_agent_are_told_once_each_with_a_link(application: Any) -> None:
    arrive(application)
    PartyFactory.create(case=application.case, role="agent", email="agent@example.com")
    assert acknowledge_new() == 1
    assert acknowledge_new() == 0
    sent = Message.objects.filter(case=application.case, template="validation.received")
    assert sent.count() == 2 and all(application.reference in message.body and "/my/" in message.body for message in sent)
    assert all("/my/" not in message.shown_body for message in sent)


def test_old_valid_and_unreachable_applications_are_left_alone(application: Any, authority: Any) -> None:
    valid = PlanningApplicationFactory.create(authority=authority, valid=True)
    arrive(valid)
    nobody = PlanningApplicationFactory.create(authority=authority)
    arrive(nobody)
    nobody.case.parties.update(email="")
    assert acknowledge_new() == 0
    assert not Message.objects.filter(authority=authority).exists()


def test_one_that_breaks_keeps_no_other_waiting(application: Any, authority: Any, monkeypatch: Any) -> None:
    arrive(application)
    arrive(PlanningApplicationFactory.create(authority=authority))
    tell = validation.jobs.acknowledge

    def breaks_once(*, application: Any, **given: Any) -> Any:
        if application.reference == broken:
            raise ZeroDivisionError
        return tell(application=application, **given)

    broken = application.reference
    monkeypatch.setattr("validation.jobs.acknowledge", breaks_once)
    assert acknowledge_new() == 1
    assert not Message.objects.filter(case=application.case).exists()


def test_a_council_where_it_breaks_keeps_no_other_waiting(application: Any, authority: Any, monkeypatch: Any) -> None:
    arrive(application)
    broken, waiting = LocalAuthorityFactory.create(subdomain="aaa-first"), validation.jobs.not_acknowledged

    def breaks(council: Any, **given: Any) -> Any:
        if council == broken:
            raise ZeroDivisionError
        return waiting(council, **given)

    monkeypatch.setattr("validation.jobs.not_acknowledged", breaks)
    assert acknowledge_new() == 1
