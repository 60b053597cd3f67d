"""The Planning Portal's own sample: through the signed door, as a case, and with nothing of it lost.

It is not part of this project: it lies beside it, in `../shared/data`, on the machines that have it.
"""

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine

from applications.models import Case, PlanningApplication
from intake.models import FetchedFile, Submission
from intake.readers.oneapp import read_xml
from tests.contracts import sentinels
from tests.factories import portal
from tests.factories.accounts import ApiClientFactory
from tests.intake.conftest import package_host, southwark  # noqa: F401
from tests.intake.test_portal import read_package

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "bops" / "planning-portal"
PACKAGE, FORM, XML, EVENT = (
    DATA / name for name in ("PT-10079425.zip", "PT-10079425.json", "PT-10079425.Application.xml", "planning_portal.json")
)
NOW = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
SECRET = "a-secret-for-tests"
TIMESTAMP = "2026-11-24T10:14:58.1234567Z"

pytestmark = pytest.mark.skipif(not PACKAGE.exists(), reason="Skipped: no sample of the Planning Portal in ../shared/data on this machine")


@pytest.fixture
def posted(client, southwark, package_host, monkeypatch, django_capture_on_commit_callbacks):  # noqa: F811
    """The sample's message and package, sent as the Portal sends them; the answer."""
    monkeypatch.setattr("documents.services.adding.enqueue_on_commit", lambda *_: None)
    sender = ApiClientFactory(authority=southwark, signing=True, file_hosts=[portal.HOST])
    event = json.loads(EVENT.read_bytes())
    event["applicationRef"] = "10079425"
    event["documentLinks"][0] |= {
        "documentLink": f"https://{portal.HOST}/PT-10079425.zip",
        "expiryDateTime": "2026-12-19T08:45:59.9754121Z",
    }
    package_host.holds(event["documentLinks"][0]["documentLink"], PACKAGE.read_bytes())
    signed = f"{sender.product_id}|{sender.client_id}|{TIMESTAMP}".encode()
    signature = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    headers = {"host": southwark.officer_host, "tq-timestamp": TIMESTAMP, "authorization": signature}
    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        return client.post(f"/api/v2/submissions/{sender.sqid}", json.dumps(event), content_type="application/json", headers=headers)


@pytest.mark.django_db
def test_the_sample_becomes_a_case_through_the_signed_door(posted):
    assert posted.status_code == 202, posted.content
    kept = Submission.objects.get()
    assert kept.state == "completed", kept.faults
    case = Case.objects.get()
    said = PlanningApplication.objects.get()
    assert (case.alternative_reference, said.type.code, said.description) == ("PT-10079425", "pp.full.minor", "Test DH 01_03_2023")
    assert (case.uprn, case.address) == ("10093378978", "Civic Centre, 6 Brixton Hill, London, SW2 1EG")
    applicant = case.parties.get()
    assert (applicant.name, applicant.email, applicant.postcode) == ("Bob Smith", "test@lambeth.gov.uk", "N15 5DA")
    assert (applicant.address_lines, applicant.town) == ("63 West Green Road", "London")
    assert (case.ownership.certificate, case.ownership.agricultural_tenants) == ("a", "no")
    assert (said.fee_calculated, said.fee_payable) == (1848, 0)
    assert case.point.x == pytest.approx(-0.1171, abs=0.001)
    form = case.documents.get(name="ApplicationFormRedacted.pdf")
    assert form.redaction_of.name == "ApplicationForm.pdf"
    assert case.documents.get(name="2857827.jpg").tags == ["elevations.existing"]
    files = {file.name: file.state for file in FetchedFile.objects.all()}
    assert len(files) == 8
    assert files["ApplicationForm.pdf"] == files["FeeCalculation.pdf"] == files["AttachmentSummary.pdf"] == "fetched"
    assert "No usable red line was sent: draw it from the location plan." in said.attention


def sample(**members):
    return portal.zipped([(name.replace("__", "."), content) for name, content in members.items()])


def told(said):
    """All that a reading says, as one text."""
    return repr(said)


def test_xml_says_what_json_says():
    json_said = read_package(sample(Application__json=FORM.read_bytes())).application
    xml_said = read_package(sample(Application__xml=XML.read_bytes())).application

    for part in ("type_code", "applicant", "agent", "site", "source_id", "declaration", "site_contact", "user_role"):
        assert getattr(json_said, part) == getattr(xml_said, part), part
    for part in ("description", "site_hectares", "new_floor_square_metres"):
        assert getattr(json_said.proposal, part) == getattr(xml_said.proposal, part), part
    assert json_said.ownership.certificate == xml_said.ownership.certificate == "a"
    assert json_said.submitted_at.date() == xml_said.submitted_at.date() == date(2023, 3, 1)
    assert {use.lower(): told for use, told in json_said.proposal.floorspace_by_use.items()} == {
        use.lower(): told for use, told in xml_said.proposal.floorspace_by_use.items()
    }


def test_every_leaf_of_the_form_comes_to_light():
    """A mark in each text, number and date of Application.json is somewhere in the reading."""
    document = json.loads(FORM.read_bytes())
    kept = {"/applicationScenario/scenarioNumber", "/applicationHeader/refNum"}  # decide the type; said by formattedRefNum
    lost = []
    for number, (way, value) in enumerate(sentinels.leaves(document), 1):
        where = sentinels.pointer(way)
        if isinstance(value, bool) or where in kept:
            continue
        mark = f"2019-04-{number % 28 + 1:02}" if "Date" in str(way[-1]) or str(way[-1]).startswith("date") else f"mark{number:04}"
        mark = 700_000 + number if isinstance(value, (int, float)) else mark
        sent = json.loads(FORM.read_bytes())
        sentinels.put(sent, way, mark)
        reading = read_package(sample(Application__json=json.dumps(sent).encode()))
        shown = told((reading.application, reading.notes)).replace("datetime.date(2019, 4, ", "2019-04-").lower()
        said = mark if not isinstance(mark, str) or not mark.startswith("2019") else mark.lower()
        if str(said) not in shown and not _as_a_day(mark, shown):
            lost.append(where)
    assert lost == []


def _as_a_day(mark, shown):
    day = int(mark[-2:]) if str(mark).startswith("2019") else 0
    return f"2019, 4, {day}" in shown or f"2019-04-{day})" in shown


def test_every_yes_and_no_of_the_form_makes_a_difference():
    document = json.loads(FORM.read_bytes())
    before = told(read_package(sample(Application__json=FORM.read_bytes())).application)
    same = []
    for way, value in sentinels.leaves(document):
        if isinstance(value, bool):
            sent = json.loads(FORM.read_bytes())
            sentinels.put(sent, way, not value)
            if told(read_package(sample(Application__json=json.dumps(sent).encode())).application) == before:
                same.append(sentinels.pointer(way))
    assert same == []


def test_every_text_of_the_xml_comes_to_light():
    document, faults, notes = read_xml(XML.read_bytes())
    assert (faults, notes) == ([], [])
    shown = told(read_package(sample(Application__xml=XML.read_bytes())))

    texts = [(sentinels.pointer(way), value) for way, value in sentinels.leaves(document) if isinstance(value, str) and value]
    assert [
        where
        for where, value in texts
        if value not in shown
        and not where.endswith(("Date", "dateSubmitted", "siteArea", "paymentMethod", "visitContactDetails", "certificateSelected"))
    ] == []
