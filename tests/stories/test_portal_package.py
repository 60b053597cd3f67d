"""An officer uploads a package of the Planning Portal, then its second version: one case, its differences, and everything kept."""

import re
from typing import Any

import pytest

from tests.factories import portal
from tests.stories.actors import Officer
from tests.stories.town import Town

LATER = "Rebuild the boat house, one metre longer"


@pytest.mark.story
class TestPortalPackage:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any) -> None:
        self.town, self.visit = town, visit

    def test_from_the_zip_to_the_case_and_its_second_version(self) -> None:
        self.given_an_officer_at_the_registration_queue()
        self.when_they_choose_what_is_no_package()
        self.then_the_page_says_why_beside_the_file()
        self.when_they_upload_the_package()
        self.then_the_case_has_all_that_was_sent()
        self.when_its_second_version_is_uploaded()
        self.then_the_differences_are_shown_and_there_is_one_case()
        self.then_the_inbox_gives_the_package_back()
        self.then_it_fits_a_telephone()

    def given_an_officer_at_the_registration_queue(self) -> None:
        self.officer = self.visit(Officer, "validation")
        self.officer.page.goto(f"{self.town.officers}/queue/")
        self.officer.follows("Upload a Planning Portal package")
        self.officer.page_is_fine()

    def when_they_choose_what_is_no_package(self) -> None:
        self.uploads(b"%PDF-1.7 a plan")

    def then_the_page_says_why_beside_the_file(self) -> None:
        self.officer.sees(re.compile("The package is not a whole zip file"))
        self.officer.finds_the_page_accessible()

    def when_they_upload_the_package(self) -> None:
        self.uploads(portal.package(1))

    def then_the_case_has_all_that_was_sent(self) -> None:
        self.officer.sees(re.compile("The package is now case"))
        self.reference = self.officer.page.url.rstrip("/").rsplit("/", 1)[-1]
        self.officer.page_is_fine()
        self.officer.opens(self.reference, "documents/")
        self.officer.sees("ApplicationFormRedacted.pdf")
        self.officer.page_is_fine()
        self.officer.opens(self.reference, "submitted/")
        self.officer.sees("Proposal near watercourse")
        self.officer.page_is_fine()

    def when_its_second_version_is_uploaded(self) -> None:
        said = portal.form(1, version=2, applicationData__proposalDescription__descriptionText=LATER)
        self.officer.page.goto(f"{self.town.officers}/submissions/upload-package/")
        self.uploads(portal.package(said=said))

    def then_the_differences_are_shown_and_there_is_one_case(self) -> None:
        self.officer.sees(re.compile(f"Case {re.escape(self.reference)} is of the same application"))
        self.officer.opens(self.reference, "submitted/changes/")
        self.officer.sees(LATER)
        self.officer.page_is_fine()
        self.officer.page.goto(f"{self.town.officers}/search/?q=PP-10099001")
        self.officer.sees(self.reference)

    def then_the_inbox_gives_the_package_back(self) -> None:
        self.leader = self.visit(Officer, "team_leader")
        self.leader.page.goto(f"{self.town.officers}/submissions/")
        self.leader.page.get_by_role("link", name="10099001").first.click()
        self.leader.page.get_by_text("What it holds: 7 files").click()
        self.leader.sees(re.compile("Application.json"))
        self.leader.page_is_fine()
        with self.leader.page.expect_download() as saved:
            self.leader.page.get_by_role("link", name="Save size").click()
        assert saved.value.suggested_filename == "PP-10099001.zip"

    def then_it_fits_a_telephone(self) -> None:
        phone = self.visit(Officer, "validation", phone=True)
        phone.page.goto(f"{self.town.officers}/submissions/upload-package/")
        phone.page_is_fine()
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 375

    def uploads(self, content: bytes) -> None:
        package = {"name": "PP-10099001.zip", "mimeType": "application/zip", "buffer": content}
        self.officer.page.locator("input[type=file]").first.set_input_files(package)
        self.officer.presses("Upload the package")
