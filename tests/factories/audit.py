from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from audit.models import AuditEvent
from tests.factories.accounts import LocalAuthorityFactory


class AuditEventFactory(DjangoModelFactory):
    """A row as it is stored; its hashes prove nothing. To write real history call audit.services.record()."""

    class Meta:
        model = AuditEvent

    authority = factory.SubFactory(LocalAuthorityFactory)
    sequence = factory.Sequence(lambda n: n + 1)
    type = "created"
    actor_kind = "system"
    actor_name = "BOPS"
    at = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    data = factory.LazyFunction(dict)
