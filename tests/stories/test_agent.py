"""An agent with several applications, on a phone: proves the address, sees the list, adds a colleague, sends plans, asks to withdraw."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.tenancy import acting_for
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.file_host import drawing
from tests.stories.actors import Applicant, Officer
from tests.stories.town import Town


def three_cases(town: Town, email: str) -> list[Any]:
    """One that needs an answer, one under assessment, one decided."""
    officer = town.person("case_officer")
    with acting_for(town.council):
        cases = [PlanningApplicationFactory.create(authority=town.council, officer=officer, **kind)
                 for kind in ({"status": "invalidated"}, {"valid": True}, {"determined": True})]  # fmt: skip
        for application in cases:
            PartyFactory.create(case=application.case, role="agent", first_name="Alex", last_name="Agent", email=email)
        due = timezone.localdate() + timedelta(days=9)
        ValidationRequestFactory.create(case=cases[0].case, number=1, kind="other_change", sent=True, due_on=due, created_by=officer)
        DocumentFactory.create(case=cases[1].case, source="submitted", name="Elevations.pdf", number="P-03", tags=["elevations.proposed"])
    return cases


def opens_the_link_in(agent: Applicant, town: Town, email: str, button: str) -> None:
    message = town.emails_to(email)[-1]
    agent.page.goto(re.sub(r"^https?://[^/]+", town.public, re.search(r"https?://\S+/my/\S+/", message.body).group()))  # type: ignore[union-attr]
    agent.page_is_fine()
    agent.presses(button)


@pytest.mark.story
def test_an_agent_with_three_cases_on_a_phone(town: Town, visit: Any) -> None:
    email = f"alex@{town.council.subdomain}.example"
    asked, running, _ = three_cases(town, email)
    agent: Applicant = visit(Applicant, phone=True)
    agent.page.goto(f"{town.public}/your-applications/")
    agent.page_is_fine()
    agent.fills("Your email address", email)
    agent.presses("Email me a link")
    agent.sees("If we hold applications for this address, we have sent a link")
    agent.page_is_fine()
    opens_the_link_in(agent, town, email, "Open my applications")
    agent.sees("1 thing to answer by")
    agent.sees("Granted")
    agent.page_is_fine()
    assert agent.page.locator("h2 a").first.inner_text() == asked.case.address

    agent.follows(asked.case.address)
    agent.sees(asked.reference)
    agent.page_is_fine()
    agent.follows("Add a colleague")
    agent.fills("Your colleague’s name", "Cora Colleague")
    agent.fills("Your colleague’s email address", f"cora@{town.council.subdomain}.example")
    agent.presses("Add colleague")
    agent.sees("Cora Colleague can see the application now")
    agent.page_is_fine()

    sends_plans(agent, town, running)
    agent.page.goto(f"{town.public}/my/cases/{running.reference}/withdraw/")
    agent.page_is_fine()
    agent.fills("Why do you want to withdraw it?", "The owner has sold the house.")
    agent.chooses("I understand", exact=False)
    agent.presses("Ask to withdraw")
    agent.sees("Waiting for the council")
    agent.page_is_fine()

    a_colleague_comes_in(visit, town)
    the_officer_answers(visit, town, asked, running)
    agent.page.goto(f"{town.public}/my/cases/{running.reference}/plans/")
    agent.sees("Accepted")
    history = town.history(running.reference)
    assert history.index("plans_sent") < history.index("withdrawal_asked") < history.index("plans_accepted")


def sends_plans(agent: Applicant, town: Town, application: Any) -> None:
    agent.page.goto(f"{town.public}/my/cases/{application.reference}/plans/")
    file = {"name": "lower-roof.png", "mimeType": "image/png", "buffer": drawing("Lower roof", "PNG")}
    agent.page.locator("input[type=file]").first.set_input_files(file)
    agent.page.locator("#answer-files").get_by_text("lower-roof.png").first.wait_for()
    agent.page.locator("select").first.select_option(label="Instead of: Elevations.pdf (P-03)")
    agent.fills("What has changed, and why?", "The roof is lower.")
    agent.page_is_fine()
    agent.presses("Send the plans")
    agent.sees("Your plans have been sent")


def a_colleague_comes_in(visit: Any, town: Town) -> None:
    cora: Applicant = visit(Applicant, phone=True)
    cora.familiar = True
    opens_the_link_in(cora, town, f"cora@{town.council.subdomain}.example", "Open my application")
    cora.sees("What we need from you")
    cora.follows("See who can see the application")
    cora.sees("Cora Colleague (you)")
    cora.follows("Leave")
    cora.sees("Leave this application")
    cora.finds_the_page_accessible()


def the_officer_answers(visit: Any, town: Town, asked: Any, running: Any) -> None:
    officer: Officer = visit(Officer, "case_officer")
    officer.opens(asked.reference, "validation/people/")
    officer.sees("Colleague of Alex Agent")
    officer.page_is_fine()
    officer.follows("Take back all links")
    officer.page_is_fine()
    officer.opens(running.reference)
    officer.sees("Look at amended plans")
    officer.opens(running.reference, "validation/plans/")
    officer.sees("The roof is lower.")
    officer.page_is_fine()
    officer.follows("Leave aside")
    officer.page_is_fine()
    officer.page.go_back()
    officer.follows("Accept")
    officer.page_is_fine()
    officer.presses("Accept the plans")
    officer.sees("Plans accepted")
