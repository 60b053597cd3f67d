"""Thirty files dropped on a case: each is sent by itself, what is not fit says why, what is already here is asked about. Then the thirty
are tagged, numbered and published together, and seen by a neighbour."""

import base64
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from audit.models import AuditEvent
from core.tenancy import acting_for
from documents import taking_in
from documents.models import Document, DocumentVersion
from documents.tasks import make_previews
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf, a_picture
from tests.stories.actors import Neighbour, Officer
from tests.stories.town import Town

PLANS = [(f"A-{100 + n} plan.pdf", "application/pdf", a_pdf(1, f"Plan {n}")) for n in range(24)]
PHOTOS = [(f"view {n}.png", "image/png", a_picture("PNG", (60 + n, 40))) for n in range(3)]
PAPERS = [(f"{name}.pdf", "application/pdf", a_pdf(1, name)) for name in ("noise report", "bank statement", "tenancy")]
THIRTY = [*PLANS, *PHOTOS, *PAPERS]
WEB_PAGE = ("invoice.pdf", "application/pdf", b"<html><script>alert(1)</script></html>")
DROP = """([form, files]) => {
  const data = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ["dragover", "drop"]) form.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def photographs_only(authority_id: int, version_id: int) -> None:
    """Pictures of the plans come by the by, from a worker: nobody here waits for them. Photographs are saved as
    pictures that were made of them."""
    if not DocumentVersion.objects.filter(pk=version_id, content_type="application/pdf").exists():
        make_previews(authority_id, version_id)


@pytest.mark.story
class TestUploads:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.reference = self.application.reference

    def test_thirty_files_from_the_drop_to_the_public_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(taking_in, "make_previews", photographs_only)
        self.officer = self.visit(Officer, "case_officer")
        self.officer.opens(self.reference, "documents/add/")
        self.when_they_are_dropped(*THIRTY, WEB_PAGE)
        self.officer.sees("31 files ready to add.")
        self.officer.finds_the_page_accessible()
        self.officer.presses("Add documents")
        self.then_thirty_are_here_and_the_other_says_why()
        self.when_they_are_tagged_and_numbered_together()
        self.when_the_thirty_are_published_together()
        self.then_the_history_says_who_published_what()
        self.then_the_register_lists_each_drawing_once()
        self.then_a_neighbour_sees_and_saves_what_is_public()

    def test_files_that_are_here_already_are_asked_about(self) -> None:
        self.officer = self.visit(Officer, "case_officer")
        with acting_for(self.town.council):
            for name, _, content in PLANS[:2]:
                DocumentFactory.create(case=self.application.case, name=name, file=content)
        self.when_the_page_is_opened_and_both_are_chosen_again()
        self.then_nothing_is_here_twice_until_it_is_asked_for()

    def test_on_the_case_itself_the_new_ones_appear_below(self) -> None:
        self.officer = self.visit(Officer, "case_officer", phone=True)
        self.officer.opens(self.reference, "documents/")
        self.officer.page_is_fine()
        self.when_they_are_dropped(*PLANS[:2])
        self.officer.presses("Add documents")
        self.officer.sees("2 documents added.")
        expect(self.officer.page.locator("#case-papers .app-document")).to_have_count(2)
        expect(self.officer.page.locator("#case-tabs")).to_contain_text("Documents 2")
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

    def when_they_are_tagged_and_numbered_together(self) -> None:
        for words, group, kind, count in (
            ("plan", "Drawings", "Floor plan - proposed", 24),
            ("bank", "Evidence", "Bank statement", 1),
            ("tenancy", "Evidence", "Tenancy agreement", 1),
        ):
            self.officer.opens(self.reference, f"documents/?words={words}")
            self.ticks_all()
            self.officer.presses("Tag")
            if count == 24:
                self.officer.page_is_fine()
            self.officer.page.locator("summary", has_text=group).click()
            self.officer.chooses(kind)
            self.officer.presses(f"Tag {count} document{'s' if count > 1 else ''}")
            self.officer.sees(f"{count} document{'s' if count > 1 else ''} tagged.")
        self.officer.opens(self.reference, "documents/?group=drawings")
        self.ticks_all()
        self.officer.presses("Number")
        self.officer.page_is_fine()
        self.officer.presses("Number 24 documents")
        self.officer.sees("24 documents numbered.")

    def when_the_thirty_are_published_together(self) -> None:
        self.officer.opens(self.reference, "documents/")
        self.officer.page_is_fine()
        self.ticks_all()
        self.officer.presses("Make public")
        self.officer.sees("Left out: 2")
        self.officer.sees("It shows somebody’s bank account")
        self.officer.page_is_fine()
        self.officer.presses("Make 28 documents public")
        self.officer.sees("28 documents made public.")

    def then_the_history_says_who_published_what(self) -> None:
        me = self.town.person("case_officer").name
        with acting_for(self.town.council):
            events = AuditEvent.objects.filter(case=self.application.case, type="documents_changed").order_by("pk")
            told = [(event.data["done"], event.data["count"], event.actor_name) for event in events]
        tagged = [("tagged", count, me) for count in (24, 1, 1)]
        assert told == [*tagged, ("numbered", 24, me), ("made public", 28, me)]
        self.officer.opens(self.reference, "history/")
        self.officer.sees("Documents made public, 28: ")

    def then_the_register_lists_each_drawing_once(self) -> None:
        self.officer.opens(self.reference, "documents/drawings/")
        self.officer.page_is_fine()
        assert self.officer.page.locator("tbody tr").count() == 24

    def then_a_neighbour_sees_and_saves_what_is_public(self) -> None:
        neighbour = self.visit(Neighbour)
        neighbour.page.goto(f"{self.town.public}/applications/{self.reference}/")
        neighbour.sees("Plans and documents (28)")
        neighbour.page_is_fine()
        assert neighbour.page.get_by_text("bank statement").count() == neighbour.page.get_by_text("tenancy").count() == 0
        neighbour.presses("Save the ticked documents as a ZIP file")
        neighbour.sees("Tick the documents that you want to save first.")
        neighbour.finds_the_page_accessible()
        for name in ("A-100 plan.pdf", "view 1.png"):
            neighbour.page.get_by_label(f"Select {name}").check()
        with neighbour.page.expect_download() as saved:
            neighbour.presses("Save the ticked documents as a ZIP file")
        names = zipfile.ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes())).namelist()
        assert sorted(names) == ["A-100 plan.pdf", "index.csv", "view 1.png"]

    def ticks_all(self) -> None:
        self.officer.page.get_by_label("Select all documents shown").check()

    def when_the_page_is_opened_and_both_are_chosen_again(self) -> None:
        self.officer.opens(self.reference, "documents/add/")
        chosen = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in PLANS[:2]]
        self.officer.page.locator("input[type=file]").set_input_files(chosen)
        self.officer.presses("Add documents")

    def then_nothing_is_here_twice_until_it_is_asked_for(self) -> None:
        self.officer.sees("Already here as “A-100 plan.pdf”. Add it anyway?")
        self.officer.sees("2 files not added")
        self.officer.finds_the_page_accessible()
        assert self.how_many() == 2
        self.officer.presses("Add anyway")
        self.officer.sees("1 document added. 1 file not added")
        assert self.how_many() == 3

    def how_many(self) -> int:
        return Document.objects.filter(case=self.application.case).count()
