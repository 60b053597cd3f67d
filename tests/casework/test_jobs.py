"""The nightly check of dates."""

from datetime import date

import pytest

from applications.models import CaseDates, PlanningApplication
from audit.selectors import history_of
from casework import jobs
from core.tenancy import acting_for
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrong(authority):
    """A case whose stored expiry is not what the law says."""
    application = PlanningApplicationFactory(authority=authority, valid=True)
    CaseDates.objects.filter(application=application).update(effective_expiry_on=date(2020, 1, 1))
    return application


def test_puts_a_date_right_and_says_so_in_the_history(authority, wrong):
    assert jobs.check_dates_of(authority.pk, 0) == [wrong.pk]
    assert CaseDates.objects.get(application=wrong).effective_expiry_on == date(2026, 12, 28)
    assert PlanningApplication.objects.get(pk=wrong.pk).effective_expiry_on == date(2026, 12, 28)
    event = history_of(wrong.case).first()
    assert (event.type, event.actor_name) == ("dates_corrected", "Nightly check")
    assert event.data["changes"] == "expiry 1 January 2020 is now 28 December 2026"


def test_says_nothing_of_a_case_that_is_right(authority):
    case = PlanningApplicationFactory(authority=authority, valid=True)
    assert jobs.check_dates_of(authority.pk, 0) == []
    assert not history_of(case.case).exists()


def test_leaves_decided_cases_as_they_were(authority):
    case = PlanningApplicationFactory(authority=authority, determined=True)
    CaseDates.objects.filter(application=case).update(effective_expiry_on=date(2020, 1, 1))
    assert jobs.check_dates_of(authority.pk, 0) == []
    assert CaseDates.objects.get(application=case).effective_expiry_on == date(2020, 1, 1)


def test_goes_on_chunk_after_chunk(authority, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 2)
    cases = PlanningApplicationFactory.create_batch(5, authority=authority, valid=True)
    CaseDates.objects.update(effective_expiry_on=date(2020, 1, 1))
    jobs.check_dates_of(authority.pk, 0)
    assert set(CaseDates.objects.values_list("effective_expiry_on", flat=True)) == {date(2026, 12, 28)}
    assert len(cases) == 5


def test_hands_the_rest_on_before_its_time_is_up(authority, monkeypatch):
    PlanningApplicationFactory.create_batch(3, authority=authority, valid=True)
    monkeypatch.setattr(jobs, "LONGEST", -1)
    handed = []
    monkeypatch.setattr(jobs.check_dates_of, "delay", lambda *args: handed.append(args))
    jobs.check_dates_of(authority.pk, 0)
    first = PlanningApplication.objects.order_by("pk").first()
    assert handed == [(authority.pk, first.pk)]


def test_one_case_that_cannot_be_computed_does_not_keep_the_others_waiting(authority, wrong, monkeypatch):
    broken = PlanningApplicationFactory(authority=authority, valid=True)
    PlanningApplication.objects.filter(pk=wrong.pk).update(received_on=date(2026, 11, 1))
    real = jobs.check_one
    monkeypatch.setattr(jobs, "check_one", lambda pk, *, now: 1 / 0 if pk == broken.pk else real(pk, now=now))
    assert jobs.check_dates_of(authority.pk, 0) == [wrong.pk]


def test_starts_for_every_council_and_keeps_them_apart(authority, wrong):
    other = LocalAuthorityFactory()
    with acting_for(other):
        theirs = PlanningApplicationFactory(authority=other, valid=True)
        CaseDates.objects.filter(application=theirs).update(guarantee_on=None)
    assert jobs.check_dates() == 2
    assert CaseDates.objects.get(application=wrong).effective_expiry_on == date(2026, 12, 28)
    with acting_for(other):
        assert history_of(theirs.case).first().type == "dates_corrected"
