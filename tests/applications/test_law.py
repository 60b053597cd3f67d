"""A council's closure days and office hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from applications.law import closures_of, overrides_for, overrides_of, received_on
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import LawFigureFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db
THURSDAY_FIVE = datetime(2026, 12, 3, 16, 30, tzinfo=ZoneInfo("Europe/London"))


def test_a_council_is_open_on_every_working_day_unless_it_says_otherwise(authority):
    assert closures_of(authority) == frozenset()
    authority.settings = {"closure_days": ["2026-12-29", "2026-12-30"]}
    assert closures_of(authority) == {date(2026, 12, 29), date(2026, 12, 30)}


def test_what_arrives_on_a_closure_day_counts_from_the_next_working_day(authority):
    assert received_on(THURSDAY_FIVE, authority) == date(2026, 12, 3)
    authority.settings = {"closure_days": ["2026-12-03", "2026-12-04"]}
    assert received_on(THURSDAY_FIVE, authority) == date(2026, 12, 7)


def test_a_councils_own_office_hours_decide_what_is_late(authority):
    LawFigureFactory(authority=authority, table="calendar", key="business_hours", figure="closes", value="16:00:00")
    assert received_on(THURSDAY_FIVE, authority) == date(2026, 12, 4)
    assert received_on(THURSDAY_FIVE, LocalAuthorityFactory()) == date(2026, 12, 3)


def test_an_application_found_by_its_reference_brings_the_figures_along(authority, django_assert_num_queries):
    entry = LawFigureFactory(authority=authority)
    LawFigureFactory(authority=authority, from_on=date(2025, 1, 1), withdrawn_by=entry.entered_by, withdrawn_at=entry.entered_at)
    application = PlanningApplicationFactory(authority=authority)
    found = authority.applications.for_reference(application.reference)
    with django_assert_num_queries(0):
        brought = overrides_for(found)
    assert brought == overrides_of(authority.pk)
    assert [(item.value, item.from_on, item.entered_by) for item in brought] == [(42, date(2026, 1, 1), entry.entered_by.name)]
