"""An item of the local list binds only for two years from its publishing."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from statute import local_list_binds
from tests.factories.validation import LocalListItemFactory
from validation.lists import requirements_of_case
from validation.requirements import required_documents

RECEIVED = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("published", "binds"),
    [(date(2024, 11, 2), True), (date(2024, 11, 1), False), (date(2026, 11, 1), True), (None, None)],
)
def test_two_years_from_the_day_of_publishing(published: date | None, binds: bool | None) -> None:
    assert local_list_binds(published_on=published, application_on=RECEIVED).value is binds


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"published_on": date(2019, 5, 1)}, "1 May 2021", id="too old"),
        pytest.param({"published_on": None}, "Not known: the day on which the list was published", id="not known"),
        pytest.param({"published_on": date(2026, 5, 1)}, "", id="binds"),
        pytest.param({"ground": "plans"}, "", id="not of the local list"),
    ],
)
def test_the_task_warns_of_an_item_that_may_not_bind(application: Any, given: dict[str, Any], words: str) -> None:
    LocalListItemFactory.create(authority=application.authority, name="Tree survey", **given)
    (item,) = [row for row in required_documents(application, None) if row.name == "Tree survey"]
    assert words in item.doubt and bool(item.doubt) is bool(words)


def test_the_page_and_the_list_of_the_council_say_it(application: Any, officer_client: Any) -> None:
    LocalListItemFactory.create(authority=application.authority, name="Tree survey", published_on=date(2019, 5, 1))
    client, _ = officer_client(application.authority, roles=["administrator", "case_officer"])
    page = client.get(reverse("validation:required_documents", kwargs={"reference": application.reference})).text
    assert "1 May 2021" in page and "may dispute it" in page
    assert "May not bind" in client.get("/admin/validation/locallistitem/").text


def test_a_request_of_ones_own_takes_the_lists_of_the_day_of_receipt_too(application: Any) -> None:
    ended = LocalListItemFactory.create(authority=application.authority, valid_to=RECEIVED)
    LocalListItemFactory.create(authority=application.authority, valid_from=date(2026, 11, 3))
    assert list(requirements_of_case(application)) == [ended]
