"""Thirty files dropped on a case: each is sent by itself, what is not fit says why, what is already here is asked about."""

import base64
from typing import Any

import pytest
from playwright.sync_api import expect

from documents.models import Document
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf, a_picture
from tests.stories.actors import Officer
from tests.stories.town import Town

PLANS = [(f"A-{100 + n} plan.pdf", "application/pdf", a_pdf(1, f"Plan {n}")) for n in range(26)]
PHOTOS = [(f"view {n}.png", "image/png", a_picture("PNG", (60 + n, 40))) for n in range(4)]
WEB_PAGE = ("invoice.pdf", "application/pdf", b"<html><script>alert(1)</script></html>")
DROP = """([form, files]) => {
  const data = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ["dragover", "drop"]) form.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


@pytest.mark.story
class TestUploads:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.reference = self.application.reference

    def test_thirty_files_are_dropped_on_the_page(self) -> None:
        self.officer = self.visit(Officer, "case_officer")
        self.officer.opens(self.reference, "documents/add/")
        self.officer.page_is_fine()
        self.when_they_are_dropped(*PLANS, *PHOTOS, WEB_PAGE)
        self.officer.sees("31 files ready to add.")
        self.officer.finds_the_page_accessible()
        self.officer.presses("Add documents")
        self.then_thirty_are_here_and_the_other_says_why()
        self.when_the_page_is_opened_again_and_some_are_chosen_twice()
        self.then_nothing_is_here_twice_until_it_is_asked_for()

    def test_on_the_case_itself_the_new_ones_appear_below(self) -> None:
        self.officer = self.visit(Officer, "case_officer", phone=True)
        self.officer.opens(self.reference, "documents/")
        self.officer.page_is_fine()
        self.when_they_are_dropped(*PLANS[:2])
        self.officer.presses("Add documents")
        self.officer.sees("2 documents added.")
        expect(self.officer.page.locator("#case-papers .app-document")).to_have_count(2)
        self.officer.finds_the_page_accessible()

    def test_a_cut_connection_loses_only_the_one_in_flight(self) -> None:
        self.officer = self.visit(Officer, "case_officer")
        self.officer.opens(self.reference, "documents/add/")
        self.officer.page.route("**/documents/add/one/", self.cut_the_second())
        self.when_they_are_dropped(*PLANS[:3])
        self.officer.presses("Add documents")
        self.officer.sees("The connection was cut. What was added before is kept: try this one again.")
        self.officer.sees("2 documents added. 1 file not added")
        self.officer.finds_the_page_accessible()
        self.officer.presses("Try again")
        self.officer.sees("3 documents added.")
        assert self.how_many() == 3

    def when_they_are_dropped(self, *files: tuple[str, str, bytes]) -> None:
        form = self.officer.page.locator("form[data-uploads]").element_handle()
        packed = [[name, kind, base64.b64encode(content).decode()] for name, kind, content in files]
        self.officer.page.evaluate(DROP, [form, packed])

    def cut_the_second(self) -> Any:
        seen: list[Any] = []

        def handle(route: Any) -> None:
            seen.append(route)
            if len(seen) == 2:
                route.abort("connectionreset")
            else:
                route.continue_()

        return handle

    def then_thirty_are_here_and_the_other_says_why(self) -> None:
        expect(self.officer.page.locator("[data-uploads-told]")).to_contain_text("30 documents added. 1 file not added", timeout=120_000)
        self.officer.sees("“invoice.pdf” is not a PDF, PNG or JPEG file")
        self.officer.finds_the_page_accessible()
        assert self.how_many() == 30

    def when_the_page_is_opened_again_and_some_are_chosen_twice(self) -> None:
        self.officer.opens(self.reference, "documents/add/")
        chosen = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in PLANS[:2]]
        self.officer.page.locator("input[type=file]").set_input_files(chosen)
        self.officer.presses("Add documents")

    def then_nothing_is_here_twice_until_it_is_asked_for(self) -> None:
        self.officer.sees("Already here as “A-100 plan.pdf”. Add it anyway?")
        self.officer.sees("2 files not added")
        self.officer.finds_the_page_accessible()
        assert self.how_many() == 30
        self.officer.presses("Add anyway")
        self.officer.sees("1 document added. 1 file not added")
        assert self.how_many() == 31

    def how_many(self) -> int:
        return Document.objects.filter(case=self.application.case).count()
