"""The public documents of a case."""

from datetime import UTC, datetime

import pytest

from consultation.models import Comment, Consultation
from decision.models import DecisionNotice, Recommendation
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory

THEN = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def application(southwark):
    return PlanningApplicationFactory(authority=southwark, case__reference="26-00100-HAPP", published=True)


def documents(call):
    response = call.get("public/planning_applications/26-00100-HAPP/documents")
    assert response.status_code == 200
    return response.json()


def test_are_those_that_were_made_public(call, application):
    plan = DocumentFactory(case=application.case, public=True, number="P-101", description="Rear only", name="Plan.pdf")
    DocumentFactory(case=application.case)
    DocumentFactory(case=application.case, public=True, archived=True)

    answer = documents(call)

    assert answer["metadata"] == {"results": 1, "totalResults": 1}
    assert answer["application"]["reference"] == "26-00100-HAPP"
    assert answer["decisionNotice"] is None
    (file,) = answer["files"]
    assert (file["name"], file["referencesInDocument"], file["applicantDescription"]) == ("Plan.pdf", ["P-101"], "Rear only")
    assert file["type"] == [{"value": "sitePlan.proposed", "description": "Site plan - proposed"}]
    assert file["metadata"] == {"byteSize": plan.current.size, "contentType": "application/pdf"}
    assert file["url"] == f"http://southwark.applicants.localhost/applications/26-00100-HAPP/documents/{plan.public_id}/"


def test_of_a_case_that_is_not_public_are_404(call, application):
    application.published_at = None
    application.save()

    assert call.get("public/planning_applications/26-00100-HAPP/documents").status_code == 404


def test_include_the_decision_notice_once_it_is_public(call, southwark):
    application = PlanningApplicationFactory(authority=southwark, case__reference="26-00100-HAPP", determined=True)
    paper = DocumentFactory(case=application.case, made=True, tags=["internal.decisionNotice"])
    officer = UserFactory()
    recommendation = Recommendation.objects.create(
        authority=southwark,
        case=application.case,
        number=1,
        state="accepted",
        outcome="granted",
        reasons="Fits",
        by=officer,
        at=THEN,
        submitted_at=THEN,
    )
    DecisionNotice.objects.create(
        authority=southwark,
        case=application.case,
        recommendation=recommendation,
        outcome="granted",
        decided_on=THEN.date(),
        content={},
        issued_by=officer,
        issued_at=THEN,
        document=paper,
        sha256="0" * 64,
    )
    assert documents(call)["decisionNotice"] is None

    paper.visibility, paper.published_at = "public", THEN
    paper.save()

    assert documents(call)["decisionNotice"] == {
        "name": "decision-notice-SWK-26-00100-HAPP.pdf",
        "url": f"http://southwark.applicants.localhost/applications/26-00100-HAPP/documents/{paper.public_id}/",
    }


def test_comments_are_shown_as_they_were_published(call, application):
    Consultation.objects.create(authority=application.authority, case=application.case)
    fields = {"authority": application.authority, "case": application.case, "name": "N", "address": "A", "text": "raw", "received_at": THEN}
    Comment.objects.create(sentiment="objection", **fields)
    Comment.objects.create(
        sentiment="supportive", state="published", published_text="Fine", moderated_by=UserFactory(), moderated_at=THEN, **fields
    )

    shown = call.get("public/planning_applications/26-00100-HAPP").json()["application"]["consultation"]
    listed = call.get("public/planning_applications/search").json()["data"][0]["application"]["consultation"]

    assert shown["publishedComments"] == [{"comment": "Fine", "receivedAt": "2026-11-20T11:00:00.000+00:00", "summaryTag": "supportive"}]
    assert listed["publishedComments"] == []
