from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from assessment.models import Condition, Informative, SiteVisit, SiteVisitPhotograph, Summary
from tests.factories.accounts import UserFactory
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory

THEN = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))


class SiteVisitFactory(DjangoModelFactory):
    class Meta:
        model = SiteVisit

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    visited_on = date(2026, 11, 20)
    notes = "Seen from the garden."
    by = factory.SubFactory(UserFactory)
    recorded_at = THEN


class SiteVisitPhotographFactory(DjangoModelFactory):
    class Meta:
        model = SiteVisitPhotograph

    visit = factory.SubFactory(SiteVisitFactory)
    authority = factory.SelfAttribute("visit.authority")
    document = factory.SubFactory(DocumentFactory)


class SummaryFactory(DjangoModelFactory):
    class Meta:
        model = Summary

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    category = "assessment"
    text = "Daylight and outlook are acceptable."
    done = True
    by = factory.SubFactory(UserFactory)
    at = THEN


class ConditionFactory(DjangoModelFactory):
    class Meta:
        model = Condition

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    position = factory.Sequence(lambda n: n + 1)
    title = "Approved plans"
    text = "Build it as drawn."
    reason = "So that what is built is what was assessed."


class InformativeFactory(DjangoModelFactory):
    class Meta:
        model = Informative

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    position = factory.Sequence(lambda n: n + 1)
    title = "Party walls"
    text = "Tell your neighbours."
