"""The fee bounces, is paid again and partly paid back: two people of the council, at a desk and on a phone."""

from typing import Any

import pytest

from tests.factories.applications import PaymentFactory, PlanningApplicationFactory
from tests.stories.actors import Officer
from tests.stories.town import Town


@pytest.mark.story
class TestPayments:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, valid=True)
        self.reference = self.application.reference
        PaymentFactory.create(case=self.application.case, method="cheque", reference="CHQ-1")

    @pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
    def test_from_a_bounced_cheque_to_a_refund(self, phone: bool) -> None:
        officer = self.visit(Officer, "case_officer", phone=phone)
        self.bounces(officer)
        self.pays_again(officer, "700")
        officer.follows("Ask for a refund")
        officer.chooses("More was paid than was due")
        officer.fills("Why, in your words", "Rounded up on the cheque")
        officer.page_is_fine()
        officer.presses("Ask for the refund")
        officer.sees("Somebody else has to approve it")
        leader = self.visit(Officer, "team_leader", phone=phone)
        leader.page.goto(f"{self.town.officers}/")
        leader.follows("refund waits for approval")
        leader.page_is_fine()
        leader.follows(self.reference)
        leader.sees("Rounded up on the cheque")
        leader.page_is_fine()
        leader.presses("Approve the refund")
        leader.sees("Approved by The team leader")
        leader.page_is_fine()
        officer.page.goto(f"{self.town.officers}/payments/receipts/?on=2026-11-03")
        officer.sees("£700 in all")
        officer.page_is_fine()

    def bounces(self, officer: Officer) -> None:
        officer.opens(self.reference)
        officer.sees("Payments and refunds")
        officer.opens(self.reference, "payments/")
        officer.sees("Entries (1)")
        officer.page_is_fine()
        officer.follows("It bounced")
        officer.page_is_fine()
        officer.fills_date("When did the bank say so?", "3 11 2026")
        officer.fills("What did the bank say?", "Refer to drawer")
        officer.presses("Mark as bounced")
        officer.sees("The time to decide stands still")
        officer.page_is_fine()

    def pays_again(self, officer: Officer, amount: str) -> None:
        officer.follows("Record a payment")
        officer.fills("How much was paid?", amount)
        officer.chooses("By card")
        officer.fills_date("When did the money arrive?", "3 11 2026")
        officer.page_is_fine()
        officer.presses("Record payment")
        officer.sees("paid too much")
        officer.page_is_fine()
