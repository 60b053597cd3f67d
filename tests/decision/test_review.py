"""The reviewer's answer: never their own, never without words when it goes back."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from applications.lifecycle import NotAllowedNow
from core.errors import DomainError
from decision import selectors, services
from decision.models import Recommendation, Review
from decision.services import SameOfficer
from tests.factories.decision import ReviewFactory

pytestmark = pytest.mark.django_db


def answer(application: Any, by: Any, now: Any, accepted: bool = False, comment: str = "Say more about number 14.") -> Review:
    return services.review(application=application, accepted=accepted, comment=comment, by=by, now=now)


def test_nobody_reviews_their_own(assessed: Any, officer: Any, recommend: Any, now: Any) -> None:
    recommend(assessed)
    with pytest.raises(SameOfficer):
        answer(assessed, officer, now, accepted=True)
    assert not Review.objects.exists()
    assessed.refresh_from_db()
    assert assessed.status == "awaiting_determination"


def test_nothing_to_review_is_refused(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    with pytest.raises(NotAllowedNow):
        answer(assessed, reviewer, now)
    accept(assessed)
    with pytest.raises(NotAllowedNow):
        answer(assessed, reviewer, now)


def test_a_return_says_what_is_to_change(assessed: Any, reviewer: Any, recommend: Any, now: Any) -> None:
    recommend(assessed)
    with pytest.raises(DomainError, match="what the officer is to change") as refusal:
        answer(assessed, reviewer, now, comment="  ")
    assert refusal.value.field == "comment"
    assert not Review.objects.exists()


def test_a_return_opens_the_case_again_with_the_same_words(assessed: Any, officer: Any, reviewer: Any, recommend: Any, now: Any) -> None:
    sent = recommend(assessed)
    answer(assessed, reviewer, now)
    assessed.refresh_from_db()
    draft = selectors.latest_recommendation(assessed.case)
    assert (assessed.status, draft.state, draft.number, draft.reasons, draft.by) == ("to_be_reviewed", "draft", 2, sent.reasons, officer)
    assert selectors.last_return(assessed.case) == {"text": "Say more about number 14.", "by_name": reviewer.name, "at": now}
    last = assessed.case.events.order_by("sequence").last()
    assert (last.type, last.actor_name) == ("challenged", reviewer.name)
    assert (assessed.next_task, assessed.case.messages.get().to) == ("recommend", officer.email)


def test_sent_again_the_comment_is_answered(assessed: Any, reviewer: Any, recommend: Any, now: Any) -> None:
    recommend(assessed)
    answer(assessed, reviewer, now)
    recommend(assessed, reasons="With more about number 14.")
    assert selectors.last_return(assessed.case) is None
    assert answer(assessed, reviewer, now, accepted=True, comment="").accepted
    assert list(Recommendation.objects.order_by("number").values_list("state", flat=True)) == ["returned", "accepted"]


def test_accepted_it_waits_for_the_decision(assessed: Any, reviewer: Any, accept: Any, now: Any) -> None:
    review = accept(assessed)
    assert (review.by, review.at) == (reviewer, now)
    assessed.refresh_from_db()
    assert (assessed.status, assessed.next_task) == ("awaiting_determination", "determine")
    assert assessed.case.events.order_by("sequence").last().type == "approved"


def test_the_database_wants_a_comment_with_a_return_and_one_answer_each(assessed: Any, recommend: Any) -> None:
    sent = recommend(assessed)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory.create(recommendation=sent, accepted=False, comment="")
    ReviewFactory.create(recommendation=sent)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory.create(recommendation=sent)
