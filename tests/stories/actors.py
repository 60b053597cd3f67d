"""What people do in the stories, in their own words. Each works in a browser context of their own."""

import re
import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.stories.town import Town


class Person:
    familiar = False  # True: on their way through pages that another story looks at with axe

    def __init__(self, page: Page, town: Town, accessible: Any) -> None:
        self.page, self.town, self._accessible = page, town, accessible

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def finds_the_page_accessible(self) -> None:
        self._accessible(self.page)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=False).first.click()

    def posts(self, name: str) -> float:
        """Presses a button that sends the page's form; the moment (time.monotonic) at which the server had taken it."""
        with self.page.expect_response(lambda came: came.request.method == "POST" and came.request.is_navigation_request()):
            self.page.get_by_role("button", name=name, exact=True).click()
        return time.monotonic()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=False).first.click()

    def chooses(self, name: str, *, exact: bool = True) -> None:
        """Ticks the first box of that name that can be seen: one that another choice reveals may stand before it."""
        self.page.get_by_label(name, exact=exact).locator("visible=true").first.check()

    def fills(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=False).first.fill(value)

    def page_is_fine(self) -> None:
        """No refusal on the page, and axe finds nothing, unless another story looks."""
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)
        if not self.familiar:
            self.finds_the_page_accessible()


class Officer(Person):
    """Somebody of the council, at the desk."""

    def opens(self, reference: str, place: str = "") -> None:
        self.page.goto(f"{self.town.officers}/cases/{reference}/{place}")

    def opens_work(self, tab: str = "") -> None:
        self.page.goto(f"{self.town.officers}/{f'work/{tab}/' if tab else ''}")

    def claims_and_assigns_to(self, reference: str, officer: str) -> None:
        self.page.goto(f"{self.town.officers}/queue/")
        self.sees(reference)
        self.page_is_fine()
        self.opens(reference)
        choice = self.page.locator("select[name=officer]")
        self.page.locator("summary", has_text="Assign to an officer").click()
        if not choice.is_visible():  # a click while the page was still settling
            self.page.locator("summary", has_text="Assign to an officer").click()
        choice.select_option(label=officer)
        self.presses("Assign")
        self.sees(officer)

    def finds_documents_fit(self, reference: str) -> None:
        self.opens(reference, "validation/documents/")
        for box in self.page.get_by_label("Fit", exact=True).all():
            box.check()
        self.page_is_fine()
        self.presses("Save and mark complete")

    def answers_yes(self, reference: str, check: str) -> None:
        self.opens(reference, f"validation/{check}/")
        self.chooses("Yes")
        self.page_is_fine()
        self.presses("Save and mark complete")
        self.page_is_fine()

    def confirms_constraints(self, reference: str) -> None:
        self.opens(reference, "validation/constraints/")
        self.page_is_fine()
        self.presses("Save and mark complete")

    def checks_everything(self, reference: str) -> None:
        """Every question of the type, to the good of the applicant, in the order in which the tasks come."""
        self.finds_documents_fit(reference)
        self.says_what_is_required(reference)
        for check in ("red-line", "description", "fee"):
            self.answers_yes(reference, check)
        self.confirms_constraints(reference)
        self.answers_the_rest(reference)

    def says_what_is_required(self, reference: str) -> None:
        self.opens(reference, "validation/required-documents/")
        for item in self.page.locator("fieldset.app-requirement").all():
            if not item.get_by_role("radio", checked=True).count():
                item.get_by_label("Not needed").check()
                item.get_by_label("Why, for").fill("The plans that came show it")
        self.presses("Save and mark complete")

    def answers_the_rest(self, reference: str) -> None:
        """Returns, law, levy, environmental statement and certificate, as far as the type has them."""
        choices = {
            "reporting": ["No"],
            "legislation": [],
            "levy": ["No"],
            "environment": ["No"],
            "certificate": ["Yes, or none is needed"],
        }
        while True:
            self.opens(reference, "next/")
            place = self.page.url.rstrip("/").rpartition("/")[2]
            if place not in choices:
                return
            if place == "reporting" and not self.page.get_by_role("radio", checked=True).count():
                self.page.get_by_role("radio").first.check()
            for choice in choices.pop(place):
                self.chooses(choice)
            self.presses("Save and mark complete")

    def asks_for_a_document(self, reference: str, kind: str, reason: str) -> None:
        self.opens(reference, "validation/requests/new/document/")
        self.page.get_by_label("Which document?").select_option(label=kind)
        self.fills("Why is it needed?", reason)
        self.page_is_fine()
        self.presses("Add request")

    def marks(self, reference: str, verdict: str) -> None:
        self.opens(reference, "validation/decision/")
        self.page_is_fine()
        self.presses(f"Mark as {verdict}")

    def makes_public(self, reference: str) -> None:
        self.opens(reference, "consultation/make-public/")
        self.chooses("Yes")
        self.page_is_fine()
        self.presses("Save")
        self.page_is_fine()

    def chooses_the_neighbours(self, reference: str) -> None:
        self.opens(reference, "consultation/neighbours/")
        self.page_is_fine()
        self.presses("Save neighbours")
        self.page_is_fine()

    def has_letters_made(self, reference: str) -> None:
        self.opens(reference, "consultation/letters/")
        self.page_is_fine()
        self.presses("Make the letters")

    def posts_the_letters(self, reference: str, day: str) -> None:
        self.opens(reference, "consultation/letters/")
        self.follows("Record the posting")
        self.fills_date("When were they posted?", day)
        self.page_is_fine()
        self.presses("Record the posting")
        self.sees("Posting recorded")

    def enters_figures(self, reference: str, projection: str, height: str, eaves: str) -> None:
        self.opens(reference, "consultation/letters/figures/")
        self.fills("How far beyond the rear wall", projection)
        self.fills("Greatest height", height)
        self.fills("Height of the eaves", eaves)
        self.page_is_fine()
        self.presses("Save the figures")
        self.page_is_fine()

    def has_a_site_notice_made(self, reference: str, where: str) -> None:
        self.opens(reference, "consultation/site-notice/")
        self.fills("Where should it go?", where)
        self.chooses("I will print it")
        self.page_is_fine()
        self.presses("Make the site notice")
        self.sees("Open the site notice (PDF)")

    def records_the_display(self, reference: str, day: str, photograph: bytes) -> None:
        self.opens(reference, "consultation/site-notice/")
        self.follows("Record when it was displayed")
        self.fills_date("When was it displayed?", day)
        self.page.locator("input[type=file]").first.set_input_files(
            {"name": "notice-on-lamp-post.png", "mimeType": "image/png", "buffer": photograph}
        )
        self.page_is_fine()
        self.presses("Record the display")
        self.sees("Display recorded")

    def publishes_the_comment(self, reference: str, *, without: str) -> None:
        self.opens(reference, "consultation/comments/")
        self.page_is_fine()
        self.follows("Read and publish")
        self.chooses("Publish it")
        box = self.page.get_by_label("Text to publish")
        box.fill(box.input_value().replace(without, "[redacted]"))
        self.page_is_fine()
        self.presses("Save and read the next")
        self.sees("Comment saved")

    def writes(self, reference: str, place: str, text: str) -> None:
        self.opens(reference, f"assessment/{place}/")
        self.fills("Text", text)
        self.page_is_fine()
        self.presses("Save and mark complete")
        self.page_is_fine()

    def visits_the_site(self, reference: str, day: str, notes: str) -> None:
        self.opens(reference, "assessment/site-visit/")
        self.chooses("Yes, I visited")
        self.fills_date("Date of the visit", day)
        self.fills("What you saw", notes)
        self.page_is_fine()
        self.presses("Save the visit")
        self.page_is_fine()

    def fills_date(self, legend: str, day: str) -> None:
        """`day` as "24 11 2026"."""
        group = self.page.get_by_role("group", name=legend)
        for label, value in zip(("Day", "Month", "Year"), day.split(), strict=True):
            group.get_by_label(label).fill(value)

    def recommends(self, reference: str, outcome: str, reasons: str) -> None:
        self.opens(reference, "decision/recommendation/")
        self.chooses(outcome)
        self.fills("Reasons", reasons)
        self.page_is_fine()
        self.presses("Send to the reviewer")
        self.sees("Recommendation sent to the reviewer")

    def reviews(self, reference: str, *, accept: bool, comment: str = "") -> None:
        self.opens(reference, "decision/review/")
        self.chooses("Yes, accept it" if accept else "No, return it to the officer")
        if comment:
            self.fills("What should change?", comment)
        self.page_is_fine()
        self.presses("Save the review")

    def determines(self, reference: str) -> None:
        self.opens(reference, "decision/determination/")
        self.chooses("I have read the notice as it will be issued")
        self.page_is_fine()
        self.presses("Determine and issue the notice")
        self.sees("Application determined")


class Applicant(Person):
    """Somebody who follows the link in an email, on a phone."""

    def opens_link_from(self, email: Any) -> None:
        link = re.search(r"https?://\S+/my/\S+/", email.body)
        assert link, email.body
        self.page.goto(re.sub(r"^https?://[^/]+", self.town.public, link.group()))
        self.page_is_fine()
        self.presses("Open my application")

    def sends_the_file(self, name: str, content: bytes) -> None:
        self.follows("Send us a document")
        self.page.locator("input[type=file]").first.set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
        self.page_is_fine()
        self.presses("Send")


class Neighbour(Person):
    def comments(self, reference: str, *, name: str, address: str, text: str) -> None:
        self.page.goto(f"{self.town.public}/applications/{reference}/")
        self.page_is_fine()
        self.presses("Comment")
        self.fills("Your name", name)
        self.fills("Your address", address)
        self.chooses("I object to it")
        self.fills("Your comment", text)
        self.page_is_fine()
        self.presses("Continue")
        self.sees(text)
        self.page_is_fine()
        self.presses("Send comment")
        self.page_is_fine()
