"""The development in figures: an officer puts them right, the dates follow at once, and nothing overwrites an extension."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from applications import development as figures
from applications.clock import clock_for
from applications.facts import facts_for
from applications.lifecycle import NotAllowedNow
from applications.models import Development, PlanningApplication, TimeAgreement
from applications.projection import refresh
from applications.services import agree_extension, record_facts
from audit.selectors import fault_in_case, history_of
from core.errors import DomainError, StaleRecord
from statute import CaseFacts, use_names
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory, TimeAgreementFactory

pytestmark = pytest.mark.django_db

EIGHT_WEEKS, THIRTEEN_WEEKS = date(2026, 12, 28), date(2027, 2, 1)  # from 2 November 2026; DMPO 2015, article 34(2)


@pytest.fixture
def officer():
    return UserFactory(name="Olu Officer")


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority, valid=True, type_code="pp.full")


@pytest.fixture
def enter(officer, now):
    """Save some figures, as the form would."""

    def save(application, version=None, **values):
        return record_facts(application=application, values=values, version=version, by=officer, now=now)

    return save


def expiry(application):
    return PlanningApplication.objects.get(pk=application.pk).effective_expiry_on


class TestRecord:
    def test_marking_it_major_moves_the_expiry_to_13_weeks_at_once_and_is_in_the_history(self, application, enter, officer):
        assert application.effective_expiry_on == EIGHT_WEEKS
        enter(application, is_major=True)
        assert expiry(application) == THIRTEEN_WEEKS
        application.dates.refresh_from_db()
        assert application.dates.statutory_expiry_on == THIRTEEN_WEEKS
        event = history_of(application.case)[0]
        assert (event.type, event.actor_name) == ("development_facts_recorded", officer.name)
        assert event.data["changes"] == "Major development: No → Yes; last day to decide: 28 December 2026 → 1 February 2027"
        assert event.data["fields"] == {"is_major": {"before": False, "after": True}}
        assert fault_in_case(application.case) is None

    def test_keeps_of_each_figure_who_gave_it_and_when(self, application, enter, now):
        enter(application, dwellings_gained=3)
        development = Development.objects.get(case=application.case)
        assert development.sources == {"dwellings_gained": {"source": "officer", "by": "Olu Officer", "at": now.isoformat()}}

    def test_what_was_submitted_stays_marked_so_until_it_changes(self, application, enter):
        submitted = {"source": "submitted", "where": "/data/proposal"}
        Development.objects.filter(case=application.case).update(dwellings_gained=3, sources={"dwellings_gained": submitted})
        enter(application, dwellings_gained=3, storeys=2)
        assert Development.objects.get(case=application.case).sources["dwellings_gained"] == submitted

    def test_the_same_again_changes_nothing_and_leaves_no_trace(self, application, enter):
        assert enter(application, is_major=False, dwellings_gained=None) == ""
        assert Development.objects.get(case=application.case).version == 1
        assert list(history_of(application.case)) == []

    def test_works_for_a_case_without_any_figures_yet(self, application, enter):
        Development.objects.filter(case=application.case).delete()
        enter(application, version=1, dwellings_gained=2)
        assert Development.objects.get(case=application.case).dwellings_gained == 2

    def test_the_fee_and_the_class_of_the_returns_hear_of_it(self, application, enter):
        enter(application, dwellings_gained=2, floorspace_gained=Decimal(150), floorspace_not_homes=Decimal(40), use="retail", storeys=3)
        facts = facts_for(PlanningApplication.objects.get(pk=application.pk))
        assert (facts.dwellings, facts.floorspace, facts.floorspace_not_homes, facts.use, facts.storeys) == (2, 150, 40, "retail", 3)

    def test_a_loss_of_homes_is_kept_and_counts_as_none_gained(self, application, enter):
        enter(application, dwellings_gained=-2)
        assert facts_for(PlanningApplication.objects.get(pk=application.pk)).dwellings == 0
        assert clock_for(PlanningApplication.objects.get(pk=application.pk)).fault == ""


class TestRefused:
    def test_public_service_infrastructure_that_is_not_major(self, application, enter):
        with pytest.raises(DomainError, match="major development by definition") as refusal:
            enter(application, is_public_service_infrastructure=True)
        assert refusal.value.field == "is_public_service_infrastructure"

    def test_a_major_householder_application_in_words_that_name_the_type(self, authority, enter):
        house = PlanningApplicationFactory(authority=authority, valid=True)
        with pytest.raises(DomainError, match=house.type.name) as refusal:
            enter(house, is_major=True, storeys=2)
        assert refusal.value.field == "is_major"
        development = Development.objects.get(case=house.case)
        assert (development.is_major, development.storeys, development.version) == (False, None, 1)
        assert expiry(house) == EIGHT_WEEKS
        assert list(history_of(house.case)) == []

    def test_a_part_of_the_floor_space_that_is_more_than_the_whole(self, application, enter):
        with pytest.raises(DomainError) as refusal:
            enter(application, floorspace_gained=Decimal(10), floorspace_not_homes=Decimal(11))
        assert refusal.value.field == "floorspace_not_homes"

    def test_less_floor_space_than_nothing_is_said_beside_our_own_field(self, application, enter):
        with pytest.raises(DomainError) as refusal:
            enter(application, site_area=Decimal(-1))
        assert refusal.value.field == "site_area"

    def test_a_form_that_a_colleague_overtook(self, application, enter):
        enter(application, version=1, storeys=2)
        with pytest.raises(StaleRecord):
            enter(application, version=1, storeys=3)
        assert Development.objects.get(case=application.case).storeys == 2

    def test_a_decided_case(self, authority, enter):
        with pytest.raises(NotAllowedNow):
            enter(PlanningApplicationFactory(authority=authority, determined=True), storeys=2)

    def test_what_the_law_cannot_answer_for_another_reason_does_not_stand_in_the_way(self, application, enter):
        PlanningApplication.objects.filter(pk=application.pk).update(received_on=date(1990, 1, 1))
        assert enter(application, storeys=2)


class TestExtensionsSurvive:
    def test_an_agreement_that_a_longer_period_overtakes_is_kept_and_counts_again_after(self, application, enter):
        TimeAgreementFactory(application=application, agreed_until_on=date(2027, 1, 15))
        enter(application, is_major=True)
        assert expiry(application) == THIRTEEN_WEEKS
        enter(application, is_major=False)
        assert expiry(application) == date(2027, 1, 15)

    @pytest.mark.parametrize("seed", range(6))
    def test_any_sequence_of_saves(self, application, enter, officer, now, seed):
        choose = random.Random(seed)
        agreed = []
        for _ in range(12):
            step = choose.choice(["facts", "facts", "extend", "refresh"])
            if step == "facts":
                major = choose.random() < 0.5
                enter(application, is_major=major, is_eia=choose.random() < 0.3, storeys=choose.randrange(9))
            elif step == "extend":
                until = expiry(application) + timedelta(days=choose.randrange(1, 60))
                agree_extension(
                    application=application, agreed_until_on=until, agreed_on=date(2026, 11, 20), evidence="Email", by=officer, now=now
                )
                agreed.append(until)
            else:
                refresh(application, now=now)
            kept = list(TimeAgreement.objects.filter(application=application).order_by("pk").values_list("agreed_until_on", flat=True))
            statutory = clock_for(PlanningApplication.objects.get(pk=application.pk)).day("statutory_expiry")
            assert kept == agreed
            assert expiry(application) == max([statutory, *agreed])


class TestFields:
    def test_each_field_is_a_fact_of_the_law_and_has_words(self):
        assert set(figures.FACTS.values()) <= set(CaseFacts.__dataclass_fields__)
        assert set(figures.WORDS) <= {field.name for field in Development._meta.get_fields()}

    def test_the_uses_are_those_of_the_returns(self):
        assert set(figures.USES) == set(use_names()) - {"E"}  # class E covers several that are counted apart

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("is_major", True, "Yes"),
            ("use", "food", "Food and drink"),
            ("use", "", "Not given"),
            ("site_area", Decimal("0.500000"), "0.5"),
            ("floorspace_gained", Decimal("1200.00"), "1,200"),
            ("dwellings_gained", 0, "0"),
            ("dwellings_gained", None, "Not given"),
        ],
    )
    def test_are_read_as_people_read_them(self, field, value, words):
        assert figures.shown(field, value) == words
