"""An administrator reads the catalogue of messages and changes what they say."""

import pytest

from notifications import catalogue, selectors
from notifications.models import Message, MessageWording
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.notifications import MessageWordingFactory
from tests.factories.validation import ValidationRequestFactory
from validation import services

KEY = "validation.request_cancelled"
PAGE = f"/messages/wording/{KEY}/"
GOOD = {"subject": "About ((reference))", "body": "We do not need ((what)).\n\n((reason))", "based_on": "", "action": "save"}


@pytest.fixture
def client(authority, officer_client):
    return officer_client(authority, roles=["administrator"])[0]


def see(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_every_message_is_in_the_catalogue(client):
    page = see(client, "/messages/wording/")
    assert [key for key in catalogue.all_types() if f"/messages/wording/{key}/" not in page] == []
    assert "/messages/wording/" in see(client, "/admin/")


@pytest.mark.parametrize("key", ["accounts.sign_in_code", "validation.invalid", "decision.decision_issued"])
def test_a_message_shows_its_words_its_placeholders_and_a_preview(client, authority, key):
    page = see(client, f"/messages/wording/{key}/")
    assert "Ada Applicant" in page and authority.council_name in page and "must be there" in page and "The standard words, always." in page


def test_a_change_holds_from_the_next_message_on(client, authority, now):
    assert client.post(PAGE, GOOD).status_code == 302
    application = PlanningApplicationFactory(authority=authority)
    request = ValidationRequestFactory(case=application.case, sent=True)
    services.cancel_request(request=request, reason="It came by post.", by=UserFactory(), now=now)
    assert "It came by post." in Message.objects.get(template=KEY).body and "We do not need" in Message.objects.get(template=KEY).body
    page = see(client, PAGE)
    assert "We do not need ((what))" in page and "Own words: " in page and "Before that: the standard words." in page
    assert "Own words" in see(client, "/messages/wording/")


def test_a_preview_keeps_nothing(client, authority):
    page = client.post(PAGE, GOOD | {"action": "preview"}).content.decode()
    assert "We do not need Elevations - proposed." in page and "Nothing is saved yet" in page
    assert not MessageWording.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"body": "((nonsense)) ((what)) ((reason))"}, "((nonsense)) is not a placeholder"),
        ({"body": "((reason))"}, "Put in ((what))"),
        ({"subject": ""}, "Enter a subject"),
        ({"body": ""}, "Enter what the message says"),
        ({"body": "x" * 10_001}, "10000"),
    ],
)
@pytest.mark.parametrize("action", ["save", "preview"])
def test_what_does_not_fit_is_refused_with_what_was_typed(client, wrong, words, action):
    answer = client.post(PAGE, GOOD | wrong | {"action": action})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "There is a problem" in page
    assert wrong.get("body", GOOD["body"])[:20] in page
    assert not MessageWording.objects.exists()


def test_a_colleague_was_faster(client, authority):
    MessageWordingFactory(authority=authority, key=KEY, changed_by=UserFactory(name="Cara Colleague"))
    page = client.post(PAGE, GOOD).content.decode()
    assert "Cara Colleague changed these words" in page and "We do not need" in page
    assert MessageWording.objects.count() == 1


def test_back_to_the_standard_words(client, authority):
    row = MessageWordingFactory(authority=authority, key=KEY)
    page = client.post(f"{PAGE}reset/", {"based_on": row.pk}, follow=True).content.decode()
    assert "uses the standard words" in page and "Back to the standard words: " in page
    assert selectors.wording_of(authority, KEY) is None
    again = client.post(f"{PAGE}reset/", {"based_on": "x"}, follow=True).content.decode()
    assert "since you opened the page" in again


def test_words_that_cannot_be_used_any_more_are_flagged(client, authority):
    MessageWordingFactory(authority=authority, key=KEY, body="((gone)) ((what)) ((reason))")
    assert "Cannot be used" in see(client, "/messages/wording/")
    page = see(client, PAGE)
    assert "the standard ones are sent" in page and "((gone)) is not a placeholder" in page


def test_the_letter(client):
    answer = client.get(f"/messages/wording/{KEY}/letter.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_nobody_else_comes_in(authority, officer_client):
    officer = officer_client(authority, roles=["team_leader"])[0]
    for path in ("/messages/wording/", PAGE, f"{PAGE}letter.pdf"):
        assert officer.get(path).status_code == 403
    assert officer.post(PAGE, GOOD).status_code == 403
    assert officer.post(f"{PAGE}reset/").status_code == 403


def test_a_message_that_is_not_declared(client):
    see(client, "/messages/wording/no.such/", status=404)
