"""Two browsers on one case: what one side does is on the other's open page within one question of that page."""

import os
import time
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import LocalAuthority
from applications.law import received_on
from core.tenancy import acting_for
from tests.factories.applications import OwnershipFactory, PaymentFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationCheckFactory, ValidationRequestFactory
from tests.stories.actors import Applicant, Officer
from tests.stories.test_requests import Answers, a_case, enters
from tests.stories.town import Town
from validation import services
from validation.jobs import look_after_requests
from validation.models import ValidationCheck

POLL = 1  # seconds
TRIES = int(os.environ.get("BOPS_LIVE_TRIES", "2"))  # 20 for a figure to quote
APPEARS = """words => new Promise((seen, never) => {
  const here = () => document.querySelector("main").textContent.replace(/\\s+/g, " ").includes(words)
  if (here()) return seen()
  new MutationObserver(() => here() && seen()).observe(document.body, { childList: true, subtree: true, characterData: true })
  setTimeout(() => never(new Error("Not on the page by itself: " + words)), 15000)
})"""
EIGHT_WEEKS = timedelta(weeks=8)


@pytest.fixture(autouse=True)
def asked_every_second(settings: Any) -> None:
    settings.LIVE_POLL_SECONDS = POLL


def sees_by_itself(person: Any, words: str) -> float:
    """The words come onto the page as it stands: a reload would end the waiting with an error. After how many seconds."""
    begun = time.monotonic()
    person.page.evaluate(APPEARS, words)
    return time.monotonic() - begun


def within_one_poll(what: str, took: list[float]) -> None:
    """Each came by the page's next question and a second for the answer: more where the machine has more to do than it can."""
    said = f"{what} on the officer's open page: median {median(took):.1f} s, worst {max(took):.1f} s of {len(took)}, asked every {POLL} s"
    print(f"\n{said}")
    assert max(took) < POLL + max(1, os.getloadavg()[0] / (os.cpu_count() or 1)), said


@pytest.mark.story
def test_invalid_with_four_requests_answered_on_a_phone_and_made_valid(town: Town, visit: Any) -> None:
    application = a_case(town)
    reference, case = application.reference, application.case
    DocumentFactory.create(case=case, name="plan.pdf")
    OwnershipFactory.create(case=case, certificate="a")
    PaymentFactory.create(case=case)
    for check in set(ValidationCheck.Check.values) - {"documents", "red_line", "fee"}:
        ValidationCheckFactory.create(case=case, check_name=check, by=town.person("case_officer"), at=timezone.now())
    officer: Officer = visit(Officer, "case_officer")
    officer.familiar = True
    when_four_things_are_asked_for(officer, reference)
    officer.marks(reference, "invalid")
    more = range(5, TRIES + 1)
    for number in more:
        ValidationRequestFactory.create(case=case, number=number, kind="other_change", payload={}, sent=True)
    officer.opens(reference, "validation/requests/")
    applicant = enters(visit, town, application, familiar=True)
    within_one_poll("An answer", when_the_applicant_answers(Answers(applicant, town), officer, len(more)))
    applicant.page.goto(f"{town.public}/my/")
    applicant.sees("Nothing at the moment")
    applicant.finds_the_page_accessible()
    officer.finds_documents_fit(reference)
    officer.answers_yes(reference, "red-line")
    officer.answers_yes(reference, "fee")
    officer.opens(reference, "validation/requests/")
    for left in range(officer.page.get_by_role("button", name="Mark as seen").count() - 1, -1, -1):
        officer.presses("Mark as seen")
        expect(officer.page.get_by_role("button", name="Mark as seen")).to_have_count(left)
    officer.marks(reference, "valid")
    officer.sees("Application marked valid")
    sees_by_itself(applicant, "It is valid from")
    applicant.finds_the_page_accessible()
    with acting_for(town.council):
        application.refresh_from_db()
        assert application.valid_from_on == received_on(timezone.now(), town.council)
        assert application.effective_expiry_on == application.valid_from_on + EIGHT_WEEKS


def when_four_things_are_asked_for(officer: Officer, reference: str) -> None:
    officer.asks_for_a_document(reference, "Elevations - proposed", "The north elevation is missing.")
    for check, field, words in [
        ("red-line", "What is wrong with the red line?", "It left out the drive."),
        ("fee", "wrong with the fee", "£10 short."),
    ]:
        officer.opens(reference, f"validation/{check}/")
        officer.chooses("No")
        officer.fills(field, words)
        if check == "fee":
            officer.fills("What should the applicant do?", "Pay ten pounds.")
        officer.presses("Save and mark complete")
    officer.opens(reference, "validation/requests/new/other/")
    officer.fills("What is missing or wrong?", "We could not get in.")
    officer.fills("What should the applicant do?", "Say when we can visit.")
    officer.presses("Add request")
    officer.sees("Ready to send (4)")


def when_the_applicant_answers(answers: Answers, officer: Officer, more: int) -> list[float]:
    """All four, and as many more of the last kind, each seen on the officer's page as it comes; the seconds that each took."""
    asked, key = "Something else we need", "The key is with the neighbour"
    ways = [
        lambda: answers.uploads("Send us a document"),
        lambda: answers.uploads("Send us a corrected location plan"),
        lambda: answers.writes("Put the fee right", "Paid today"),
        *[lambda: answers.writes(asked, key)] * (1 + more),
    ]
    took = []
    for number, answer in enumerate(ways, 1):
        answer()
        took.append(time.monotonic() - answers.sent_at + sees_by_itself(officer, f"New answers ({number})"))
    officer.finds_the_page_accessible()
    return took


@pytest.mark.story
def test_they_talk_and_nobody_is_disturbed_while_writing(town: Town, visit: Any) -> None:
    application = a_case(town, valid=True)
    reference = application.reference
    with acting_for(town.council):
        services.send_access_link(
            application=application, party=application.case.parties.get(), by=town.person("case_officer"), now=timezone.now()
        )
    applicant = enters(visit, town, application, familiar=True)
    officer: Officer = visit(Officer, "case_officer")
    officer.opens(reference, "validation/messages/")
    box = officer.page.get_by_label("Your message")
    box.fill("We will vi")
    box.focus()
    applicant.follows("Write to your case officer")
    took = []
    for number in range(TRIES):
        applicant.fills("Your message", f"Question {number}: when is the visit?")
        begun = applicant.posts("Send message")
        applicant.sees("Message sent")
        took.append(time.monotonic() - begun + sees_by_itself(officer, f"Question {number}: when is the visit?"))
        assert box.input_value() == "We will vi" and box.evaluate("box => box === document.activeElement")
    within_one_poll("A message", took)
    officer.page.keyboard.type("sit on Monday.")
    officer.finds_the_page_accessible()
    applicant.fills("Your message", "Half a ques")
    officer.presses("Send message")
    officer.sees("Message sent")
    sees_by_itself(applicant, "We will visit on Monday.")
    assert applicant.page.get_by_label("Your message").input_value() == "Half a ques"
    expect(applicant.page.locator(".app-live__words")).to_contain_text("brought up to date")
    applicant.finds_the_page_accessible()


@pytest.mark.story
def test_where_a_council_chose_it_silence_agrees_to_a_description_and_to_nothing_else(town: Town, visit: Any, travel: Any) -> None:
    LocalAuthority.objects.filter(pk=town.council.pk).update(settings={"silence_agrees_to_description": True})
    town.council.refresh_from_db()
    with acting_for(town.council):
        application = a_case(town, valid=True)
        by, case = town.person("case_officer"), application.case
        payload = {"proposed": "Erect a rear extension", "previous": application.description}
        services.create_request(
            application=application, kind="description_change", reason="As built.", payload=payload, by=by, now=timezone.now()
        )
        description = case.validation_requests.get()
        plan = ValidationRequestFactory.create(case=case, kind="red_line_boundary_change", number=2, sent=True, due_on=description.due_on)
    travel(timezone.now() + (description.due_on - timezone.localdate()) + timedelta(days=1, hours=1))
    look_after_requests()
    applicant: Applicant = enters(visit, town, application, familiar=True)
    applicant.sees("Erect a rear extension")
    applicant.follows("Agree how the proposal is described")
    applicant.sees("It counts as agreed: we had no answer in time")
    applicant.finds_the_page_accessible()
    officer: Officer = visit(Officer, "case_officer")
    officer.opens(reference := application.reference, "validation/requests/")
    officer.sees("Counts as agreed: nobody answered in time")
    officer.page_is_fine()
    assert "request_answered" in town.history(reference)
    with acting_for(town.council):
        plan.refresh_from_db()
        assert plan.state == "open"
