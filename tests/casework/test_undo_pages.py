"""The pages that undo and correct, and the one that answers a request to withdraw."""

import re
from datetime import date

import pytest

from applications.models import DateCorrection, PlanningApplication
from audit.actors import Applicant
from casework import services
from tests.factories.applications import DateCorrectionFactory, PlanningApplicationFactory

pytestmark = pytest.mark.django_db
UNDO_PAGES = ["", "validation/", "end/", "type/", "dates/received/", "dates/valid-from/"]


@pytest.fixture
def leader(authority, officer_client):
    """A client of a team leader, and the leader."""
    return officer_client(authority, roles=["team_leader"])


def again(application):
    return PlanningApplication.objects.select_related("case", "type").get(pk=application.pk)


def at(application, page):
    return f"/cases/{application.reference}/undo/{page}"


def seen_in(response):
    return re.search(r'name="seen" value="([0-9a-f]*)"', response.content.decode())[1]


class TestWhoMay:
    @pytest.mark.parametrize("role", ["case_officer", "reviewer", "validation"])
    def test_only_a_team_leader(self, authority, officer_client, role):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        client, _ = officer_client(authority, roles=[role])
        for path in [*UNDO_PAGES, "dates/received/lift/"]:
            assert client.get(at(application, path)).status_code == 403, path
            assert client.post(at(application, path), {"reason": "Why", "action": "complete"}).status_code in (403, 405), path
        assert again(application).status == "in_assessment"

    def test_another_councils_case_is_not_there(self, authority, leader):
        from core.tenancy import acting_for
        from tests.factories.accounts import LocalAuthorityFactory

        other = LocalAuthorityFactory()
        with acting_for(other):
            addresses = [at(PlanningApplicationFactory(authority=other, valid=True), page) for page in UNDO_PAGES]
        for address in addresses:
            assert leader[0].get(address).status_code == 404, address

    def test_the_case_leads_there(self, authority, leader, desk, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        address = f"/cases/{application.reference}/"
        assert f"{address}undo/" in page_of(leader[0], address)
        assert f"{address}undo/" not in page_of(desk[0], address)


class TestTheList:
    def test_offers_what_can_be_done_and_says_why_the_rest_cannot(self, authority, leader, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        page = page_of(leader[0], at(application, ""))
        possible, _, not_now = page.partition("Not possible now")
        for words in ("Undo the validation", "Correct the received date", "Correct the valid-from date", "Correct the type"):
            assert words in possible
        assert "28 December 2026" in possible, "what would change is shown before anything is pressed"
        assert "Open the case again" in not_now
        assert "has not ended" in not_now

    def test_a_corrected_date_can_be_taken_back(self, authority, leader, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        DateCorrectionFactory(case=application.case, reason="The plan was needed")
        page = page_of(leader[0], at(application, ""))
        assert "The plan was needed" in page
        assert at(application, "dates/valid-from/lift/") in page


class TestUndoing:
    def test_undoes_the_validation(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = leader[0].post(at(application, "validation/"), {"reason": "No plan", "action": "complete"}, follow=True)
        assert "The validation is undone" in response.content.decode()
        assert again(application).status == "not_started"

    def test_says_that_a_reason_is_missing(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = leader[0].post(at(application, "validation/"), {"reason": "", "action": "complete"})
        assert response.status_code == 422
        assert "Enter a reason" in response.content.decode()

    def test_with_a_reviewer_there_is_no_button_and_the_service_refuses(self, authority, leader, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True, status="awaiting_determination")
        page = page_of(leader[0], at(application, "validation/"))
        assert "Take it back, or have it returned, first" in page
        assert 'name="reason"' not in page
        assert leader[0].post(at(application, "validation/"), {"reason": "No plan", "action": "complete"}).status_code == 422

    def test_opens_the_case_again(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, status="withdrawn")
        response = leader[0].post(at(application, "end/"), {"reason": "A slip", "action": "complete"}, follow=True)
        assert "The case is open again" in response.content.decode()
        assert again(application).status == "not_started"


class TestCorrectingADate:
    def answers(self, day=3, **more):
        return {"day-day": str(day), "day-month": "11", "day-year": "2026", "reason": "The postmark", "action": "complete"} | more

    def test_shows_what_changes_first_and_does_it_when_confirmed(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        first = leader[0].post(at(application, "dates/received/"), self.answers())
        page = first.content.decode()
        assert "Nothing is saved yet" in page
        assert "29 December 2026" in page
        assert again(application).received_on == date(2026, 11, 2)
        second = leader[0].post(at(application, "dates/received/"), self.answers(seen=seen_in(first)), follow=True)
        assert "The date is corrected" in second.content.decode()
        assert again(application).received_on == date(2026, 11, 3)

    def test_another_day_than_was_shown_is_shown_first(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        first = leader[0].post(at(application, "dates/received/"), self.answers(3))
        other = leader[0].post(at(application, "dates/received/"), self.answers(4, seen=seen_in(first)))
        assert "Nothing is saved yet" in other.content.decode()
        assert "30 December 2026" in other.content.decode()
        assert not DateCorrection.objects.exists()

    @pytest.mark.parametrize(("day", "words"), [("31", "must be a real date"), ("2", "stands already"), ("", "must include a day")])
    def test_says_what_is_wrong(self, authority, leader, day, words):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = leader[0].post(at(application, "dates/received/"), self.answers(day))
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_wants_a_reason(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = leader[0].post(at(application, "dates/valid-from/"), self.answers(reason=""))
        assert "Enter a reason" in response.content.decode()

    def test_takes_a_corrected_date_back(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        DateCorrectionFactory(case=application.case)
        response = leader[0].post(at(application, "dates/valid-from/lift/"), {"reason": "A slip", "action": "complete"}, follow=True)
        assert "counts no more" in response.content.decode()
        assert DateCorrection.objects.get().lifted_by == leader[1]

    def test_taken_back_twice_says_that_it_was_already(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        DateCorrectionFactory(case=application.case)
        for words in ("counts no more", "taken it back already"):
            response = leader[0].post(at(application, "dates/valid-from/lift/"), {"reason": "A slip", "action": "complete"}, follow=True)
            assert response.status_code == 200 and words in response.content.decode()
        assert "taken it back already" in leader[0].get(at(application, "dates/received/lift/"), follow=True).content.decode()

    @pytest.mark.parametrize("path", ["dates/decided/", "dates/decided/lift/"])
    def test_there_are_no_other_dates(self, authority, leader, path):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        assert leader[0].get(at(application, path)).status_code == 404

    def test_the_case_says_why_the_date_is_what_it_is(self, authority, leader, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        DateCorrectionFactory(case=application.case, reason="The plan was needed")
        assert "The plan was needed" in page_of(leader[0], f"/cases/{application.reference}/")


class TestChangingTheType:
    def test_shows_what_changes_first_and_does_it_when_confirmed(self, authority, leader):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        answers = {"type": "ldc.proposed", "reason": "They want a certificate", "action": "complete"}
        first = leader[0].post(at(application, "type/"), answers)
        page = first.content.decode()
        for words in (
            "Tasks that fall away",
            "What the law asks for",
            f"The reference stays {application.reference}",
            "Nothing is saved yet",
        ):
            assert words in page
        assert again(application).type.code == "pp.full.householder"
        second = leader[0].post(at(application, "type/"), answers | {"seen": seen_in(first)}, follow=True)
        assert "The type is corrected" in second.content.decode()
        assert again(application).type.code == "ldc.proposed"

    @pytest.mark.parametrize(
        ("code", "words"), [("", "Choose the right type"), ("preApp", "that the council takes"), ("x", "council takes")]
    )
    def test_says_what_is_wrong(self, authority, leader, code, words):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        response = leader[0].post(at(application, "type/"), {"type": code, "reason": "Why", "action": "complete"})
        assert response.status_code == 422
        assert words in response.content.decode()


class TestAnsweringAWithdrawal:
    @pytest.fixture
    def asked(self, authority, desk, now):
        application = PlanningApplicationFactory(authority=authority, valid=True, officer=desk[1])
        party = application.case.parties.get()
        services.ask_to_withdraw(application=application, text="We move house", party=party, by=Applicant(party), now=now)
        return application

    def test_is_the_next_task_and_stands_first_on_the_case(self, asked, desk, page_of):
        assert again(asked).next_task == "withdrawal"
        page = page_of(desk[0], f"/cases/{asked.reference}/")
        assert page.index("Answer the request to withdraw") < page.index("Review documents")
        assert "Answer the request to withdraw" in page_of(desk[0], "/")

    def test_is_not_there_otherwise(self, authority, desk, page_of):
        application = PlanningApplicationFactory(authority=authority, valid=True)
        assert "Answer the request to withdraw" not in page_of(desk[0], f"/cases/{application.reference}/")
        response = desk[0].get(f"/cases/{application.reference}/withdrawal/", follow=True)
        assert "Nobody is waiting" in response.content.decode()

    def test_withdraws_it(self, asked, desk):
        response = desk[0].post(f"/cases/{asked.reference}/withdrawal/", {"answer": "withdraw", "action": "complete"}, follow=True)
        assert "The application is withdrawn" in response.content.decode()
        ended = again(asked)
        assert (ended.status, ended.case.withdrawal_requests.get().state) == ("withdrawn", "accepted")
        assert "asked for it on 24 November 2026" in ended.closed_reason

    def test_or_says_why_not(self, asked, desk):
        answers = {"answer": "decline", "reason": "The agent says that it goes on", "action": "complete"}
        response = desk[0].post(f"/cases/{asked.reference}/withdrawal/", answers, follow=True)
        assert "The answer is sent" in response.content.decode()
        assert again(asked).status == "in_assessment"
        assert again(asked).next_task != "withdrawal"

    @pytest.mark.parametrize(
        ("answers", "words"),
        [({}, "Select whether"), ({"answer": "decline"}, "Enter why it is not withdrawn")],
        ids=["nothing", "no reason"],
    )
    def test_says_what_is_missing(self, asked, desk, answers, words):
        response = desk[0].post(f"/cases/{asked.reference}/withdrawal/", answers | {"action": "complete"})
        assert response.status_code == 422
        assert words in response.content.decode()

    def test_two_officers_at_once_answer_it_once(self, asked, desk):
        desk[0].post(f"/cases/{asked.reference}/withdrawal/", {"answer": "decline", "reason": "No", "action": "complete"})
        response = desk[0].post(f"/cases/{asked.reference}/withdrawal/", {"answer": "withdraw", "action": "complete"})
        assert response.status_code == 422
        assert again(asked).status == "in_assessment"

    def test_is_not_for_everybody(self, asked, officer_client, authority):
        client, _ = officer_client(authority, roles=["support"])
        assert client.get(f"/cases/{asked.reference}/withdrawal/").status_code == 403
