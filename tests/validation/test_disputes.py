"""The applicant says that something asked for is not needed (article 12), and the council answers with a notice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import DomainError
from notifications.models import Message
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import ColleagueFactory, PlanningApplicationFactory
from tests.factories.validation import ValidationDisputeFactory, ValidationRequestFactory
from validation import services
from validation.models import ValidationRequest
from validation.selectors import blocks_to_validate

REASONS = "The works are inside the house."


@pytest.fixture
def asked(application: Any, officer: Any, now: Any) -> ValidationRequest:
    """An invalid application of which an elevation is asked for."""
    request = services.create_request(application=application, kind="additional_document", reason="No elevation", by=officer, now=now)
    services.invalidate(application=application, by=officer, now=now)
    application.refresh_from_db()
    request.refresh_from_db()
    return request


@pytest.fixture
def dispute(asked: ValidationRequest, application: Any, officer: Any, now: Any) -> Any:
    return give(application, officer, now, request=asked)


def give(application: Any, officer: Any, now: Any, **more: Any) -> Any:
    given = {"reasons": REASONS, "received_on": date(2026, 11, 24), "how": "email", "given_by_name": "Ada", **more}
    return services.record_dispute(application=application, **given, by=officer, now=now)


def answer(application: Any, officer: Any, now: Any, outcome: str = "validation", reasons: str = "You are right.") -> Any:
    return services.answer_dispute(application=application, outcome=outcome, reasons=reasons, by=officer, now=now)


def told(application: Any, template: str) -> list[Any]:
    return list(Message.objects.filter(case=application.case, template=f"validation.{template}"))


class TestReceived:
    def test_is_answered_by_the_end_of_the_time_to_decide_counted_from_receipt(self, dispute: Any) -> None:
        assert dispute.answer_by_on == date(2026, 12, 28)

    def test_late_in_that_time_the_law_gives_working_days_of_its_own(self, asked: Any, application: Any, officer: Any, now: Any) -> None:
        late = now + timedelta(days=31)
        assert give(application, officer, late, received_on=date(2026, 12, 23)).answer_by_on == date(2027, 1, 6)

    def test_becomes_the_next_action_with_its_day_and_stands_on_the_radar(self, dispute: Any, application: Any) -> None:
        application.refresh_from_db()
        assert (application.next_task, application.next_action_on) == ("answer_dispute", dispute.answer_by_on)
        assert application.dates.next_consequence == "dispute" and application.dates.next_consequence_on == dispute.answer_by_on

    def test_the_applicant_has_a_receipt_that_names_the_day(self, dispute: Any, application: Any) -> None:
        (receipt,) = told(application, "dispute_received")
        assert "28 December 2026" in receipt.body and REASONS in receipt.body

    def test_the_officer_is_told_of_what_came_on_the_applicants_pages(self, asked: Any, application: Any, now: Any) -> None:
        from audit.actors import Applicant

        party = application.case.parties.get()
        give(application, Applicant(party), now, how="portal", party=party)
        (word,) = told(application, "dispute_arrived")
        assert word.to == application.case.officer.email and "article 12" in word.body

    def test_a_colleague_who_gives_it_has_a_receipt_as_well(self, asked: Any, application: Any, now: Any) -> None:
        from audit.actors import Applicant

        party = application.case.parties.get()
        colleague = ColleagueFactory.create(case=application.case, party=party, email="partner@example.com")
        give(application, Applicant(colleague), now, how="portal", party=colleague)
        assert {message.to for message in told(application, "dispute_received")} == {party.email, "partner@example.com"}

    def test_holds_the_application_up_until_it_is_answered(self, dispute: Any, application: Any) -> None:
        application.refresh_from_db()
        (block,) = [block for block in blocks_to_validate(application) if "article 12" in block.reason]
        assert block.hard, "nobody can decide in spite of it: the law wants an answer"


class TestWhatCannotBe:
    def test_before_anything_was_asked(self, application: Any, officer: Any, now: Any) -> None:
        with pytest.raises(services.NothingToDispute):
            give(application, officer, now)

    def test_a_second_one_while_the_first_waits(self, dispute: Any, application: Any, officer: Any, now: Any) -> None:
        with pytest.raises(services.NothingToDispute, match="already"):
            give(application, officer, now)
        with pytest.raises(IntegrityError), transaction.atomic():
            ValidationDisputeFactory.create(case=application.case)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"reasons": "  "}, "reasons"),
            ({"received_on": date(2026, 11, 25)}, "received_on"),
            ({"received_on": date(2026, 11, 1)}, "received_on"),
        ],
    )
    def test_without_reasons_or_on_an_impossible_day(
        self, asked: Any, application: Any, officer: Any, now: Any, changed: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(DomainError) as refusal:
            give(application, officer, now, **changed)
        assert refusal.value.field == field

    def test_about_a_request_that_was_answered(self, asked: Any, application: Any, officer: Any, now: Any) -> None:
        other = services.create_request(application=application, kind="other_change", reason="Say which door", by=officer, now=now)
        services.answer_request(request=other, text="The green one", by=officer, now=now)
        with pytest.raises(DomainError, match="does not wait"):
            give(application, officer, now, request=other)

    @pytest.mark.parametrize("kind", ["fee_change", "ownership_certificate"])
    def test_about_the_fee_or_the_certificate(self, asked: Any, application: Any, officer: Any, now: Any, kind: str) -> None:
        other = ValidationRequestFactory.create(case=application.case, number=9, kind=kind, sent=True)
        with pytest.raises(DomainError, match="fee and the ownership certificate") as refusal:
            give(application, officer, now, request=other)
        assert refusal.value.field == "request"
        give(application, officer, now)
        answer(application, officer, now)
        other.refresh_from_db()
        assert other.state == "open", "a notice about everything is about particulars and evidence"

    def test_where_nothing_but_the_fee_is_asked_for(self, application: Any, officer: Any, now: Any) -> None:
        ValidationRequestFactory.create(case=application.case, kind="fee_change", sent=True)
        type(application).objects.filter(pk=application.pk).update(status="invalidated")
        application.refresh_from_db()
        with pytest.raises(services.NothingToDispute, match="Neither plans nor other particulars"):
            give(application, officer, now)

    @pytest.mark.parametrize("code", ["ldc.proposed", "pa.part1.classA"])
    def test_about_what_is_no_application_for_planning_permission(self, authority: Any, officer: Any, now: Any, code: str) -> None:
        other = PlanningApplicationFactory.create(authority=authority, type_code=code, status="invalidated")
        ValidationRequestFactory.create(case=other.case, sent=True)
        with pytest.raises(services.NothingToDispute, match="planning permission"):
            give(other, officer, now)

    def test_an_answer_where_nothing_waits_or_without_reasons(self, asked: Any, application: Any, officer: Any, now: Any) -> None:
        with pytest.raises(DomainError, match="No notice waits"):
            answer(application, officer, now)
        give(application, officer, now)
        with pytest.raises(DomainError, match="reasons"):
            answer(application, officer, now, reasons=" ")
        with pytest.raises(DomainError, match="which notice"):
            answer(application, officer, now, outcome="maybe")


class TestAnswered:
    def test_a_validation_notice_takes_the_request_back_and_moves_no_date(
        self, asked: Any, checked_but_invalid: Any, dispute: Any, officer: Any, now: Any
    ) -> None:
        application = checked_but_invalid
        answer(application, officer, now)
        asked.refresh_from_db()
        assert asked.state == "cancelled" and "Not needed" in asked.cancel_reason
        services.validate(application=application, by=officer, now=now)
        application.refresh_from_db()
        assert application.valid_from_on == application.received_on

    def test_a_non_validation_notice_leaves_the_request_and_words_the_appeal(
        self, asked: Any, dispute: Any, application: Any, officer: Any, now: Any
    ) -> None:
        answer(application, officer, now, outcome="non_validation", reasons="The side faces a listed building.")
        asked.refresh_from_db()
        application.refresh_from_db()
        assert asked.state == "open" and application.next_task != "answer_dispute"
        (notice,) = told(application, "non_validation_notice")
        assert "28 December 2026" in notice.body and "appeal" in notice.body and "listed building" in notice.body
        assert application.dates.next_consequence_on is None

    def test_only_what_is_disputed_is_taken_back(self, asked: Any, application: Any, officer: Any, now: Any) -> None:
        other = services.create_request(application=application, kind="other_change", reason="Say which door", by=officer, now=now)
        give(application, officer, now, request=asked)
        answer(application, officer, now)
        other.refresh_from_db()
        assert other.state == "open"

    def test_a_notice_about_everything_leaves_what_was_asked_for_since(
        self, asked: Any, application: Any, officer: Any, now: Any, client: Any
    ) -> None:
        give(application, officer, now)
        later = ValidationRequestFactory.create(case=application.case, number=2, sent=True, sent_at=now + timedelta(minutes=1))
        page = client.get(reverse("validation:answer_dispute", kwargs={"reference": application.reference})).text
        assert asked.reason in page and later.reason not in page
        answer(application, officer, now + timedelta(days=2))
        asked.refresh_from_db()
        later.refresh_from_db()
        assert (asked.state, later.state) == ("cancelled", "open")

    def test_the_notice_is_kept_as_a_paper_without_the_link(
        self, dispute: Any, application: Any, officer: Any, now: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer(application, officer, now)
        (paper,) = application.case.documents.filter(tags__contains=["internal.validationLetter"])
        assert paper.current.pages == 1 and paper.visibility == "private"

    def test_both_acts_are_in_the_history(self, dispute: Any, application: Any, officer: Any, now: Any) -> None:
        answer(application, officer, now)
        types = list(AuditEvent.objects.filter(case=application.case).order_by("pk").values_list("type", flat=True))
        assert "validation_disputed" in types and "validation_dispute_answered" in types


@pytest.fixture
def checked_but_invalid(asked: Any, checked: Any) -> Any:
    return checked


@pytest.fixture
def client(authority: Any, officer_client: Any) -> Any:
    return officer_client(authority)[0]


class TestPages:
    def at(self, name: str, application: Any) -> str:
        return reverse(f"validation:{name}", kwargs={"reference": application.reference})

    def test_an_officer_records_and_answers_one(self, client: Any, asked: Any, application: Any) -> None:
        assert "Record a notice" in client.get(self.at("requests", application)).text
        given = {"request": str(asked.public_id), "given_by_name": "Ada", "how": "letter", "reasons": REASONS, "received_on": "2026-11-20"}
        assert client.post(self.at("record_dispute", application), given).status_code == 302
        page = client.get(self.at("answer_dispute", application))
        assert REASONS in page.text and "28 December 2026" in page.text
        done = client.post(self.at("answer_dispute", application), {"outcome": "non_validation", "reasons": "It is needed."})
        assert done.status_code == 302 and "Non-validation notice" in client.get(self.at("answer_dispute", application)).text

    @pytest.mark.parametrize("name", ["record_dispute", "answer_dispute"])
    def test_who_may_not(self, authority: Any, officer_client: Any, dispute: Any, application: Any, name: str) -> None:
        assert officer_client(authority, roles=["land_charges"])[0].get(self.at(name, application)).status_code == 403
        assert officer_client(LocalAuthorityFactory.create())[0].get(self.at(name, application)).status_code == 404

    def test_a_form_with_faults_keeps_what_was_written(self, client: Any, asked: Any, application: Any) -> None:
        page = client.post(self.at("record_dispute", application), {"reasons": REASONS, "given_by_name": ""})
        assert page.status_code == 422 and REASONS in page.text and "Enter who gave the notice" in page.text
