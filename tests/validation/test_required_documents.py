"""The required documents: which are needed by the lists, each there, asked for or not needed, and never asked for twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import PlanningApplication
from applications.snapshot import CaseSnapshot
from applications.tasklist import stages_of
from core.errors import DomainError
from tests.factories.documents import DocumentFactory
from tests.factories.validation import LocalListItemFactory, RequestDocumentFactory
from validation import services
from validation.grounds import ground_of
from validation.lists import usual
from validation.models import ValidationRequest
from validation.requirements import required_documents
from validation.selectors import load_checks


def at(name: str, application: Any) -> str:
    return reverse(f"validation:{name}", kwargs={"reference": application.reference})


def check_of(application: Any, name: str) -> Any:
    return load_checks(application)[name]


@pytest.fixture
def client(authority: Any, officer_client: Any) -> Client:
    return officer_client(authority)[0]


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
