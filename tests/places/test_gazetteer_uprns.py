"""UPRNs with and without zeros in front, and those that the gazetteer does not know."""

import pytest

from audit.actors import ApiClientActor
from casework.selectors.queue import duplicates_of
from casework.selectors.related import related_to
from intake.services import Outcome, receive, understand
from places.uprns import bare, spellings
from tests.factories import odp
from tests.factories.accounts import ApiClientFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.places import AddressFactory


@pytest.mark.parametrize(
    ("given", "plain", "all_of_them"),
    [
        ("000012345678", "12345678", ["000012345678", "12345678"]),
        ("12345678", "12345678", ["000012345678", "12345678"]),
        ("0012345678", "12345678", ["000012345678", "0012345678", "12345678"]),
        ("100012345678", "100012345678", ["100012345678"]),
        ("", "", []),
        ("000", "", []),
        ("none", "none", ["none"]),
    ],
)
def test_spellings(given, plain, all_of_them):
    assert (bare(given), spellings(given)) == (plain, all_of_them)


def test_cases_of_one_property_are_found_however_its_uprn_is_written(authority):
    one, other = (PlanningApplicationFactory(authority=authority) for _ in range(2))
    for application, uprn in ((one, "000012345678"), (other, "12345678")):
        application.case.uprn = uprn
        application.case.save()
    assert duplicates_of(authority, [one, other])[one.pk] == [(other.case.reference, "same UPRN")]
    assert "Same property" in str(related_to(one))


@pytest.mark.parametrize(
    ("gazetteer", "said"),
    [({"uprn": "1"}, "Not in the gazetteer"), ({"uprn": "99999012"}, ""), ({"uprn": "99999012", "state": "retired"}, "No longer in use")],
)
def test_a_submission_with_an_unknown_uprn_becomes_a_case_and_the_officer_is_told(authority, now, officer_client, gazetteer, said):
    """The document's UPRN is 000099999012."""
    AddressFactory(authority=authority, **gazetteer)
    planx = ApiClientFactory(authority=authority)
    kept = receive(authority=authority, client=planx, source="planx", body=odp.body(), headers={}, now=now)
    understood = understand(submission=kept, by=ApiClientActor(planx), now=now)
    assert understood.outcome is Outcome.CREATED
    shown = officer_client(authority)[0].get(f"/cases/{understood.reference}/").text
    assert "UPRN 000099999012" in shown
    assert said in shown
    assert ("gazetteer" in shown) is bool(said)
