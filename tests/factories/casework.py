"""What the desk keeps of its own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from accounts.models import hash_token
from casework.models import CalendarFeed
from tests.factories.accounts import LocalAuthorityFactory, UserFactory


class CalendarFeedFactory(DjangoModelFactory):
    """`CalendarFeedFactory(user=…, token="secret")` keeps the hash of the token."""

    class Meta:
        model = CalendarFeed

    class Params:
        token = "a-calendar-for-tests"

    authority = factory.SubFactory(LocalAuthorityFactory)
    user = factory.SubFactory(UserFactory)
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    made_at = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))
