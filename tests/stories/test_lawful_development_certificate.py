"""A lawful development certificate (proposed), from PlanX to the issued notice, by way of a missing document."""

from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from core.tenancy import acting_for
from tests.fakes.file_host import drawing
from tests.stories.actors import Applicant, Officer
from tests.stories.casebook import EXAMPLES, MISSING, Case
from tests.stories.town import Town

EXAMPLE = "lawfulDevelopmentCertificate/proposed.json"
pytestmark = pytest.mark.skipif(not (EXAMPLES / EXAMPLE).exists(), reason=MISSING)


class TestLawfulDevelopmentCertificate:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, client: Any) -> None:
        self.town, self.visit, self.client = town, visit, client

    def test_from_submission_to_issued_notice(self) -> None:
        self.given_planx_sends_the_application()
        self.when_it_is_taken_from_the_queue_and_assigned()
        self.when_the_officer_finds_a_plan_missing_and_marks_it_invalid()
        self.then_the_applicant_is_told_and_sends_the_plan_from_a_phone()
        self.then_the_officer_sees_the_answer_at_once()
        self.when_it_is_marked_valid()
        self.then_the_clock_says_eight_weeks()
        self.when_it_is_made_public_and_the_page_says_why_that_is_all()
        self.when_it_is_assessed_and_recommended()
        self.then_the_officer_cannot_review_their_own_recommendation()
        self.when_the_reviewer_accepts_and_determines()
        self.then_the_certificate_is_stored_hashed_and_public()
        self.then_the_history_tells_it_all()

    def given_planx_sends_the_application(self) -> None:
        self.case = Case(self.town, self.visit, self.client)
        self.case.is_sent_by_planx(EXAMPLE)
        self.reference = self.case.reference

    def when_it_is_taken_from_the_queue_and_assigned(self) -> None:
        self.officer = self.case.is_assigned()
        self.officer.opens_work()
        self.officer.sees(self.reference)
        self.officer.page_is_fine()

    def when_the_officer_finds_a_plan_missing_and_marks_it_invalid(self) -> None:
        self.officer.checks_everything(self.reference)
        self.officer.asks_for_a_document(self.reference, "Floor plan - existing", "The drawings show only the proposed floors.")
        self.officer.marks(self.reference, "invalid")
        self.officer.opens(self.reference)
        self.officer.sees("Invalid")

    def then_the_applicant_is_told_and_sends_the_plan_from_a_phone(self) -> None:
        application = self.town.application(self.reference)
        with acting_for(self.town.council):
            party = application.case.parties.exclude(email="").order_by("role").first()
        email = self.town.emails_to(party.email)[-1]
        assert "Floor plan" in email.body or "document" in email.body
        applicant = self.visit(Applicant, phone=True)
        applicant.opens_link_from(email)
        applicant.page_is_fine()
        applicant.sends_the_file("existing-floors.png", drawing("Existing floors", "PNG"))
        applicant.page_is_fine()
        applicant.sees("We have your answer")

    def then_the_officer_sees_the_answer_at_once(self) -> None:
        self.officer.opens(self.reference)
        self.officer.sees("Action required")
        self.officer.page_is_fine()
        self.officer.opens(self.reference, "validation/requests/")
        self.officer.sees("existing-floors.png")
        self.officer.page_is_fine()
        self.officer.presses("Mark as seen")

    def when_it_is_marked_valid(self) -> None:
        self.officer.finds_documents_fit(self.reference)
        self.officer.marks(self.reference, "valid")

    def then_the_clock_says_eight_weeks(self) -> None:
        application = self.town.application(self.reference)
        assert application.status == "in_assessment"
        assert (application.effective_expiry_on - application.valid_from_on).days == 56
        self.officer.opens(self.reference)
        self.officer.sees("Why this date?")

    def when_it_is_made_public_and_the_page_says_why_that_is_all(self) -> None:
        self.officer.opens(self.reference)
        self.officer.sees("publicity")
        self.officer.makes_public(self.reference)

    def when_it_is_assessed_and_recommended(self) -> None:
        self.officer.writes(self.reference, "summary-of-works", "A loft conversion with a rear dormer.")
        self.officer.writes(self.reference, "site-description", "A terraced house.")
        self.officer.writes(self.reference, "assessment", "The works fall within Part 1 of Schedule 2 and meet each of its limits.")
        self.officer.recommends(
            self.reference, "Lawful: certificate granted", "The works are permitted by the General Permitted Development Order."
        )

    def then_the_officer_cannot_review_their_own_recommendation(self) -> None:
        self.officer.opens(self.reference, "decision/review/")
        self.officer.sees("permission")

    def when_the_reviewer_accepts_and_determines(self) -> None:
        reviewer = self.visit(Officer, "reviewer")
        reviewer.reviews(self.reference, accept=True)
        reviewer.determines(self.reference)
        reviewer.opens(self.reference, "history/")
        reviewer.page_is_fine()

    def then_the_certificate_is_stored_hashed_and_public(self) -> None:
        application = self.town.application(self.reference)
        assert (application.status, application.outcome) == ("determined", "lawful")
        assert application.determined_on == timezone.localdate() == date.today()
        with acting_for(self.town.council):
            notice = application.case.decision_notice
            version = notice.document.current
        assert notice.sha256 == version.sha256
        with default_storage.open(version.key) as file:
            assert file.read(5) == b"%PDF-"
        assert self.case.public_answer()["application"]["decision"] == "granted"

    def then_the_history_tells_it_all(self) -> None:
        told = self.town.history(self.reference)
        for event in ("created", "assigned", "made_public", "submitted", "approved", "determined", "decision_notice_made"):
            assert event in told, told
