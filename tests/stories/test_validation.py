"""From the queue to valid in few clicks; and something asked for that the applicant says is not needed."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.utils import timezone

from core.tenancy import acting_for
from tests.factories.applications import OwnershipFactory, PaymentFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import LocalListItemFactory, ValidationRequestFactory
from tests.stories.actors import Applicant, Officer
from tests.stories.town import Town
from validation import services

MOST_CLICKS = 25
COUNT = """
for (const [event, counts] of [["pointerdown", () => true], ["keydown", key => ["Enter", " "].includes(key.key)]])
  addEventListener(event, happened => { if (happened.isTrusted && counts(happened)) window.countClick(event, location.pathname) }, true)
"""


class Counted(Officer):
    """An officer whose clicks, and keys that press something, are counted in the browser itself. Typing is not."""

    def __init__(self, page: Any, town: Town, accessible: Any) -> None:
        super().__init__(page, town, accessible)
        self.clicks: list[str] = []
        page.expose_function("countClick", lambda event, place: self.clicks.append(place))
        page.add_init_script(COUNT)

    def answers(self, heading: str, *choices: str) -> None:
        """One task: its choices, then on to the next."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.page_is_fine()
        for choice in choices:
            self.chooses(choice)
        self.page.get_by_role("button", name="Save and go to next task").click()


def a_case(town: Town, **values: Any) -> Any:
    site = MultiPolygon(Polygon.from_bbox((-0.0735, 51.4585, -0.073, 51.459)), srid=4326)
    return PlanningApplicationFactory.create(authority=town.council, case__boundary_submitted=site, case__point=site.centroid, **values)


@pytest.fixture
def complete(town: Town) -> Any:
    """A householder application with everything: plans, certificate, fee; at a council that keeps a list of what it asks for."""
    application = a_case(town)
    plans = {"locationPlan": "Location plan", "sitePlan.proposed": "Site plan", "elevations.proposed": "Elevations"}
    for tag, name in (plans | {"floorPlan.proposed": "Floor plans"}).items():
        LocalListItemFactory.create(authority=town.council, name=name, ground="plans", document_tag=tag)
        DocumentFactory.create(case=application.case, name=f"{name}.pdf", tags=[tag])
    OwnershipFactory.create(case=application.case, certificate="a")
    PaymentFactory.create(case=application.case)
    return application


def test_a_complete_householder_goes_from_the_queue_to_valid_in_few_clicks(visit: Any, town: Town, complete: Any) -> None:
    officer: Counted = visit(Counted, "case_officer")
    officer.page.goto(f"{town.officers}/queue/")
    officer.presses("Take")
    officer.page.locator(".app-case-bar__next a").click()
    officer.answers("Review documents", "All documents that I leave without an answer are fit")
    officer.answers("Check and request documents")
    officer.answers("Check red line", "Yes")
    officer.answers("Check constraints")
    officer.answers("Check description", "Yes")
    officer.answers("Check fee", "Yes")
    officer.answers("Add reporting details", "No")
    officer.answers("Confirm Community Infrastructure Levy (CIL)", "No")
    officer.answers("Check environmental impact assessment (EIA)", "No")
    officer.answers("Check ownership certificate", "Yes, or none is needed")
    officer.page.get_by_role("button", name="Mark as valid").click()
    officer.sees("Application marked valid")
    with acting_for(town.council):
        complete.refresh_from_db()
        assert (complete.status, complete.reporting_code, complete.cil_liable) == ("in_assessment", "Q21", False)
    print(f"\nA complete householder, from the queue to valid: {len(officer.clicks)} clicks")
    assert 15 <= len(officer.clicks) <= MOST_CLICKS, officer.clicks


def test_what_is_not_needed_is_disputed_and_answered_and_who_is_silent_is_listed(visit: Any, town: Town, travel: Any) -> None:
    officer: Officer = visit(Officer, "case_officer")
    application = a_case(town, officer=town.person("case_officer"))
    request = given_an_invalid_application(town, application)
    applicant = when_the_applicant_says_on_a_phone_that_it_is_not_needed(visit, town, application, request)
    then_the_officer_answers_with_a_notice(officer, town, application)
    applicant.page.goto(f"{town.public}/my/requests/{request.public_id}/")
    applicant.sees("Non-validation notice")
    applicant.page_is_fine()
    applicant.page.goto("about:blank")  # three weeks later nobody has this page open any more
    then_a_team_leader_returns_it_after_silence(visit, town, application, travel)


def given_an_invalid_application(town: Town, application: Any) -> Any:
    now, by = timezone.now(), town.person("case_officer")
    with acting_for(town.council):
        request = services.create_request(application=application, kind="other_change", reason="Say how high it is", by=by, now=now)
        services.invalidate(application=application, by=by, now=now)
    return request


def when_the_applicant_says_on_a_phone_that_it_is_not_needed(visit: Any, town: Town, application: Any, request: Any) -> Applicant:
    with acting_for(town.council):
        address = application.case.parties.get(role="applicant").email
    applicant: Applicant = visit(Applicant, phone=True)
    applicant.opens_link_from([message for message in town.emails_to(address) if "/my/" in message.body][-1])
    applicant.page.goto(f"{town.public}/my/requests/{request.public_id}/")
    applicant.page_is_fine()
    applicant.follows("I do not agree that this is needed")
    applicant.page_is_fine()
    applicant.fills("Why is it not needed?", "The drawings say how high it is.")
    applicant.presses("Send the notice")
    applicant.sees("We have your notice")
    applicant.sees("you told us that this is not needed")
    applicant.page_is_fine()
    return applicant


def then_the_officer_answers_with_a_notice(officer: Officer, town: Town, application: Any) -> None:
    officer.opens_work()
    officer.sees("Answer the applicant’s notice")
    officer.page.goto(f"{town.officers}/radar/")
    officer.sees("article 12")
    officer.opens(application.reference, "validation/notice/")
    officer.sees("The drawings say how high it is.")
    officer.page_is_fine()
    officer.chooses("Non-validation notice")
    officer.fills("Your reasons", "The drawings give no height of the ridge.")
    officer.presses("Give the notice")
    officer.sees("Notice given")
    assert {"validation_disputed", "validation_dispute_answered"} <= set(town.history(application.reference))


def then_a_team_leader_returns_it_after_silence(visit: Any, town: Town, application: Any, travel: Any) -> None:
    with acting_for(town.council):
        application.case.validation_requests.update(due_on=timezone.localdate(), chased_at=timezone.now() + timedelta(days=2))
        other = a_case(town, status="invalidated")
        ValidationRequestFactory.create(case=other.case, sent=True, due_on=timezone.localdate(), chased_at=timezone.now())
    travel(timezone.now() + timedelta(days=20))
    leader: Officer = visit(Officer, "team_leader")
    leader.opens_work()
    leader.follows("2 invalid applications without a reply")
    leader.page_is_fine()
    leader.page.get_by_label(f"Select {application.reference}").check()
    leader.presses("Return as invalid")
    leader.sees("has been returned")
    leader.page_is_fine()
    assert "returned" in town.history(application.reference)
