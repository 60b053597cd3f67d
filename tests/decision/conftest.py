from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest

from decision import services
from documents import storage
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import SummaryFactory
from tests.factories.consultation import ConsultationFactory, PrintRunFactory, SiteNoticeFactory


@pytest.fixture
def officer(authority: Any) -> Any:
    return MembershipFactory.create(authority=authority, roles=["case_officer"]).user


@pytest.fixture
def reviewer(authority: Any) -> Any:
    return MembershipFactory.create(authority=authority, roles=["reviewer"]).user


@pytest.fixture
def assessed(authority: Any) -> Any:
    """A proposed-use certificate whose assessment is written: it has no publicity to wait for."""
    return an_assessed("ldc.proposed", authority)


def an_assessed(code: str, authority: Any) -> Any:
    application = PlanningApplicationFactory.create(authority=authority, published=True, type_code=code)
    SummaryFactory.create(case=application.case)
    return application


@pytest.fixture
def told(authority: Any) -> Callable[[str], Any]:
    """`told("pp.full.householder")`: an assessed application whose publicity ran out before today."""

    def make(code: str) -> Any:
        application = an_assessed(code, authority)
        ConsultationFactory.create(case=application.case, started_on=date(2026, 11, 2), ends_on=date(2026, 11, 23))
        SiteNoticeFactory.create(case=application.case, displayed=True, displayed_on=date(2026, 11, 2))
        by = MembershipFactory.create(authority=authority).user
        PrintRunFactory.create(case=application.case, state="made", posted_on=date(2026, 10, 30), posted_by=by)
        return application

    return make


@pytest.fixture
def recommend(officer: Any, now: Any) -> Callable[..., Any]:
    """`recommend(application, outcome="lawful")` saves and sends to the reviewer."""

    def send(application: Any, outcome: str = "lawful", reasons: str = "It is within Class A.\n\nNo condition of it is broken.") -> Any:
        who = {"application": application, "by": officer, "now": now}
        services.save_recommendation(outcome=outcome, reasons=reasons, private_note="Please look at the eaves.", version=None, **who)
        return services.submit_recommendation(**who)

    return send


@pytest.fixture
def accept(recommend: Any, reviewer: Any, now: Any) -> Callable[..., Any]:
    """`accept(application, outcome="granted")`: recommended and accepted."""

    def answer(application: Any, outcome: str = "lawful", **changes: Any) -> Any:
        recommend(application, outcome, **changes)
        return services.review(application=application, accepted=True, comment="", by=reviewer, now=now)

    return answer


def words_of(document: Any) -> str:
    pdf = pypdfium2.PdfDocument(storage.read(document.current))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())
