"""What the officer recommends, and how it goes to the reviewer and comes back."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from applications.lifecycle import Blocked, NotAllowedNow
from core.errors import DomainError, StaleRecord
from decision import services
from decision.models import Recommendation
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import SummaryFactory
from tests.factories.decision import RecommendationFactory
from tests.factories.validation import ValidationRequestFactory

pytestmark = pytest.mark.django_db


def save(application: Any, officer: Any, now: Any, **changes: Any) -> Recommendation:
    given = {"outcome": "lawful", "reasons": "Within Class A.", "private_note": "", "version": 0} | changes
    return services.save_recommendation(application=application, by=officer, now=now, **given)


@pytest.mark.parametrize("trait", ["unchecked", "with_reviewer", "determined"])
def test_is_written_while_the_case_is_in_assessment_only(authority: Any, officer: Any, now: Any, trait: str) -> None:
    state = {"unchecked": {}, "with_reviewer": {"published": True, "status": "awaiting_determination"}, "determined": {"determined": True}}
    application = PlanningApplicationFactory.create(authority=authority, type_code="ldc.proposed", **state[trait])
    with pytest.raises(NotAllowedNow):
        save(application, officer, now)
    assert not Recommendation.objects.exists()


def test_a_draft_may_lack_everything(assessed: Any, officer: Any, now: Any) -> None:
    draft = save(assessed, officer, now, outcome="", reasons="")
    assert (draft.number, draft.state, draft.by, draft.at) == (1, "draft", officer, now)
    assert assessed.case.events.get().type == "recommendation_saved"


def test_an_outcome_that_the_type_cannot_have_is_refused(assessed: Any, officer: Any, now: Any) -> None:
    with pytest.raises(DomainError, match="this type of application") as refusal:
        save(assessed, officer, now, outcome="pa_granted")
    assert refusal.value.field == "outcome"


def test_two_first_drafts_at_once_do_not_overwrite_each_other(assessed: Any, officer: Any, reviewer: Any, now: Any) -> None:
    save(assessed, reviewer, now, reasons="Theirs.")
    with pytest.raises(StaleRecord, match=reviewer.name) as refusal:
        save(assessed, officer, now, reasons="Mine.")
    assert "Theirs." in refusal.value.theirs
    assert "Lawful" in refusal.value.theirs
    assert Recommendation.objects.get().reasons == "Theirs."


def test_an_incomplete_assessment_and_an_unanswered_request_hold_it_back(authority: Any, officer: Any, now: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True, type_code="ldc.proposed")
    SummaryFactory.create(case=application.case, done=False)
    ValidationRequestFactory.create(case=application.case, state="open", sent_at=now, due_on=now.date())
    save(application, officer, now, reasons="")
    with pytest.raises(Blocked) as refusal:
        services.submit_recommendation(application=application, by=officer, now=now)
    assert [block.url_name for block in refusal.value.blocks] == ["decision:recommend", "assessment:assessment_text", "validation:requests"]
    application.refresh_from_db()
    assert application.status == "in_assessment"


def test_sent_it_waits_for_the_reviewer(assessed: Any, officer: Any, recommend: Any, now: Any) -> None:
    sent = recommend(assessed)
    assert (sent.state, sent.by, sent.submitted_at) == ("submitted", officer, now)
    assessed.refresh_from_db()
    assert assessed.status == "awaiting_determination"
    assert list(assessed.case.events.order_by("sequence").values_list("type", flat=True)) == ["recommendation_saved", "submitted"]


def test_the_reviewers_group_is_told_if_it_has_an_address(assessed: Any, authority: Any, recommend: Any) -> None:
    authority.reviewer_group_email = "reviewers@council.example"
    authority.save()
    recommend(assessed)
    message = assessed.case.messages.get()
    assert (message.template, message.to) == ("decision.recommendation_submitted", "reviewers@council.example")


def test_taken_back_its_words_become_the_next_draft(assessed: Any, officer: Any, recommend: Any, now: Any) -> None:
    sent = recommend(assessed)
    services.take_back_recommendation(application=assessed, by=officer, now=now)
    first, draft = Recommendation.objects.order_by("number")
    assert (first.state, draft.state, draft.number, draft.reasons) == ("withdrawn", "draft", 2, sent.reasons)
    assessed.refresh_from_db()
    assert assessed.status == "in_assessment"
    assert assessed.case.events.order_by("sequence").last().type == "withdrawn_recommendation"


def test_a_page_of_the_draft_before_does_not_fit_the_next(assessed: Any, officer: Any, recommend: Any, now: Any) -> None:
    sent = recommend(assessed)
    services.take_back_recommendation(application=assessed, by=officer, now=now)
    with pytest.raises(StaleRecord):
        save(assessed, officer, now, version=sent.version)


@pytest.mark.parametrize("answer", ["nothing sent", "accepted"])
def test_only_what_waits_can_be_taken_back(assessed: Any, officer: Any, accept: Any, now: Any, answer: str) -> None:
    if answer == "accepted":
        accept(assessed)
    with pytest.raises(NotAllowedNow):
        services.take_back_recommendation(application=assessed, by=officer, now=now)


@pytest.mark.parametrize(
    "broken",
    [
        {"number": 1, "state": "draft"},
        {"number": 2, "state": "draft"},
        {"number": 2, "state": "accepted", "submitted_at": None},
        {"number": 2, "state": "accepted", "outcome": ""},
        {"number": 2, "state": "accepted", "reasons": ""},
    ],
)
def test_the_database_keeps_one_open_and_whole_ones(assessed: Any, now: Any, broken: dict[str, Any]) -> None:
    RecommendationFactory.create(case=assessed.case, number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationFactory.create(case=assessed.case, **({"submitted_at": now} | broken))
