"""Our answers have every key of the reference's recorded ones. The recordings lie beside the project, where a machine has them."""

import json
from datetime import date
from pathlib import Path

import pytest

from consultation.models import Consultation
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory

RECORDED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bops" / "responses"
# What the reference itself spells in two ways, and what exists only where there is an appeal, a photograph or a press notice.
OTHERWISE = {"session_id", "alternative_reference", "published_at", "appeal", "reason", "features", "properties", "coordinates", "geometry"}
NULL_UNTIL_KNOWN = {"decisionNotice", "reportingType"}

pytestmark = pytest.mark.skipif(not RECORDED.exists(), reason="Skipped: no recorded answers in ../shared/data on this machine")


@pytest.fixture
def get(db, client):
    authority = LocalAuthorityFactory()
    with acting_for(authority):
        officer = UserFactory()
        application = PlanningApplicationFactory(authority=authority, case__reference="26-00100-HAPP", published=True, officer=officer)
        Consultation.objects.create(authority=authority, case=application.case, started_on=date(2026, 11, 5), ends_on=date(2026, 11, 27))
        DocumentFactory(case=application.case, public=True)
        path = "/api/v2/public/planning_applications"
        yield lambda what: client.get(f"{path}/{what}", headers={"host": authority.public_host}).json()


def keys(value, place=""):
    """The places of all keys; the items of a list count as one."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in OTHERWISE:
                yield f"{place}/{key}"
                yield from keys(item, f"{place}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from keys(item, place)


def recorded(name):
    return json.loads((RECORDED / name).read_text())


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("26-00100-HAPP", "v2-public/show.json"),
        ("search", "v2-public/search.json"),
        ("26-00100-HAPP/documents", "documents.json"),
    ],
)
def test_every_key_of_the_recorded_answer_is_in_ours(get, what, name):
    theirs = {key for key in keys(recorded(name)) if "/applicant/" not in key}

    missing = {key for key in theirs - set(keys(get(what))) if key.rsplit("/", 2)[-2] not in NULL_UNTIL_KNOWN}
    assert missing == set()


def test_of_the_applicant_we_tell_the_kind_and_the_certificate_only(get):
    assert set(get("26-00100-HAPP")["applicant"]) == set(recorded("v2-public/show.json")["applicant"])


@pytest.mark.parametrize(("what", "name"), [("26-00100-HAPP", "v2-public/show.json"), ("search", "v2-public/search.json")])
def test_figures_and_texts_are_of_the_same_sort(get, what, name):
    theirs, ours = recorded(name), get(what)
    theirs, ours = (theirs["data"][0], ours["data"][0]) if "data" in theirs and isinstance(theirs["data"], list) else (theirs, ours)

    for key, value in theirs["property"]["address"].items():
        assert isinstance(ours["property"]["address"][key], type(value)), key
    for key in ("targetDate", "receivedAt", "validAt"):
        assert len(ours["application"][key]) == len(theirs["application"][key]), key
