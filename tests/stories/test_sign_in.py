"""An officer signs in with a password and an emailed code, finds the work, and signs out."""

import re
from typing import Any

from tests.stories.actors import Officer
from tests.stories.town import PASSWORD


def test_with_a_password_and_an_emailed_code(town: Any, visit: Any) -> None:
    person = town.person("case_officer")
    officer: Officer = visit(Officer)
    officer.opens_work()
    officer.page_is_fine()
    officer.fills("Email address", person.email)
    officer.fills("Password", PASSWORD)
    officer.presses("Continue")
    officer.sees("code")
    officer.page_is_fine()
    email = town.emails_to(person.email)
    if not email:
        officer.presses("Email")
        email = town.emails_to(person.email)
    code = re.search(r"\b\d{6}\b", email[-1].body)
    assert code, email[-1].body
    officer.page.locator("input[name=code], input[autocomplete='one-time-code']").first.fill(code.group())
    officer.presses("Sign in")
    officer.sees(person.name)
    officer.page_is_fine()
    officer.presses("Sign out")
    officer.opens_work()
    officer.sees("Password")


def test_a_wrong_password_says_so_and_nothing_more(town: Any, visit: Any) -> None:
    officer: Officer = visit(Officer, phone=True)
    officer.opens_work()
    officer.fills("Email address", town.person("case_officer").email)
    officer.fills("Password", "not the password")
    officer.presses("Continue")
    officer.sees("There is a problem")
    officer.finds_the_page_accessible()
