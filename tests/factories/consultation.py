from datetime import date, datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from consultation.models import Comment, Consultation, Letter, Neighbour, PressNotice, PrintRun, SiteNotice, SiteNoticeEvidence
from tests.factories.accounts import UserFactory
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory

LONDON = ZoneInfo("Europe/London")
THEN = datetime(2026, 11, 10, 9, 0, tzinfo=LONDON)


class CaseOwned(DjangoModelFactory):
    class Meta:
        abstract = True

    case = factory.SubFactory(CaseFactory)
    authority = factory.SelfAttribute("case.authority")


class ConsultationFactory(CaseOwned):
    class Meta:
        model = Consultation


class NeighbourFactory(CaseOwned):
    class Meta:
        model = Neighbour

    address = factory.Sequence(lambda n: f"{n + 1} Quarry Road, Anytown, AN1 3CD")
    source = "addresses"


class PrintRunFactory(CaseOwned):
    class Meta:
        model = PrintRun

    letters_wanted = 1
    content = factory.LazyFunction(dict)
    letter_date = date(2026, 11, 10)
    reply_by_on = date(2026, 12, 1)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = THEN


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    print_run = factory.SubFactory(PrintRunFactory)
    authority = factory.SelfAttribute("print_run.authority")
    neighbour = factory.SubFactory(NeighbourFactory, case=factory.SelfAttribute("..print_run.case"))
    position = factory.Sequence(lambda n: n + 1)


class SiteNoticeFactory(CaseOwned):
    """`displayed=True` for one whose display is recorded."""

    class Meta:
        model = SiteNotice

    class Params:
        displayed = factory.Trait(
            displayed_on=date(2026, 11, 10), displayed_where="Lamp post", recorded_by=factory.SubFactory(UserFactory), recorded_at=THEN
        )

    delivery = "print"
    comment_by_on = date(2026, 12, 1)
    asked_by = factory.SubFactory(UserFactory)
    asked_at = THEN


class PressNoticeFactory(CaseOwned):
    class Meta:
        model = PressNotice

    newspaper = "The Anytown Echo"
    published_on = date(2026, 11, 10)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = THEN


class SiteNoticeEvidenceFactory(DjangoModelFactory):
    class Meta:
        model = SiteNoticeEvidence

    notice = factory.SubFactory(SiteNoticeFactory)
    authority = factory.SelfAttribute("notice.authority")
    document = factory.SubFactory(DocumentFactory)


class CommentFactory(CaseOwned):
    """`published=True` for one that anybody may read."""

    class Meta:
        model = Comment

    class Params:
        published = factory.Trait(
            state="published",
            published_text="It would darken our kitchen.",
            moderated_by=factory.SubFactory(UserFactory),
            moderated_at=THEN,
        )

    name = factory.Sequence(lambda n: f"Neighbour {n}")
    address = factory.Sequence(lambda n: f"{n + 1} Mill Lane, Anytown")
    sentiment = "objection"
    text = "It would darken our kitchen. Call me on 020 7946 0999."
    received_at = THEN
