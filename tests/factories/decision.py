from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from decision.models import DecisionNotice, Recommendation, Review
from tests.factories.accounts import UserFactory
from tests.factories.applications import CaseFactory

THEN = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))


class RecommendationFactory(DjangoModelFactory):
    """`submitted=True` or `accepted=True` for one that went on."""

    class Meta:
        model = Recommendation

    class Params:
        submitted = factory.Trait(state="submitted", submitted_at=THEN)
        accepted = factory.Trait(state="accepted", submitted_at=THEN)

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    number = factory.Sequence(lambda n: n + 1)
    outcome = "granted"
    reasons = "It complies with the development plan."
    by = factory.SubFactory(UserFactory)
    at = THEN


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    recommendation = factory.SubFactory(RecommendationFactory, accepted=True)
    authority = factory.SelfAttribute("recommendation.authority")
    accepted = True
    by = factory.SubFactory(UserFactory)
    at = THEN


class DecisionNoticeFactory(DjangoModelFactory):
    class Meta:
        model = DecisionNotice

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    recommendation = factory.SubFactory(RecommendationFactory, accepted=True, case=factory.SelfAttribute("..case"))
    outcome = "granted"
    decided_on = date(2026, 11, 23)
    content = factory.LazyFunction(dict)
    issued_by = factory.SubFactory(UserFactory)
    issued_at = THEN
