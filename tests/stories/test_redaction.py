"""An officer takes private things out of an application form: suggestions taken, one box drawn, one added with the keyboard."""

import io
import subprocess
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.tenancy import acting_for
from documents import services, storage
from documents.models import Document, Redaction
from documents.services import redacting
from tests.factories.applications import PlanningApplicationFactory
from tests.stories.test_viewer import Reader
from tests.stories.town import Town

MM = 72 / 25.4
LINES = [
    (30, "Householder application for planning permission"),
    (50, "Applicant: Ottoline Quackenbush"),
    (60, "Telephone: 01632 960 741"),
    (70, "Email: ottoline@quackenbush.example"),
    (90, "Proposal: single-storey rear extension"),
    (110, "Medical note: uses a wheelchair"),
    (240, "Signed: O Quackenbush"),
]
SECRETS = ("Ottoline", "960 741", "quackenbush.example", "wheelchair")


def a_form() -> bytes:
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for lines in (LINES, [(40, "Page two: drawings list, P-101 and P-102")]):
        page = pdf.add_blank_page(page_size=(210 * MM, 297 * MM))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        text = "\n".join(f"BT /F1 12 Tf {25 * MM:.1f} {(297 - down) * MM:.1f} Td ({words}) Tj ET" for down, words in lines)
        page.Contents = pdf.make_stream(text.encode())
    pdf.docinfo["/Author"] = "Ottoline Quackenbush"
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


class Redactor(Reader):
    """Somebody with boxes to draw."""

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Where on the screen a point of the page is, in mm from its top left corner, brought into sight."""
        frame, paper = self.page.locator(".app-sheet__frame"), self.page.locator(".app-paper")
        scale = paper.evaluate("paper => paper.offsetWidth / JSON.parse(paper.closest('[data-sheet]').dataset.sheet).width")
        frame.scroll_into_view_if_needed()
        frame.evaluate("(frame, down) => frame.scrollTo(0, down - frame.clientHeight / 2)", down * scale)
        box = paper.bounding_box()
        assert box
        return box["x"] + across * scale, box["y"] + down * scale

    def draws_a_box(self, left: float, top: float, right: float, bottom: float) -> None:
        x, y = self.point(left, top)
        across, down = self.point(right, bottom)
        x, y = self.point(left, top)
        down = y + (bottom - top) / (right - left) * (across - x)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move((x + across) / 2, (y + down) / 2)
        self.page.mouse.move(across, down)
        self.page.mouse.up()

    def is_saved(self) -> None:
        expect(self.page.locator("[data-redact=saved]")).to_contain_text("Saved ")


@pytest.mark.story
class TestRedaction:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, client: Any) -> None:
        self.town, self.visit, self.anybody = town, visit, client
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.application.case.parties.filter(role="applicant").update(first_name="Ottoline", last_name="Quackenbush")
        self.reference = self.application.reference
        self.form = services.add_document(
            case=self.application.case,
            content=a_form(),
            name="form.pdf",
            source="officer",
            by=town.person("case_officer"),
            now=timezone.now(),
        )

    def test_a_form_is_redacted(self) -> None:
        self.officer = self.visit(Redactor, "case_officer")
        self.when_the_boxes_are_begun()
        self.then_private_words_are_suggested_and_taken_one_by_one_and_all_together()
        self.then_one_is_drawn_and_one_added_with_the_keyboard()
        self.then_another_officers_box_is_joined_to_these()
        self.when_the_copy_is_made_and_published()
        self.then_nothing_private_is_left_in_it_and_the_public_gets_it_alone()

    def when_the_boxes_are_begun(self) -> None:
        self.officer.opens(self.reference, f"documents/{self.form.public_id}/redact/")
        self.officer.page_is_fine()
        self.officer.presses("Draw boxes on its pages")
        self.officer.sheet_is_there()
        self.officer.page_is_fine()

    def then_private_words_are_suggested_and_taken_one_by_one_and_all_together(self) -> None:
        page = self.officer.page
        page.get_by_label("Phone number: 01632 960 741", exact=True).check()
        self.officer.presses("Black out ticked")
        expect(page.locator(".app-box:not(.app-box--spot)")).to_have_count(1)
        page.get_by_role("button", name="Black out all").click()
        expect(page.locator(".app-box--spot")).to_have_count(0)
        self.officer.is_saved()
        self.officer.page_is_fine()

    def then_one_is_drawn_and_one_added_with_the_keyboard(self) -> None:
        page = self.officer.page
        before = page.locator("[data-box]").count()
        self.officer.draws_a_box(20, 104, 110, 114)
        expect(page.locator("[data-box]")).to_have_count(before + 1)
        page.get_by_role("button", name="Add a box").focus()
        page.keyboard.press("Enter")
        for key, times in (("ArrowRight", 5), ("ArrowDown", 3), ("Shift+ArrowRight", 4)):
            for _ in range(times):
                page.keyboard.press(key)
        expect(page.locator(".app-sheet__status")).to_contain_text("54 by 8 mm")
        page.get_by_label(f"What is under box {before + 2}?").select_option(label="Health")
        self.officer.is_saved()
        self.officer.page_is_fine()
        drawn = self.redaction().boxes
        assert len(drawn) == before + 2
        page.set_viewport_size({"width": 375, "height": 800})
        self.officer.finds_the_page_accessible()
        page.set_viewport_size({"width": 1280, "height": 900})
        assert any(abs(box["left"] - 20) < 1 and abs(box["top"] - 104) < 1 and abs(box["width"] - 90) < 1 for box in drawn)

    def then_another_officers_box_is_joined_to_these(self) -> None:
        page = self.officer.page
        before = page.locator("[data-box]").count()
        place = {"left": 120, "top": 200, "width": 30, "height": 10, "reason": "other", "id": "theirs"}
        with acting_for(self.town.council):
            redacting.add_box(redaction=self.redaction(), page=1, box=place, by=self.town.person("team_leader"), now=timezone.now())
        page.locator("[data-box]").last.focus()
        page.keyboard.press("Delete")
        expect(page.locator("[data-box=theirs]")).to_have_count(1)
        expect(page.locator("[data-box]")).to_have_count(before)
        self.officer.is_saved()

    def when_the_copy_is_made_and_published(self) -> None:
        self.officer.presses("Make the redacted copy")
        self.officer.sees("Look at the copy, then make it public.")
        self.officer.page_is_fine()
        self.officer.presses("Make the copy public")
        self.officer.page_is_fine()
        self.officer.presses("Make 1 document public")
        self.officer.sees("made public")

    def then_nothing_private_is_left_in_it_and_the_public_gets_it_alone(self) -> None:
        copy = Document.objects.get(case=self.application.case, redaction_of=self.form)
        content = storage.read(copy.current)
        text = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
        assert "drawings list, P-101" in text
        assert [secret for secret in SECRETS if secret in text or secret.encode() in content] == []
        assert self.status(self.form) == 404
        assert self.status(copy) == 200
        assert {"document_redaction_asked", "document_redacted"} <= set(self.town.history(self.reference))

    def test_without_javascript(self) -> None:
        officer = self.visit(Redactor, "case_officer", javascript=False)
        officer.opens(self.reference, f"documents/{self.form.public_id}/redact/")
        officer.presses("Draw boxes on its pages")
        officer.presses("Black out all")
        officer.page.locator("summary", has_text="Enter a box by its place").click()
        for label, value in (("From the left, mm", "20"), ("From the top, mm", "104"), ("Width, mm", "90"), ("Height, mm", "10")):
            officer.fills(label, value)
        officer.presses("Add this box")
        officer.sees("Box added on page 1.")
        officer.presses("Make the redacted copy")
        officer.sees("Look at the copy, then make it public.")

    def redaction(self) -> Redaction:
        with acting_for(self.town.council):
            return Redaction.objects.select_related("file__document__case", "saved_by").get(file__document=self.form)

    def status(self, document: Document) -> int:
        address = f"/applications/{self.reference}/documents/{document.public_id}/"
        answer = self.anybody.get(address, headers={"host": self.town.council.public_host})
        answer.getvalue()
        return int(answer.status_code)
