"""A second version and a faulty application arrive: the officer takes over what is right, the administrator clears the inbox."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from applications.models import PlanningApplication
from audit.models import AuditEvent
from core.tenancy import acting_for
from intake.models import Submission
from tests.factories import odp
from tests.stories.actors import Officer
from tests.stories.town import Town

LATER = "A timber garden room behind the house, and a bicycle store beside it"


class AtTheDesk(Officer):
    """Looks at each page at both widths, and keeps a picture where STORY_SHOTS says."""

    def page_is_fine(self, name: str = "") -> None:
        super().page_is_fine()
        if name and os.environ.get("STORY_SHOTS"):
            for width in (1280, 375):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=Path(os.environ["STORY_SHOTS"]) / f"{name}-{width}.png", full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.story
class TestSecondVersion:
    town: Town

    @pytest.fixture(autouse=True)
    def arrive(self, town: Town, visit: Any, client: Any) -> None:
        self.town, self.visit, self.client = town, visit, client

    def test_from_the_second_version_to_an_empty_inbox(self) -> None:
        self.given_an_application_and_its_second_version()
        self.and_one_that_is_faulty()
        self.when_the_officer_follows_the_note_on_the_case()
        self.then_each_point_is_taken_over_or_left()
        self.when_the_administrator_opens_what_waits()
        self.then_the_faulty_one_is_set_aside_with_a_reason()
        self.then_the_history_tells_it()

    def given_an_application_and_its_second_version(self) -> None:
        sent = odp.document(files=[])
        self.reference = self.send(sent).json()["id"]
        east = [[x + 0.0002, y] for x, y in odp.SQUARE]
        changes = {"data__proposal__description": LATER, "data__proposal__boundary__site": odp.feature(east)}
        changes |= {"data__applicant__email": "rq@example.org", "data__user__role": "applicant"}
        assert self.send(odp.change(sent, **changes)).json()["id"] == self.reference

    def and_one_that_is_faulty(self) -> None:
        self.faulty = odp.document(data__proposal__description="")
        assert self.send(self.faulty).status_code == 400

    def send(self, body: dict[str, Any]) -> Any:
        return self.client.post(
            "/api/v2/planning_applications",
            json.dumps(body),
            content_type="application/json",
            headers={"host": self.town.council.officer_host, "authorization": f"Bearer {self.town.token()}"},
        )

    def when_the_officer_follows_the_note_on_the_case(self) -> None:
        self.officer = self.visit(AtTheDesk, "validation")
        self.officer.opens(self.reference)
        self.officer.follows("See what changed in the newest version")
        self.officer.sees(LATER)
        self.officer.sees("its middle lies 13.9 metres from where it was")
        self.officer.page_is_fine("changes")

    def then_each_point_is_taken_over_or_left(self) -> None:
        self.officer.presses("Use what version 2 says")
        self.officer.sees("Description: taken over.")
        self.officer.presses("Leave the case as it is")
        self.officer.presses("Leave all 2 that are not decided")
        self.officer.sees("Left as it is: 2.")
        self.officer.page_is_fine("changes-decided")
        with acting_for(self.town.council):
            assert PlanningApplication.objects.get(case__reference=self.reference).description == LATER

    def when_the_administrator_opens_what_waits(self) -> None:
        self.administrator = self.visit(AtTheDesk, "administrator")
        self.administrator.page.goto(f"{self.town.officers}/submissions/")
        self.administrator.page_is_fine("inbox")
        self.administrator.page.goto(f"{self.town.officers}/submissions/?state=waiting")
        self.administrator.page_is_fine("waiting")
        self.administrator.follows(self.faulty["metadata"]["id"])
        self.administrator.page.locator("summary", has_text="Set it aside").click()
        self.administrator.page_is_fine("submission")

    def then_the_faulty_one_is_set_aside_with_a_reason(self) -> None:
        self.administrator.fills("Why is it set aside?", "The agent sent it twice")
        self.administrator.presses("Set it aside")
        self.administrator.sees("The agent sent it twice")
        self.administrator.page_is_fine("set-aside")
        with acting_for(self.town.council):
            assert Submission.objects.get(source_id=self.faulty["metadata"]["id"]).state == "set_aside"

    def then_the_history_tells_it(self) -> None:
        with acting_for(self.town.council):
            told = AuditEvent.objects.filter(case__reference=self.reference).values_list("type", flat=True)
            assert list(told).count("difference_left") == 3
            assert "difference_taken_over" in told
            assert AuditEvent.objects.filter(type="submission_set_aside").exists()
