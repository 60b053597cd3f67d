"""Submissions and their files."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from intake.models import Difference, FetchedFile, ManualDraft, ManualFile, Package, Submission
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory, UserFactory

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


class ManualDraftFactory(DjangoModelFactory):
    """A case that an officer has begun to key in; `answers` as intake.manual.pages has them."""

    class Meta:
        model = ManualDraft

    authority = factory.SubFactory(LocalAuthorityFactory)
    begun_by = factory.SubFactory(UserFactory)
    saved_by = factory.SelfAttribute("begun_by")
    begun_at = RECEIVED_AT
    saved_at = RECEIVED_AT


class ManualFileFactory(DjangoModelFactory):
    """A file of a draft that waits for its case."""

    class Meta:
        model = ManualFile

    draft = factory.SubFactory(ManualDraftFactory)
    authority = factory.SelfAttribute("draft.authority")
    name = "site plan.png"
    key = factory.LazyAttribute(lambda o: f"{o.authority.pk}/drafts/{o.sha256}/original")
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    content_type = "image/png"
    size = 100
    added_at = RECEIVED_AT


class PackageFactory(DjangoModelFactory):
    """A package of a submission, still waiting to be fetched."""

    class Meta:
        model = Package

    submission = factory.SubFactory(SubmissionFactory, source=Submission.Source.PLANNING_PORTAL)
    authority = factory.SelfAttribute("submission.authority")
    position = factory.Sequence(lambda n: n + 1)
    url = "https://packages.bops.test/PP-1.zip"
    name = "PP-1.zip"
    next_attempt_at = RECEIVED_AT


class DifferenceFactory(DjangoModelFactory):
    """One thing that a later version says differently: `DifferenceFactory(submission=…, case=…)`."""

    class Meta:
        model = Difference

    submission = factory.SubFactory(SubmissionFactory, revision=2)
    authority = factory.SelfAttribute("submission.authority")
    case = factory.SelfAttribute("submission.case")
    position = factory.Sequence(lambda n: n + 1)
    part = "Proposal"
    label = "Description"
    before = "A shed"
    after = "A larger shed"
    action = "description"
