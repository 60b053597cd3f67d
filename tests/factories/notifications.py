from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from notifications.models import Announcement, Message, MessageWording, NotifyAccount
from tests.factories.accounts import LocalAuthorityFactory, UserFactory


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    class Params:
        letter = factory.Trait(
            channel="letter", template="validation.link", to="1 Fir Road, Croydon, CR0 1AA", address="1 Fir Road\nCroydon\nCR0 1AA"
        )

    authority = factory.SubFactory(LocalAuthorityFactory)
    template = "accounts.sign_in_code"
    to = factory.Sequence(lambda n: f"person{n}@example.com")
    to_name = "Perry Person"
    subject = "Your sign-in code"
    body = "123456 is your code.\n"
    shown_body = "[not shown] is your code.\n"
    sent_by = "BOPS"
    created_at = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


class AnnouncementFactory(DjangoModelFactory):
    class Meta:
        model = Announcement

    authority = factory.SubFactory(LocalAuthorityFactory)
    event = "application_determined"
    created_at = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


class MessageWordingFactory(DjangoModelFactory):
    class Meta:
        model = MessageWording

    authority = factory.SubFactory(LocalAuthorityFactory)
    key = "validation.request_cancelled"
    subject = "About ((reference))"
    body = "We need not have ((what)) for ((address)), because ((reason))"
    changed_by = factory.SubFactory(UserFactory)
    changed_at = datetime(2026, 11, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))


class NotifyAccountFactory(DjangoModelFactory):
    class Meta:
        model = NotifyAccount

    authority = factory.SubFactory(LocalAuthorityFactory)
    key = "bops-11111111-1111-1111-1111-111111111111-22222222-2222-2222-2222-222222222222"
    email_template_id = "33333333-3333-3333-3333-333333333333"
