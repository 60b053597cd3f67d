"""An officer sorts a case's papers: adds, tags, publishes, redacts, archives; with JavaScript and without."""

from typing import Any

import pytest

from audit.models import AuditEvent
from core.tenancy import acting_for
from documents.models import Document
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf, a_picture
from tests.stories.actors import Officer
from tests.stories.town import Town

PLAN = {"name": "ground floor.pdf", "mimeType": "application/pdf", "buffer": a_pdf(2, "Ground floor")}
PHOTO = {"name": "front.png", "mimeType": "image/png", "buffer": a_picture("PNG", (800, 500), "teal")}
WEB_PAGE = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>alert(1)</script></html>"}


@pytest.mark.story
class TestDocuments:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, client: Any) -> None:
        self.town, self.visit, self.anybody = town, visit, client
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.reference = self.application.reference

    def test_from_upload_to_the_public_host(self) -> None:
        self.officer = self.visit(Officer, "case_officer")
        self.when_three_files_are_added_of_which_one_is_not_what_it_says()
        self.then_two_are_kept_and_the_third_is_named_with_the_reason()
        self.when_the_plan_gets_its_number_and_is_published()
        self.then_a_neighbour_reads_it_and_not_the_other()
        self.when_a_redacted_copy_takes_its_place()
        self.then_the_original_is_gone_from_the_public_host()
        self.when_the_photograph_is_archived()
        self.then_the_history_tells_it_all()

    def test_the_same_without_javascript(self) -> None:
        self.officer = self.visit(Officer, "case_officer", javascript=False)
        self.adds(PLAN, PHOTO)
        self.officer.sees("2 documents added.")
        self.officer.follows("Select all shown")
        self.officer.page.get_by_label("Something else to do").select_option("check")
        self.officer.presses("Go on")
        self.officer.presses("Mark 2 documents as checked")
        self.officer.sees("2 documents marked as checked.")
        self.officer.page.get_by_label("Select ground floor.pdf").check()
        self.officer.presses("Make public")
        self.officer.sees("Make 1 document public")
        self.officer.presses("Make 1 document public")
        self.officer.sees("1 document made public.")

    def when_three_files_are_added_of_which_one_is_not_what_it_says(self) -> None:
        self.officer.opens(self.reference, "documents/")
        self.officer.sees("No documents yet")
        self.officer.page_is_fine()
        self.adds(PLAN, PHOTO, WEB_PAGE)

    def then_two_are_kept_and_the_third_is_named_with_the_reason(self) -> None:
        self.officer.sees("2 documents added.")
        self.officer.sees("“invoice.pdf” is not a PDF, PNG or JPEG file")
        self.officer.finds_the_page_accessible()
        self.officer.opens(self.reference, "documents/")
        assert self.officer.page.locator(".app-document img").count() == 2
        self.officer.page_is_fine()

    def opens_document(self, name: str) -> None:
        """By its words; its picture is a link of its own that shows it large."""
        self.officer.page.get_by_role("link", name=name, exact=True).click()

    def when_the_plan_gets_its_number_and_is_published(self) -> None:
        self.opens_document("ground floor.pdf")
        self.officer.page_is_fine()
        self.officer.fills("Drawing number", "P-101 A")
        self.officer.page.locator("summary", has_text="Drawings").click()
        self.officer.chooses("Floor plan - proposed")
        self.officer.chooses("Public")
        self.officer.presses("Save")
        self.officer.sees("Saved ground floor.pdf.")

    def then_a_neighbour_reads_it_and_not_the_other(self) -> None:
        assert self.status(self.document("ground floor.pdf")) == 200
        assert self.status(self.document("front.png")) == 404

    def when_a_redacted_copy_takes_its_place(self) -> None:
        self.opens_document("ground floor.pdf")
        self.officer.follows("Redact it")
        self.officer.page_is_fine()
        self.officer.page.get_by_label("File", exact=True).set_input_files({**PLAN, "name": "redacted.pdf", "buffer": a_pdf(2, "Redacted")})
        self.officer.chooses("Anybody, from now on")
        self.officer.fills("What was taken out, and why the rest may be public", "A signature")
        self.officer.page_is_fine()
        self.officer.presses("Add the copy")
        self.officer.sees("Added redacted.pdf.")

    def then_the_original_is_gone_from_the_public_host(self) -> None:
        assert self.status(self.document("ground floor.pdf")) == 404
        assert self.status(self.document("redacted.pdf")) == 200

    def when_the_photograph_is_archived(self) -> None:
        self.officer.opens(self.reference, "documents/")
        self.opens_document("front.png")
        self.officer.follows("Archive it")
        self.officer.page_is_fine()
        self.officer.fills("Why is it archived?", "Taken from the wrong house")
        self.officer.presses("Archive")
        self.officer.sees("Archived front.png.")
        self.officer.page_is_fine()

    def then_the_history_tells_it_all(self) -> None:
        with acting_for(self.town.council):
            events = AuditEvent.objects.filter(case=self.application.case, type__startswith="document_").order_by("pk")
            told = list(events.values_list("type", flat=True))
        assert told == [
            "document_added",
            "document_added",
            "document_edited",
            "document_published",
            "document_added",
            "document_withheld",
            "document_redacted",
            "document_published",
            "document_archived",
        ]

    def adds(self, *files: dict[str, Any]) -> None:
        self.officer.opens(self.reference, "documents/")
        self.officer.page.locator("input[type=file]").set_input_files(list(files))
        self.officer.presses("Add documents")

    def document(self, name: str) -> Document:
        return Document.objects.get(case=self.application.case, name=name)

    def status(self, document: Document) -> int:
        """What anybody gets who asks the public host for the file."""
        address = f"/applications/{self.reference}/documents/{document.public_id}/"
        answer = self.anybody.get(address, headers={"host": self.town.council.public_host})
        answer.getvalue()
        return answer.status_code
