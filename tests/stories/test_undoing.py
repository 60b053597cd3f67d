"""A team leader takes back a validation, puts a date and a type right; an officer marks it valid again. An applicant asks to withdraw."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from applications.models import ApplicationType
from audit.actors import Applicant as ApplicantActor
from casework import services
from notifications.models import Message
from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationCheckFactory, ValidationRequestFactory
from tests.stories.actors import Officer
from tests.stories.town import Town
from validation.models import ValidationCheck


@pytest.mark.story
class TestUndoing:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.reference = self.application.reference
        PaymentFactory.create(case=self.application.case)
        for check in ValidationCheck.Check.values:
            ValidationCheckFactory.create(case=self.application.case, check_name=check, by=town.person("case_officer"))

    def test_from_a_validation_that_was_a_slip_to_the_right_dates(self) -> None:
        leader = self.visit(Officer, "team_leader")
        self.undoes_the_validation(leader)
        self.corrects_the_day_of_receipt(leader)
        officer = self.visit(Officer, "case_officer")
        officer.marks(self.reference, "valid")
        officer.sees("Application marked valid")
        application = self.town.application(self.reference)
        assert (application.valid_from_on, application.effective_expiry_on) == (date(2026, 11, 3), date(2026, 12, 29))
        told = Message.objects.filter(case=application.case).order_by("pk").values_list("template", flat=True)
        assert list(told) == ["casework.validation_undone", "casework.corrected", "validation.valid"]
        leader.opens(self.reference)
        leader.sees("set this date to 3 November 2026")
        leader.page_is_fine()

    def test_valid_in_spite_of_a_plan_that_never_came(self) -> None:
        application = PlanningApplicationFactory.create(authority=self.town.council, status="invalidated")
        PaymentFactory.create(case=application.case)
        for check in ValidationCheck.Check.values:
            ValidationCheckFactory.create(case=application.case, check_name=check, by=self.town.person("case_officer"))
        ValidationRequestFactory.create(case=application.case, sent=True, due_on=date(2026, 12, 15))
        leader = self.visit(Officer, "team_leader", phone=True)
        leader.opens(application.reference, "validation/decision/")
        leader.follows("Mark it valid in spite of what is left")
        leader.page_is_fine()
        leader.chooses("A request has not been answered", exact=False)
        leader.fills("Why is it valid all the same?", "The scale can be read off the site plan")
        leader.presses("Mark as valid all the same")
        leader.sees("Application marked valid in spite of what stood in the way")
        leader.sees("The scale can be read off the site plan")
        leader.page_is_fine()
        leader.opens(application.reference, "history/")
        leader.sees("Marked valid in spite of 1 open point")

    def undoes_the_validation(self, leader: Officer) -> None:
        leader.opens(self.reference)
        leader.follows("Undo or correct")
        leader.sees("Not possible now")
        leader.page_is_fine()
        leader.follows("Undo the validation")
        leader.sees("Made public on 4 November 2026")
        leader.page_is_fine()
        leader.fills("Reason", "The certificate of ownership is for another house")
        leader.presses("Undo the validation")
        leader.sees("The validation is undone")
        leader.page_is_fine()

    def corrects_the_day_of_receipt(self, leader: Officer) -> None:
        leader.opens(self.reference, "undo/dates/received/")
        leader.fills_date("The right date", "3 11 2026")
        leader.fills("How do you know?", "The postmark says so")
        leader.presses("Show what changes")
        leader.sees("Nothing is saved yet")
        leader.page_is_fine()
        leader.presses("Correct the date")
        leader.sees("The date is corrected")

    def test_another_type_and_a_withdrawal_on_a_phone(self) -> None:
        leader = self.visit(Officer, "team_leader", phone=True)
        certificate = ApplicationType.objects.get(code="ldc.proposed").name
        leader.opens(self.reference, "undo/type/")
        leader.page.get_by_label("The right type").select_option(label=certificate)
        leader.fills("Reason", "They want a certificate")
        leader.presses("Show what changes")
        leader.sees("Tasks that fall away")
        leader.page_is_fine()
        leader.presses("Correct the type")
        leader.sees("The type is corrected")
        leader.sees(certificate)
        self.applicant_asks_to_withdraw()
        leader.opens(self.reference, "next/")
        leader.sees("We are going to move house")
        leader.page_is_fine()
        leader.chooses("Yes, withdraw it")
        leader.presses("Send the answer")
        leader.sees("The application is withdrawn")
        leader.follows("Undo or correct")
        leader.follows("Open the case again")
        leader.sees("In assessment")
        leader.page_is_fine()

    def applicant_asks_to_withdraw(self) -> None:
        party = self.application.case.parties.get(role="applicant")
        application, by = self.town.application(self.reference), ApplicantActor(party)
        services.ask_to_withdraw(application=application, text="We are going to move house", party=party, by=by, now=timezone.now())
