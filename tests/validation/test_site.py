"""The officer sees what was declared beside what was found."""

import pytest
from django.contrib.gis.geos import Polygon
from django.urls import reverse

from applications.models import SiteLookUp
from tests.factories.accounts import UserFactory
from tests.factories.applications import CaseConstraintFactory, PaymentFactory, PlanningApplicationFactory, SiteLookUpFactory
from tests.factories.places import AreaFactory, OutsideServiceFactory
from tests.places.publications import square
from validation.models import ValidationCheck
from validation.selectors import blocks_to_validate
from validation.site import ConstraintRow, ConstraintsPage


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority)


@pytest.fixture
def page(authority, application, officer_client):
    client, _ = officer_client(authority)
    return lambda: " ".join(client.get(f"/cases/{application.reference}/validation/constraints/").content.decode().split())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"declared": True, "found": True}, ""),
        ({"declared": True, "found": False}, "Declared, not found"),
        ({"declared": None, "found": True}, "Found, not declared"),
        ({"declared": False, "found": True}, "Found, not declared"),
        ({"declared": True, "found": None}, ""),
    ],
)
def test_says_what_differs(authority, values, words):
    assert ConstraintRow(CaseConstraintFactory(case__authority=authority, **values)).difference == words


def test_what_an_officer_added_needs_no_comparing(authority):
    row = CaseConstraintFactory(case__authority=authority, declared=None, found=False, added_by=UserFactory())
    assert ConstraintRow(row).difference == ""


def test_the_grade_of_a_listing_declares_the_listing(application):
    CaseConstraintFactory(case=application.case, code="listed.gradeTwo", declared=True)
    CaseConstraintFactory(case=application.case, code="listed", declared=None, found=True)
    assert {one.row.code: one.difference for one in ConstraintsPage(application).on_list} == {"listed": "", "listed.gradeTwo": ""}


def test_the_page_shows_both_sides(application, page):
    CaseConstraintFactory(case=application.case, found=False, found_source="Conservation areas, imported, as of 3 November 2026")
    entity = {"name": "Old oaks", "url": "https://www.planning.data.gov.uk/entity/7", "covers": "12% of the site"}
    CaseConstraintFactory(
        case=application.case, code="tpo", name="Tree preservation order", declared=None, found=True, found_entities=[entity]
    )
    html = page()
    assert "2 constraints on the site, 2 to compare" in html
    assert "Declared, not found" in html and "Found, not declared" in html
    assert 'href="https://www.planning.data.gov.uk/entity/7"' in html and "12% of the site" in html


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "has not been looked up yet"),
        ({}, "is being looked up"),
        ({"state": "done", "done_at": "2026-11-24T14:00Z"}, "nothing to compare this site with"),
        ({"state": "done", "done_at": "2026-11-24T14:00Z", "sources": ["A", "B"]}, "in 2 data sets"),
        ({"state": "failed", "fault": "It did not answer.", "next_attempt_at": None}, "It is not asked again by itself."),
    ],
)
def test_the_page_says_how_the_look_up_went(application, page, state, words):
    if state is not None:
        SiteLookUpFactory(case=application.case, **state)
    assert words in page()


def test_a_failure_says_when_the_service_last_worked_and_offers_another_try(application, page):
    OutsideServiceFactory(key="planning-data", last_worked_at="2026-11-23T09:30Z")
    SiteLookUpFactory(case=application.case, state="failed", fault="planning.data.gov.uk did not answer within 10 seconds.")
    html = page()
    assert "did not answer within 10 seconds" in html
    assert "It last worked on 23 November 2026 at 9:30am." in html
    assert "Try again" in html


def test_an_officer_looks_up_again(authority, application, officer_client, django_capture_on_commit_callbacks):
    client, _ = officer_client(authority)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("validation:look_up_again", kwargs={"reference": application.reference}))
    assert SiteLookUp.objects.get(case=application.case, what="constraints").state == "done"


def test_found_areas_are_on_the_map(application):
    area = AreaFactory(name="Mill Lane", shape=Polygon(square(-2000, -2000, 5000), srid=4326))
    CaseConstraintFactory(case=application.case, found=True, found_entities=[{"name": "Mill Lane", "area": area.pk}])
    (layer,) = ConstraintsPage(application).layers
    assert layer["name"] == "Mill Lane"
    longitudes = [point[0] for point in layer["geojson"]["coordinates"][0]]
    assert max(longitudes) - min(longitudes) < 0.02, "cut off around the site"


def test_a_check_is_overtaken_by_a_change(authority, application, now, page):
    PaymentFactory.create(case=application.case)
    for name in ValidationCheck.Check.values:
        ValidationCheck.objects.create(authority=authority, case=application.case, check_name=name, ok=True, by=UserFactory(), at=now)
    assert blocks_to_validate(application) == []
    SiteLookUpFactory(case=application.case, state="done", changed_at="2026-11-25T10:00Z")
    assert [block.reason for block in blocks_to_validate(application)] == [
        "What touches the site changed after the constraints were checked."
    ]


def test_entities_of_any_sender_are_shown_and_only_safe_addresses_become_links(application, page):
    said = [{"name": "Riverside"}, {"description": "Without a name"}, {"name": "Bad", "url": "javascript:alert(1)"}, {}]
    CaseConstraintFactory(case=application.case, entities=said)
    html = page()
    assert "Riverside" in html and "Without a name" in html and "Bad" in html
    assert "javascript:" not in html
