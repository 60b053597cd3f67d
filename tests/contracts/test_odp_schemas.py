"""The official schemas, where a machine has them beside the project: what follows them passes, what breaks them is told exactly."""

import copy
import json
import shutil
from pathlib import Path

import pytest

from intake.readers import read_body
from tests.factories import odp

ODP = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "odp"
KINDS = ("application", "preApplication", "prototypeApplication", "enforcement")
DOCUMENTS = sorted(path for kind in KINDS for path in (ODP / "examples" / kind).glob("**/*.json"))
HOUSEHOLDER = ODP / "examples/application/planningPermission/fullHouseholder.json"

pytestmark = pytest.mark.skipif(not DOCUMENTS, reason="Skipped: no official ODP schemas in ../shared/data on this machine")


@pytest.fixture(autouse=True)
def folder(settings):
    settings.ODP_SCHEMA_FOLDER = str(ODP / "schemas")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_published_document_passes(path):
    reading = read_body(path.read_bytes())

    assert reading.faults == ()


@pytest.mark.parametrize("kind", sorted(odp.PROTOTYPES))
def test_a_prototype_of_every_kind_passes_and_is_read(kind):
    reading = read_body(odp.encoded(odp.prototype(kind)))

    assert reading.faults == ()
    assert reading.application.type_code == kind
    assert reading.application.unknown == {}


def broken(change):
    """The faults of the householder's document after a change: {pointer: (keyword, expected)}."""
    sent = copy.deepcopy(json.loads(HOUSEHOLDER.read_bytes()))
    change(sent)
    return {fault.pointer: (fault.keyword, fault.expected) for fault in read_body(odp.encoded(sent)).faults}


class TestFaults:
    def test_the_alternative_that_was_meant_is_followed_to_the_place(self):
        """An applicant with an agent, a property in London: neither is "not valid under any of the alternatives"."""

        def change(sent):
            sent["data"]["applicant"]["agent"]["email"] = "nobody"
            del sent["data"]["property"]["address"]["uprn"]
            sent["data"]["property"]["titleNumber"] = {"known": "Perhaps"}

        assert broken(change) == {
            "/data/applicant/agent/email": ("format", ("email",)),
            "/data/property/address/uprn": ("required", ("uprn",)),
            "/data/property/titleNumber/known": ("enum", ("Yes", "No")),
        }

    def test_a_code_that_is_not_of_the_list_is_told_with_the_codes_that_are(self):
        def change(sent):
            sent["files"][0]["type"][0] = {"value": "sitePlan.propsed", "description": "Site plan - proposed"}
            sent["data"]["user"]["role"] = "king"

        faults = broken(change)
        assert faults["/data/user/role"] == ("enum", ("applicant", "agent", "proxy"))
        keyword, expected = faults["/files/0/type/0/value"]
        assert keyword == "enum"
        assert "sitePlan.proposed" in expected
        assert len(faults) == 2

    def test_the_nearest_codes_are_told_first(self):
        sent = json.loads(HOUSEHOLDER.read_bytes())
        sent["files"][0]["type"][0] = {"value": "sitePlan.propsed", "description": "Site plan - proposed"}

        [fault] = read_body(odp.encoded(sent)).faults
        assert "one of: sitePlan.proposed, " in fault.message

    def test_what_is_not_expected_and_what_is_of_another_type(self):
        def change(sent):
            sent["metadata"]["weather"] = "fine"
            sent["data"]["application"]["fee"]["payable"] = "much"
            sent["metadata"]["submittedAt"] = "yesterday"

        assert broken(change) == {
            "/metadata/weather": ("additionalProperties", ()),
            "/data/application/fee/payable": ("type", ("number",)),
            "/metadata/submittedAt": ("format", ("date-time",)),
        }

    def test_a_fault_of_the_schema_and_of_the_reader_at_one_place_is_told_once(self):
        assert list(broken(lambda sent: sent["metadata"].pop("id"))) == ["/metadata/id"]

    def test_a_prototype_is_held_to_the_rules_of_its_own_kind(self):
        sent = odp.prototype("hedgerowRemovalNotice")
        sent["data"]["proposal"]["hedgerowLength"] = {"metres": "long"}

        [fault] = read_body(odp.encoded(sent)).faults
        assert (fault.pointer, fault.keyword, fault.expected) == ("/data/proposal/hedgerowLength/metres", "type", ("number",))


class TestVersions:
    def test_the_nearest_version_stands_in_with_a_note(self, settings, tmp_path):
        for version in ("v0.7.5", "v0.7.7", "@next"):
            (tmp_path / version).mkdir()
            shutil.copy(ODP / "schemas/application.json", tmp_path / version / "application.json")
        settings.ODP_SCHEMA_FOLDER = str(tmp_path)

        def notes(version):
            sent = json.loads(HOUSEHOLDER.read_bytes())
            sent["metadata"]["schema"] = odp.SCHEMA.format(version=version, name="application")
            return [note.message for note in read_body(odp.encoded(sent)).notes if note.pointer == "/metadata/schema"]

        assert notes("v0.7.7") == notes("@next") == []
        assert notes("v0.7.6") == ["There is no schema v0.7.6 here: it was checked against v0.7.5, the nearest."]
        assert "checked against v0.7.7" in notes("v0.7.9")[-1]
        assert "checked against v0.7.5" in notes("v0.3.0")[-1]


def test_a_report_of_a_breach_is_held_to_its_schema_too():
    sent = json.loads((ODP / "examples/enforcement/breach.json").read_bytes())
    del sent["metadata"]["organisation"]

    [fault] = read_body(odp.encoded(sent)).faults
    assert (fault.pointer, fault.keyword) == ("/metadata/organisation", "required")
