"""Somebody reports a breach through PlanX: it stands in the list, an officer takes it, and nobody outside learns of it."""

import uuid
from typing import Any

import pytest

from applications.models import BreachReport
from audit.models import AuditEvent
from core.tenancy import acting_for
from tests.factories import odp
from tests.intake.test_enforcement import report
from tests.stories.actors import Officer
from tests.stories.town import Town


@pytest.mark.story
class TestReportedBreach:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, client: Any) -> None:
        self.town, self.visit, self.client = town, visit, client

    def test_from_the_report_to_its_officer(self) -> None:
        self.given_a_report_that_planx_sends()
        self.when_an_enforcement_officer_opens_the_list_of_breaches()
        self.then_the_page_of_the_case_says_what_where_and_who()
        self.when_the_officer_takes_the_case()
        self.then_the_history_tells_it()
        self.then_land_charges_read_the_report_and_not_the_reporter()
        self.then_it_fits_a_telephone()
        self.then_the_public_host_knows_nothing()

    def given_a_report_that_planx_sends(self) -> None:
        host = self.town.files.address
        files = [
            {"name": f"{host}/1/shed.jpg", "type": [{"value": "photographs.existing"}]},
            {"name": f"{host}/bad/missing/letter.pdf", "type": []},
        ]
        answer = self.client.post(
            "/api/v2/planning_applications",
            odp.encoded(report(metadata__id=str(uuid.uuid4()), files=files)),
            content_type="application/json",
            headers={"host": self.town.council.officer_host, "authorization": f"Bearer {self.town.token()}"},
        )
        assert answer.status_code == 200, answer.content
        self.reference = answer.json()["id"]
        assert self.reference.endswith("-ENF")

    def when_an_enforcement_officer_opens_the_list_of_breaches(self) -> None:
        self.officer = self.visit(Officer, "enforcement")
        self.officer.opens_work()
        self.officer.follows("Breaches")
        self.officer.sees("New or modified outbuilding")
        self.officer.page_is_fine()
        self.officer.follows(self.reference)

    def then_the_page_of_the_case_says_what_where_and_who(self) -> None:
        for words in (
            "A shed as high as the house",
            "FLAT 2, 12 ELM TREE ROW",
            "Ms Wilma Watcher",
            "shed.jpg",
            "“letter.pdf” did not arrive",
        ):
            self.officer.sees(words)
        self.officer.page_is_fine()

    def when_the_officer_takes_the_case(self) -> None:
        name = self.town.person("enforcement").name
        self.officer.page.locator("summary", has_text="Assign to an officer").click()
        self.officer.page.locator("select[name=officer]").select_option(label=name)
        self.officer.presses("Assign")
        self.officer.sees(f"The case is with {name} now.")
        self.officer.presses("I have dealt with this")
        self.officer.sees("The note is in the history now.")

    def then_the_history_tells_it(self) -> None:
        self.officer.opens(self.reference, "history/")
        self.officer.sees("A breach of planning control was reported")
        self.officer.page_is_fine()
        self.officer.opens(self.reference, "documents/")
        self.officer.page_is_fine()
        self.officer.opens(self.reference, "submitted/")
        self.officer.sees("3 Curtain Street")
        self.officer.page_is_fine()
        with acting_for(self.town.council):
            told = AuditEvent.objects.filter(case__reference=self.reference).values_list("type", flat=True)
            assert {"breach_reported", "assigned", "submitted_file_not_fetched", "note_dismissed"} <= set(told)

    def then_land_charges_read_the_report_and_not_the_reporter(self) -> None:
        reader = self.visit(Officer, "land_charges")
        reader.opens(self.reference)
        reader.sees("A shed as high as the house")
        reader.sees("Confidential: shown to officers who look into breaches")
        assert "Watcher" not in reader.page.content()
        reader.page_is_fine()

    def then_it_fits_a_telephone(self) -> None:
        phone = self.visit(Officer, "enforcement", phone=True)
        for path in (f"/cases/{self.reference}/", "/breaches/", "/search/?q=shed", "/queue/"):
            phone.page.goto(f"{self.town.officers}{path}")
            phone.page_is_fine()
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= 375

    def then_the_public_host_knows_nothing(self) -> None:
        for path in (f"/applications/{self.reference}/", "/applications/?q=shed"):
            page = self.client.get(path, headers={"host": self.town.council.public_host}).content.decode()
            assert "Watcher" not in page
            assert "A shed as high" not in page
        with acting_for(self.town.council):
            assert not BreachReport.objects.get(case__reference=self.reference).is_public
