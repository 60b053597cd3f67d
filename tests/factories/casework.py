"""What the desk keeps of its own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from accounts.models import hash_token
from casework.models import CalendarFeed, CorrespondenceTemplate, LetterInRun, LetterRun, ReceivedDocument, ReceivedItem
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.notifications import MessageFactory


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


class LetterRunFactory(DjangoModelFactory):
    class Meta:
        model = LetterRun

    authority = factory.SubFactory(LocalAuthorityFactory)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/London"))


class LetterInRunFactory(DjangoModelFactory):
    class Meta:
        model = LetterInRun

    run = factory.SubFactory(LetterRunFactory)
    authority = factory.SelfAttribute("run.authority")
    message = factory.SubFactory(MessageFactory, letter=True, authority=factory.SelfAttribute("..authority"))
    position = 1


class ReceivedItemFactory(DjangoModelFactory):
    """`ReceivedItemFactory(case=…)`: a phone call from the applicant."""

    class Meta:
        model = ReceivedItem

    case = factory.LazyAttribute(lambda o: PlanningApplicationFactory.create().case)
    authority = factory.SelfAttribute("case.authority")
    how = "phone"
    sender = "applicant"
    from_name = "Ann Applicant"
    received_on = date(2026, 11, 23)
    subject = "Asked when the site visit is"
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))


class ReceivedDocumentFactory(DjangoModelFactory):
    class Meta:
        model = ReceivedDocument

    item = factory.SubFactory(ReceivedItemFactory)
    authority = factory.SelfAttribute("item.authority")
    document = factory.LazyAttribute(lambda o: DocumentFactory.create(case=o.item.case))


class CorrespondenceTemplateFactory(DjangoModelFactory):
    class Meta:
        model = CorrespondenceTemplate

    authority = factory.SubFactory(LocalAuthorityFactory)
    code = factory.Sequence(lambda n: f"template-{n}")
    name = "Site visit"
    subject = "A visit to ((address))"
    text = "We would like to visit the site."
