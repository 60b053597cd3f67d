"""Schemas that an operator keeps: off without a folder, told at start when they are broken, never a failure of ours."""

import json

import pytest
from django.core.checks import run_checks

from audit.actors import ApiClientActor
from intake import schemas
from intake.readers import odp as reader
from intake.services import Outcome, receive, understand
from tests.factories import odp
from tests.factories.intake import RECEIVED_AT

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "v0.7.7",
    "type": "object",
    "properties": {"metadata": {"type": "object", "required": ["organisation"]}, "responses": {"type": "array", "maxItems": 1}},
}


@pytest.fixture
def folder(settings, tmp_path):
    """put(place, schema): a file of the folder of schemas."""
    settings.ODP_SCHEMA_FOLDER = str(tmp_path)

    def put(place, schema):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(schema if isinstance(schema, str) else json.dumps(schema))

    return put


def problems():
    return [(problem.id, problem.msg) for problem in run_checks() if (problem.id or "").startswith("intake.")]


def read(**changes):
    return reader.read(odp.body(**changes))


def test_nothing_is_checked_without_a_folder(settings):
    settings.ODP_SCHEMA_FOLDER = ""

    assert read(metadata__organisation=None).faults == ()
    assert problems() == []


def test_a_flat_folder_holds_one_version(folder):
    folder("application.json", SCHEMA)

    [fault] = read(metadata__organisation=None).faults
    assert fault.as_dict() == {
        "pointer": "/metadata/organisation",
        "message": "“organisation” is missing here.",
        "keyword": "required",
        "expected": ["organisation"],
    }
    assert read().faults == ()


def test_of_several_versions_the_documents_own_counts(folder):
    folder("v0.7.6/application.json", {**SCHEMA, "required": ["weather"]})
    folder("v0.7.7/application.json", SCHEMA)

    assert read().faults == ()
    older = read(metadata__schema=odp.SCHEMA.format(version="v0.7.6", name="application"))
    assert [fault.pointer for fault in older.faults] == ["/weather"]


def test_a_kind_without_a_schema_is_read_and_said_so(folder):
    folder("enforcement.json", SCHEMA)

    reading = read()
    assert reading.faults == ()
    assert "the folder of schemas has none for application" in reading.notes[0].message


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("{half", "cannot be read as JSON"),
        ("[1]", "is JSON but not a schema"),
        ({"type": "nonsense"}, "is not a schema"),
        ({"$ref": "#/definitions/nowhere"}, "is not a schema"),
        ({"$ref": "https://elsewhere.example/schema.json"}, "nothing is fetched"),
    ],
)
def test_a_broken_file_is_told_at_start_and_stops_no_application(folder, schema, words):
    folder("v0.7.7/application.json", schema)

    [(number, message)] = problems()
    assert number == "intake.E003"
    assert words in message
    reading = read()
    assert reading.faults == ()
    assert "cannot be used. Tell whoever runs BOPS." in reading.notes[0].message


def test_a_folder_that_is_not_there_and_one_that_is_empty_are_told_at_start(folder, settings, tmp_path):
    assert problems()[0][0] == "intake.E002"

    settings.ODP_SCHEMA_FOLDER = str(tmp_path / "elsewhere")
    assert problems()[0][0] == "intake.E001"


def test_a_file_that_was_mended_counts_at_once(folder):
    folder("application.json", {**SCHEMA, "required": ["weather"]})
    assert len(read().faults) == 1

    folder("application.json", SCHEMA)
    assert read().faults == ()


def test_faults_are_many_but_not_endless(folder):
    folder("application.json", {"properties": {"responses": {"items": {"type": "string"}}}})

    reading = read(responses=[{"question": "Why?"} for _ in range(500)])
    assert len(reading.faults) == schemas.MOST_FAULTS


def test_what_breaks_the_schema_is_kept_with_its_faults_and_made_a_case_once_the_rule_is_gone(folder, southwark, planx, settings):
    folder("application.json", SCHEMA)
    body = odp.body(metadata__organisation=None, files=[])
    kept = receive(authority=southwark, client=planx, source="planx", body=body, headers={}, now=RECEIVED_AT)

    understood = understand(submission=kept, by=ApiClientActor(planx), now=RECEIVED_AT)
    assert understood.outcome == Outcome.FAULTY
    assert understood.submission.faults[0]["keyword"] == "required"

    settings.ODP_SCHEMA_FOLDER = ""
    assert understand(submission=kept, by=ApiClientActor(planx), now=RECEIVED_AT).outcome == Outcome.CREATED
