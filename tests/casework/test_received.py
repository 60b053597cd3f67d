"""What comes by phone, post or email: kept, and given the effect that it has."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from applications.services import make_access_link
from audit.models import AuditEvent
from casework.models import ReceivedItem
from casework.services import Incoming, record_answer, record_extension, record_received, record_withdrawal
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.applications import PartyFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.file_host import drawing
from validation.selectors import last_required_item_on

LONDON = ZoneInfo("Europe/London")
MAIL = (
    b"From: ann@example.com\r\nTo: planning@council.example\r\nSubject: Gate\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain\r\n\r\nThe gate code is 12.\r\n"
)


@pytest.fixture
def olu(db):
    return UserFactory(name="Olu Officer")


@pytest.fixture
def application(authority):
    return PlanningApplicationFactory(authority=authority, received_at=datetime(2026, 11, 2, 10, 0, tzinfo=LONDON))


@pytest.fixture
def asked(application):
    """A request that was sent on 10 November."""
    sent = datetime(2026, 11, 10, 9, 0, tzinfo=LONDON)
    return ValidationRequestFactory(case=application.case, sent=True, kind="other_change", sent_at=sent, due_on=date(2026, 12, 1))


def incoming(**values):
    given = {"public_id": uuid4(), "how": "letter", "sender": "applicant", "from_name": "Ann Applicant", "subject": "The gate"}
    return Incoming(**given | {"received_on": date(2026, 11, 20), "text": "The gate code is 12."} | values)


def test_a_call_is_kept_with_who_when_and_how(application, olu, now):
    item = record_received(application=application, incoming=incoming(how="phone"), by=olu, now=now)
    assert (item.about, item.outcome, item.recorded_by) == ("other", "", olu)
    event = AuditEvent.objects.get(case=application.case, type="received")
    assert event.data == {"how": "Call", "who": "Ann Applicant", "received_on": "2026-11-20", "subject": "The gate"}


def test_a_double_press_records_once(application, olu, now):
    came = incoming()
    first = record_received(application=application, incoming=came, by=olu, now=now)
    assert record_received(application=application, incoming=came, by=olu, now=now) == first
    assert ReceivedItem.objects.count() == 1


def test_the_letter_itself_is_for_officers_only_and_nobody_checks_it_as_a_plan(application, olu, now):
    from validation.selectors import documents_to_check

    file = SimpleUploadedFile("gate.eml", MAIL, "message/rfc822")
    item = record_received(application=application, incoming=incoming(how="email", files=[file]), by=olu, now=now)
    document = item.documents.get()
    assert (document.visibility, document.received_on, document.tags) == ("private", date(2026, 11, 20), ["internal.correspondence"])
    assert not documents_to_check(application).exists()


def test_what_came_with_an_email_is_checked_as_a_plan_only_once_an_officer_says_what_it_is(application, olu, now):
    from validation.selectors import documents_to_check

    email = DocumentFactory(case=application.case, source="applicant", tags=["internal.correspondence"])
    logo = DocumentFactory(case=application.case, source="applicant", attached_to=email, tags=[])
    plan = DocumentFactory(case=application.case, source="applicant", attached_to=email, tags=["sitePlan"])
    untagged = DocumentFactory(case=application.case, source="applicant", tags=[])
    assert set(documents_to_check(application)) == {plan, untagged}, f"{logo} is a part of the email"


def test_a_file_that_cannot_be_kept_is_named_and_nothing_is_recorded(application, olu, now):
    file = SimpleUploadedFile("letter.pdf", b"not a PDF", "application/pdf")
    with pytest.raises(DomainError) as refusal:
        record_received(application=application, incoming=incoming(files=[file]), by=olu, now=now)
    assert refusal.value.field == "evidence" and "letter.pdf" in refusal.value.message
    assert not ReceivedItem.objects.exists() and not application.case.documents.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": date(2026, 11, 25)}, "received_on"),
        ({"received_on": date(2026, 11, 1)}, "received_on"),
        ({"from_name": " "}, "from_name"),
        ({"text": ""}, "evidence"),
    ],
    ids=["in the future", "before the case", "from nobody", "an empty letter"],
)
def test_what_cannot_be_is_refused_beside_its_field(application, olu, now, values, field):
    with pytest.raises(DomainError) as refusal:
        record_received(application=application, incoming=incoming(**values), by=olu, now=now)
    assert refusal.value.field == field


def test_the_case_officer_reads_of_it_at_the_top_of_the_case(application, olu, now):
    application.case.officer = UserFactory()
    application.case.save()
    record_received(application=application, incoming=incoming(), by=olu, now=now)
    application.refresh_from_db()
    assert application.attention == "Letter from Ann Applicant came in: The gate. Read it under Correspondence."


def answered(application, asked, olu, now, **values):
    given = {"incoming": incoming(**values.pop("came", {})), "text": "The fee is paid."} | values
    return record_answer(application=application, request=asked, **given, by=olu, now=now)


def test_an_answer_counts_on_the_day_on_which_it_came(application, asked, olu, now):
    item = answered(application, asked, olu, now)
    asked.refresh_from_db()
    assert asked.state == "closed" and asked.answered_at.date() == date(2026, 11, 20)
    assert asked.answered_by_name == "Ann Applicant, by post, recorded by Olu Officer"
    assert item.outcome.startswith(f"Recorded as the answer to request {asked.number}: Other change")
    assert last_required_item_on(application) == date(2026, 11, 20)


def test_whoever_answered_gets_a_receipt_that_says_an_officer_recorded_it(application, asked, olu, now):
    answered(application, asked, olu, now, came={"how": "phone"})
    receipt = Message.objects.get(case=application.case, template="validation.answer_recorded")
    assert receipt.to == application.case.parties.get(role="applicant").email
    assert "It reached us by phone on 20 November 2026, and a planning officer recorded it for you." in receipt.body


def test_files_of_an_answer_are_kept_as_the_applicants(application, olu, now):
    asked = ValidationRequestFactory(case=application.case, sent=True, sent_at=now - timedelta(days=9), due_on=date(2026, 12, 1))
    plan = SimpleUploadedFile("plan.png", drawing("Plan", "PNG"), "image/png")
    answered(application, asked, olu, now, text="", files=[plan])
    asked.refresh_from_db()
    document = application.case.documents.get(name="plan.png")
    assert asked.answer["files"] == ["plan.png"]
    assert (document.source, document.received_on) == ("applicant", date(2026, 11, 20))


def test_an_answer_cannot_have_come_before_it_was_asked_for(application, asked, olu, now):
    with pytest.raises(DomainError, match="asked on 10 November 2026") as refusal:
        answered(application, asked, olu, now, came={"received_on": date(2026, 11, 9)})
    assert refusal.value.field == "received_on"
    asked.refresh_from_db()
    assert asked.state == "open" and not ReceivedItem.objects.exists()


def test_an_answer_on_the_day_of_the_question_is_not_dated_before_it(application, asked, olu, now):
    asked.sent_at = datetime(2026, 11, 10, 16, 0, tzinfo=LONDON)
    asked.save()
    answered(application, asked, olu, now, came={"received_on": date(2026, 11, 10)})
    asked.refresh_from_db()
    assert asked.answered_at == asked.sent_at


@pytest.mark.parametrize("ended", ["answered", "cancelled"])
def test_an_answer_to_what_is_no_longer_open_is_kept_and_says_so(application, olu, now, ended):
    asked = ValidationRequestFactory(case=application.case, **{ended: True}, kind="other_change")
    file = SimpleUploadedFile("plan.png", drawing("Plan", "PNG"), "image/png")
    item = answered(application, asked, olu, now, files=[file])
    assert item.about == "other" and "came too late" in item.outcome
    assert "The fee is paid." in item.text and [document.name for document in item.documents.all()] == ["plan.png"]


def test_of_an_answer_that_came_too_late_every_file_is_kept(application, olu, now):
    wanted = ValidationRequestFactory(case=application.case, sent=True, cancelled=True, created_by=olu)
    plain = drawing("gate", "PDF")
    files = [SimpleUploadedFile(f"{n}.pdf", plain + b"%% %d\n" % n, "application/pdf") for n in range(21)]
    item = record_answer(application=application, request=wanted, incoming=incoming(), files=files, by=olu, now=now)
    assert "came too late" in item.outcome and item.documents.count() == 21


def test_a_neighbour_cannot_answer_for_the_applicant(application, asked, olu, now):
    with pytest.raises(DomainError, match="Only the applicant or the agent"):
        answered(application, asked, olu, now, came={"sender": "neighbour"})


def test_what_is_missing_in_the_answer_stands_beside_its_field(application, asked, olu, now):
    with pytest.raises(DomainError) as refusal:
        answered(application, asked, olu, now, text="")
    assert refusal.value.field == "text"


@pytest.fixture
def valid(authority):
    return PlanningApplicationFactory(authority=authority, valid=True)


def came_to(application, **values):
    return incoming(**{"received_on": date(2026, 11, 20)} | values)


def test_an_extension_in_writing_moves_the_last_day(valid, olu, now):
    until = (valid.effective_expiry_on or date(2026, 12, 31)) + timedelta(days=30)
    item = record_extension(application=valid, incoming=came_to(valid), agreed_until_on=until, by=olu, now=now)
    agreement = valid.time_agreements.get()
    assert (agreement.agreed_until_on, agreement.agreed_on) == (until, date(2026, 11, 20))
    assert agreement.evidence == "Letter of 20 November 2026 from Ann Applicant: The gate"
    assert item.outcome.startswith("Recorded as an extension of time until")


def test_an_extension_is_not_agreed_by_phone(valid, olu, now):
    with pytest.raises(DomainError, match="in writing") as refusal:
        record_extension(application=valid, incoming=came_to(valid, how="phone"), agreed_until_on=date(2027, 6, 1), by=olu, now=now)
    assert refusal.value.field == "how" and not ReceivedItem.objects.exists()


def test_a_withdrawal_in_writing_ends_the_case(valid, olu, now):
    record_withdrawal(application=valid, incoming=came_to(valid, how="email"), by=olu, now=now)
    valid.refresh_from_db()
    assert valid.status == "withdrawn"
    assert valid.closed_reason == "Withdrawn by Ann Applicant, by email on 20 November 2026."


def test_an_application_is_not_withdrawn_by_phone(valid, olu, now):
    with pytest.raises(DomainError, match="in writing"):
        record_withdrawal(application=valid, incoming=came_to(valid, how="phone"), by=olu, now=now)


def test_the_page_asks_what_came_in_and_offers_the_open_requests(application, asked, officer_client):
    client, _ = officer_client(application.authority)
    page = client.get(f"/cases/{application.reference}/correspondence/record/").content.decode()
    assert f"Record the answer to request {asked.number}" in page and "The withdrawal of the application" in page
    assert "may take longer" not in page  # not valid yet


def test_support_may_keep_a_letter_but_not_end_the_case(application, asked, officer_client):
    client, user = officer_client(application.authority, roles=["support"])
    path = f"/cases/{application.reference}/correspondence/record/"
    page = client.get(path).content.decode()
    assert "withdrawal" not in page and "Record the answer" not in page
    assert client.get(f"{path}{asked.public_id}/").status_code == 403
    given = {"how": "phone", "sender": "neighbour", "from_name": "Nia Neighbour", "received_on": "2026-11-20", "subject": "Noise"}
    place = client.post(path, given | {"about": "other", "action": "complete"}).headers["Location"]
    item = ReceivedItem.objects.get()
    assert (item.from_name, item.recorded_by) == ("Nia Neighbour", user)
    assert client.post(path, given | {"about": "withdrawal", "action": "complete"}).status_code == 422
    assert "Noise" in client.get(place).content.decode()
    assert "Nia Neighbour" in client.get(f"{place}received/{item.public_id}/").content.decode()


def test_who_sent_it_must_be_said(application, officer_client):
    client, _ = officer_client(application.authority)
    given = {"how": "phone", "sender": "other", "received_on": "2026-11-20", "subject": "Noise", "about": "other"}
    answer = client.post(f"/cases/{application.reference}/correspondence/record/", given)
    assert answer.status_code == 422 and "Enter the name of whoever sent it or called" in answer.content.decode()


def test_an_answer_is_recorded_on_its_page(application, asked, officer_client):
    client, _ = officer_client(application.authority)
    path = f"/cases/{application.reference}/correspondence/record/{asked.public_id}/"
    assert client.get(path).status_code == 200
    given = {"how": "phone", "sender": "applicant", "received_on": "2026-11-20", "text": "Paid by cheque", "action": "complete"}
    assert client.post(path, given).status_code == 302
    asked.refresh_from_db()
    assert asked.answer["text"] == "Paid by cheque"
    assert "no answer can be recorded" in client.get(path).content.decode()


def test_a_certificate_is_recorded_on_its_page(application, officer_client, now):
    asked = ValidationRequestFactory(
        case=application.case, sent=True, kind="ownership_certificate", payload={}, sent_at=now - timedelta(days=9)
    )
    client, _ = officer_client(application.authority)
    path = f"/cases/{application.reference}/correspondence/record/{asked.public_id}/"
    assert "Owner 4" in client.get(path).content.decode()
    given = {"how": "letter", "sender": "applicant", "received_on": "2026-11-20", "agree": "yes", "certificate": "b", "rows": "4"}
    given |= {"agricultural_tenants": "no", "owner_0": "Olga Owner", "owner_address_0": "1 Field Lane", "owner_told_on_0": "2026-11-12"}
    answer = client.post(path, given | {"text": "By post", "action": "complete"})
    assert answer.status_code == 302
    asked.refresh_from_db()
    assert asked.answer["certificate"]["owners"][0]["name"] == "Olga Owner"


def test_another_cases_request_and_item_are_not_found(application, asked, authority, officer_client, olu, now):
    other = PlanningApplicationFactory(authority=authority)
    item = record_received(application=application, incoming=incoming(), by=olu, now=now)
    client, _ = officer_client(authority)
    for path in (f"record/{asked.public_id}/", f"received/{item.public_id}/"):
        assert client.get(f"/cases/{other.reference}/correspondence/{path}").status_code == 404


@pytest.mark.parametrize("attached", [False, True], ids=["the letter", "what came with it"])
def test_the_other_side_neither_reads_a_letter_for_officers_nor_hears_its_name(application, olu, now, authority, attached):
    about_the_agent = SimpleUploadedFile("complaint about my agent.pdf", drawing("c", "PDF"), "application/pdf")
    letter = record_received(application=application, incoming=incoming(files=[about_the_agent]), by=olu, now=now).documents.get()
    if attached:
        letter = DocumentFactory(case=application.case, source="applicant", tags=[], attached_to=letter, name="complaint, page 2.pdf")
    plan = DocumentFactory(case=application.case, source="applicant", name="Elevations.pdf")
    agent = PartyFactory(case=application.case, role="agent", email="agent@example.com")
    browser, token = Client(HTTP_HOST=authority.public_host), link_for(application, agent)
    browser.post(f"/my/{token}/", {"action": "open"})
    for path in (f"/my/cases/{application.reference}/", f"/my/cases/{application.reference}/plans/"):
        page = browser.get(path).content.decode()
        assert "complaint" not in page
    assert plan.name in browser.get(f"/my/cases/{application.reference}/").content.decode()
    assert opens(browser, letter) == 404
    assert opens(browser, plan) == 200


def opens(browser, document):
    answer = browser.get(f"/my/documents/{document.public_id}/")
    b"".join(answer)
    return answer.status_code


def link_for(application, party):
    return make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())[1]


def test_a_letter_that_an_officer_publishes_is_open_to_the_applicant_too(application, olu, now, authority):
    letter = DocumentFactory(case=application.case, source="applicant", tags=["internal.correspondence"], public=True)
    browser = Client(HTTP_HOST=authority.public_host)
    browser.post(f"/my/{link_for(application, application.case.parties.get())}/", {"action": "open"})
    assert opens(browser, letter) == 200
