"""A householder application, from PlanX to the issued permission: site notice, letters, an objection, and one return by the reviewer."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.tenancy import acting_for
from tests.fakes.file_host import drawing
from tests.stories.actors import Neighbour, Officer
from tests.stories.casebook import EXAMPLES, MISSING, Case

OBJECTION = "It would darken our kitchen. Ring me on 020 7946 0999."
EXAMPLE = "planningPermission/fullHouseholder.json"
pytestmark = pytest.mark.skipif(not (EXAMPLES / EXAMPLE).exists(), reason=MISSING)


def test_from_submission_to_issued_permission(town: Any, visit: Any, client: Any, travel: Any) -> None:
    case = Case(town, visit, client)
    case.is_sent_by_planx(EXAMPLE)
    officer = case.is_assigned()
    given_it_is_valid(case, officer)
    when_it_is_publicised(case, officer)
    when_a_neighbour_objects_and_the_officer_publishes_it(case, officer)
    then_it_cannot_be_decided_while_people_may_comment(case, officer)
    travel(timezone.now() + timedelta(days=24))
    officer = visit(Officer, "case_officer")
    when_the_reviewer_returns_it_once_and_then_accepts(case, officer)
    then_the_permission_is_issued_with_its_conditions(case)


def given_it_is_valid(case: Case, officer: Officer) -> None:
    officer.checks_everything(case.reference)
    officer.marks(case.reference, "valid")
    application = case.application
    assert (application.effective_expiry_on - application.valid_from_on).days == 56


def when_it_is_publicised(case: Case, officer: Officer) -> None:
    case.town.addresses_around(case.application.case.boundary.centroid, 5)
    today = timezone.localdate()
    officer.makes_public(case.reference)
    officer.has_a_site_notice_made(case.reference, "On the lamp post outside the house")
    officer.records_the_display(case.reference, f"{today.day} {today.month} {today.year}", drawing("Notice on a lamp post", "PNG"))
    officer.chooses_the_neighbours(case.reference)
    officer.has_letters_made(case.reference)
    officer.posts_the_letters(case.reference, f"{today.day} {today.month} {today.year}")
    with acting_for(case.town.council):
        run = case.application.case.print_runs.get()
        assert run.document.current.pages >= run.letters_wanted == 5
        assert run.letters.exclude(key="").count() == 5


def when_a_neighbour_objects_and_the_officer_publishes_it(case: Case, officer: Officer) -> None:
    neighbour: Neighbour = case.visit(Neighbour, phone=True)
    neighbour.comments(
        case.reference,
        name="Nora Neighbour",
        address="2 Story Street, Anytown, AN1 1AN",
        text=OBJECTION,
    )
    officer.opens_work("all")
    officer.sees("comment")
    officer.publishes_the_comment(case.reference, without="020 7946 0999")
    neighbour.page.goto(f"{case.town.public}/applications/{case.reference}/")
    neighbour.sees("It would darken our kitchen")
    neighbour.sees("[redacted]")
    assert "7946" not in neighbour.page.content()


def then_it_cannot_be_decided_while_people_may_comment(case: Case, officer: Officer) -> None:
    officer.visits_the_site(case.reference, f"{timezone.localdate():%-d %-m %Y}", "The kitchen window of number 2 faces the boundary.")
    for place, text in (
        ("summary-of-works", "A rear extension."),
        ("site-description", "A terraced house."),
        ("summary-of-comments", "One objection, about daylight."),
        ("assessment", "The extension keeps within the 45 degree line."),
    ):
        officer.writes(case.reference, place, text)
    officer.opens(case.reference, "assessment/conditions/")
    officer.presses("Add 3 standard conditions")
    officer.sees("Time limit")
    officer.page_is_fine()
    officer.presses("The list is complete")
    officer.recommends(case.reference, "Granted", "It complies with the development plan.")
    reviewer = case.visit(Officer, "reviewer")
    reviewer.opens(case.reference, "decision/determination/")
    reviewer.sees("People may still comment")


def when_the_reviewer_returns_it_once_and_then_accepts(case: Case, officer: Officer) -> None:
    reviewer = case.visit(Officer, "reviewer")
    reviewer.reviews(case.reference, accept=False, comment="Say more about the daylight of number 2.")
    officer.opens(case.reference, "decision/recommendation/")
    officer.sees("Say more about the daylight of number 2.")
    officer.writes(case.reference, "assessment", "The extension keeps within the 45 degree line taken from the kitchen of number 2.")
    officer.recommends(case.reference, "Granted", "It complies with the development plan, and daylight is kept.")
    reviewer.reviews(case.reference, accept=True)
    reviewer.determines(case.reference)


def then_the_permission_is_issued_with_its_conditions(case: Case) -> None:
    application = case.application
    assert (application.status, application.outcome) == ("determined", "granted")
    with acting_for(case.town.council):
        notice = application.case.decision_notice
        assert notice.document is not None
        assert [row["title"] for row in notice.content["conditions"]][:2] == ["Time limit", "Approved plans"]
        assert notice.content["appeal_notes"]
        texts = list(application.case.summaries.filter(category="assessment").order_by("edition").values_list("edition", flat=True))
        assert texts == [1, 2]
    assert case.public_answer()["application"]["decision"] == "granted"
    told = case.town.history(case.reference)
    assert told.index("challenged") < told.index("approved") < told.index("determined")
    visitor: Neighbour = case.visit(Neighbour, phone=True, javascript=False)
    visitor.page.goto(f"{case.town.public}/applications/{case.reference}/")
    visitor.sees("Granted")
