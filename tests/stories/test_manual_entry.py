"""A householder application that came by post: an officer keys it in, draws the red line with the keyboard and adds the scans."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import Point
from django.utils import timezone
from playwright.sync_api import expect

from core.tenancy import acting_for
from documents.models import Document
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.places import AddressFactory
from tests.fakes.file_host import drawing
from tests.stories.actors import Officer

PLACE = Point(-0.0728, 51.4568, srid=4326)


def wait_for_the_board(page: Any) -> None:
    """Until the red line can be drawn. Asked from here: the page's own policy lets nobody evaluate words in it."""
    until = time.monotonic() + 15
    while not page.evaluate("() => Boolean(document.querySelector('[data-module=red-line]')?.bopsDesk)"):
        assert time.monotonic() < until, "The board of the red line did not come."
        page.wait_for_timeout(50)


class Clerk(Officer):
    """Somebody who registers applications."""

    narrow = False

    def page_is_fine(self) -> None:
        super().page_is_fine()
        if os.environ.get("STORY_SHOTS"):
            place = self.page.url.rstrip("/").split("/")[-1].split("?")[0][:20]
            name = f"manual-{place}-{self.page.viewport_size['width']}.png"
            self.page.screenshot(path=Path(os.environ["STORY_SHOTS"]) / name, full_page=True)

    def begins(self, kind: str, words: str) -> None:
        self.page.goto(f"{self.town.officers}/queue/")
        self.page_is_fine()
        self.follows("Key in a new case")
        self.page_is_fine()
        box = self.page.get_by_label("Find a type")
        box.fill(words)
        box.press("Enter")
        expect(self.page.get_by_label(kind, exact=True).first).to_be_checked()
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/receipt/")

    def goes_on(self, to: str) -> None:
        self.page_is_fine()
        self.presses("Save and continue")
        self.page.wait_for_url(f"**/{to}/")

    def finds(self, words: str, address: str) -> None:
        self.page.get_by_label("Find the address").press_sequentially(words)
        choice = self.page.get_by_label(address, exact=False)
        expect(choice).to_be_visible()
        choice.check()

    def draws_with_the_keyboard(self) -> str:
        """A square of four points under the cross; says what the board tells."""
        board = self.page.get_by_role("application")
        board.wait_for()
        wait_for_the_board(self.page)
        board.focus()
        keys = self.page.keyboard
        for arrow in ("ArrowRight", "ArrowDown", "ArrowLeft"):
            keys.press("Enter")
            for _ in range(4):
                keys.press(arrow)
        keys.press("Enter")
        keys.press("Enter")  # on the same place again: the last point closes the area
        status = self.page.get_by_role("status").first
        expect(status).to_contain_text("hectares")
        expect(status).not_to_contain_text("Not closed")
        return status.inner_text()


def test_a_paper_application_is_keyed_in(town: Any, visit: Any) -> None:
    town.addresses_around(PLACE, 6)
    clerk: Clerk = visit(Clerk, "case_officer")
    yesterday = timezone.localdate() - timedelta(days=1)
    given_the_type_and_the_receipt(clerk, yesterday)
    when_the_site_is_found_and_the_line_is_drawn(clerk)
    when_people_certificate_and_fee_are_keyed_in(clerk)
    when_the_scans_are_added(clerk)
    then_it_is_a_case_with_everything(clerk, town, yesterday)


def given_the_type_and_the_receipt(clerk: Clerk, received: Any) -> None:
    clerk.begins("Householder application", "householder app")
    clerk.fills_date("When was it received?", f"{received:%-d %-m %Y}")
    clerk.fills("Reference on the form", "PAPER 7")
    clerk.fills("Description of the proposal", "A rear extension of one storey")
    clerk.goes_on("site")


def when_the_site_is_found_and_the_line_is_drawn(clerk: Clerk) -> None:
    clerk.page_is_fine()
    clerk.finds("3 Story Street", "3 Story Street, Anytown")
    clerk.goes_on("red_line")
    told = clerk.draws_with_the_keyboard()
    assert "m²" in told
    clerk.goes_on("people")


def when_people_certificate_and_fee_are_keyed_in(clerk: Clerk) -> None:
    clerk.fills("First name", "Rosa")
    clerk.fills("Last name", "Quill")
    clerk.chooses("Lives at the site")
    clerk.goes_on("development")
    clerk.page.get_by_label("What is on the site now?").select_option(label="House, terraced")
    clerk.goes_on("certificate")
    clerk.chooses("A: the applicant owns all the land")
    clerk.chooses("The form is signed and dated")
    clerk.goes_on("fee")
    clerk.sees("By law the fee is")
    clerk.fills("Amount received", "258")
    clerk.chooses("By cheque")
    clerk.fills("Cheque number", "000123")
    clerk.goes_on("files")


def when_the_scans_are_added(clerk: Clerk) -> None:
    scans = [("Application form.png", "Form"), ("Location plan.png", "Location plan"), ("Elevations proposed.png", "Elevations")]
    files = [{"name": name, "mimeType": "image/png", "buffer": drawing(words, "PNG")} for name, words in scans]
    clerk.page.locator("input[type=file]").set_input_files(files)
    clerk.presses("Add the files")
    clerk.sees("3 files kept")
    clerk.page_is_fine()
    clerk.presses("Save and continue")
    clerk.sees("Check your answers")
    clerk.page_is_fine()


def then_it_is_a_case_with_everything(clerk: Clerk, town: Any, received: Any) -> None:
    clerk.presses("Create the case")
    clerk.page.wait_for_url("**/cases/**")
    clerk.sees("has been created")
    clerk.page_is_fine()
    with acting_for(town.council):
        application = town.council.applications.get()
        case = application.case
        assert application.received_on == received
        assert (case.address_lines, case.alternative_reference) == ("3 Story Street", "PAPER 7")
        assert case.boundary_bng.area > 50 and case.boundary_bng.distance(PLACE.transform(27700, clone=True)) < 30
        assert {d.name for d in Document.objects.filter(case=case)} == {
            "Application form.png", "Location plan.png", "Elevations proposed.png",
        }  # fmt: skip
        assert "case_keyed_in" in town.history(application.reference)


def test_the_red_line_is_redrawn_by_the_officer(town: Any, visit: Any) -> None:
    """The submitted line stays under it; the map is changed by its points, by keyboard alone."""
    town.addresses_around(PLACE, 6)
    with acting_for(town.council):
        application = PlanningApplicationFactory.create(authority=town.council)
    clerk: Clerk = visit(Clerk, "case_officer")
    clerk.opens(application.reference, "validation/red-line/")
    clerk.page_is_fine()
    clerk.follows("Redraw it yourself")
    wait_for_the_board(clerk.page)
    clerk.page.get_by_role("application").focus()
    keys = clerk.page.keyboard
    for key in ("n", "ArrowLeft", "ArrowLeft", "Enter", "i", "Shift+ArrowUp", "Enter", "p", "p"):
        keys.press(key)
    expect(clerk.page.get_by_role("status").first).to_contain_text("picked")
    clerk.page_is_fine()
    keys.press("z")
    clerk.fills("What was wrong, and what did you take it from?", "It left out the access. Location plan LP-01")
    clerk.presses("Save the corrected line")
    clerk.sees("Red line: corrected by the council")
    clerk.page_is_fine()
    assert "red_line_corrected" in town.history(application.reference)


def test_a_draft_waits_for_its_officer_on_a_phone_too(town: Any, visit: Any) -> None:
    """Left half-way, found again among the drafts, and every page fits a phone."""
    with acting_for(town.council):
        AddressFactory(authority=town.council, lines="9 Story Street", postcode="AN1 1AN", point=PLACE)
    clerk: Clerk = visit(Clerk, "case_officer", phone=True)
    clerk.begins("Householder application", "householder app")
    clerk.fills("Description of the proposal", "A dormer")
    clerk.goes_on("site")
    clerk.page.goto(f"{town.officers}/queue/?show=drafts")
    clerk.sees("No address yet")
    clerk.page_is_fine()
    clerk.follows("No address yet")
    clerk.sees("Before the case can be created")
    clerk.page_is_fine()
    clerk.follows("Answer site")
    clerk.finds("9 story", "9 Story Street")
    clerk.goes_on("red_line")
    when_a_finger_draws(clerk)
    clerk.goes_on("people")
    for here in ("development", "certificate", "fee", "files"):
        if here == "development":
            clerk.fills("Company", "Quill Ltd")
        clerk.goes_on(here)
    clerk.page_is_fine()
    clerk.presses("Save and check all")
    clerk.page_is_fine()
    clerk.follows("Delete this draft")
    clerk.page_is_fine()
    clerk.presses("Delete the draft")
    clerk.sees("Nothing is half keyed in")


def when_a_finger_draws(clerk: Clerk) -> None:
    """Three corners by touch, one too many taken back, the first one again to close."""
    page = clerk.page
    wait_for_the_board(page)
    board = page.get_by_role("application")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    x, y = box["x"] + 120, box["y"] + 120
    for across, down in ((0, 0), (100, 0), (100, 100), (30, 140)):
        page.mouse.click(x + across, y + down)
    clerk.presses("Undo")
    page.mouse.click(x, y)
    status = page.get_by_role("status").first
    expect(status).to_contain_text("The area is closed")
    page.mouse.move(x + 100, y + 100)
    page.mouse.down()
    page.mouse.move(x + 80, y + 120, steps=4)
    page.mouse.up()
    expect(status).to_contain_text("The line was changed")
    page.mouse.click(x + 80, y + 120)
    expect(status).to_contain_text("Point 3 of 3 picked")
