"""The list as CSV."""

import csv
import io

import pytest

from applications.models import PlanningApplication
from casework.exports import COLUMNS
from core.spreadsheets import safe
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_holds_every_case_of_the_list_in_its_order(authority, desk):
    client, me = desk
    cases = PlanningApplicationFactory.create_batch(3, authority=authority, valid=True, officer=me)
    response = client.get("/work/mine/cases.csv", {"sort": "-reference"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="cases-mine-')
    rows = rows_of(response)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["Reference"] for row in rows] == sorted((case.reference for case in cases), reverse=True)
    assert rows[0]["Case officer"] == me.name
    assert rows[0]["Valid from"] == "2026-11-02"


def test_obeys_the_filters(authority, desk):
    client, me = desk
    kept = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
    PlanningApplicationFactory(authority=authority, officer=me)
    assert [row["Reference"] for row in rows_of(client.get("/work/mine/cases.csv", {"status": "in_assessment"}))] == [kept.reference]


def test_is_read_for_the_council_of_the_site_even_after_the_request_has_ended(authority, desk):
    client, me = desk
    case = PlanningApplicationFactory(authority=authority, valid=True, officer=me).reference
    response = client.get("/work/mine/cases.csv")
    with acting_for(LocalAuthorityFactory()):
        assert [row["Reference"] for row in rows_of(response)] == [case]


def test_a_formula_is_shown_and_not_run(authority, desk):
    client, me = desk
    case = PlanningApplicationFactory(authority=authority, valid=True, officer=me)
    PlanningApplication.objects.filter(pk=case.pk).update(description='=HYPERLINK("https://evil.example","Click")')
    assert rows_of(client.get("/work/mine/cases.csv"))[0]["Description"] == '\'=HYPERLINK("https://evil.example","Click")'


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize(("value", "shown"), [("12 High Street", "12 High Street"), (-3, -3), (None, ""), (0, 0)])
def test_other_values_stay_as_they_are(value, shown):
    assert safe(value) == shown


def test_needs_the_permission_to_export(authority, officer_client):
    client, _ = officer_client(authority, roles=["land_charges"])
    assert client.get("/work/all/cases.csv").status_code == 403


def test_chunks_join_without_a_gap(authority, desk, monkeypatch):
    monkeypatch.setattr("casework.exports.CHUNK", 2)
    client, me = desk
    PlanningApplicationFactory.create_batch(5, authority=authority, officer=me)
    assert len(rows_of(client.get("/work/mine/cases.csv"))) == 5
