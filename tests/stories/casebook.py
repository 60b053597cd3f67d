"""What the stories of whole cases share: how PlanX sends one, and how an officer brings it to validity."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.stories.actors import Officer
from tests.stories.town import Town, with_reachable_files

EXAMPLES = Path(__file__).resolve().parents[3] / "shared/data/odp/examples/application"
MISSING = "Skipped: no published ODP documents in ../shared/data on this machine"


class Case:
    """One case of a story: the council, its people in their browsers, and the reference once there is one."""

    def __init__(self, town: Town, visit: Callable[..., Any], client: Any) -> None:
        self.town, self.visit, self.client = town, visit, client
        self.reference = ""

    def is_sent_by_planx(self, example: str) -> None:
        document = json.loads((EXAMPLES / example).read_text())
        self.document = document
        answer = self.client.post(
            "/api/v2/planning_applications",
            with_reachable_files(document, self.town.files.address),
            content_type="application/json",
            headers={"host": self.town.council.officer_host, "authorization": f"Bearer {self.town.token()}"},
        )
        assert answer.status_code == 200, answer.content
        assert answer.json()["message"] == "Application created"
        self.reference = answer.json()["id"]

    def is_assigned(self) -> Officer:
        """The case officer's browser, with the case taken from the queue."""
        name = self.town.person("case_officer").name
        officer: Officer = self.visit(Officer, "case_officer")
        officer.claims_and_assigns_to(self.reference, name)
        return officer

    @property
    def application(self) -> Any:
        return self.town.application(self.reference)

    def public_answer(self) -> Any:
        path = f"/api/v2/public/planning_applications/{self.reference}"
        return self.client.get(path, headers={"host": self.town.council.public_host}).json()
