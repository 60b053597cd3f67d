"""Correcting the type of an application."""

from datetime import date

import pytest

from applications.lifecycle import Blocked
from applications.models import ApplicationType, AuthorityApplicationType, PlanningApplication
from audit.selectors import history_of
from casework import services
from casework.presenters.undoing import effects_of_type
from casework.selectors.retyping import types_for
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import MembershipFactory
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from tests.factories.decision import RecommendationFactory
from tests.factories.validation import LocalListItemFactory, ValidationCheckFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader(authority):
    return MembershipFactory(authority=authority, roles=["team_leader"]).user


@pytest.fixture
def application(authority):
    application = PlanningApplicationFactory(authority=authority, valid=True)
    PaymentFactory(case=application.case, amount="548.00")
    return application


def type_of(code):
    return ApplicationType.objects.get(code=code)


def again(application):
    return PlanningApplication.objects.select_related("case", "dates", "type").get(pk=application.pk)


def change(application, code, leader, now, reason="It is a certificate that they want"):
    services.change_type(application=application, type=type_of(code), reason=reason, by=leader, now=now)
    return again(application)


class TestChanging:
    def test_keeps_the_reference_and_follows_the_law_of_the_new_type(self, application, leader, now):
        reference = application.reference
        right = change(application, "pa.part1.classA", leader, now)
        assert (right.type.code, right.reference, right.status) == ("pa.part1.classA", reference, "in_assessment")
        assert right.effective_expiry_on == date(2026, 12, 14), "42 days in place of eight weeks"
        event = history_of(right.case).first()
        assert (event.type, event.data["reason"]) == ("type_changed", "It is a certificate that they want")

    def test_tells_the_applicant_what_changes(self, application, leader, now):
        change(application, "pa.part1.classA", leader, now)
        message = Message.objects.get(template="casework.type_changed")
        for words in (type_of("pa.part1.classA").name, "The reference stays the same", "Last day to decide: 28 December 2026 before"):
            assert words in message.body

    def test_what_was_checked_stays_but_for_what_hangs_on_the_type(self, application, leader, now):
        kept = ValidationCheckFactory(case=application.case, check_name="red_line")
        fee = ValidationCheckFactory(case=application.case, check_name="fee")
        change(application, "ldc.proposed", leader, now)
        kept.refresh_from_db()
        fee.refresh_from_db()
        assert (kept.ok, fee.ok) == (True, None)
        assert "The type was corrected" in fee.note

    def test_what_the_new_type_must_have_is_looked_at(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority)
        LocalListItemFactory(authority=authority, name="Schedule of works", type_codes=["listed"])
        required = ValidationCheckFactory(case=application.case, check_name="required_documents")
        change(application, "listed", leader, now)
        required.refresh_from_db()
        assert required.ok is None and "The type was corrected" in required.note

    def test_what_both_types_must_have_was_looked_at(self, authority, leader, now):
        application = PlanningApplicationFactory(authority=authority, type_code="ldc.proposed")
        required = ValidationCheckFactory(case=application.case, check_name="required_documents")
        change(application, "ldc.existing", leader, now)
        required.refresh_from_db()
        assert required.ok is True

    @pytest.mark.parametrize(("before", "after", "again"), [("ldc.proposed", "pp.full", True), ("pp.full.householder", "pp.full", False)])
    def test_the_environmental_statement_is_asked_of_a_type_that_can_have_one(self, authority, leader, now, before, after, again):
        application = PlanningApplicationFactory(authority=authority, type_code=before)
        eia = ValidationCheckFactory(case=application.case, check_name="eia", data={"needed": True})
        change(application, after, leader, now)
        eia.refresh_from_db()
        assert (eia.ok is None) is again

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"valid": True, "status": "awaiting_determination"}, "Take it back"),
            ({"determined": True}, "cannot be undone here"),
            ({"status": "closed"}, "Open it again first"),
        ],
        ids=["with reviewer", "determined", "closed"],
    )
    def test_says_what_to_do_first(self, authority, leader, now, values, words):
        application = PlanningApplicationFactory(authority=authority, **values)
        with pytest.raises(Blocked, match=words):
            change(application, "ldc.proposed", leader, now)

    def test_refuses_the_type_that_it_has(self, application, leader, now):
        with pytest.raises(DomainError, match="has already"):
            change(application, "pp.full.householder", leader, now)

    def test_an_application_does_not_become_advice(self, application, leader, now):
        with pytest.raises(DomainError, match="that the council takes"):
            change(application, "preApp", leader, now)

    def test_refuses_a_type_that_the_council_does_not_take(self, authority, application, leader, now):
        AuthorityApplicationType.objects.create(authority=authority, type=type_of("ldc.proposed"), active=False)
        assert not types_for(application).filter(code="ldc.proposed").exists()
        with pytest.raises(DomainError, match="that the council takes"):
            change(application, "ldc.proposed", leader, now)

    def test_wants_a_reason(self, application, leader, now):
        with pytest.raises(DomainError, match="Enter a reason"):
            change(application, "ldc.proposed", leader, now, reason="")


class TestForeseeing:
    def test_shows_what_is_new_and_what_falls_away(self, application):
        found = effects_of_type(again(application), type_of("ldc.proposed"))
        gone = {row.task.key for row in found.tasks_gone}
        assert {"neighbours", "site_notice", "conditions"} <= gone
        assert {line.label for line in found.law} >= {"Fee", "Who must be told"}
        assert any("The reference stays" in words for words in found.notes)

    @pytest.mark.parametrize(
        ("paid", "code", "words"),
        [
            ("100.00", "pa.part1.classA", "more is due than was paid"),
            ("548.00", "pa.part1.classA", "more was paid than is due"),
            ("548.00", "pp.full", "cannot be worked out from what is known"),
        ],
    )
    def test_shows_what_becomes_of_the_fee(self, authority, paid, code, words):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        PaymentFactory(case=application.case, amount=paid)
        found = effects_of_type(again(application), type_of(code))
        assert any(words in note for note in found.notes), found.notes

    def test_names_a_recommendation_that_the_new_type_cannot_have(self, application, leader):
        RecommendationFactory(case=application.case, outcome="granted", by=leader)
        found = effects_of_type(again(application), type_of("ldc.proposed"))
        assert any("“Granted” is not a decision" in words for words in found.notes)

    def test_dates_come_as_foreseen(self, application, leader, now):
        found = {row.label: row.after for row in effects_of_type(again(application), type_of("pa.part1.classA")).dates}
        right = change(application, "pa.part1.classA", leader, now)
        assert found["Last day to decide"] == right.effective_expiry_on
