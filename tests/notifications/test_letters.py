"""Who is told by email and who by post; letters wait in the outbox."""

import pytest

from audit.actors import System
from notifications.letters import reached_at, tell, way_to
from notifications.models import Message
from notifications.services import send_again, send_email
from notifications.tasks import send_message
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from tests.factories.notifications import MessageFactory

BOPS = System()


def person(**values):
    given = {"email": "", "first_name": "Ann", "last_name": "Post", "company": "", "address_lines": "1 Fir Road", "town": "Croydon"}
    return PartyFactory.build(**given | {"county": "", "postcode": "CR0 1AA", "country": "", "prefers_post": False} | values)


@pytest.fixture
def case(authority):
    return PlanningApplicationFactory(authority=authority).case


def told(case, party, now, **changes):
    arguments = {"message": "accounts.sign_in_code", "context": {"code": "123456", "minutes": 10}, "by": BOPS}
    return tell(authority=case.authority, case=case, party=party, now=now, **(arguments | changes))


@pytest.mark.parametrize(
    ("values", "way"),
    [
        ({"email": "ann@example.com"}, "email"),
        ({}, "post"),
        ({"email": "ann@example.com", "prefers_post": True}, "post"),
        ({"email": "ann@example.com", "prefers_post": True, "address_lines": ""}, "email"),
        ({"address_lines": ""}, ""),
        ({"town": "", "postcode": ""}, ""),
    ],
    ids=["email", "no email", "asked for letters", "asked for letters without an address", "street missing", "town missing"],
)
def test_who_is_told_how(values, way):
    assert way_to(person(**values)) == way


def test_a_person_with_email_is_emailed(case, now):
    message = told(case, person(email="ann@example.com"), now)
    assert (message.channel, message.to) == ("email", "ann@example.com")


def test_a_person_without_email_gets_the_same_words_as_a_letter(case, now):
    letter = told(case, person(company="Post Ltd", country="France"), now)
    assert letter.address.split("\n") == ["Post Ltd", "1 Fir Road", "Croydon", "CR0 1AA", "France"]
    assert letter.body.startswith("Dear Ann Post,\n\n123456 is your code")
    assert (letter.channel, letter.state, letter.next_attempt_at) == ("letter", Message.State.WAITING, None)


def test_nobody_is_written_to_without_any_address(case, now):
    assert told(case, person(address_lines=""), now) is None
    assert reached_at(person(address_lines="")) == reached_at(None) == "nobody, for there is no address"
    assert reached_at(person()) == "Ann Post by post"


def test_a_letter_is_never_given_to_an_email_provider(authority, now):
    letter = MessageFactory(authority=authority, letter=True)
    send_message(authority.pk, letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (Message.State.WAITING, 0)


def test_a_letter_is_not_sent_again_like_an_email(authority, now):
    from core.errors import DomainError

    with pytest.raises(DomainError, match="printed again"):
        send_again(message=MessageFactory(authority=authority, letter=True, state="failed"), by=BOPS, now=now)


def test_an_email_can_be_answered_to_whom_its_writer_names(authority, now):
    message = send_email(
        authority=authority,
        message="accounts.sign_in_code",
        to="a@example.com",
        context={"code": "1", "minutes": 1},
        reply_to="olu@council.example",
        by=BOPS,
        now=now,
    )
    message.refresh_from_db()
    assert message.reply_to == "olu@council.example" and message.next_attempt_at is not None
