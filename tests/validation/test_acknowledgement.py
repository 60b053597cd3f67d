"""Telling people that their application has arrived."""

from typing import Any

from django.utils import timezone

from applications.models import Case
from notifications.models import Message
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from validation.jobs import acknowledge_new


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
    assert not Message.objects.exists()
