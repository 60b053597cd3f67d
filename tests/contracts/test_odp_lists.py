"""The lists of the official schema and of the Planning Portal's scenarios have their home here, code by code."""

import json
from pathlib import Path

import pytest

from applications.models import ApplicationType, Case
from casework import workflows
from intake import mapping
from intake.readers import odp as reader
from tests.factories import odp

SCHEMA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "odp" / "schemas" / "application.json"
# The types that the Portal's scenarios become.
SCENARIO_TYPES = [
    "pp.full.householder",
    "pp.full.householder.demolition",
    "pp.full.householder.listed",
    "pp.full.major",
    "pp.full.minor",
    "pp.outline.some",
    "pp.outline.all",
    "pp.full.demolition",
    "pp.full.minor.listed",
    "pp.full.advertConsent",
    "listed",
    "advertConsent",
    "ldc.existing",
    "ldc.proposed",
    "pa.part6.classA",
    "pa.part6.classB",
    "pa.part6.classC",
    "pa.part6.classE",
    "pa.part16.classA",
    "hedgerowRemovalNotice",
    "pa.part11.classB",
    "approval.reservedMatters",
    "approval.conditions",
    "amendment.minorMaterial",
    "amendment.nonMaterial",
    "wtt.consent",
    "wtt.notice",
    "pa.part1.classA",
    "pa.part1.classAA",
    "pa.part3.classG",
    "pa.part3.classM",
    "pa.part3.classMA",
    "pa.part3.classN",
    "pa.part3.classQ",
    "pa.part3.classR",
    "pa.part3.classS",
    "pa.part3.classT",
    "pa.part4.classBB",
    "pa.part4.classCA",
    "pa.part4.classE",
    "pa.part7.classC",
    "pa.part7.classM",
    "pa.part14.classA",
    "pa.part14.classB",
    "pa.part14.classJ",
    "pa.part14.classK",
    "pa.part14.classOA",
    "pa.part19.classTA",
    "pa.part20.classA",
    "pa.part20.classAA",
    "pa.part20.classAB",
    "pa.part20.classAC",
    "pa.part20.classAD",
    "pa.part20.classZA",
]


def codes(name):
    """The codes of a list of the schema, each with its words."""

    def found(value):
        if isinstance(value, list):
            return [code for below in value for code in found(below)]
        if not isinstance(value, dict):
            return []
        members = value.get("properties", {})
        if "const" in members.get("value", {}):
            return [(members["value"]["const"], members["description"]["const"])]
        return [code for below in value.values() for code in found(below)]

    return dict(found(json.loads(SCHEMA.read_text())["definitions"][name]))


needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="Skipped: no official ODP schemas in ../shared/data on this machine")


@pytest.mark.django_db
@pytest.mark.parametrize("code", SCENARIO_TYPES)
def test_each_scenario_has_a_type_with_a_workflow(code):
    kind = ApplicationType.objects.get(code=code)

    assert kind.active
    assert kind.workflow in {workflow.key for workflow in workflows.ALL}


@needs_schema
@pytest.mark.django_db
def test_each_type_of_the_schema_is_a_type_here():
    assert set(codes("ApplicationType")) <= set(ApplicationType.objects.values_list("code", flat=True))


@needs_schema
def test_each_designation_becomes_a_constraint_of_its_own():
    designations = codes("PlanningDesignation")
    sent = [{"value": code, "description": words, "intersects": True} for code, words in designations.items()]
    said = reader.read_document(odp.document(data__property__planning={"designations": sent})).application

    rows = mapping.constraints(Case(authority_id=1), said.designations, "PlanX")

    assert len(designations) == 72
    assert {(row.code, row.name, row.intersects) for row in rows} == {(code, words, True) for code, words in designations.items()}
