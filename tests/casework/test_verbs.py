"""Ending a case without a decision, extensions, many cases for one officer."""

from datetime import date

import pytest

from applications.lifecycle import Blocked
from applications.models import PlanningApplication, TimeAgreement
from audit.selectors import history_of
from casework import services
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.applications import PartyFactory, PaymentFactory, PlanningApplicationFactory
from validation.models import ValidationRequest

pytestmark = pytest.mark.django_db
ENDINGS = [
    (services.withdraw, "withdrawn", "Withdrawn by the applicant: Sold"),
    (services.return_invalid, "returned", "Returned as invalid: Sold"),
    (services.close, "closed", "Closed without a decision: Sold"),
]


@pytest.fixture
def officer(authority):
    return MembershipFactory(authority=authority).user


def again(application):
    return PlanningApplication.objects.select_related("case").get(pk=application.pk)


def asked(application, officer, now, number, **values):
    return ValidationRequest.objects.create(
        authority=application.authority,
        case=application.case,
        number=number,
        kind="other_change",
        reason="Say more",
        created_by=officer,
        created_at=now,
        **values,
    )


class TestEnding:
    @pytest.mark.parametrize(("verb", "status", "words"), ENDINGS)
    def test_moves_the_case_keeps_the_reason_and_tells_the_history(self, authority, officer, now, verb, status, words):
        application = PlanningApplicationFactory(authority=authority)
        verb(application=application, reason="Sold", by=officer, now=now)
        application = again(application)
        assert (application.status, application.closed_reason, application.next_task) == (status, "Sold", "")
        assert application.dates.next_consequence_on is None
        change = application.status_changes.get()
        assert (change.to_status, change.by, change.reason) == (status, officer, "Sold")
        event = history_of(application.case).first()
        assert (event.type, event.user) == (status, officer)

    @pytest.mark.parametrize(("verb", "status", "words"), ENDINGS)
    def test_tells_the_applicant_and_the_agent(self, authority, officer, now, verb, status, words):
        application = PlanningApplicationFactory(authority=authority)
        PartyFactory(case=application.case, role="agent", email="agent@example.com")
        verb(application=application, reason="Sold", by=officer, now=now)
        messages = Message.objects.filter(case=application.case, template="casework.ended")
        assert {message.to for message in messages} == {"agent@example.com", application.case.parties.get(role="applicant").email}
        assert all("Sold" in message.body and application.reference in message.subject for message in messages)

    def test_nobody_is_told_where_nobody_has_an_email_address(self, authority, officer, now):
        application = PlanningApplicationFactory(authority=authority)
        application.case.parties.update(email="")
        services.withdraw(application=application, reason="Sold", by=officer, now=now)
        assert not Message.objects.filter(case=application.case).exists()

    def test_cancels_what_the_applicant_has_not_answered_and_keeps_what_was(self, authority, officer, now):
        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        waits = asked(application, officer, now, 1, state="open", sent_at=now, due_on=now.date())
        answered = asked(application, officer, now, 2, state="closed", sent_at=now, due_on=now.date(), answered_at=now)
        services.withdraw(application=application, reason="Sold", by=officer, now=now)
        waits.refresh_from_db()
        answered.refresh_from_db()
        assert (waits.state, answered.state) == ("cancelled", "closed")

    @pytest.mark.parametrize("verb", [verb for verb, *_ in ENDINGS])
    def test_wants_a_reason(self, authority, officer, now, verb):
        with pytest.raises(DomainError, match="reason"):
            verb(application=PlanningApplicationFactory(authority=authority), reason="  ", by=officer, now=now)

    @pytest.mark.parametrize("verb", [verb for verb, *_ in ENDINGS])
    def test_does_not_end_what_has_ended(self, authority, officer, now, verb):
        application = PlanningApplicationFactory(authority=authority, determined=True)
        with pytest.raises(Blocked, match="determined already"):
            verb(application=application, reason="Sold", by=officer, now=now)
        assert again(application).status == "determined"

    def test_what_was_valid_cannot_be_returned_as_invalid(self, authority, officer, now):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        with pytest.raises(Blocked, match="is valid"):
            services.return_invalid(application=application, reason="Sold", by=officer, now=now)

    def test_leaves_nothing_behind_when_it_fails(self, authority, officer, now, monkeypatch):
        application = PlanningApplicationFactory(authority=authority)
        monkeypatch.setattr(services.endings, "refresh", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.withdraw(application=application, reason="Sold", by=officer, now=now)
        assert again(application).status == "not_started"
        assert not history_of(application.case).exists()


class TestClosePage:
    def test_ends_the_case(self, authority, desk):
        application = PlanningApplicationFactory(authority=authority)
        response = desk[0].post(
            f"/cases/{application.reference}/close/", {"how": "withdraw", "reason": "Sold", "action": "complete"}, follow=True
        )
        assert "The case has ended." in response.content.decode()
        assert again(application).status == "withdrawn"

    def test_says_what_is_missing(self, authority, desk):
        application = PlanningApplicationFactory(authority=authority)
        response = desk[0].post(f"/cases/{application.reference}/close/", {"action": "complete"})
        assert response.status_code == 422
        for words in ("Select how the case ends", "Enter a reason"):
            assert words in response.content.decode()
        assert again(application).status == "not_started"

    def test_offers_only_what_can_be_done(self, authority, desk, page_of):
        valid = PlanningApplicationFactory(authority=authority, valid=True)
        assert "It goes back as invalid" not in page_of(desk[0], f"/cases/{valid.reference}/close/")
        assert desk[0].post(f"/cases/{valid.reference}/close/", {"how": "return", "reason": "x"}).status_code == 422

    def test_says_what_it_does_before_it_is_done(self, authority, desk, page_of, now):
        application = PlanningApplicationFactory(authority=authority, status="invalidated")
        PaymentFactory(case=application.case)
        asked(application, desk[1], now, 1, state="open", sent_at=now, due_on=now.date())
        page = page_of(desk[0], f"/cases/{application.reference}/close/")
        for words in ("Cancels what the applicant has not answered: Other change", "£548 was paid", "ask for a refund"):
            assert words in page
        assert f"Tells {application.case.parties.get().name}" in page

    def test_a_case_that_has_ended_has_no_form(self, authority, desk, page_of):
        ended = PlanningApplicationFactory(authority=authority, determined=True)
        page = page_of(desk[0], f"/cases/{ended.reference}/close/")
        assert "determined already" in page
        assert "End this case" not in page

    @pytest.mark.parametrize("roles", [["support"], ["validation"], ["reviewer"], ["land_charges"]])
    def test_refuses_those_who_may_not(self, authority, officer_client, roles):
        application = PlanningApplicationFactory(authority=authority)
        client, _ = officer_client(authority, roles=roles)
        assert client.get(f"/cases/{application.reference}/close/").status_code == 403
        assert client.post(f"/cases/{application.reference}/close/", {"how": "withdraw", "reason": "Sold"}).status_code == 403


class TestExtensionPage:
    def answers(self, **changes):
        return {
            "agreed_until_on-day": "29", "agreed_until_on-month": "1", "agreed_until_on-year": "2027",
            "agreed_on-day": "20", "agreed_on-month": "11", "agreed_on-year": "2026",
            "evidence": "Email of 20 November 2026", "action": "complete",
        } | changes  # fmt: skip

    def test_records_the_agreement_and_moves_the_expiry(self, authority, desk, page_of):
        client, me = desk
        application = PlanningApplicationFactory(authority=authority, valid=True)
        client.post(f"/cases/{application.reference}/extension/", self.answers())
        agreement = TimeAgreement.objects.get(application=application)
        assert (agreement.agreed_until_on, agreement.recorded_by) == (date(2027, 1, 29), me)
        assert again(application).effective_expiry_on == date(2027, 1, 29)
        assert again(application).dates.statutory_expiry_on == date(2026, 12, 28)
        assert "Extension of time agreed to" in page_of(client, f"/cases/{application.reference}/history/")

    def test_shows_what_an_agreement_does_to_the_refund(self, authority, desk, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        PaymentFactory(case=application.case)
        page = page_of(desk[0], f"/cases/{application.reference}/extension/")
        assert "What an agreement does to the refund" in page
        assert "No refund: a longer period" in page
        assert "treat the money as at risk" in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"agreed_until_on-day": "1", "agreed_until_on-month": "12", "agreed_until_on-year": "2026"}, "later than the expiry date"),
            ({"agreed_on-year": "2999"}, "must be on or before"),
            ({"evidence": ""}, "Say where the written agreement is"),
            ({"agreed_until_on-day": "31", "agreed_until_on-month": "2"}, "must be a real date"),
        ],
    )
    def test_says_what_is_wrong_and_saves_nothing(self, authority, desk, changes, words):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = desk[0].post(f"/cases/{application.reference}/extension/", self.answers(**changes))
        assert response.status_code == 422
        assert words in response.content.decode()
        assert not TimeAgreement.objects.exists()

    def test_waits_for_a_valid_application(self, authority, desk, page_of):
        application = PlanningApplicationFactory(authority=authority)
        assert "once the application is valid" in page_of(desk[0], f"/cases/{application.reference}/extension/")
        assert desk[0].post(f"/cases/{application.reference}/extension/", self.answers()).status_code == 422

    def test_refuses_those_who_may_not(self, authority, officer_client):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        client, _ = officer_client(authority, roles=["reviewer"])
        assert client.post(f"/cases/{application.reference}/extension/", self.answers()).status_code == 403


class TestAssignMany:
    def test_gives_all_or_none(self, authority, officer, now, monkeypatch):
        cases = PlanningApplicationFactory.create_batch(2, authority=authority)
        real, calls = services.desk.cases.assign, []

        def fails_second(**values):
            calls.append(values)
            if len(calls) == 2:
                raise DomainError("No")
            real(**values)

        monkeypatch.setattr(services.desk.cases, "assign", fails_second)
        with pytest.raises(DomainError):
            services.assign_many(applications=cases, officer=officer, by=officer, now=now)
        assert [again(case).case.officer for case in cases] == [None, None]

    def test_nothing_happens_to_a_case_that_the_officer_has_already(self, authority, officer, now):
        case = PlanningApplicationFactory(authority=authority, officer=officer)
        assert services.assign_many(applications=[case], officer=officer, by=UserFactory(), now=now) == 1
        assert not history_of(case.case).exists()
