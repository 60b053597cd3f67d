"""The correspondence of a case: what came in and went out, in one line of time; and what officers write by hand."""

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from audit.models import AuditEvent
from casework.presenters.correspondence import message_line
from casework.selectors.correspondence import load, timeline
from casework.services import Addressee, write_by_hand
from casework.templates_of_letters import filled, templates_of, unknown_placeholders, usual_templates
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.casework import CorrespondenceTemplateFactory, ReceivedItemFactory
from tests.factories.consultation import PrintRunFactory
from tests.factories.notifications import MessageFactory
from tests.factories.validation import CaseMessageFactory, ValidationRequestFactory

LONDON = ZoneInfo("Europe/London")


def at(day, hour=9):
    return datetime(2026, 11, day, hour, 0, tzinfo=LONDON)


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority)


@pytest.fixture
def olu(db):
    return UserFactory(name="Olu Officer", email="olu@council.example")


@pytest.fixture
def full(application):
    """One of each kind."""
    case = application.case
    MessageFactory(authority=case.authority, case=case, subject="Your application is valid", shown_body="It is valid.", created_at=at(10))
    ReceivedItemFactory(case=case, received_on=date(2026, 11, 12), subject="Asked about bats")
    asked = ValidationRequestFactory(case=case, answered=True, answered_at=at(14))
    CaseMessageFactory(case=case, request=asked, from_council=False, text="Is a scale bar enough?", written_at=at(16))
    PrintRunFactory(case=case, asked_at=at(18))
    return application


def kinds(case, **chosen):
    return [kind for kind, _ in load(timeline(case, **chosen))]


def test_everything_stands_in_one_line_of_time_newest_first(full):
    assert kinds(full.case) == ["neighbours", "written", "answer", "received", "message"]


def test_what_came_in_and_what_went_out_can_be_seen_apart(full):
    assert kinds(full.case, direction="in") == ["written", "answer", "received"]
    assert kinds(full.case, direction="out") == ["neighbours", "message"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("scale bar", ["written"]), ("bats", ["received"]), ("VALID", ["message"]), ("neighbours", ["neighbours"]), ("zebra", [])],
    ids=["a message", "a call", "an email", "letters", "nothing"],
)
def test_it_is_searched_by_words(full, words, found):
    assert kinds(full.case, words=words) == found


def test_an_answer_that_an_officer_recorded_stands_once(application):
    asked = ValidationRequestFactory(case=application.case, answered=True)
    ReceivedItemFactory(case=application.case, request=asked, about="answer")
    assert kinds(application.case, direction="in") == ["received"]


def test_another_cases_correspondence_is_not_in_it(full, authority):
    assert kinds(PlanningApplicationFactory(authority=authority).case) == []


def test_the_page_takes_as_many_queries_however_much_there_is(full, officer_client, queries_of):
    client, _ = officer_client(full.authority)
    path = f"/cases/{full.reference}/correspondence/"
    few = queries_of(client, path)
    for number in range(12):
        MessageFactory(authority=full.authority, case=full.case, created_at=at(20, number))
        ReceivedItemFactory(case=full.case)
        CaseMessageFactory(case=full.case, request=full.case.validation_requests.first(), from_council=False, written_at=at(21))
    assert queries_of(client, path) == few


def test_the_page_says_what_to_do_about_an_email_that_bounced(application, officer_client, page_of):
    MessageFactory(authority=application.authority, case=application.case, state="failed", last_error="The email address does not exist.")
    client, _ = officer_client(application.authority)
    page = page_of(client, f"/cases/{application.reference}/correspondence/")
    assert "The email address does not exist." in page and "Write a letter instead" in page
    page = page_of(client, f"/cases/{application.reference}/correspondence/", direction="in")
    assert "Nothing like that" in page


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({}, "Waits to be printed"),
        ({"state": "sending", "sent_at": at(24)}, "Posted"),
    ],
    ids=["waiting", "posted"],
)
def test_a_letter_says_where_it_is(application, values, label):
    letter = MessageFactory(authority=application.authority, case=application.case, letter=True, **values)
    line = message_line(letter, application.reference)
    assert line.status_label == label and line.url.endswith(f"/letters/{letter.public_id}/")


# --- by hand


def write(application, by, now, **values):
    given = {"channel": "email", "to": Addressee("Ann", "ann@example.com"), "subject": "A visit", "text": "May I come on Tuesday?"}
    return write_by_hand(application=application, by=by, now=now, **given | {"public_id": uuid4()} | values)


def test_an_email_by_hand_leaves_with_the_councils_frame(application, olu, now):
    message = write(application, olu, now, reply_to="olu@council.example")
    assert message.body.startswith("Dear Ann,\n\nMay I come on Tuesday?") and application.reference in message.body
    assert (message.to, message.reply_to) == ("ann@example.com", "olu@council.example")
    event = AuditEvent.objects.get(case=application.case, type="written_by_hand")
    assert event.data == {"how": "Email", "subject": "A visit", "to": "Ann"}


def test_a_letter_by_hand_waits_to_be_printed(application, olu, now):
    message = write(application, olu, now, channel="letter", to=Addressee("Ann", "", ["1 Fir Road", "CR0 1AA"]))
    assert (message.channel, message.state, message.address) == ("letter", "waiting", "1 Fir Road\nCR0 1AA")


def test_a_double_press_sends_once(application, olu, now):
    token = uuid4()
    assert write(application, olu, now, public_id=token) == write(application, olu, now, public_id=token)
    assert Message.objects.filter(case=application.case).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"text": ""}, "text"),
        ({"text": "See ((expirty))"}, "text"),
        ({"text": "May I come on [day]?"}, "text"),
        ({"to": Addressee("Ann")}, "to"),
        ({"channel": "letter"}, "to"),
    ],
    ids=["no subject", "no words", "a placeholder left", "a gap left", "no email", "no address"],
)
def test_what_cannot_be_sent_is_refused_beside_its_field(application, olu, now, values, field):
    with pytest.raises(DomainError) as refusal:
        write(application, olu, now, **values)
    assert refusal.value.field == field and not Message.objects.exists()


def test_every_usual_template_can_be_filled_in(application, olu):
    for template in usual_templates().values():
        assert not unknown_placeholders(template.subject + template.text)
        subject, text = filled(template, application, by=olu)
        assert "((" not in subject + text and "Olu Officer" in text


def test_a_councils_template_stands_in_place_of_the_usual_one(application, olu):
    own = CorrespondenceTemplateFactory(authority=application.authority, code="site-visit", name="Our visit")
    assert {template.name for template in templates_of(application.authority)} >= {"Our visit", "Invite to a meeting"}
    assert "Arrange a site visit" not in {template.name for template in templates_of(application.authority)}
    own.active = False
    own.save()
    assert not {"Our visit", "Arrange a site visit"} & {template.name for template in templates_of(application.authority)}


def test_it_is_written_looked_at_and_sent_on_the_pages(application, officer_client):
    client, user = officer_client(application.authority, roles=["support"])
    path = f"/cases/{application.reference}/correspondence/write/"
    assert f"Visit to {application.case.address}" in client.get(path, {"template": "site-visit"}).content.decode()
    given = {"token": str(uuid4()), "to": "other", "name": "Nia", "address": "1 Fir Road\nCR0 1AA", "channel": "letter"}
    given |= {"subject": "The fence", "text": "Thank you for your letter."}
    preview = client.post(path, given | {"action": "preview"}).content.decode()
    assert "Put it into the next print run" in preview and "Dear Nia," in preview
    assert client.post(path, given | {"action": "pdf"}).content.startswith(b"%PDF")
    assert 'value="The fence"' in client.post(path, given | {"action": "change"}).content.decode()
    assert not Message.objects.filter(template="casework.by_hand").exists()
    for _ in range(2):
        assert client.post(path, given | {"action": "send"}).status_code == 302
    assert Message.objects.get(template="casework.by_hand").sent_by == user.name


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"to": "other", "channel": "email"}, "Enter their name"),
        ({"to": "other", "name": "Nia", "channel": "letter"}, "Enter their postal address"),
        ({"to": "applicant", "channel": "letter"}, "There is no postal address for them"),
        ({}, "Select who it is to"),
    ],
    ids=["nobody named", "no address typed", "no address known", "nothing chosen"],
)
def test_a_form_that_lacks_something_says_what(application, officer_client, values, words):
    application.case.parties.update(address_lines="")
    client, _ = officer_client(application.authority)
    given = {"subject": "The fence", "text": "Thank you.", "action": "preview"} | values
    answer = client.post(f"/cases/{application.reference}/correspondence/write/", given)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_the_council_keeps_its_templates_in_its_admin(authority):
    from casework.admin import TemplateForm

    form_class = type("Form", (TemplateForm,), {"authority": authority})
    given = {"code": "fence", "name": "About a fence", "subject": "((reference))", "text": "Look at ((adress)).", "active": True}
    form = form_class(given)
    assert "((adress))" in form.errors["text"][0]
    assert form_class(given | {"text": "Look at ((address))."}).is_valid()
