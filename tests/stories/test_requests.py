"""Everything that can be asked of an applicant: the officer asks at the desk, the applicant answers on a phone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from core.tenancy import acting_for
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.fakes.file_host import drawing
from tests.stories.actors import Applicant, Officer
from tests.stories.town import Town

LINE = "533900, 175100\n533930, 175100\n533930, 175140\n533900, 175140"


def a_case(town: Town, **values: Any) -> Any:
    site = MultiPolygon(Polygon.from_bbox((-0.0735, 51.4585, -0.073, 51.459)), srid=4326)
    return PlanningApplicationFactory.create(
        authority=town.council, officer=town.person("case_officer"), case__boundary_submitted=site, case__point=site.centroid, **values
    )


def enters(visit: Any, town: Town, application: Any, *, familiar: bool = False) -> Applicant:
    """The applicant, by the link in the newest email that has one."""
    with acting_for(town.council):
        email = application.case.parties.get(role="applicant").email
    applicant: Applicant = visit(Applicant, phone=True)
    applicant.familiar = familiar
    letter = [message for message in town.emails_to(email) if "/my/" in message.body][-1]
    applicant.opens_link_from(letter)
    applicant.page_is_fine()
    return applicant


class Answers:
    """How the applicant answers each kind of request. sent_at: when (time.monotonic) the last answer had been taken."""

    sent_at: float

    def __init__(self, applicant: Applicant, town: Town) -> None:
        self.applicant, self.town = applicant, town

    def opens(self, title: str) -> None:
        self.applicant.page.goto(f"{self.town.public}/my/")
        self.applicant.page.get_by_role("link", name=re.compile(f"^{title}")).first.click()
        self.applicant.page_is_fine()

    def sends(self) -> None:
        self.sent_at = self.applicant.posts("Send")
        self.applicant.sees("We have your answer")
        self.applicant.page_is_fine()

    def agrees(self, title: str, words: str) -> None:
        self.opens(title)
        self.applicant.sees(words)
        self.applicant.chooses("Yes, I agree")
        self.sends()

    def uploads(self, title: str) -> None:
        self.opens(title)
        file = {"name": f"{title[:9]}.png", "mimeType": "image/png", "buffer": drawing(title, "PNG")}
        self.applicant.page.locator("input[type=file]").first.set_input_files(file)
        self.applicant.sees("Files you have added (1)")
        self.sends()

    def writes(self, title: str, text: str) -> None:
        self.opens(title)
        self.applicant.fills("Your answer", text)
        self.sends()

    def sends_a_certificate(self) -> None:
        self.opens("Put the ownership certificate right")
        self.applicant.chooses("Yes, it is below")
        self.applicant.chooses("Certificate B", exact=False)
        owner = self.applicant.page.locator("fieldset.app-owner").first
        owner.get_by_label("Name").fill("Olga Owner")
        owner.get_by_label("Address").fill("1 Field Lane")
        day = timezone.localdate() - timedelta(days=3)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            owner.get_by_label(label).fill(str(value))
        self.applicant.presses("Add another owner")
        self.applicant.sees("Owner 3")
        self.applicant.page_is_fine()
        self.sends()


@pytest.mark.story
def test_all_that_an_officer_can_ask_for_before_an_application_is_valid(town: Town, visit: Any) -> None:
    application = a_case(town)
    reference, case = application.reference, application.case
    DocumentFactory.create(case=case, name="blurred.pdf")
    officer: Officer = visit(Officer, "case_officer")
    when_the_officer_asks_for_everything(officer, reference)
    officer.marks(reference, "invalid")
    applicant = enters(visit, town, application)
    answers = Answers(applicant, town)
    answers.uploads("Send us a document")
    answers.uploads("Send us a better version")
    answers.agrees("Agree the corrected site outline", "The outline that we propose")
    answers.agrees("Agree how the proposal is described", "Erect a rear extension")
    answers.writes("Put the fee right", "Paid today")
    answers.writes("Something else we need", "The key is with the neighbour")
    answers.sends_a_certificate()
    applicant.page.goto(f"{town.public}/my/")
    applicant.sees("Nothing at the moment")
    applicant.page_is_fine()
    officer.opens(reference, "validation/requests/")
    officer.sees("New answers (7)")
    officer.sees("Olga Owner")
    officer.page_is_fine()
    with acting_for(town.council):
        case.refresh_from_db()
        assert case.boundary_corrected is not None and case.land_owners.get().name == "Olga Owner"
        assert not case.validation_requests.exclude(state="closed").exists()


def when_the_officer_asks_for_everything(officer: Officer, reference: str) -> None:
    officer.asks_for_a_document(reference, "Elevations - proposed", "The north elevation is missing.")
    officer.opens(reference, "validation/documents/")
    officer.page.get_by_label("Not fit", exact=True).check()
    officer.page.get_by_text("What is wrong with it").first.click()
    officer.page.get_by_label("What is wrong with blurred.pdf?").fill("It cannot be read.")
    officer.presses("Save and come back later")
    officer.opens(reference, "validation/red-line/propose/")
    officer.page.get_by_text("Type or paste coordinates").click()
    officer.fills("Coordinates", LINE)
    officer.fills("What is wrong with the red line?", "It left out the access.")
    officer.page_is_fine()
    officer.presses("Ask the applicant")
    officer.sees("The line that we propose")
    officer.opens(reference, "validation/description/")
    officer.chooses("No, propose another")
    officer.fills("Description that you propose", "Erect a rear extension")
    officer.fills("Why should it change?", "It says what is built.")
    officer.presses("Save and mark complete")
    officer.opens(reference, "validation/fee/")
    officer.chooses("No")
    officer.fills("What is wrong with the fee?", "Ten pounds are missing.")
    officer.fills("What should the applicant do?", "Pay ten pounds.")
    officer.presses("Save and mark complete")
    officer.opens(reference, "validation/requests/new/ownership/")
    officer.fills("What is wrong with the certificate?", "The lane is not the applicant’s.")
    officer.page_is_fine()
    officer.presses("Add request")
    officer.opens(reference, "validation/requests/new/other/")
    officer.fills("What is missing or wrong?", "We could not get in.")
    officer.fills("What should the applicant do?", "Say when we can visit.")
    officer.page_is_fine()
    officer.presses("Add request")
    officer.sees("Ready to send (6)")
    officer.page_is_fine()


@pytest.mark.story
def test_more_time_is_asked_for_talked_about_and_agreed(town: Town, visit: Any) -> None:
    application = a_case(town, valid=True)
    reference, until = application.reference, application.effective_expiry_on + timedelta(days=30)
    officer: Officer = visit(Officer, "case_officer")
    officer.opens(reference, "validation/requests/new/extension/")
    officer.fills_date("Until when?", f"{until:%-d %-m %Y}")
    officer.fills("Why is more time needed?", "The highways authority has not answered.")
    officer.page_is_fine()
    officer.presses("Send request")
    officer.sees("Request sent")
    officer.follows("Files")
    officer.page.locator("input[type=file]").first.set_input_files(
        {"name": "letter.png", "mimeType": "image/png", "buffer": drawing("Letter", "PNG")}
    )
    officer.presses("Add files")
    officer.sees("letter.png")
    officer.page_is_fine()
    applicant = enters(visit, town, application)
    answers = Answers(applicant, town)
    answers.opens("Agree a new date for the decision")
    applicant.sees("letter.png")
    applicant.follows("Ask a question about this")
    applicant.page_is_fine()
    applicant.fills("Your message", "Will it be decided then?")
    applicant.presses("Send message")
    applicant.sees("Will it be decided then?")
    applicant.page_is_fine()
    officer.opens(reference, "validation/requests/")
    officer.sees("Messages (1 new)")
    officer.follows("Messages (1 new)")
    officer.page_is_fine()
    officer.fills("Your message", "We expect so.")
    officer.presses("Send message")
    officer.sees("We expect so.")
    answers.agrees("Agree a new date for the decision", f"{until:%-d %B %Y}")
    with acting_for(town.council):
        application.refresh_from_db()
        assert application.effective_expiry_on == until
