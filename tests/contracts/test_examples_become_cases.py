"""Every published document, sent as PlanX sends it, becomes a case with all that it says."""

import json
from pathlib import Path

import pytest

from core.tenancy import acting_for
from intake.models import FetchedFile, Submission
from tests.factories.accounts import ApiClientFactory, LocalAuthorityFactory

EXAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "odp" / "examples"
DOCUMENTS = sorted([*EXAMPLES.glob("application/**/*.json"), *EXAMPLES.glob("preApplication/*.json")])

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="Skipped: no published ODP documents in ../shared/data on this machine")


@pytest.fixture
def send(db, client):
    authority = LocalAuthorityFactory()
    ApiClientFactory(authority=authority)
    headers = {"host": authority.officer_host, "authorization": "Bearer bops_a-token-for-tests"}
    with acting_for(authority):
        yield lambda body: client.post("/api/v2/planning_applications", body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_becomes_a_case(send, path):
    body = path.read_bytes()
    sent = json.loads(body)

    response = send(body)

    assert response.status_code == 200, response.content
    submission = Submission.objects.select_related("case__application__type").get()
    case, application = submission.case, submission.case.application
    assert response.json() == {"id": case.reference, "message": "Application created"}
    assert bytes(submission.body) == body
    assert application.type.code == sent["data"]["application"]["type"]["value"]
    assert application.description == sent["data"]["proposal"]["description"].strip()
    assert case.uprn == sent["data"]["property"]["address"]["uprn"]
    assert case.boundary_submitted is not None
    assert case.kind == ("pre_application" if "preApplication" in str(path) else "application")
    assert case.parties.filter(role="agent").exists() == ("agent" in sent["data"]["applicant"])
    assert case.constraints.count() == len(sent["data"]["property"].get("planning", {}).get("designations", []))
    assert case.land_owners.count() == len(sent["data"]["applicant"].get("ownership", {}).get("owners", []))
    assert list(FetchedFile.objects.filter(case=case).values_list("url", flat=True)) == [file["name"] for file in sent["files"]]
    assert len(application.answers) == len(sent["responses"])
