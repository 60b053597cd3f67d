"""Checks and requests of validation. Traits of a request: sent, answered, cancelled."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory
from validation.models import (
    AmendedPlan,
    Amendment,
    ApplicantDraft,
    CaseMessage,
    LocalListItem,
    ReadyReason,
    RequestDocument,
    ValidationCheck,
    ValidationDispute,
    ValidationRequest,
    ValidityOverride,
)

LONDON = ZoneInfo("Europe/London")


class ValidationCheckFactory(DjangoModelFactory):
    class Meta:
        model = ValidationCheck

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    check_name = "red_line"
    ok = True
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 3, 10, 0, tzinfo=LONDON)


class ValidationRequestFactory(DjangoModelFactory):
    class Meta:
        model = ValidationRequest

    class Params:
        sent = factory.Trait(state="open", sent_at=datetime(2026, 11, 4, 9, 0, tzinfo=LONDON), due_on=date(2026, 11, 25))
        answered = factory.Trait(
            sent=True,
            state="closed",
            answered_at=datetime(2026, 11, 10, 12, 0, tzinfo=LONDON),
            answered_by_name="Ada Applicant (applicant)",
            answer={"text": "Here it is", "files": []},
        )
        cancelled = factory.Trait(
            state="cancelled",
            cancelled_at=datetime(2026, 11, 5, 9, 0, tzinfo=LONDON),
            cancelled_by=factory.SelfAttribute("created_by"),
            cancel_reason="Asked for by mistake",
        )

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    number = factory.Sequence(lambda n: n + 1)
    kind = "additional_document"
    reason = "The north elevation is missing."
    payload = {"document_type": "Elevations - proposed", "tag": "elevations.proposed"}
    created_by = factory.SubFactory(UserFactory)
    created_at = datetime(2026, 11, 3, 10, 0, tzinfo=LONDON)


class RequestDocumentFactory(DjangoModelFactory):
    class Meta:
        model = RequestDocument

    request = factory.SubFactory(ValidationRequestFactory)
    authority = factory.SelfAttribute("request.authority")
    document = factory.SubFactory("tests.factories.documents.DocumentFactory", case=factory.SelfAttribute("..request.case"))


class CaseMessageFactory(DjangoModelFactory):
    """About a request; about the application as a whole with `request=None, case=…`."""

    class Meta:
        model = CaseMessage

    request = factory.SubFactory(ValidationRequestFactory, sent=True)
    case = factory.SelfAttribute("request.case")
    authority = factory.SelfAttribute("case.authority")
    from_council = False
    text = "Which scale do you need?"
    written_by_name = "Ada Applicant (applicant)"
    written_at = datetime(2026, 11, 9, 12, 0, tzinfo=LONDON)


class ApplicantDraftFactory(DjangoModelFactory):
    class Meta:
        model = ApplicantDraft

    case = factory.SubFactory(CaseFactory)
    writer = "party-1"
    authority = factory.SelfAttribute("case.authority")
    about = "messages"
    fields = {"text": "Not finished"}
    kept_at = datetime(2026, 11, 9, 12, 0, tzinfo=LONDON)


class LocalListItemFactory(DjangoModelFactory):
    class Meta:
        model = LocalListItem

    authority = factory.SubFactory(LocalAuthorityFactory)
    name = factory.Sequence(lambda n: f"Flood risk assessment {n}")
    what = "An assessment of the risk of flooding to and from the development."
    when = "Sites in flood zone 2 or 3."
    source = "Local plan policy EN5"
    valid_from = date(2026, 1, 1)


class ReadyReasonFactory(DjangoModelFactory):
    class Meta:
        model = ReadyReason

    authority = factory.SubFactory(LocalAuthorityFactory)
    kind = "additional_document"
    title = factory.Sequence(lambda n: f"Elevations {n}")
    reason = "There is no drawing of every side of the house that changes."


class ValidationDisputeFactory(DjangoModelFactory):
    class Meta:
        model = ValidationDispute

    class Params:
        answered = factory.Trait(
            outcome="non_validation",
            answer="The plan is needed.",
            answered_at=datetime(2026, 11, 23, 10, 0, tzinfo=LONDON),
            answered_by=factory.SubFactory(UserFactory),
        )

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    reasons = "The works are inside the house, so no elevations are needed."
    given_by_name = "Ada Applicant (applicant)"
    how = "portal"
    received_on = date(2026, 11, 20)
    recorded_at = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
    answer_by_on = date(2026, 12, 28)


class ValidityOverrideFactory(DjangoModelFactory):
    class Meta:
        model = ValidityOverride

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    verb = "validate"
    blocks = ["The fee has not been checked."]
    reason = "The fee was checked by telephone"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)


class AmendmentFactory(DjangoModelFactory):
    """Plans that nobody asked for; trait `sent`."""

    class Meta:
        model = Amendment

    class Params:
        sent = factory.Trait(state="sent", sent_at=datetime(2026, 11, 23, 10, 0, tzinfo=LONDON), text="The roof is lower.")

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    begun_at = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
    sent_by_name = "Ada Applicant (applicant)"
    writer = factory.Sequence(lambda n: f"colleague-{9000 + n}")


class AmendedPlanFactory(DjangoModelFactory):
    class Meta:
        model = AmendedPlan

    amendment = factory.SubFactory(AmendmentFactory, sent=True)
    authority = factory.SelfAttribute("amendment.authority")
    document = factory.SubFactory(DocumentFactory, case=factory.SelfAttribute("..amendment.case"), source="applicant", tags=[])
    tag = "elevations.proposed"
