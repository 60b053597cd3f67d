"""Cases and what hangs on them. Traits: valid, published, determined."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import factory
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import hash_token
from applications.models import (
    AccessLink,
    ApplicationType,
    BreachReport,
    Case,
    CaseConstraint,
    CaseDates,
    Colleague,
    DateCorrection,
    Development,
    EarlierApplication,
    EmailProof,
    LandOwner,
    LawFigure,
    Ownership,
    Party,
    Payment,
    PlanningApplication,
    Refund,
    SiteLookUp,
    TaskMark,
    TimeAgreement,
    WithdrawalRequest,
)
from tests.factories.accounts import LocalAuthorityFactory, UserFactory

LONDON = ZoneInfo("Europe/London")
RED_LINE = MultiPolygon(Polygon(((-0.0731, 51.4566), (-0.0727, 51.4566), (-0.0727, 51.4569), (-0.0731, 51.4569), (-0.0731, 51.4566))))


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = Case

    authority = factory.SubFactory(LocalAuthorityFactory)
    issued_by = factory.SelfAttribute("authority")
    reference = factory.Sequence(lambda n: f"26-{n + 10000:05d}-HAPP")
    address_lines = factory.Sequence(lambda n: f"{n + 1} Pine Grove")
    town = "Anytown"
    postcode = "AN1 2BC"
    uprn = factory.Sequence(lambda n: str(100000000000 + n))
    point = Point(-0.0729, 51.4567)
    boundary_submitted = RED_LINE
    created_at = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)


class DevelopmentFactory(DjangoModelFactory):
    class Meta:
        model = Development

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    role = "applicant"
    first_name = "Ada"
    last_name = factory.Sequence(lambda n: f"Applicant{n}")
    email = factory.Sequence(lambda n: f"applicant{n}@example.com")
    phone = "020 7946 0001"


class PaymentFactory(DjangoModelFactory):
    class Meta:
        model = Payment

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    amount = "548.00"
    reference = "pay-1"
    received_on = date(2026, 11, 2)


class RefundFactory(DjangoModelFactory):
    class Meta:
        model = Refund

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    amount = "548.00"
    ground = "overpaid"
    reason = "The fee was paid twice"
    requested_at = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)
    requested_by = factory.SubFactory(UserFactory)


class CaseConstraintFactory(DjangoModelFactory):
    class Meta:
        model = CaseConstraint

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    code = "designated.conservationArea"
    name = "Conservation area"
    source = "PlanX"
    declared = True


class SiteLookUpFactory(DjangoModelFactory):
    class Meta:
        model = SiteLookUp

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    what = "constraints"
    asked_at = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)
    next_attempt_at = datetime(2026, 11, 2, 10, 2, tzinfo=LONDON)


class EarlierApplicationFactory(DjangoModelFactory):
    class Meta:
        model = EarlierApplication

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    source = "The index of planning applications"
    reference = factory.Sequence(lambda n: f"15/{n:05d}/FUL")
    description = "Build a garage"
    decision = "Application Refused"
    received_on = date(2015, 6, 13)
    decided_on = date(2015, 9, 16)


class PlanningApplicationFactory(DjangoModelFactory):
    """`PlanningApplicationFactory(authority=…, type_code="ldc.proposed", valid=True)`; refreshed, so its columns are true."""

    class Meta:
        model = PlanningApplication
        skip_postgeneration_save = True

    class Params:
        type_code = "pp.full.householder"
        officer = None
        valid = factory.Trait(
            status="in_assessment",
            valid_from_on=date(2026, 11, 2),
            validated_at=datetime(2026, 11, 4, 9, 30, tzinfo=LONDON),
        )
        published = factory.Trait(valid=True, published_at=datetime(2026, 11, 4, 10, 0, tzinfo=LONDON))
        determined = factory.Trait(
            published=True,
            status="determined",
            outcome="granted",
            determined_on=date(2026, 11, 20),
            determined_at=datetime(2026, 11, 20, 11, 0, tzinfo=LONDON),
        )

    authority = factory.SubFactory(LocalAuthorityFactory)
    case = factory.SubFactory(CaseFactory, authority=factory.SelfAttribute("..authority"), officer=factory.SelfAttribute("..officer"))
    type = factory.LazyAttribute(lambda o: ApplicationType.objects.get(code=o.type_code))
    status = "not_started"
    description = "Build a single storey rear extension"
    received_at = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)
    received_on = date(2026, 11, 2)

    @factory.post_generation
    def refreshed(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        from applications.projection import refresh

        if create and extracted is not False:
            Development.objects.get_or_create(case=self.case, defaults={"authority": self.authority})  # type: ignore[attr-defined]
            PartyFactory(case=self.case)  # type: ignore[attr-defined]
            refresh(self, now=datetime(2026, 11, 24, 14, 0, tzinfo=LONDON))  # type: ignore[arg-type]
            self.refresh_from_db()  # type: ignore[attr-defined]


class TimeAgreementFactory(DjangoModelFactory):
    class Meta:
        model = TimeAgreement

    application = factory.SubFactory(PlanningApplicationFactory, valid=True)
    authority = factory.SelfAttribute("application.authority")
    agreed_until_on = date(2027, 1, 29)
    agreed_on = date(2026, 11, 20)
    evidence = "Email of 20 November 2026"
    recorded_at = datetime(2026, 11, 20, 12, 0, tzinfo=LONDON)


class DateCorrectionFactory(DjangoModelFactory):
    """A person's valid-from date that stands."""

    class Meta:
        model = DateCorrection

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    what = "valid_from_on"
    before = date(2026, 11, 2)
    day = date(2026, 11, 9)
    reason = "The plan that came on 9 November was needed"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 20, 10, 0, tzinfo=LONDON)


class WithdrawalRequestFactory(DjangoModelFactory):
    """Asked by the applicant of `case`, and not answered yet."""

    class Meta:
        model = WithdrawalRequest

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    party = factory.SubFactory(PartyFactory, case=factory.SelfAttribute("..case"))
    text = "We are going to move house"
    asked_at = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)
    asked_by_name = factory.LazyAttribute(lambda o: f"{o.party.name} ({o.party.role})")


class CaseDatesFactory(DjangoModelFactory):
    class Meta:
        model = CaseDates

    application = factory.SubFactory(PlanningApplicationFactory)
    authority = factory.SelfAttribute("application.authority")


class OwnershipFactory(DjangoModelFactory):
    class Meta:
        model = Ownership

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    certificate = "a"


class LandOwnerFactory(DjangoModelFactory):
    class Meta:
        model = LandOwner

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    name = "Olive Owner"


class AccessLinkFactory(DjangoModelFactory):
    """`AccessLinkFactory(case=…, token="secret")` keeps the hash of the token."""

    class Meta:
        model = AccessLink

    class Params:
        token = "a-token-for-tests"

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    email = factory.LazyAttribute(lambda o: o.party.email if o.party else "")
    party = None
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    created_at = datetime(2026, 11, 20, 9, 0, tzinfo=LONDON)
    expires_at = datetime(2026, 12, 4, 9, 0, tzinfo=LONDON)


class EmailProofFactory(DjangoModelFactory):
    """`EmailProofFactory(authority=…, email=…, token="secret")`: not used yet, good for two hours from now."""

    class Meta:
        model = EmailProof

    class Params:
        token = "a-proof-for-tests"

    authority = factory.SubFactory(LocalAuthorityFactory)
    email = "alex.agent@example.com"
    token_hash = factory.LazyAttribute(lambda o: hash_token(o.token))
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda o: o.created_at + timedelta(hours=2))


class ColleagueFactory(DjangoModelFactory):
    """Somebody whom a party lets see and answer a case (trait `removed`)."""

    class Meta:
        model = Colleague

    class Params:
        removed = factory.Trait(removed_at=datetime(2026, 11, 22, 9, 0, tzinfo=LONDON), removed_by_name="Ada Applicant (applicant)")

    party = factory.SubFactory(PartyFactory)
    case = factory.SelfAttribute("party.case")
    authority = factory.SelfAttribute("case.authority")
    party_email = factory.SelfAttribute("party.email")
    name = "Cora Colleague"
    email = factory.Sequence(lambda n: f"colleague{n}@example.com")
    added_at = datetime(2026, 11, 20, 9, 0, tzinfo=LONDON)


class TaskMarkFactory(DjangoModelFactory):
    class Meta:
        model = TaskMark

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")
    task = "informatives"
    state = "done"
    by = factory.SubFactory(UserFactory)
    at = datetime(2026, 11, 20, 9, 0, tzinfo=LONDON)


class ApplicationTypeFactory(DjangoModelFactory):
    """A type of tests alone; the national list is there already."""

    class Meta:
        model = ApplicationType

    code = factory.Sequence(lambda n: f"test.type{n}")
    name = "A type for tests"
    suffix = factory.Sequence(lambda n: f"T{n:04d}")
    family = "other"
    category = "other"
    workflow = "general"
    outcomes = ["granted", "refused"]


class LawFigureFactory(DjangoModelFactory):
    """The council's own answer period of Class E of Part 4: 42 days from 1 January 2026."""

    class Meta:
        model = LawFigure

    authority = factory.SubFactory(LocalAuthorityFactory)
    table = "determination"
    key = "pa.part4.classE"
    figure = "amount"
    value = 42
    from_on = date(2026, 1, 1)
    source = "https://www.legislation.gov.uk/uksi/2015/596"
    read_on = date(2026, 11, 2)
    entered_by = factory.SubFactory(UserFactory)
    entered_at = datetime(2026, 11, 2, 9, 0, tzinfo=LONDON)


class BreachReportFactory(DjangoModelFactory):
    """A report with a case of kind enforcement and somebody who reported it (`complainant=False`: nobody says who)."""

    class Meta:
        model = BreachReport
        skip_postgeneration_save = True

    case = factory.SubFactory(
        CaseFactory,
        authority=factory.SelfAttribute("..authority"),
        kind="enforcement",
        reference=factory.Sequence(lambda n: f"26-{n + 10000:05d}-ENF"),
    )
    authority = factory.SubFactory(LocalAuthorityFactory)
    allegation = "A shed as high as the house was put up in the front garden"
    kinds = [{"value": "outbuilding", "description": "New or modified outbuilding"}]
    began_on = date(2026, 9, 1)
    received_at = datetime(2026, 11, 2, 10, 0, tzinfo=LONDON)
    received_on = date(2026, 11, 2)

    @factory.post_generation
    def complainant(self, create: bool, extracted: Any, **more: Any) -> None:
        if create and extracted is not False:
            names = {"first_name": "Wilma", "last_name": "Watcher", "email": "wilma.watcher@example.com"}
            PartyFactory(case=self.case, role="complainant", **{**names, **more})
