"""Who may not review, what stops a decision on a prior approval, and that an issued notice is fixed in the database itself."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from applications.projection import refresh
from decision import services
from decision.models import DecisionNotice
from decision.services import SameOfficer
from decision.services.determination import blocks_to_determine
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import SummaryFactory
from tests.factories.consultation import CommentFactory, NeighbourFactory
from tests.factories.decision import DecisionNoticeFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db


def test_who_drafts_may_not_review_what_a_colleague_sends(authority: Any, now: Any) -> None:
    drafter, sender = (MembershipFactory.create(authority=authority, roles=["team_leader"]).user for _ in range(2))
    application = PlanningApplicationFactory.create(authority=authority, published=True)
    SummaryFactory.create(case=application.case)
    services.save_recommendation(
        application=application, outcome="granted", reasons="It complies.", private_note="", version=None, by=drafter, now=now
    )
    services.submit_recommendation(application=application, by=sender, now=now)
    for maker in (drafter, sender):
        with pytest.raises(SameOfficer):
            services.review(application=application, accepted=True, comment="", by=maker, now=now)


def accepted_class_a(authority: Any, now: Any) -> Any:
    application = PlanningApplicationFactory.create(
        authority=authority, published=True, type_code="pa.part1.classA", status="awaiting_determination"
    )
    ReviewFactory.create(recommendation=RecommendationFactory.create(case=application.case, accepted=True, outcome="pa_not_required"))
    refresh(application, now=now)
    return authority.applications.for_reference(application.case.reference)


def test_an_objection_of_a_neighbour_who_was_told_means_that_approval_is_required(authority: Any, now: Any) -> None:
    """GPDO Schedule 2, Part 1, paragraph A.4(7)."""
    application = accepted_class_a(authority, now)
    told = NeighbourFactory.create(case=application.case)
    stranger = NeighbourFactory.create(case=application.case, source="comment", chosen=False)
    CommentFactory.create(case=application.case, neighbour=stranger)
    assert not [block for block in blocks_to_determine(application, on=date(2026, 12, 1)) if "objected" in block.reason]
    CommentFactory.create(case=application.case, neighbour=told)
    assert [block for block in blocks_to_determine(application, on=date(2026, 12, 1)) if "objected" in block.reason]


@pytest.mark.parametrize(("on", "stopped"), [(date(2026, 12, 14), False), (date(2026, 12, 15), True)])
def test_nothing_is_decided_after_silence_has_become_consent(authority: Any, now: Any, on: date, stopped: bool) -> None:
    """Paragraph A.4(10): 42 days from the day after 2 November 2026 end on 14 December 2026."""
    application = accepted_class_a(authority, now)
    blocks = [block for block in blocks_to_determine(application, on=on) if "may go ahead" in block.reason]
    assert bool(blocks) == stopped


@pytest.mark.parametrize("change", [{"outcome": "refused"}, {"content": {"heading": "Other"}}, {"decided_on": date(2026, 11, 1)}])
def test_the_database_keeps_an_issued_notice_as_it_was(authority: Any, change: dict[str, Any]) -> None:
    notice = DecisionNoticeFactory.create(case=PlanningApplicationFactory.create(authority=authority, determined=True).case)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        DecisionNotice.objects.filter(pk=notice.pk).update(**change)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        DecisionNotice.objects.filter(pk=notice.pk).delete()
