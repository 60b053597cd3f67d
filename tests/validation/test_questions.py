"""The questions that are more than yes or no: which types have them, what they keep, what they change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.facts import facts_for
from applications.models import Development
from applications.payments import position
from applications.snapshot import CaseSnapshot
from applications.tasklist import stages_of
from core.errors import DomainError
from tests.factories.applications import LandOwnerFactory, OwnershipFactory, PaymentFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from validation import services
from validation.models import ValidationRequest
from validation.selectors import blocks_to_validate, load_checks

COMMON = {"required_documents", "reporting", "check_cil", "check_eia", "check_fee"}
LATER_TASKS = ["required_documents", "reporting", "check_cil", "check_eia", "check_certificate"]


def at(name: str, application: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": application.reference})


def check_of(application: Any, name: str) -> Any:
    return load_checks(application)[name]


@pytest.fixture
def client(authority: Any, officer_client: Any) -> Client:
    return officer_client(authority)[0]


class TestWhichTypesHaveThem:
    @pytest.mark.parametrize(
        ("code", "has", "has_not"),
        [
            ("pp.full.householder", COMMON | {"check_certificate"}, {"check_legislation", "check_services"}),
            ("pp.full", COMMON | {"check_certificate"}, {"check_legislation", "check_services"}),
            ("pa.part1.classA", COMMON | {"check_legislation"}, {"check_certificate", "check_services"}),
            ("pa.part7.classC", COMMON | {"check_legislation"}, {"check_certificate"}),
            ("ldc.proposed", COMMON | {"check_legislation"}, {"check_certificate"}),
            ("ldc.existing", COMMON | {"check_legislation"}, {"check_certificate"}),
            ("listed", COMMON | {"check_certificate"}, {"check_legislation"}),
            ("preApp", {"required_documents", "check_services", "check_fee"}, {"reporting", "check_cil", "check_eia", "check_certificate"}),
        ],
    )  # fmt: skip
    def test_the_task_list_and_what_blocks_agree(self, authority: Any, code: str, has: set[str], has_not: set[str]) -> None:
        application = PlanningApplicationFactory.create(authority=authority, type_code=code)
        listed = {row.task.key for row in stages_of(CaseSnapshot(application))[0].rows}
        blocking = {block.url_name.removeprefix("validation:") for block in blocks_to_validate(application)}
        assert has <= listed and has <= blocking
        assert not has_not & listed and not has_not & blocking

    @pytest.mark.parametrize("task", LATER_TASKS)
    def test_their_pages_open_and_close_to_strangers(self, authority: Any, officer_client: Any, application: Any, task: str) -> None:
        assert officer_client(authority)[0].get(at(task, application)).status_code == 200
        assert officer_client(authority, roles=["land_charges"])[0].get(at(task, application)).status_code == 403

    @pytest.mark.parametrize(
        ("code", "task", "words"),
        [
            ("ldc.proposed", "check_legislation", "section 192"),
            ("pa.part1.classA", "check_legislation", "Schedule 2, Part 1, Class A"),
            ("pa.part1.classA", "check_eia", "cannot come with an environmental statement"),
            ("preApp", "check_services", "Written advice"),
        ],
    )
    def test_a_page_shows_what_the_law_or_the_form_says(self, client: Client, authority: Any, code: str, task: str, words: str) -> None:
        application = PlanningApplicationFactory.create(authority=authority, type_code=code)
        assert words in client.get(at(task, application)).text


class TestDrafts:
    def test_a_draft_keeps_what_was_said_and_blocks_still(self, client: Client, application: Any) -> None:
        assert client.post(at("check_cil", application), {"why": "Ask the agent", "action": "draft"}).status_code == 302
        assert check_of(application, "cil").ok is None
        assert "Ask the agent" in client.get(at("check_cil", application)).text
        application.refresh_from_db()
        assert application.cil_liable is None

    @pytest.mark.parametrize(
        ("task", "words"),
        [
            ("reporting", "Select yes if the council owns any of the land"),
            ("check_cil", "Select yes if the levy is due"),
            ("check_eia", "Select yes if an environmental statement is needed"),
            ("check_certificate", "Select yes if the certificate is right"),
        ],
    )
    def test_closing_wants_an_answer(self, client: Client, application: Any, task: str, words: str) -> None:
        page = client.post(at(task, application), {"action": "complete"})
        assert page.status_code == 422 and words in page.text

    def test_saving_can_go_on_to_the_next_task(self, client: Client, application: Any) -> None:
        done = client.post(at("check_cil", application), {"liable": "no", "action": "next"})
        assert done.headers["Location"].endswith("/next/")
        assert client.get(done.headers["Location"]).headers["Location"] == at("review_documents", application)


class TestReporting:
    def test_the_class_that_follows_from_the_facts_is_offered_and_kept(self, client: Client, application: Any) -> None:
        page = client.get(at("reporting", application)).text
        assert "Q21: householder developments" in page and 'value="Q21" checked' in page
        assert client.post(at("reporting", application), {"code": "Q21", "owns": "no"}).status_code == 302
        application.refresh_from_db()
        assert (application.reporting_code, application.own_interest) == ("Q21", "")

    @pytest.mark.parametrize(("works", "regulation"), [("yes", "regulation_3"), ("no", "regulation_4")])
    def test_the_councils_own_land_comes_under_regulation_3_or_4(
        self, client: Client, application: Any, works: str, regulation: str
    ) -> None:
        given = {"code": "Q21", "owns": "yes"}
        assert "carries out the works" in client.post(at("reporting", application), given).text
        client.post(at("reporting", application), {**given, "carries_out": works})
        application.refresh_from_db()
        assert application.own_interest == regulation

    def test_a_class_that_the_type_cannot_have_is_refused(self, client: Client, application: Any) -> None:
        assert client.post(at("reporting", application), {"code": "Q26", "owns": "no"}).status_code == 422


class TestEnvironmentalStatement:
    def say(self, application: Any, officer: Any, now: Any, needed: bool) -> None:
        services.record_check(application=application, check="eia", ok=True, data={"needed": needed, "why": ""}, by=officer, now=now)

    def test_it_gives_the_council_sixteen_weeks_once_valid(self, checked: Any, officer: Any, now: Any) -> None:
        self.say(checked, officer, now, True)
        services.validate(application=checked, by=officer, now=now)
        checked.refresh_from_db()
        assert checked.dates.statutory_expiry_on == date(2027, 2, 22)

    def test_taken_back_the_usual_time_counts_again(self, checked: Any, officer: Any, now: Any) -> None:
        services.validate(application=checked, by=officer, now=now)
        self.say(checked, officer, now, True)
        self.say(checked, officer, now, False)
        checked.refresh_from_db()
        assert checked.dates.statutory_expiry_on == date(2026, 12, 28)
        assert Development.objects.get(case=checked.case).is_eia is False

    def test_a_certificate_of_lawfulness_takes_note_and_moves_no_date(self, authority: Any, officer: Any, now: Any) -> None:
        application = PlanningApplicationFactory.create(authority=authority, type_code="ldc.proposed", valid=True)
        before = application.effective_expiry_on
        self.say(application, officer, now, True)
        application.refresh_from_db()
        assert application.effective_expiry_on == before and check_of(application, "eia").data["needed"] is True

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"address": "The library"}, "Enter what a copy costs"),
            ({"fee": "12"}, "Enter where copies can be bought"),
            ({"email": "nobody"}, "Enter an email address"),
            ({"fee": "a lot"}, "Enter an amount of money"),
        ],
    )
    def test_cost_and_place_of_copies_go_together(self, client: Client, application: Any, given: dict[str, str], words: str) -> None:
        page = client.post(at("check_eia", application), {"needed": "yes", **given})
        assert page.status_code == 422 and words in page.text

    def test_no_forgets_what_belongs_to_yes(self, client: Client, application: Any) -> None:
        client.post(at("check_eia", application), {"needed": "yes", "address": "The library", "fee": "12", "email": "eia@example.com"})
        assert check_of(application, "eia").data["fee"] == "12"
        client.post(at("check_eia", application), {"needed": "no", "address": "The library", "fee": "12"})
        assert check_of(application, "eia").data == {"needed": False, "why": ""}


class TestLevy:
    @pytest.mark.parametrize(("said", "liable"), [("yes", True), ("no", False)])
    def test_the_answer_is_a_fact_of_the_case(self, client: Client, application: Any, said: str, liable: bool) -> None:
        client.post(at("check_cil", application), {"liable": said})
        application.refresh_from_db()
        assert application.cil_liable is liable


class TestFee:
    def test_another_sum_than_the_laws_needs_a_reason_and_is_what_counts(self, client: Client, application: Any) -> None:
        PaymentFactory.create(case=application.case, amount="274.00", received_on=date(2026, 11, 9))
        law = position(application, facts_for(application)).due
        page = client.post(at("check_fee", application), {"ok": "yes", "fee": "274"})
        assert page.status_code == 422 and f"Say why the fee is not £{law}" in page.text
        given = {"ok": "yes", "fee": "274", "because": "Half the fee: an alternative proposal made on the same day"}
        assert client.post(at("check_fee", application), given).status_code == 302
        application.refresh_from_db()
        found = position(application, facts_for(application))
        assert (found.wanted, found.balance, found.due) == (Decimal(274), 0, law)
        assert "alternative proposal" in client.get(at("check_fee", application)).text

    def test_the_day_on_which_that_sum_was_there_counts_for_validity(self, checked: Any, officer: Any, now: Any) -> None:
        checked.case.payments.all().delete()
        PaymentFactory.create(case=checked.case, amount="274.00", received_on=date(2026, 11, 9))
        PaymentFactory.create(case=checked.case, amount="10.00", received_on=date(2026, 11, 20))
        data = {"fee": "274", "because": "Half the fee"}
        services.record_check(application=checked, check="fee", ok=True, data=data, by=officer, now=now)
        services.validate(application=checked, by=officer, now=now)
        checked.refresh_from_db()
        assert checked.valid_from_on == date(2026, 11, 9)

    def test_left_alone_or_the_same_the_laws_sum_counts(self, checked: Any, officer: Any, now: Any) -> None:
        law = position(checked, facts_for(checked)).due
        for fee, because, kept in [("274", "Half", Decimal(274)), (str(law), "", None), ("274", "Half", Decimal(274)), ("", "", None)]:
            data = {"fee": fee, "because": because}
            services.record_check(application=checked, check="fee", ok=True, data=data, by=officer, now=now)
            checked.refresh_from_db()
            assert checked.fee_set == kept

    def test_the_service_refuses_a_difference_without_a_reason(self, checked: Any, officer: Any, now: Any) -> None:
        with pytest.raises(DomainError, match="Say why"):
            services.record_check(application=checked, check="fee", ok=True, data={"fee": "1", "because": " "}, by=officer, now=now)


class TestCertificate:
    def test_the_page_shows_certificate_and_owners(self, client: Client, application: Any) -> None:
        OwnershipFactory.create(case=application.case, certificate="b")
        LandOwnerFactory.create(case=application.case, name="Olive Owner", notice_given_on=date(2026, 10, 30))
        page = client.get(at("check_certificate", application)).text
        assert "Olive Owner" in page and "30 October 2026" in page

    def test_no_asks_for_another_and_the_answer_comes_back(self, client: Client, application: Any, officer: Any, now: Any) -> None:
        client.post(at("check_certificate", application), {"ok": "no", "note": "The garage stands on number 4"})
        request = ValidationRequest.objects.get(case=application.case)
        assert (request.kind, request.reason) == ("ownership_certificate", "The garage stands on number 4")
        services.invalidate(application=application, by=officer, now=now)
        services.answer_request(request=request, agree=False, text="It does not", by=officer, now=now)
        application.refresh_from_db()
        assert application.next_task == "check_certificate"


def test_all_other_documents_are_fit_at_once(client: Client, application: Any) -> None:
    rest, bad = DocumentFactory.create_batch(3, case=application.case), DocumentFactory.create(case=application.case)
    answer = {f"fit_{bad.pk}": "no", f"reason_{bad.pk}": "No scale", "rest_fit": "on", "action": "complete"}
    assert client.post(at("review_documents", application), answer).status_code == 302
    for document in [*rest, bad]:
        document.refresh_from_db()
    assert [document.checked for document in rest] == [True] * 3 and bad.checked is False


def test_the_area_inside_the_red_line_is_shown(client: Client, application: Any) -> None:
    assert "square metres" in client.get(at("check_red_line", application)).text


def test_the_invalid_notice_warns_of_checks_that_are_not_done_and_goes_all_the_same(
    client: Client, application: Any, officer: Any, now: Any
) -> None:
    services.create_request(application=application, kind="other_change", reason="Call us", by=officer, now=now)
    page = client.get(at("decide_validity", application)).text
    assert "checks are not done" in page and "The fee has not been checked." in page
    assert client.post(at("decide_validity", application), {"action": "invalid"}).status_code == 302
    application.refresh_from_db()
    assert application.status == "invalidated"


def test_the_acknowledgement_names_reference_dates_and_appeal_and_is_kept(
    checked: Any, officer: Any, now: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.validate(application=checked, by=officer, now=now)
    (paper,) = checked.case.documents.filter(tags__contains=["internal.validationLetter"])
    assert paper.name.startswith("acknowledgement-") and paper.visibility == "private"
    words = checked.case.messages.get(template="validation.valid").body
    for said in [
        checked.reference,
        "2 November 2026",
        "28 December 2026",
        "your payment has failed",
        "agreed in writing",
        "Secretary of State",
    ]:
        assert said in words
