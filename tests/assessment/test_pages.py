"""The pages of assessment: who may, what they show, what they refuse, and what they cost."""

from typing import Any

import pytest

from assessment.models import Condition, Summary
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.assessment import ConditionFactory, InformativeFactory, SiteVisitFactory, SummaryFactory
from tests.factories.consultation import CommentFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db

PAGES = ["site-visit", "summary-of-works", "site-description", "summary-of-comments", "amenity", "assessment", "conditions", "informatives"]


def page(application: Any, name: str) -> str:
    return f"/cases/{application.case.reference}/assessment/{name}/"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_its_officer_and_for_nobody_else(valid_case: Any, authority: Any, officer_client: Any, name: str) -> None:
    assert officer_client(authority)[0].get(page(valid_case, name)).status_code == 200
    assert officer_client(authority, roles=["land_charges"])[0].get(page(valid_case, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_another_councils_case_is_not_found(authority: Any, officer_client: Any, name: str) -> None:
    other = LocalAuthorityFactory.create()
    with acting_for(other):
        theirs = page(PlanningApplicationFactory.create(authority=other, valid=True), name)
    client, _ = officer_client(authority)
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, {"text": "x"}).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_however_much_it_shows(
    valid_case: Any, authority: Any, officer_client: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    case = valid_case.case
    for factory in (ConditionFactory, InformativeFactory, SiteVisitFactory, CommentFactory, DocumentFactory):
        factory.create_batch(8, case=case)
    for category in ("summary_of_work", "site_description", "assessment"):
        SummaryFactory.create(case=case, category=category)
    client, _ = officer_client(authority)
    with django_assert_max_num_queries(20):
        assert client.get(page(valid_case, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_with_the_reviewer_there_is_nothing_to_fill_in(with_reviewer: Any, authority: Any, officer_client: Any, name: str) -> None:
    client, _ = officer_client(authority)
    shown = client.get(page(with_reviewer, name)).content.decode()
    assert "take it back first" in shown
    assert "app-task__buttons" not in shown
    assert "The list is complete" not in shown


def test_a_stale_text_shows_both_and_the_next_save_goes_on(valid_case: Any, authority: Any, officer_client: Any, officer: Any) -> None:
    client, user = officer_client(authority)
    SummaryFactory.create(case=valid_case.case, by=officer, text="What the colleague wrote.", version=3)
    path, mine = page(valid_case, "assessment"), {"text": "What I wrote.", "version": "2", "action": "complete"}
    answer = client.post(path, mine)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "What the colleague wrote." in shown
    assert "What I wrote." in shown
    assert officer.name in shown
    assert Summary.objects.get().text == "What the colleague wrote."
    assert 'name="version" value="3"' in shown
    assert client.post(path, mine | {"version": "3"}).status_code == 302
    assert (Summary.objects.get().text, Summary.objects.get().by) == ("What I wrote.", user)


def test_two_first_texts_at_once_do_not_overwrite_each_other(valid_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    opened = client.get(page(valid_case, "assessment")).content.decode()
    assert 'name="version" value="0"' in opened
    SummaryFactory.create(case=valid_case.case, text="Faster.")
    assert client.post(page(valid_case, "assessment"), {"text": "Slower.", "version": "0"}).status_code == 422
    assert Summary.objects.get().text == "Faster."


def test_a_draft_stays_on_the_page_and_a_complete_text_leads_to_the_case(valid_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    path = page(valid_case, "site-description")
    assert client.post(path, {"text": "A terrace.", "version": "0", "action": "draft"})["Location"] == path
    assert (
        client.post(path, {"text": "A terrace.", "version": "1", "action": "complete"})["Location"]
        == f"/cases/{valid_case.case.reference}/"
    )


def test_the_reviewers_comment_stands_on_top_of_a_returned_case(
    valid_case: Any, authority: Any, officer_client: Any, officer: Any, now: Any
) -> None:
    from applications.lifecycle import move

    move(valid_case, "submit_recommendation", by=officer, now=now)
    move(valid_case, "return_recommendation", by=officer, now=now, reason="Say more about number 14.")
    client, _ = officer_client(authority)
    for name in PAGES:
        assert "Say more about number 14." in client.get(page(valid_case, name)).content.decode(), name


def test_the_small_buttons_of_the_list(valid_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    change, listed = f"{page(valid_case, 'conditions')}change/", page(valid_case, "conditions")
    assert client.post(change, {"do": "standard"})["Location"] == listed
    last = Condition.objects.order_by("position").last()
    client.post(change, {"do": f"up:{last.public_id}"})
    client.post(change, {"do": f"remove:{Condition.objects.get(title='Time limit').public_id}"})
    titles = list(Condition.objects.filter(cancelled_at=None).order_by("position").values_list("title", flat=True))
    assert titles == ["Matching materials", "Approved plans"]
    assert client.post(change, {"do": "done"})["Location"] == f"/cases/{valid_case.case.reference}/"
    assert valid_case.case.task_marks.get().task == "conditions"
    assert client.post(change, {"do": "remove:not-an-id"}).status_code == 404
    assert client.get(change).status_code == 405


def test_an_empty_condition_says_what_is_missing(valid_case: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    answer = client.post(page(valid_case, "conditions"), {"title": "Hours", "text": "Work from 8 to 6."})
    assert answer.status_code == 422
    assert "Give the reason: the notice must state one for each condition" in answer.content.decode()


def test_saying_that_no_visit_is_needed_completes_the_task(valid_case: Any, authority: Any, officer_client: Any) -> None:
    client, user = officer_client(authority)
    client.post(page(valid_case, "site-visit"), {"needed": "no", "action": "complete"})
    assert f"No visit is needed, says {user.name}" in client.get(page(valid_case, "site-visit")).content.decode()


def test_a_visit_is_removed_after_a_question(valid_case: Any, authority: Any, officer_client: Any) -> None:
    visit = SiteVisitFactory.create(case=valid_case.case)
    client, _ = officer_client(authority)
    path = f"{page(valid_case, 'site-visit')}{visit.pk}/remove/"
    assert "Remove the visit of 20 November 2026?" in client.get(path).content.decode()
    client.post(path)
    visit.refresh_from_db()
    assert visit.removed_at is not None
    assert client.get(path).status_code == 404
