"""Versions of one application from the Planning Portal: which of them counts, and what is new in a later one."""

import json

import pytest

from applications.models import Case, PlanningApplication
from intake import selectors
from intake.models import Difference
from tests.factories import portal

WORDS = "applicationData__proposalDescription__descriptionText"


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    """Pictures of pages are not what these tests are about."""
    monkeypatch.setattr("documents.services.adding.enqueue_on_commit", lambda *_: None)


def version(number, words):
    return portal.package(said=portal.form(4, version=number, **{WORDS: words}))


def what_differs(submission):
    return {row.label: row.after for row in submission.differences.all()}


def test_a_version_that_arrives_after_a_later_one_changes_nothing(arrives):
    second = arrives(version(2, "As drawn in the second version"), version=2)

    first = arrives(version(1, "As drawn in the first version"), version=1)

    assert (first.state, first.case, Case.objects.count()) == ("superseded", second.case, 1)
    assert PlanningApplication.objects.get().description == "As drawn in the second version"
    assert not Difference.objects.exists()
    assert "version" not in PlanningApplication.objects.get().attention
    assert list(selectors.later_versions(second.case)) == []


def test_the_next_is_compared_with_the_latest_whichever_came_last(arrives):
    arrives(version(2, "Second"), version=2)
    arrives(version(1, "First"), version=1)

    third = arrives(version(3, "Third"), version=3)

    (row,) = third.differences.filter(action="description")
    assert (row.before, row.after) == ("Second", "Third")


def test_without_numbers_the_order_of_arrival_counts(arrives):
    arrives(version(1, "First"), version=None)

    again = arrives(version(1, "Changed"), version=None, sentDateTime="2026-03-02T10:00:00Z", links=links("/again"))

    assert again.differences.filter(action="description", after="Changed").exists()


def links(folder):
    return [{"documentName": "PP.zip", "documentLink": f"https://{portal.HOST}{folder}/PP.zip", "expiryDateTime": portal.EXPIRES}]


def test_another_drawing_of_the_same_name_and_size_is_told(arrives):
    one, two = portal.pdf("Gable to the north"), portal.pdf("Gable to the south")
    assert len(one) == len(two)
    said, later = portal.form(4), portal.form(4, version=2)

    arrives(packed(said, one))
    second = arrives(packed(later, two), version=2)

    assert what_differs(second)["front.pdf"].endswith("with other content")
    assert "weir location.pdf" not in what_differs(second)


def packed(said, front):
    papers = [(name, front if name == "front.pdf" else content) for name, content in portal.papers(said)]
    return portal.zipped([("Application.json", json.dumps(said).encode()), *papers])


@pytest.mark.parametrize(("uprn", "kept_as"), [("²", ""), ("9" * 5000, "9" * 12), ("000", ""), ("abc", "")])
def test_a_number_of_a_property_that_is_none_stops_nothing(arrives, uprn, kept_as):
    kept = arrives(portal.package(4, applicationData__siteLocation__bs7666UniquePropertyReferenceNumber=uprn))

    assert (kept.state, kept.case.uprn) == ("completed", kept_as)
