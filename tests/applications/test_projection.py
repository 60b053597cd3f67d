"""What lists show is stored, in the transaction of the verb."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from applications import projection
from applications.clock import clock_for
from applications.models import CaseDates, CaseReference, CaseSearch, PlanningApplication
from applications.projection import refresh, refresh_search, squeeze
from tests.factories.accounts import UserFactory
from tests.factories.applications import (
    CaseConstraintFactory,
    DevelopmentFactory,
    PartyFactory,
    PaymentFactory,
    PlanningApplicationFactory,
    TimeAgreementFactory,
)

pytestmark = pytest.mark.django_db


class TestDates:
    def test_a_case_before_validation_has_no_expiry(self, authority):
        dates = PlanningApplicationFactory(authority=authority).dates
        assert (dates.statutory_expiry_on, dates.effective_expiry_on, dates.extended) == (None, None, False)

    def test_a_householder_application_has_eight_weeks(self, authority):
        """DMPO article 34(2)(b): eight weeks beginning with the day after it was valid."""
        application = PlanningApplicationFactory(authority=authority, valid=True)
        assert application.dates.statutory_expiry_on == date(2026, 12, 28)
        assert application.effective_expiry_on == date(2026, 12, 28)

    def test_an_extension_moves_the_expiry_and_leaves_the_statutory_date(self, authority, now):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        TimeAgreementFactory(application=application)
        dates = refresh(application, now=now)
        assert (dates.statutory_expiry_on, dates.effective_expiry_on, dates.extended) == (date(2026, 12, 28), date(2027, 1, 29), True)

    def test_what_follows_and_the_money_are_kept_for_the_radar(self, authority, now):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        PaymentFactory(case=application.case, amount="548.00")
        dates = refresh(application, now=now)
        assert dates.next_consequence
        assert dates.next_consequence_on == date(2026, 12, 29)
        assert dates.money_at_stake == Decimal("548.00")
        assert "Monday 28 December 2026" in dates.next_consequence_words

    @pytest.mark.parametrize("status", ["withdrawn", "closed", "returned"])
    def test_a_case_that_has_ended_has_nothing_ahead_of_it(self, authority, now, status):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        PlanningApplication.objects.filter(pk=application.pk).update(status=status)
        dates = refresh(application, now=now)
        assert (dates.next_consequence, dates.next_consequence_on, dates.money_at_stake) == ("", None, None)
        application.refresh_from_db()
        assert (application.next_task, application.next_action, application.next_action_on) == ("", "", None)

    def test_dates_are_frozen_at_determination(self, authority, now):
        application = PlanningApplicationFactory(authority=authority, determined=True)
        before = CaseDates.objects.get(application=application)
        assert before.frozen_at is not None
        TimeAgreementFactory(application=application)
        refresh(application, now=now)
        assert CaseDates.objects.get(application=application).effective_expiry_on == before.effective_expiry_on

    def test_a_type_that_the_law_does_not_know_has_no_dates_and_says_so(self, authority, now):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        application.type.code = "of.another.world"
        clock = clock_for(application)
        assert clock.fault
        assert clock.day("effective_expiry") is None
        assert clock.reasons("effective_expiry") == ()

    def test_stages_push_their_dates_in(self, authority, now, monkeypatch):
        monkeypatch.setitem(projection._date_sources, "publicity_end_on", lambda application, facts: date(2026, 12, 1))
        application = PlanningApplicationFactory(authority=authority, valid=True)
        assert application.dates.publicity_end_on == application.consultation_end_on == date(2026, 12, 1)

    def test_stages_push_their_counters_in(self, authority, monkeypatch):
        monkeypatch.setitem(projection._counters, "unread_comments", lambda application: 7)
        assert PlanningApplicationFactory(authority=authority).unread_comments == 7


class TestFacts:
    def test_facts_come_from_what_is_prefetched_without_a_query(self, authority, django_assert_num_queries):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        CaseConstraintFactory(case=application.case)
        PaymentFactory(case=application.case)
        TimeAgreementFactory(application=application)
        related = ["case__constraints", "case__payments", "time_agreements", "case__parties"]
        loaded = authority.applications.select_related("case__development").prefetch_related(*related).for_reference(application.reference)
        with django_assert_num_queries(0):
            facts = clock_for(loaded).facts
        assert facts.in_conservation_area
        assert facts.fee_paid == Decimal("548.00")
        assert len(facts.extensions) == 1

    @pytest.mark.parametrize("values", [{"removed": True}, {"intersects": False}])
    def test_a_constraint_that_does_not_touch_the_site_is_no_fact(self, authority, now, values):
        application = PlanningApplicationFactory(authority=authority)
        removed = {"removed_at": now, "removed_by": UserFactory()} if values.pop("removed", False) else {}
        CaseConstraintFactory(case=application.case, **values, **removed)
        assert not clock_for(authority.applications.for_reference(application.reference)).facts.in_conservation_area

    def test_a_case_without_figures_counts_as_minor(self, authority):
        application = PlanningApplicationFactory(authority=authority, refreshed=False)
        assert not clock_for(application).facts.is_major
        DevelopmentFactory(case=application.case, is_major=True)
        assert clock_for(authority.applications.for_reference(application.reference)).facts.is_major


class TestColumns:
    def test_what_is_next_and_when(self, authority):
        application = PlanningApplicationFactory(authority=authority)
        assert application.next_action
        assert application.next_task
        assert application.next_action_on is not None

    def test_officer_reference_and_address_are_kept_for_sorting(self, authority):
        officer = UserFactory(name="Ada Officer")
        application = PlanningApplicationFactory(
            authority=authority, officer=officer, case__address_lines="9 ELM Road", case__town="Anytown"
        )
        assert application.officer_name == "Ada Officer"
        assert application.reference_sort == application.reference
        assert application.address_sort == "9 elm road, anytown"

    def test_a_very_long_address_fits(self, authority):
        assert len(PlanningApplicationFactory(authority=authority, case__address_lines="Long " * 80).address_sort) == 120

    def test_refreshing_again_changes_nothing(self, authority, now):
        application = PlanningApplicationFactory(authority=authority, published=True)
        before = PlanningApplication.objects.filter(pk=application.pk).values().get()
        refresh(application, now=now)
        assert PlanningApplication.objects.filter(pk=application.pk).values().get() == before


class TestSearch:
    def test_a_case_is_found_by_everything_that_people_know_of_it(self, authority):
        application = PlanningApplicationFactory(
            authority=authority, case__postcode="AN1 2BC", case__uprn="100", officer=UserFactory(name="Ada")
        )
        PartyFactory(case=application.case, role="agent", first_name="Zoë", last_name="Fry", company="Fry Ltd")
        CaseReference.objects.create(authority=authority, case=application.case, reference="15/01234/FUL", until_at=timezone.now())
        PaymentFactory(case=application.case, reference="pay 77")
        refresh_search(PlanningApplication.objects.select_related("case", "case__officer").get(pk=application.pk))
        row = CaseSearch.objects.get(case=application.case)
        for word in ("Zoë", "Fry", "Ltd", "Ada", "15/01234/FUL", application.description):
            assert word in row.words
        assert set(row.references.split()) >= {application.reference, "15/01234/FUL", "100", "AN12BC", "PAY77"}

    @pytest.mark.parametrize(("typed", "kept"), [(" an1 2bc ", "AN12BC"), ("15/01234/ful", "15/01234/FUL"), ("", ""), ("\t", "")])
    def test_references_are_compared_in_capitals_without_spaces(self, typed, kept):
        assert squeeze(typed) == kept
