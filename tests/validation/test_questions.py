"""The questions that are more than yes or no: which types have them, what they keep, what they change."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.facts import facts_for
from applications.models import Development, PlanningApplication
from applications.payments import position
from applications.snapshot import CaseSnapshot
from applications.tasklist import stages_of
from core.errors import DomainError
from tests.factories.applications import LandOwnerFactory, OwnershipFactory, PaymentFactory, PlanningApplicationFactory
from tests.factories.documents import DocumentFactory
from tests.factories.validation import LocalListItemFactory, RequestDocumentFactory
from validation import services
from validation.grounds import ground_of
from validation.lists import usual
from validation.models import ValidationRequest
from validation.requirements import required_documents
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


def without_the_national_list(authority: Any) -> None:
    """The council had each national requirement as an item of its own, and ended it."""
    for row in usual()["requirement"]:
        LocalListItemFactory.create(
            authority=authority, name=row["name"], valid_from=date(2025, 1, 1), valid_to=date(2025, 12, 31), document_tag=""
        )


class TestRequiredDocuments:
    @pytest.fixture
    def items(self, application: Any) -> tuple[Any, Any]:
        """Two items of the council's list: a location plan and a tree survey."""
        without_the_national_list(application.authority)
        create = LocalListItemFactory.create
        create(authority=application.authority, name="Location plan", ground="plans", document_tag="locationPlan")
        create(authority=application.authority, name="Tree survey", what="Every tree within 10 metres", document_tag="treeConditionReport")
        return "location-plan", "tree-survey"

    def say(self, application: Any, officer: Any, now: Any, said: dict[str, tuple[str, str]], complete: bool = True) -> Any:
        return services.check_required_documents(application=application, said=said, complete=complete, by=officer, now=now)

    def test_what_is_there_is_found_by_its_kind(self, application: Any, items: Any) -> None:
        DocumentFactory.create(case=application.case, name="LP-01", tags=["locationPlan"])
        plan, trees = required_documents(application, None)
        assert (plan.state, plan.documents, trees.state) == ("there", ["LP-01"], "")

    def test_a_council_without_lists_is_offered_the_national_ones(self, application: Any) -> None:
        names = [item.name for item in required_documents(application, None)]
        assert "Location plan" in names and "Flood risk assessment" not in names
        by_name = {item.name: item for item in required_documents(application, None)}
        assert by_name["Biodiversity net gain statement"].state == "not_needed"
        assert "householder" in by_name["Biodiversity net gain statement"].why

    def test_each_must_be_answered_before_the_task_is_closed(self, application: Any, items: Any, officer: Any, now: Any) -> None:
        with pytest.raises(DomainError) as refusal:
            self.say(application, officer, now, {items[0]: ("there", "")})
        assert refusal.value.field == f"state_{items[1]}"
        with pytest.raises(DomainError) as refusal:
            self.say(application, officer, now, {items[0]: ("there", ""), items[1]: ("not_needed", "")})
        assert refusal.value.field == f"why_{items[1]}"
        assert self.say(application, officer, now, {items[0]: ("there", "")}, complete=False).ok is None

    def test_what_is_missing_is_asked_for_with_its_item_as_ground(self, application: Any, items: Any, officer: Any, now: Any) -> None:
        check = self.say(application, officer, now, {items[0]: ("there", ""), items[1]: ("ask", "")})
        request = ValidationRequest.objects.get(case=application.case)
        assert check.ok is False and request.state == "pending" and request.reason == "Every tree within 10 metres"
        assert "Tree survey" in ground_of(request)
        assert check_of(application, "required_documents").data["items"][items[1]]["state"] == "ask"

    def test_asked_again_it_is_reworded_and_found_needless_cancelled(self, application: Any, items: Any, officer: Any, now: Any) -> None:
        there = {items[0]: ("there", "")}
        self.say(application, officer, now, {**there, items[1]: ("ask", "")})
        self.say(application, officer, now, {**there, items[1]: ("ask", "With the crowns drawn")})
        request = ValidationRequest.objects.get(case=application.case)
        assert request.reason == "With the crowns drawn"
        assert self.say(application, officer, now, {**there, items[1]: ("not_needed", "There are no trees")}).ok is True
        request.refresh_from_db()
        assert request.state == "cancelled" and "no trees" in request.cancel_reason

    def test_the_answer_comes_back_to_this_task(self, application: Any, items: Any, officer: Any, now: Any) -> None:
        self.say(application, officer, now, {items[0]: ("there", ""), items[1]: ("ask", "")})
        services.invalidate(application=application, by=officer, now=now)
        request = ValidationRequest.objects.get(case=application.case)
        type(request).objects.filter(pk=request.pk).update(state="closed", answered_at=now)
        application = PlanningApplication.objects.get(pk=application.pk)
        rows = {row.task.key: row for row in stages_of(CaseSnapshot(application))[0].rows}
        assert rows["required_documents"].status.name == "ACTION_REQUIRED"

    @pytest.fixture
    def heritage(self, application: Any, officer: Any, now: Any) -> ValidationRequest:
        """A heritage statement, which has no kind of document, was asked for and has come."""
        without_the_national_list(application.authority)
        LocalListItemFactory.create(authority=application.authority, name="Statement of significance", document_tag="")
        self.say(application, officer, now, {"statement-of-significance": ("ask", "")})
        services.invalidate(application=application, by=officer, now=now)
        request = ValidationRequest.objects.get(case=application.case)
        RequestDocumentFactory.create(request=request, document__name="Significance.pdf", document__source="applicant", document__tags=[])
        ValidationRequest.objects.filter(pk=request.pk).update(state="closed", answered_at=now)
        return request

    def test_what_was_answered_is_looked_at_and_not_asked_for_again(self, client: Client, application: Any, heritage: Any) -> None:
        (item,) = required_documents(application, check_of(application, "required_documents"))
        assert (item.state, item.documents, item.asked) == ("", ["Significance.pdf"], None)
        page = client.post(at("required_documents", application), {"action": "complete"})
        assert page.status_code == 422 and "Say whether Statement of significance is there" in page.text
        assert ValidationRequest.objects.filter(case=application.case).count() == 1

    def test_what_is_said_of_the_answer_stays_said(self, application: Any, heritage: Any, officer: Any, now: Any) -> None:
        later = now + timedelta(hours=1)
        self.say(application, officer, later, {"statement-of-significance": ("there", "")})
        (item,) = required_documents(application, check_of(application, "required_documents"))
        assert item.state == "there"
        self.say(application, officer, later, {"statement-of-significance": ("ask", "Page 2 is missing")})
        (item,) = required_documents(application, check_of(application, "required_documents"))
        assert (item.state, item.asked.number) == ("ask", 2)

    def test_an_item_of_the_council_stands_beside_the_national_list(self, application: Any, officer: Any, now: Any) -> None:
        before = required_documents(application, None)
        create = LocalListItemFactory.create
        create(authority=application.authority, name="Statement of significance")
        create(authority=application.authority, name="Location Plan", ground="plans", what="At 1:1250", document_tag="")
        after = required_documents(application, None)
        assert {item.key for item in after} == {item.key for item in before} | {"statement-of-significance"}
        (plan,) = [item for item in after if item.key == "location-plan"]
        assert plan.what == "At 1:1250", "the council's own words for the same thing"

    def test_what_was_said_and_asked_outlives_a_change_of_the_list(self, application: Any, officer: Any, now: Any) -> None:
        said = {item.key: ("there", "") for item in required_documents(application, None)} | {"site-plan": ("ask", "")}
        self.say(application, officer, now, said)
        LocalListItemFactory.create(authority=application.authority, name="Site plan", ground="plans")
        items = {item.key: item for item in required_documents(application, check_of(application, "required_documents"))}
        assert items["elevations"].state == "there"
        assert (items["site-plan"].state, items["site-plan"].asked.number) == ("ask", 1)

    def test_an_item_that_began_after_the_application_came_takes_no_national_one_away(self, application: Any) -> None:
        create = LocalListItemFactory.create
        create(
            authority=application.authority, name="Location plan", ground="plans", valid_from=application.received_on + timedelta(days=1)
        )
        assert "location-plan" in {item.key for item in required_documents(application, None)}

    def test_two_items_of_one_name_are_the_newer_one(self, application: Any) -> None:
        create = LocalListItemFactory.create
        create(authority=application.authority, name="Noise report", what="Old", valid_from=date(2025, 1, 1))
        create(authority=application.authority, name="Noise report", what="New", valid_from=date(2026, 1, 1))
        assert [item.what for item in required_documents(application, None) if item.name == "Noise report"] == ["New"]

    def test_what_is_not_fit_is_not_there(self, application: Any, items: Any) -> None:
        DocumentFactory.create(case=application.case, name="LP-01", tags=["locationPlan"], checked=False, check_note="No scale")
        assert required_documents(application, None)[0].state == ""

    def test_an_officer_says_it_on_one_page(self, client: Client, application: Any, items: Any) -> None:
        page = client.get(at("required_documents", application))
        assert "Tree survey" in page.text and "Every tree within 10 metres" in page.text
        answer = {f"state_{items[0]}": "not_needed", f"why_{items[0]}": "Drawn by us", f"state_{items[1]}": "ask"}
        assert client.post(at("required_documents", application), answer).status_code == 302
        assert "asked for" in client.get(at("required_documents", application)).text.lower()

    def test_faults_stand_beside_their_field(self, client: Client, application: Any, items: Any) -> None:
        page = client.post(at("required_documents", application), {f"state_{items[0]}": "there"})
        assert page.status_code == 422 and "Say whether Tree survey is there" in page.text


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
