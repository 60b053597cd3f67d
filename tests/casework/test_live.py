"""An open page of a case asks whether anything changed: cheap while nothing did, and told in words when something did."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actors import Applicant
from core.live import event_in
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services

MOST_QUERIES = 5


@pytest.fixture
def case(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, status="invalidated")


def question_on(page: Any) -> str:
    """The address that the page asks."""
    return str(page.content.decode().split('hx-get="')[1].split('"')[0]).replace("&amp;", "&")


@pytest.fixture
def desk(authority: Any, officer_client: Any) -> Any:
    return officer_client(authority)


@pytest.fixture
def question(desk: Any, case: Any) -> str:
    return question_on(desk[0].get(reverse("casework:case", kwargs={"reference": case.reference})))


def written_by_the_applicant(case: Any, text: str = "Is it valid?") -> None:
    party = case.case.parties.get()
    services.write_to_each_other(application=case, text=text, party=party, by=Applicant(party), now=timezone.now())


def test_while_nothing_changes_an_answer_is_empty_and_costs_five_queries(
    desk: Any, question: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        answer = desk[0].get(question)
    assert answer.status_code == 204 and answer["X-Live"] == "same" and answer.content == b""


def test_what_the_applicant_did_is_told_once(desk: Any, question: str, case: Any) -> None:
    written_by_the_applicant(case)
    answer = desk[0].get(question)
    words = answer.content.decode()
    assert answer["X-Live"] == "changed" and "Message written about the application" in words and "(applicant)" in words
    assert question_on(answer) != question and desk[0].get(question_on(answer)).status_code == 204


def test_what_one_did_oneself_changes_the_page_without_a_word(desk: Any, question: str, case: Any) -> None:
    services.write_to_each_other(application=case, text="Soon.", by=desk[1], now=timezone.now())
    answer = desk[0].get(question)
    assert answer["X-Live"] == "changed" and 'data-live=""' in answer.content.decode()


def test_on_another_day_a_page_is_drawn_anew_without_a_word(desk: Any, question: str) -> None:
    answer = desk[0].get(question.rpartition("-")[0] + "-20200101")
    assert answer["X-Live"] == "changed" and 'data-live=""' in answer.content.decode()


@pytest.mark.parametrize("said", ["", "x", "-", "1" * 40, "²-20261124", "0-20261124&at=%00", "-1-20261124"])
def test_a_question_that_is_none_is_answered_as_if_all_had_changed(desk: Any, question: str, said: str) -> None:
    answer = desk[0].get(question.split("?")[0] + f"?at={said}")
    assert answer.status_code == 200 and answer["X-Live"] == "changed"
    assert event_in("1" * 40) is None and event_in("12-20261124") == 12


def test_every_page_of_a_case_asks(desk: Any, case: Any) -> None:
    ValidationRequestFactory.create(case=case.case, sent=True)
    for name in ("casework:case", "casework:correspondence", "casework:history", "validation:requests", "validation:check_fee"):
        page = desk[0].get(reverse(name, kwargs={"reference": case.reference}))
        assert "/changes/?at=" in page.content.decode() and "data-live-part" in page.content.decode(), name


def test_another_councils_case_and_whoever_is_not_signed_in(desk: Any, question: str, authority: Any, client: Any) -> None:
    other = LocalAuthorityFactory.create()
    with acting_for(other):
        PlanningApplicationFactory.create(authority=other, case__reference="26-07777-HAPP")
    assert desk[0].get("/cases/26-07777-HAPP/changes/").status_code == 404
    answer = client.get(question, HTTP_HOST=authority.officer_host)
    assert answer.status_code == 302 and "X-Live" not in answer
