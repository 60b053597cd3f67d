"""An administrator changes a message and a response period: the next request uses both. A bounced email is put right."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.law import closures_of
from core.filters import show_date
from core.tenancy import acting_for
from notifications.models import Message
from notifications.services import record_receipt
from statute.calendar import add_working_days
from tests.factories.applications import PlanningApplicationFactory
from tests.stories.actors import Officer, Person
from tests.stories.town import Town

DAYS = 7
KEY = "validation.requests_sent"


def looks(person: Person) -> None:
    """The page is fine on a desk, and nothing of it is cut off on a phone."""
    person.page_is_fine()
    size = person.page.viewport_size
    person.page.set_viewport_size({"width": 375, "height": 800})
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 375
    person.page.set_viewport_size(size)


@pytest.mark.story
def test_a_councils_own_words_periods_and_lists_reach_the_applicant(
    town: Town, visit: Any, browser: Any, browser_context_args: dict[str, Any], accessible: Any
) -> None:
    today = timezone.localdate()  # of receipt: lists bind what comes after them
    application = PlanningApplicationFactory.create(
        authority=town.council, status="invalidated", received_on=today, received_at=timezone.now(), officer=town.person("case_officer")
    )
    with acting_for(town.council):
        party = application.case.parties.get(role="applicant")
        application.case.parties.exclude(pk=party.pk).delete()
    administrator: Officer = visit(Officer, "administrator")
    when_the_administrator_changes_words(administrator, town)
    context = browser.new_context(**browser_context_args)  # on its own: axe cannot read Django's style sheets and says so on the console
    context.add_cookies([town.cookie_for("administrator")])
    in_the_admin = Officer(context.new_page(), town, accessible)
    and_the_period(in_the_admin, town)
    and_adds_the_usual_requirements(in_the_admin, town)
    context.close()
    officer: Officer = visit(Officer, "case_officer")
    when_the_officer_asks_for_an_item_of_the_list(officer, application.reference)
    (letter,) = town.emails_to(party.email)
    due = add_working_days(timezone.localdate(), DAYS, closures_of(town.council))
    assert letter.subject == f"Something is missing: {application.reference}"
    assert "Your officer needs more from you" in letter.body and f"Answer by {show_date(due)}" in letter.body
    assert "local list of requirements: Flood risk assessment" in letter.body
    and_the_email_bounces(town, letter)
    then_the_officer_puts_the_address_right(officer, town, application.reference)


def when_the_administrator_changes_words(administrator: Officer, town: Town) -> None:
    administrator.page.goto(f"{town.officers}/messages/wording/")
    looks(administrator)
    administrator.page.locator(f'a[href$="/{KEY}/"]').click()
    administrator.sees("Placeholders")
    looks(administrator)
    administrator.fills("Subject", "Something is missing: ((reference))")
    administrator.fills("What it says", "Your officer needs more from you: ((request))")
    administrator.page.get_by_role("button", name="Preview", exact=True).click()
    administrator.sees("((request)) is not a placeholder of this message. Did you mean ((requests))?")
    administrator.finds_the_page_accessible()
    administrator.fills("What it says", "Your officer needs more from you.\n\n((requests))\n\n((link))")
    administrator.page.get_by_role("button", name="Preview", exact=True).click()
    administrator.sees("Nothing is saved yet")
    looks(administrator)
    administrator.page.get_by_role("button", name="Save", exact=True).click()
    administrator.sees("uses these words")
    administrator.sees("Before that: the standard words")
    administrator.page_is_fine()


def and_the_period(administrator: Officer, town: Town) -> None:
    administrator.page.goto(f"{town.officers}/admin/accounts/localauthority/{town.council.pk}/change/")
    administrator.fills("Working days an applicant has to answer a validation request", str(DAYS))
    administrator.page.get_by_role("button", name="Save", exact=True).click()
    administrator.sees("was changed successfully")


def and_adds_the_usual_requirements(administrator: Officer, town: Town) -> None:
    administrator.page.goto(f"{town.officers}/admin/validation/locallistitem/")
    administrator.presses("Add the usual ones")
    administrator.sees("Read them, and change what is different here")
    administrator.finds_the_page_accessible()
    administrator.page.get_by_role("link", name="Flood risk assessment").click()
    expect(administrator.page.get_by_role("heading", name="Flood risk assessment").first).to_be_visible()


def when_the_officer_asks_for_an_item_of_the_list(officer: Officer, reference: str) -> None:
    officer.opens(reference, "validation/requests/new/document/")
    officer.page.get_by_label("Which document?").select_option("floodRiskAssessment")
    officer.fills("Why is it needed?", "The site is in flood zone 3.")
    item = officer.page.locator("#id_ground option", has_text="Flood risk assessment (").first.get_attribute("value")
    officer.page.get_by_label("What is it needed for?").select_option(item)
    officer.presses("Send request")
    officer.sees("Request sent")


def and_the_email_bounces(town: Town, letter: Message) -> None:
    with acting_for(town.council):
        Message.objects.filter(pk=letter.pk).update(state=Message.State.SENDING, body=letter.shown_body)
        record_receipt(message_id=letter.pk, status="permanent-failure", now=timezone.now() + timedelta(seconds=1))


def then_the_officer_puts_the_address_right(officer: Officer, town: Town, reference: str) -> None:
    officer.opens(reference)
    officer.sees("could not be delivered")
    officer.follows("Told another way")
    looks(officer)
    officer.opens(reference)
    officer.follows("Correct the address")
    looks(officer)
    officer.fills("Email address", "right@example.com")
    officer.page.get_by_role("button", name="Correct the address").click()
    officer.sees("1 message that did not arrive is sent again")
    again = [message for message in town.emails_to("right@example.com") if message.template == KEY]
    assert len(again) == 1 and "/my/" in again[0].body and "Your officer needs more from you" in again[0].body
