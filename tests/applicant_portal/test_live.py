"""The applicant's open page asks whether anything changed."""

from typing import Any

from django.test import Client

from tests.applicant_portal.test_answers import url
from tests.casework.test_live import MOST_QUERIES, question_on
from tests.factories.applications import EmailProofFactory
from validation import services


def test_while_nothing_changes_an_answer_is_empty_and_costs_five_queries(
    inside: Client, wanted: Any, django_assert_max_num_queries: Any
) -> None:
    for path in ("/my/", url(wanted), url(wanted, "messages/")):
        question = question_on(inside.get(path))
        with django_assert_max_num_queries(MOST_QUERIES):
            assert inside.get(question).status_code == 204


def test_also_for_somebody_who_proved_an_email_address(
    visitor: Client, application: Any, wanted: Any, django_assert_max_num_queries: Any
) -> None:
    EmailProofFactory.create(authority=application.authority, email=application.case.parties.get().email.lower(), token="a-proof-to-use")
    visitor.post("/my/a-proof-to-use/", {"action": "open"})
    question = question_on(visitor.get(f"/my/cases/{application.reference}/"))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert visitor.get(question).status_code == 204


def test_what_the_officer_does_is_on_the_page_and_told(inside: Client, wanted: Any, officer: Any, now: Any) -> None:
    question = question_on(inside.get(url(wanted)))
    services.cancel_request(request=wanted, reason="We found it", by=officer, now=now)
    answer = inside.get(question)
    assert answer["X-Live"] == "changed" and "brought up to date" in answer.content.decode()
    assert officer.name not in answer.content.decode() and inside.get(question_on(answer)).status_code == 204


def test_what_one_did_oneself_is_not_told(inside: Client, wanted: Any) -> None:
    question = question_on(inside.get("/my/"))
    inside.post(url(wanted, "messages/"), {"text": "Which scale?"})
    answer = inside.get(question)
    assert answer["X-Live"] == "changed" and 'data-live=""' in answer.content.decode()
