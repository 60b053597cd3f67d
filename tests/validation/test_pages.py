"""The officers' pages of validation."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import CaseConstraintFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services
from validation.models import ValidationCheck, ValidationRequest

TASKS = ["review_documents", "check_red_line", "check_constraints", "check_description", "check_fee", "requests", "decide_validity"]


def at(name: str, application: Any, **more: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": application.reference, **more})


@pytest.fixture
def client(authority: Any, officer_client: Any) -> Client:
    return officer_client(authority)[0]


@pytest.mark.parametrize("task", TASKS)
def test_every_task_opens_on_a_new_case(client: Client, application: Any, task: str) -> None:
    assert client.get(at(task, application)).status_code == 200


@pytest.mark.parametrize("task", TASKS)
def test_every_task_opens_on_a_full_case(client: Client, application: Any, task: str) -> None:
    CaseConstraintFactory.create(case=application.case)
    for number, kind in enumerate(["additional_document", "fee_change", "description_change", "red_line_boundary_change", "other_change"]):
        payload = {"proposed": "New words", "previous": "Old words"}
        ValidationRequestFactory.create(case=application.case, kind=kind, number=number * 3 + 1, payload=payload, answered=True)
        ValidationRequestFactory.create(case=application.case, kind=kind, number=number * 3 + 2, payload=payload, sent=True)
        ValidationRequestFactory.create(case=application.case, kind=kind, number=number * 3 + 3, payload=payload, cancelled=True)
    assert client.get(at(task, application)).status_code == 200


@pytest.mark.parametrize("task", TASKS)
def test_land_charges_may_not_validate(authority: Any, officer_client: Any, application: Any, task: str) -> None:
    reader, _ = officer_client(authority, roles=["land_charges"])
    assert reader.get(at(task, application)).status_code == 403


@pytest.mark.parametrize("task", TASKS)
def test_another_councils_case_is_not_found(officer_client: Any, application: Any, task: str) -> None:
    stranger, _ = officer_client(LocalAuthorityFactory.create())
    assert stranger.get(at(task, application)).status_code == 404


def test_documents_are_reviewed_on_one_page(client: Client, application: Any) -> None:
    good, bad = DocumentFactory.create(case=application.case), DocumentFactory.create(case=application.case)
    answer = {f"fit_{good.pk}": "yes", f"fit_{bad.pk}": "no", f"reason_{bad.pk}": "There is no scale bar", "action": "complete"}
    assert client.post(at("review_documents", application), answer).status_code == 302
    good.refresh_from_db()
    assert good.checked is True
    assert ValidationRequest.objects.get(case=application.case).payload["document"] == str(bad.public_id)
    assert ValidationCheck.objects.get(case=application.case).ok is True


def test_an_unlooked_document_keeps_the_review_open(client: Client, application: Any) -> None:
    DocumentFactory.create(case=application.case)
    page = client.post(at("review_documents", application), {"action": "complete"})
    assert page.status_code == 422 and "each document" in page.content.decode()
    assert client.post(at("review_documents", application), {"action": "draft"}).status_code == 302


def test_not_fit_without_a_reason_is_said_beside_the_field(client: Client, application: Any) -> None:
    bad = DocumentFactory.create(case=application.case, name="plan.pdf")
    page = client.post(at("review_documents", application), {f"fit_{bad.pk}": "no", "action": "complete"})
    assert "Say what is wrong with plan.pdf" in page.content.decode()
    bad.refresh_from_db()
    assert bad.checked is None


def test_a_question_must_be_answered(client: Client, application: Any) -> None:
    page = client.post(at("check_red_line", application), {"action": "complete"})
    assert page.status_code == 422 and "Select yes if the red line shows the site correctly" in page.content.decode()


def test_a_proposed_description_must_differ(client: Client, application: Any) -> None:
    answer = {"ok": "no", "note": "Too vague", "proposed": application.description, "action": "complete"}
    assert "stands already" in client.post(at("check_description", application), answer).content.decode()
    assert client.post(at("check_description", application), {**answer, "proposed": "A better one"}).status_code == 302
    assert ValidationRequest.objects.get(case=application.case).payload["proposed"] == "A better one"


def test_the_fee_page_shows_the_sum_of_the_law(client: Client, application: Any) -> None:
    words = client.get(at("check_fee", application)).content.decode()
    assert "Fee by law" in words and "more is due than was paid" in words


def test_a_constraint_is_added_and_removed(client: Client, application: Any) -> None:
    change = at("change_constraints", application)
    client.post(change, {"code": "tpo"})
    assert "Tree preservation order" in client.get(at("check_constraints", application)).content.decode()
    client.post(change, {"remove": "tpo"})
    assert application.case.constraints.get(code="tpo").removed_at is not None


def test_asking_for_a_document(client: Client, application: Any) -> None:
    url = at("new_request", application, what="document")
    assert client.post(url, {"tag": "", "reason": ""}).status_code == 422
    assert client.post(url, {"tag": "elevations.proposed", "reason": "North is missing"}).status_code == 302
    assert ValidationRequest.objects.get(case=application.case).payload["document_type"] == "Elevations - proposed"


def test_an_unknown_kind_of_request_is_not_found(client: Client, application: Any) -> None:
    assert client.get(at("new_request", application, what="dragon")).status_code == 404


def test_the_second_officer_sees_both_texts_and_can_save_again(client: Client, application: Any, officer: Any, now: Any) -> None:
    asked = services.create_request(
        application=application, kind="other_change", reason="First", payload={"suggestion": "x"}, by=officer, now=now
    )
    services.edit_request(request=asked, version=1, reason="Saved by Vera", by=officer, now=now)
    url = at("edit_request", application, request_id=asked.public_id)
    page = client.post(url, {"version": 1, "reason": "Mine", "suggestion": "Do it"})
    words = page.content.decode()
    assert page.status_code == 422 and "Saved by Vera" in words and "Mine" in words
    asked.refresh_from_db()
    assert asked.reason == "Saved by Vera"
    assert 'name="version" value="2"' in words
    assert client.post(url, {"version": 2, "reason": "Both", "suggestion": "Do it"}).status_code == 302


def test_a_request_of_another_case_is_not_found(client: Client, application: Any, authority: Any) -> None:
    other = ValidationRequestFactory.create(case__authority=authority)
    for page in ["edit_request", "cancel_request"]:
        assert client.get(at(page, application, request_id=other.public_id)).status_code == 404


def test_an_answer_is_marked_as_seen(client: Client, application: Any) -> None:
    answered = ValidationRequestFactory.create(case=application.case, answered=True)
    assert "Mark as seen" in client.get(at("requests", application)).content.decode()
    client.post(at("mark_seen", application, request_id=answered.public_id))
    answered.refresh_from_db()
    assert answered.seen_at is not None


def test_the_decision_page_lists_what_blocks_and_refuses(client: Client, application: Any) -> None:
    words = client.get(at("decide_validity", application)).content.decode()
    assert "It cannot be valid yet" in words and "Mark as valid" not in words
    assert client.post(at("decide_validity", application), {"action": "valid"}).status_code == 422
    application.refresh_from_db()
    assert application.status == "not_started"


def test_marked_valid_from_the_page(client: Client, checked: Any) -> None:
    assert "Mark as valid" in client.get(at("decide_validity", checked)).content.decode()
    assert client.post(at("decide_validity", checked), {"action": "valid"}).status_code == 302
    checked.refresh_from_db()
    assert checked.status == "in_assessment"


def test_where_nobody_can_be_emailed_the_page_does_not_say_that_they_were_told(client: Client, checked: Any) -> None:
    checked.case.parties.update(email="")
    words = client.post(at("decide_validity", checked), {"action": "valid"}, follow=True).content.decode()
    assert "Application marked valid." in words and "has been told" not in words
    assert "Nobody could be told" in words


def test_a_link_is_emailed_from_the_page(client: Client, application: Any) -> None:
    client.post(at("send_link", application, role="applicant"))
    assert application.case.messages.get().template == "validation.link"


def test_a_link_is_emailed_from_the_correspondence_page(client: Client, application: Any) -> None:
    page = reverse("casework:correspondence", kwargs={"reference": application.reference})
    assert "Email a link" in client.get(page).content.decode()
    assert client.post(at("send_link", application, role="applicant"), {"back": "correspondence"})["Location"] == page


def test_the_review_costs_the_same_with_many_documents(client: Client, application: Any, django_assert_max_num_queries: Any) -> None:
    DocumentFactory.create_batch(20, case=application.case)
    with django_assert_max_num_queries(25):
        client.get(at("review_documents", application))


def test_the_requests_page_costs_the_same_with_many_requests(client: Client, application: Any, django_assert_max_num_queries: Any) -> None:
    ValidationRequestFactory.create_batch(20, case=application.case, sent=True)
    with django_assert_max_num_queries(25):
        client.get(at("requests", application))
