"""An officer measures a plan in the browser and lays two revisions over each other; a neighbour reads the plan on a phone."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents import services
from documents.models import Document, Measurement
from tests.documents.plans import a_plan
from tests.factories.applications import PlanningApplicationFactory
from tests.stories.actors import Officer, Person
from tests.stories.town import Town

MM = 96 / 25.4  # pixels of the screen for a millimetre of paper at 100%


class Reader(Officer):
    """Somebody with a drawing open in the viewer."""

    def looks_at(self, reference: str, document: Document, query: str = "") -> None:
        self.opens(reference, f"documents/{document.public_id}/view/{query}")
        self.sheet_is_there()

    def sheet_is_there(self) -> None:
        whole = self.page.locator(".app-paper__whole").first
        expect(whole).to_be_visible()
        expect(whole).to_have_js_property("complete", True)

    def clicks_at(self, across: float, down: float) -> None:
        """A point of the page, in mm from its top left corner, brought to the middle of the frame first."""
        frame, paper = self.page.locator(".app-sheet__frame"), self.page.locator(".app-paper")
        width = paper.evaluate("paper => paper.offsetWidth / JSON.parse(paper.closest('[data-sheet]').dataset.sheet).width")
        x, y = across * width, down * width
        frame.scroll_into_view_if_needed()
        frame.evaluate("(frame, [x, y]) => frame.scrollTo(x - frame.clientWidth / 2, y - frame.clientHeight / 2)", [x, y])
        box = paper.bounding_box()
        assert box
        self.page.mouse.click(box["x"] + x, box["y"] + y)

    def result(self) -> Any:
        return self.page.locator("[data-measure=result]")


@pytest.mark.story
class TestViewer:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit
        self.application = PlanningApplicationFactory.create(authority=town.council, published=True)
        self.reference = self.application.reference
        self.by = town.person("case_officer")

    def add(self, name: str, content: bytes, **more: Any) -> Document:
        """As an upload does it: the worker has drawn it when the page is opened."""
        return services.add_document(
            case=self.application.case, content=content, name=name, source="officer", by=self.by, now=timezone.now(), **more
        )

    def test_a_plan_is_measured(self) -> None:
        self.plan = self.add("Ground floor.pdf", a_plan(pages=3), number="P-101", tags=["floorPlan.proposed"])
        self.officer = self.visit(Reader, "case_officer")
        self.when_the_plan_is_opened_from_the_gallery()
        self.then_a_wall_of_twelve_metres_measures_twelve_metres()
        self.then_it_is_kept_with_the_plan_and_in_the_history()
        self.then_the_extension_is_measured_with_the_keyboard_alone()
        self.then_a_drawing_of_unknown_scale_is_calibrated_by_its_scale_bar()

    def when_the_plan_is_opened_from_the_gallery(self) -> None:
        self.officer.opens(self.reference, "documents/")
        self.officer.page_is_fine()
        self.officer.page.get_by_role("link", name="See Ground floor.pdf large").click()
        self.officer.page.get_by_role("dialog").get_by_role("link", name="Look closely").click()
        self.officer.sheet_is_there()
        self.officer.sees("Document 1 of 1")
        self.officer.page_is_fine()

    def then_a_wall_of_twelve_metres_measures_twelve_metres(self) -> None:
        officer = self.officer
        officer.presses("Length")
        expect(officer.result()).to_have_text("Say what the scale is to see the result.")
        officer.page.get_by_label("Scale", exact=True).select_option(label="1:100")
        officer.page.get_by_role("link", name="100%", exact=True).click()
        officer.clicks_at(200, 150)
        officer.clicks_at(320, 150)
        measured = float((officer.result().text_content() or "").removesuffix(" m"))
        assert abs(measured - 12) < 0.06  # half a pixel at each end
        officer.page_is_fine()

    def then_it_is_kept_with_the_plan_and_in_the_history(self) -> None:
        self.officer.fills("What is it?", "Width of the house")
        self.officer.presses("Keep it")
        self.officer.sees("Kept:")
        self.officer.sees("Measured on this page")
        self.officer.page_is_fine()
        kept = Measurement.objects.get(version=self.plan.current)
        assert (kept.label, kept.kind, round(kept.value)) == ("Width of the house", "length", 12)
        assert self.town.history(self.reference)[-1] == "document_measured"

    def then_the_extension_is_measured_with_the_keyboard_alone(self) -> None:
        page = self.officer.page
        page.get_by_role("link", name="Fit the width").focus()
        page.keyboard.press("a")
        frame = page.locator(".app-sheet__frame")
        expect(frame).to_be_focused()
        for key, times in (("Enter", 1), ("ArrowRight", 10), ("Enter", 1), ("ArrowDown", 10), ("Enter", 1)):
            for _ in range(times):
                page.keyboard.press(key)
        expect(self.officer.result()).to_contain_text(re.compile(r"\d m², .* m around"))
        expect(page.locator(".app-sheet__status")).to_contain_text("Point 3 set.")
        page.keyboard.press("Backspace")
        expect(self.officer.result()).to_have_text("Set the next point on the drawing.")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Area")).to_have_attribute("aria-pressed", "false")

    def then_a_drawing_of_unknown_scale_is_calibrated_by_its_scale_bar(self) -> None:
        officer = self.officer
        officer.follows("next page")
        officer.sheet_is_there()
        officer.sees("page 2 of 3")
        officer.page.locator(".app-sheet__frame").press("c")
        officer.clicks_at(60, 594 - 58)
        officer.clicks_at(160, 594 - 58)
        officer.fills("How long is it in reality", "0")
        officer.presses("Calibrate by it")
        officer.sees("enter a length above 0")
        officer.finds_the_page_accessible()
        officer.fills("How long is it in reality", "10")
        officer.presses("Calibrate by it")
        officer.clicks_at(200, 150)
        officer.clicks_at(200, 230)
        measured = float((officer.result().text_content() or "").removesuffix(" m"))
        assert abs(measured - 8) < 0.2  # fitted to the width a pixel is a tenth of a metre

    def test_two_revisions_are_laid_over_each_other(self) -> None:
        old = self.add("Ground floor.pdf", a_plan(), number="P-101", tags=["floorPlan.proposed"])
        new = services.replace_document(
            document=old, content=a_plan(revision="B"), name="Ground floor B.pdf", by=self.by, now=timezone.now()
        )
        officer = self.visit(Reader, "case_officer")
        officer.looks_at(self.reference, new)
        officer.follows("Compare")
        officer.sees("Ground floor.pdf")  # what it replaced, found by itself
        papers = officer.page.locator(".app-compare__frame .app-paper")
        expect(papers).to_have_count(2)
        officer.page_is_fine()

        upper = officer.page.locator(".app-paper--above")
        officer.page.get_by_label("How much the upper drawing covers the lower").fill("20")
        expect(upper).to_have_css("opacity", "0.2")
        officer.page.get_by_label("Colour the differences").check()
        officer.presses("Move it left")
        officer.sees("Upper drawing moved -2 and 0 mm")
        officer.presses("As it was")
        officer.page_is_fine()

        officer.page.get_by_label("How", exact=True).select_option(label="Side by side")
        officer.page.locator("form.app-compare__choice").get_by_role("button", name="Compare").click()
        expect(officer.page.locator(".app-compare__frame .app-paper")).to_have_count(2)
        officer.page_is_fine()

    def test_sharper_parts_come_by_themselves(self) -> None:
        plan = self.add("Site.pdf", a_plan())
        officer = self.visit(Reader, "case_officer")
        officer.looks_at(self.reference, plan)
        officer.page.locator(".app-sheet__frame").press("4")
        expect(officer.page.locator(".app-paper__tile").first).to_be_visible(timeout=30000)
        expect(officer.page.locator(".app-sheet__status")).to_have_text("")
        assert "zoom=400" in officer.page.url
        officer.page.locator(".app-sheet__frame").press("r")
        assert "turn=90" in officer.page.url
        officer.page_is_fine()

    def test_a_locked_file_says_so(self) -> None:
        plan = self.add("Site.pdf", a_plan())
        plan.versions.update(previews_at=None, preview_error="This PDF is locked with a password, so its pages cannot be shown.")
        officer = self.visit(Reader, "case_officer")
        officer.opens(self.reference, f"documents/{plan.public_id}/view/")
        officer.sees("This PDF is locked with a password")
        officer.page_is_fine()
        officer.presses("Try again")
        officer.sheet_is_there()

    def test_words_are_found_in_the_papers(self) -> None:
        self.add("Design statement.pdf", a_plan(pages=3))
        officer = self.visit(Reader, "case_officer")
        officer.opens(self.reference, "documents/")
        officer.fills("Find words in these documents", "roof plan")
        officer.presses("Find")
        officer.sees("Design statement.pdf, page 3")
        officer.page_is_fine()
        assert officer.page.locator("mark").count() >= 2
        officer.follows("Design statement.pdf, page 3")
        officer.sees("page 3 of 3")

    def test_the_same_without_javascript(self) -> None:
        plan = self.add("Ground floor.pdf", a_plan(pages=2))
        officer = self.visit(Officer, "case_officer", javascript=False)
        officer.opens(self.reference, f"documents/{plan.public_id}/view/")
        officer.follows("200%")
        officer.presses("Draw this page sharper")
        assert officer.page.locator(".app-sheet__row").count() > 1
        officer.follows("next page")
        officer.sees("page 2 of 2")
        officer.sees("Words on this page")

    def test_a_neighbour_reads_it_on_a_phone(self) -> None:
        plan = self.add("Ground floor.pdf", a_plan(pages=3), visibility=Document.Visibility.PUBLIC)
        self.add("Form.pdf", a_plan(pages=1, revision="B"))
        neighbour = self.visit(Person, phone=True)
        neighbour.page.goto(f"{self.town.public}/applications/{self.reference}/documents/{plan.public_id}/view/")
        neighbour.sees("Ground floor.pdf")
        neighbour.page_is_fine()
        assert "/pages/1/small/" in neighbour.page.evaluate("document.querySelector('.app-paper__whole').currentSrc")
        neighbour.follows("next page")
        neighbour.sees("page 2 of 3")
        neighbour.page_is_fine()
        assert neighbour.page.evaluate("document.documentElement.scrollWidth") <= 375
