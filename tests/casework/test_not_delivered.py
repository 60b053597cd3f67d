"""An email that did not arrive is on the case until somebody has dealt with it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from applications.models import AccessLink
from audit.models import AuditEvent
from casework.selectors import returns
from casework.services.addresses import correct_email, note_fate
from casework.services.letters import write_instead
from core.errors import DomainError
from notifications import services
from notifications.models import Message
from notifications.tasks import send_message
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.notifications import MessageFactory
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.notify import notify_server

WRONG, RIGHT = "ada@exmaple.com", "ada@example.com"


@pytest.fixture
def application(authority):
    application = PlanningApplicationFactory(authority=authority)
    application.case.parties.exclude(role="applicant").delete()
    facts = {"first_name": "Ada", "last_name": "Applicant", "company": "", "email": WRONG}
    application.case.parties.update(**facts, address_lines="1 Fir Road", town="Croydon", postcode="CR0 1AA")
    return application


@pytest.fixture
def party(application):
    return application.case.parties.get()


def lost(application, status="permanent-failure", **facts):
    """An email that Notify took and could not deliver."""
    given = {"template": "casework.ended", "to": WRONG, "to_name": "Ada Applicant", "subject": "Ended", "body": "It ended.\n"}
    given |= {"shown_body": given["body"], "state": "sending", "provider": "notify"} | facts
    message = MessageFactory(authority=application.authority, case=application.case, **given)
    services.record_receipt(message_id=message.pk, status=status, now=timezone.now())
    application.refresh_from_db()
    return message


def with_link(application):
    words = "Dear Ada Applicant,\n\nOpen [not shown] please.\n"
    return lost(application, template="validation.link", subject="Your link", body=words, shown_body=words)


@pytest.fixture
def client(authority, officer_client):
    return officer_client(authority, roles=["case_officer", "support"])[0]


@pytest.fixture
def officer():
    return UserFactory(name="Olu Officer")


def see(client, application, tail=""):
    answer = client.get(f"/cases/{application.case.reference}/{tail}")
    assert answer.status_code == 200
    return answer.content.decode()


class TestTold:
    @pytest.mark.parametrize(
        ("status", "words"),
        [("permanent-failure", "does not exist"), ("temporary-failure", "full"), ("technical-failure", "technical failure")],
    )
    def test_the_case_says_so_and_why(self, client, application, status, words):
        assert "not delivered" not in see(client, application)
        lost(application, status)
        page = see(client, application)
        assert "An email to Ada Applicant could not be delivered: “Ended”." in page and words in page
        assert "Correct the address" in page and "Write a letter" in page
        event = AuditEvent.objects.get(type="message_failed")
        assert words in event.data["why"] and event.data["to"] == "Ada Applicant"

    def test_the_work_list_and_its_filter_say_so(self, client, application):
        lost(application)
        assert "1 not delivered" in client.get("/work/unassigned/?only_unread=on").content.decode()

    def test_one_that_notify_refuses_at_once_is_told_too(self, application, settings):
        with notify_server() as notify:
            settings.LOCAL_OUTBOX, settings.NOTIFY_API_KEY, settings.NOTIFY_BASE_URL = False, notify.key, notify.url
            notify.answers = [400]
            message = MessageFactory(authority=application.authority, case=application.case, to=WRONG)
            send_message(application.authority_id, message.pk)
        application.refresh_from_db()
        assert application.undelivered == 1
        assert "team-only" in AuditEvent.objects.get(type="message_failed").data["why"]

    def test_told_twice_counts_once(self, application):
        message = lost(application)
        services.record_receipt(message_id=message.pk, status="permanent-failure", now=timezone.now())
        application.refresh_from_db()
        assert application.undelivered == 1 and AuditEvent.objects.filter(type="message_failed").count() == 1

    def test_the_count_is_taken_under_a_lock(self, application, django_assert_num_queries):
        """Two that fail at one moment: the second waits, and then counts both."""
        lost(application)
        message = MessageFactory(authority=application.authority, case=application.case, to=WRONG, state="failed")
        with django_assert_num_queries(3) as queries:
            note_fate(message, timezone.now())
        assert "FOR NO KEY UPDATE" in queries[0]["sql"] and "COUNT(" in queries[1]["sql"]
        application.refresh_from_db()
        assert application.undelivered == 2

    def test_one_that_is_tried_again_counts_no_more_for_now(self, application, officer):
        services.send_again(message=lost(application), by=officer, now=timezone.now())
        application.refresh_from_db()
        assert application.undelivered == 0

    def test_a_failure_about_no_case_is_told_nowhere_else(self, authority):
        message = MessageFactory(authority=authority, state="sending")
        services.record_receipt(message_id=message.pk, status="permanent-failure", now=timezone.now())
        assert not AuditEvent.objects.filter(type="message_failed").exists()


class TestLetter:
    def test_a_letter_in_its_place_takes_it_off_the_case(self, application, officer):
        write_instead(message=lost(application), by=officer, now=timezone.now())
        application.refresh_from_db()
        assert application.undelivered == 0


class TestAddress:
    def correct(self, application, party, officer, email=RIGHT):
        number = correct_email(application=application, party=party, email=email, by=officer, now=timezone.now())
        application.refresh_from_db()
        return number

    def test_what_did_not_arrive_is_sent_again_to_the_right_one(self, application, party, officer):
        first, second = lost(application), with_link(application)
        assert self.correct(application, party, officer) == 2
        assert application.undelivered == 0
        again = {message.instead_of_id: message for message in Message.objects.filter(to=RIGHT, instead_of__isnull=False)}
        assert set(again) == {first.pk, second.pk}
        assert "It ended." in again[first.pk].body and "to an address that was not right" in again[first.pk].body
        event = AuditEvent.objects.get(type="email_corrected")
        assert (event.data["before"], event.data["after"]) == (WRONG, RIGHT)

    def test_a_link_in_it_is_a_new_one_and_officers_do_not_see_it(self, application, party, officer):
        with_link(application)
        self.correct(application, party, officer)
        again = Message.objects.get(template="validation.link", to=RIGHT)
        address = re.search(r"https?://\S+/my/\S+", again.body)[0]
        assert again.body.startswith("Dear Ada Applicant,\n\nWe sent this on ") and address not in again.shown_body

    def test_old_links_open_nothing_any_more(self, application, party, officer, now):
        from applications.services import make_access_link

        link, _ = make_access_link(case=application.case, party=party, purpose=AccessLink.Purpose.APPLICANT, now=now)
        self.correct(application, party, officer)
        link.refresh_from_db()
        assert link.revoked_at is not None

    def test_the_new_address_is_told_and_the_old_one_unless_it_bounced(self, application, party, officer):
        self.correct(application, party, officer)
        assert Message.objects.get(template="casework.address_corrected").to == RIGHT
        assert Message.objects.get(template="casework.address_left").to == WRONG
        Message.objects.all().delete()
        lost(application, to=RIGHT)
        party.refresh_from_db()
        self.correct(application, party, officer, "third@example.com")
        assert not Message.objects.filter(template="casework.address_left").exists()

    def test_the_same_address_is_refused(self, application, party, officer):
        with pytest.raises(DomainError, match="registered already"):
            self.correct(application, party, officer, WRONG.upper())

    def test_a_code_that_cannot_be_made_anew_is_left(self, application, party, officer):
        lost(application, template="accounts.sign_in_code", body="[not shown]", shown_body="[not shown]")
        self.correct(application, party, officer)
        assert application.undelivered == 0 and not Message.objects.filter(template="accounts.sign_in_code", to=RIGHT).exists()


class TestPages:
    def test_the_address_is_corrected_on_its_page(self, client, application, party):
        lost(application)
        path = f"people/{party.role}/email/"
        assert "will be sent again" in see(client, application, path)
        assert client.post(f"/cases/{application.case.reference}/{path}", {"email": "nonsense"}).status_code == 422
        assert client.post(f"/cases/{application.case.reference}/{path}", {"email": WRONG}).status_code == 422
        page = client.post(f"/cases/{application.case.reference}/{path}", {"email": RIGHT}, follow=True).content.decode()
        assert "1 message that did not arrive is sent again" in page and "not delivered" not in page

    def test_told_another_way(self, client, application):
        message = lost(application)
        path = f"/cases/{application.case.reference}/messages/{message.public_id}/settle/"
        assert client.get(path).status_code == 200
        assert client.post(path, {"how": " "}).status_code == 422
        assert client.post(path, {"how": "Called her"}).status_code == 302
        assert "not delivered" not in see(client, application)
        assert AuditEvent.objects.get(type="message_settled").data["how"] == "Called her"

    def test_strangers_and_other_cases(self, client, application, authority, officer_client):
        message = lost(application)
        other = PlanningApplicationFactory(authority=authority)
        assert client.get(f"/cases/{other.case.reference}/messages/{message.public_id}/settle/").status_code == 404
        assert client.get(f"/cases/{application.case.reference}/people/complainant/email/").status_code == 404
        assert client.get(f"/cases/{application.case.reference}/people/agent/email/").status_code == 404
        reader = officer_client(authority, roles=["land_charges"])[0]
        assert reader.get(f"/cases/{application.case.reference}/people/applicant/email/").status_code == 403
        assert reader.post(f"/cases/{application.case.reference}/messages/{message.public_id}/settle/", {"how": "x"}).status_code == 403


class TestReturning:
    """Nobody is taken for silent who was not reached."""

    @pytest.fixture
    def silent(self, application):
        type(application).objects.filter(pk=application.pk).update(status="invalidated")
        long_ago = timezone.now() - timedelta(days=60)
        ValidationRequestFactory(case=application.case, sent=True, due_on=long_ago.date(), chased_at=long_ago)
        return application

    def listed(self, application):
        return list(returns.silent(application.case.authority, on=timezone.localdate()))

    def test_whoever_was_reached_is_listed(self, silent):
        MessageFactory(authority=silent.authority, case=silent.case, template="validation.chaser", state="sending")
        assert self.listed(silent) == [silent]

    @pytest.mark.parametrize("facts", [{"letter": True}, {"state": "held"}])
    def test_a_letter_that_waits_keeps_the_case_off_the_list(self, silent, facts):
        MessageFactory(authority=silent.authority, case=silent.case, **facts | {"template": "validation.chaser"})
        assert self.listed(silent) == []

    def test_an_email_that_bounced_keeps_the_case_off_the_list(self, silent):
        lost(silent)
        assert self.listed(silent) == []
