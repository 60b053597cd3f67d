"""The pages of deciding: who may, what they show at a glance, and what they refuse."""

from typing import Any

import pytest

from core.tenancy import acting_for
from decision import services, tasks
from decision.models import DecisionNotice, Recommendation, Review
from tests.decision.conftest import an_assessed
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import CaseConstraintFactory, PlanningApplicationFactory
from tests.factories.assessment import ConditionFactory, InformativeFactory, SiteVisitFactory
from tests.factories.consultation import CommentFactory
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db

ROLES = {"recommendation": "case_officer", "review": "reviewer", "determination": "reviewer"}


def page(application: Any, name: str) -> str:
    return f"/cases/{application.case.reference}/decision/{name}/"


@pytest.mark.parametrize(("name", "role"), ROLES.items())
def test_each_page_opens_for_its_role_only(assessed: Any, authority: Any, officer_client: Any, name: str, role: str) -> None:
    other = {"case_officer": "reviewer", "reviewer": "case_officer"}[role]
    assert officer_client(authority, roles=[role])[0].get(page(assessed, name)).status_code == 200
    for wrong in (other, "land_charges"):
        assert officer_client(authority, roles=[wrong])[0].get(page(assessed, name)).status_code == 403


@pytest.mark.parametrize("name", [*ROLES, "draft-notice"])
def test_another_councils_case_is_not_found(authority: Any, officer_client: Any, name: str) -> None:
    other = LocalAuthorityFactory.create()
    with acting_for(other):
        theirs = page(PlanningApplicationFactory.create(authority=other, valid=True), name)
    assert officer_client(authority, roles=["team_leader"])[0].get(theirs).status_code == 404


@pytest.mark.parametrize("name", ROLES)
def test_a_page_costs_the_same_however_much_it_shows(
    told: Any, accept: Any, authority: Any, officer_client: Any, name: str, django_assert_max_num_queries: Any
) -> None:
    application = told("pp.full.householder")
    for factory in (ConditionFactory, InformativeFactory, SiteVisitFactory, CommentFactory, DocumentFactory):
        factory.create_batch(6, case=application.case)
    CaseConstraintFactory.create(case=application.case)
    accept(application, "granted")
    client, _ = officer_client(authority, roles=["team_leader"])
    with django_assert_max_num_queries(20):
        assert client.get(page(application, name)).status_code == 200


def test_sending_a_recommendation_from_the_page(assessed: Any, authority: Any, officer_client: Any) -> None:
    client, user = officer_client(authority)
    path = page(assessed, "recommendation")
    assert 'name="version" value="0"' in client.get(path).content.decode()
    draft = {"outcome": "", "reasons": "", "private_note": "", "version": "0", "action": "draft"}
    assert client.post(path, draft)["Location"] == path
    refused = client.post(path, draft | {"action": "complete", "version": "1"})
    assert refused.status_code == 422
    assert "Choose what you recommend" in refused.content.decode()
    assert "Write the reasons for the decision" in refused.content.decode()
    client.post(path, draft | {"outcome": "lawful", "reasons": "Within Class A.", "version": "1", "action": "complete"})
    sent = Recommendation.objects.get()
    assert (sent.state, sent.by) == ("submitted", user)
    assert "Take it back" in client.get(path).content.decode()
    client.post(f"{path}take-back/")
    assert Recommendation.objects.order_by("number").last().state == "draft"


def test_what_is_held_back_is_kept_as_a_draft_and_can_be_sent_next(authority: Any, officer_client: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, valid=True, type_code="ldc.proposed")
    client, _ = officer_client(authority)
    path = page(application, "recommendation")
    mine = {"outcome": "lawful", "reasons": "Within Class A.", "version": "0", "action": "complete"}
    refused = client.post(path, mine)
    assert refused.status_code == 422
    assert "Complete the assessment" in refused.content.decode()
    assert 'name="version" value="1"' in refused.content.decode()
    assert Recommendation.objects.get().reasons == "Within Class A."
    assert client.post(path, mine | {"version": "1", "action": "draft"}).status_code == 302


def test_a_stale_recommendation_shows_both_texts(assessed: Any, authority: Any, officer: Any, officer_client: Any, now: Any) -> None:
    services.save_recommendation(
        application=assessed, outcome="not_lawful", reasons="Too high.", private_note="", version=0, by=officer, now=now
    )
    client, _ = officer_client(authority)
    answer = client.post(page(assessed, "recommendation"), {"outcome": "lawful", "reasons": "Within Class A.", "version": "0"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Too high.", "Not lawful", "Within Class A.", officer.name):
        assert words in shown
    assert Recommendation.objects.get().reasons == "Too high."


def test_a_notice_without_plans_is_pointed_out(assessed: Any, authority: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    assert "The notice lists no plan yet" in client.get(page(assessed, "recommendation")).content.decode()
    DocumentFactory.create(case=assessed.case, in_decision_notice=True)
    assert "The notice lists no plan yet" not in client.get(page(assessed, "recommendation")).content.decode()


def test_the_reviewer_sees_what_matters_at_a_glance(authority: Any, recommend: Any, officer_client: Any) -> None:
    application = an_assessed("pp.full.householder", authority)
    CommentFactory.create_batch(2, case=application.case)
    CommentFactory.create(case=application.case, sentiment="supportive")
    CaseConstraintFactory.create(case=application.case, name="Conservation area", intersects=True)
    ConditionFactory.create(case=application.case, pre_commencement=True)
    recommend(application, "granted")
    shown = officer_client(authority, roles=["reviewer"])[0].get(page(application, "review")).content.decode()
    for words in (
        "3 received: 2 object, 1 support",
        "Conservation area",
        "1, 1 before work starts",
        "None listed",
        "Not done: ",
        "expires 28 December 2026",
        "Please look at the eaves.",
    ):
        assert words in shown, words


def test_the_officer_is_told_that_somebody_else_must_review(
    assessed: Any, authority: Any, recommend: Any, officer: Any, officer_client: Any
) -> None:
    recommend(assessed)
    from accounts.models import Membership

    Membership.objects.filter(user=officer).delete()
    client, _ = officer_client(authority, roles=["team_leader"], user=officer)
    shown = client.get(page(assessed, "review")).content.decode()
    assert "somebody else must review it" in shown
    assert "Do you accept the recommendation?" not in shown
    assert client.post(page(assessed, "review"), {"accepted": "yes"}).status_code == 422
    assert not Review.objects.exists()


def test_a_return_without_words_is_refused_on_the_page(assessed: Any, authority: Any, recommend: Any, officer_client: Any) -> None:
    recommend(assessed)
    client, _ = officer_client(authority, roles=["reviewer"])
    refused = client.post(page(assessed, "review"), {"accepted": "no", "comment": ""})
    assert refused.status_code == 422
    assert "Say what the officer is to change" in refused.content.decode()
    assert client.post(page(assessed, "review"), {"accepted": "no", "comment": "The eaves."}).status_code == 302
    assert Review.objects.get().comment == "The eaves."


def test_what_stands_in_the_way_is_listed_with_links_and_without_a_button(authority: Any, accept: Any, officer_client: Any) -> None:
    application = an_assessed("pp.full.householder", authority)
    accept(application, "granted")
    client, _ = officer_client(authority, roles=["reviewer"])
    shown = client.get(page(application, "determination")).content.decode()
    assert "The law asks for letters to neighbours or a site notice" in shown
    assert f"/cases/{application.case.reference}/consultation/letters/" in shown
    assert "Determine and issue the notice</button>" not in shown
    assert client.post(page(application, "determination"), {"checked": "on"}).status_code == 422
    assert not DecisionNotice.objects.exists()


def test_deciding_from_the_page_and_reading_it_after(assessed: Any, authority: Any, accept: Any, officer_client: Any) -> None:
    accept(assessed)
    client, _ = officer_client(authority, roles=["reviewer"])
    path = page(assessed, "determination")
    assert "Read the notice, then tick this box" in client.post(path, {}).content.decode()
    assert client.post(path, {"checked": "on"}).status_code == 302
    assert "The notice is being made" in client.get(path).content.decode()
    notice = DecisionNotice.objects.get()
    tasks.make_notice(notice.authority_id, notice.pk)
    shown = client.get(path).content.decode()
    notice.refresh_from_db()
    assert notice.sha256 in shown
    assert "Lawful: certificate granted" in shown
    assert "Determine and issue the notice</button>" not in shown
    assert client.get(page(assessed, "draft-notice"))["Location"] == f"/documents/{notice.document.public_id}/"


def test_the_draft_notice_is_shown_and_not_stored(assessed: Any, authority: Any, recommend: Any, officer_client: Any) -> None:
    client, _ = officer_client(authority)
    assert client.get(page(assessed, "draft-notice"))["Location"] == page(assessed, "recommendation")
    recommend(assessed)
    answer = client.get(page(assessed, "draft-notice"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert not assessed.case.documents.exists()


def test_a_type_that_has_no_notice_says_so_before_anything_is_sent(authority: Any, officer_client: Any) -> None:
    application = an_assessed("amendment", authority)
    client, _ = officer_client(authority)
    refused = client.post(
        page(application, "recommendation"), {"outcome": "granted", "reasons": "Small.", "version": "0", "action": "complete"}
    )
    assert refused.status_code == 422
    assert "No notice can be made for an application of this type" in refused.content.decode()
    assert client.get(page(application, "draft-notice"))["Location"] == page(application, "recommendation")
