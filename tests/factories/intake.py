"""Submissions and their files."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from intake.models import FetchedFile, Submission
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory

RECEIVED_AT = datetime(2026, 3, 3, 10, 16, tzinfo=ZoneInfo("Europe/London"))


class SubmissionFactory(DjangoModelFactory):
    """`SubmissionFactory(authority=…, sent=odp.document(…))`: kept, not yet understood."""

    class Meta:
        model = Submission

    class Params:
        sent = factory.LazyFunction(odp.document)

    authority = factory.SubFactory(LocalAuthorityFactory)
    client = factory.SubFactory(ApiClientFactory, authority=factory.SelfAttribute("..authority"))
    source = Submission.Source.PLANX
    source_id = factory.LazyAttribute(lambda o: o.sent["metadata"]["id"])
    body = factory.LazyAttribute(lambda o: odp.encoded(o.sent))
    sha256 = factory.LazyAttribute(lambda o: hashlib.sha256(o.body).hexdigest())
    received_at = RECEIVED_AT


class FetchedFileFactory(DjangoModelFactory):
    """A file of a submission, still waiting; its case is the submission's."""

    class Meta:
        model = FetchedFile

    submission = factory.SubFactory(SubmissionFactory)
    authority = factory.SelfAttribute("submission.authority")
    case = factory.SelfAttribute("submission.case")
    position = factory.Sequence(lambda n: n + 1)
    url = "https://files.bops.test/private/1/plan.pdf"
    name = "plan.pdf"
    tags = ["sitePlan.proposed"]
    next_attempt_at = RECEIVED_AT
