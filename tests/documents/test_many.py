"""The same for many documents: weighed before it is done, one line of history after it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from core.errors import DomainError
from documents import services
from documents.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority)


@pytest.fixture
def case(application: Any) -> Any:
    return application.case


@pytest.fixture
def officer(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["case_officer"])[0]
    return client


def ids(*documents: Document) -> list[str]:
    return [str(document.public_id) for document in documents]


def do(case: Any, action: str, now: Any, *documents: Document, **wanted: Any) -> services.Batch:
    given = services.Wanted(action, **wanted)
    return services.change_many(case=case, public_ids=ids(*documents), wanted=given, by=UserFactory.create(), now=now)


def seen(document: Document) -> str:
    document.refresh_from_db()
    return document.visibility


class TestPublishing:
    def test_leaves_out_what_needs_a_person_and_says_why(self, case: Any, now: Any) -> None:
        plan = DocumentFactory.create(case=case)
        bank = DocumentFactory.create(case=case, tags=["bankStatement"])
        original = DocumentFactory.create(case=case)
        DocumentFactory.create(case=case, redaction_of=original)
        gone, there = DocumentFactory.create(case=case, archived=True), DocumentFactory.create(case=case, public=True)
        batch = do(case, "publish", now, plan, bank, original, gone, there)

        assert batch.doing == [plan]
        assert dict(batch.left_out) == {
            bank: "It shows somebody’s bank account. To make it public all the same, say why.",
            original: "This document has a redacted copy. Publish that copy instead; the original stays private.",
            gone: "This document is archived. Bring it back before you change it.",
            there: "It is public already.",
        }
        assert (seen(plan), seen(bank), seen(original)) == ("public", "private", "private")
        assert plan.published_by is not None and plan.published_at == now

    def test_is_one_line_of_history_that_names_each(self, case: Any, now: Any) -> None:
        one, two = DocumentFactory.create(case=case, name="a.pdf"), DocumentFactory.create(case=case, name="b.pdf")
        do(case, "publish", now, one, two)
        event = AuditEvent.objects.get(case=case)

        assert (event.type, event.data["done"], event.data["count"], event.data["names"]) == (
            "documents_changed",
            "made public",
            2,
            "a.pdf, b.pdf",
        )
        assert [document["id"] for document in event.data["documents"]] == ids(one, two)

    def test_nothing_to_do_is_no_history(self, case: Any, now: Any) -> None:
        assert do(case, "publish", now, DocumentFactory.create(case=case, public=True)).doing == []
        assert not AuditEvent.objects.filter(case=case).exists()

    def test_another_cases_documents_are_passed_over(self, case: Any, now: Any) -> None:
        other = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=case.authority).case)

        assert do(case, "publish", now, other) == services.Batch()
        assert seen(other) == "private"


class TestTakingOffThePublicPages:
    def test_an_issued_decision_notice_and_what_it_lists_stay(self, case: Any, now: Any) -> None:
        notice = DocumentFactory.create(case=case, made=True, public=True, tags=["internal.decisionNotice"])
        listed = DocumentFactory.create(case=case, public=True, in_decision_notice=True, number="A-1")
        other = DocumentFactory.create(case=case, public=True)
        batch = do(case, "unpublish", now, notice, listed, other)

        assert batch.doing == [other]
        assert {one for one, why in batch.left_out if "Only a team leader" in why} == {notice, listed}
        assert (seen(notice), seen(listed), seen(other)) == ("public", "public", "private")

    def test_what_is_to_be_listed_may_be_hidden_before_the_notice_is_issued(self, case: Any, now: Any) -> None:
        listed = DocumentFactory.create(case=case, public=True, in_decision_notice=True, number="A-1")
        do(case, "unpublish", now, listed)

        assert seen(listed) == "private"

    def test_archiving_is_no_way_round(self, case: Any, now: Any) -> None:
        DocumentFactory.create(case=case, made=True, public=True, tags=["internal.decisionNotice"])
        listed = DocumentFactory.create(case=case, public=True, in_decision_notice=True, number="A-1")
        batch = do(case, "archive", now, listed, reason="Tidying")

        assert batch.doing == [] and "Only a team leader" in batch.left_out[0][1]


class TestTaggingAndTheRest:
    def test_tags_are_added_or_take_the_place_of_others(self, case: Any, now: Any) -> None:
        one, two = DocumentFactory.create(case=case, tags=["locationPlan"]), DocumentFactory.create(case=case, tags=["sitePlan.proposed"])
        do(case, "tag", now, one, two, add_tags=["sitePlan.proposed"])
        one.refresh_from_db()
        assert one.tags == ["locationPlan", "sitePlan.proposed"]
        assert AuditEvent.objects.get(case=case).data["names"] == one.name  # the other one had it

        do(case, "tag", now, one, add_tags=["roofPlan.existing"], drop_tags=True)
        one.refresh_from_db()
        assert one.tags == ["roofPlan.existing"]

    def test_a_public_document_is_not_tagged_as_a_kind_that_is_kept_back(self, case: Any, now: Any) -> None:
        public = DocumentFactory.create(case=case, public=True)
        with pytest.raises(DomainError, match="Take it off the public pages first"):
            do(case, "tag", now, public, add_tags=["bankStatement"])

    def test_numbers_may_be_swapped_and_not_doubled(self, case: Any, now: Any) -> None:
        one, two = DocumentFactory.create(case=case, number="A-1"), DocumentFactory.create(case=case, number="A-2")
        standing = DocumentFactory.create(case=case, number="A-9 rev B", name="standing.pdf")
        do(case, "number", now, one, two, numbers={ids(one)[0]: "A-2", ids(two)[0]: "A-1"})
        one.refresh_from_db()
        assert one.number == "A-2"

        for number, name in [("A-9 rev C", "standing.pdf"), ("a-1", two.name)]:
            with pytest.raises(DomainError, match=f"is the number of {name} too") as refusal:
                do(case, "number", now, one, two, numbers={ids(one)[0]: number})
            assert refusal.value.field in {f"number_{public_id}" for public_id in ids(one, two)}
        assert standing.number == "A-9 rev B"

    @pytest.mark.parametrize(
        ("action", "wanted", "field"),
        [
            ("tag", {}, "tags"),
            ("tag", {"add_tags": ["picnicPlan"]}, "tags"),
            ("receive", {"received_on": date(2026, 11, 25)}, "received_on"),
            ("receive", {}, "received_on"),
            ("archive", {"reason": " "}, "reason"),
        ],
    )
    def test_refuses_what_cannot_be(self, case: Any, now: Any, action: str, wanted: dict[str, Any], field: str) -> None:
        with pytest.raises(DomainError) as refusal:
            do(case, action, now, DocumentFactory.create(case=case), **wanted)
        assert refusal.value.field == field

    def test_dates_checks_and_the_archive(self, case: Any, now: Any) -> None:
        one, made = DocumentFactory.create(case=case), DocumentFactory.create(case=case, made=True)
        assert do(case, "receive", now, one, made, received_on=date(2026, 11, 20)).doing == [one]
        do(case, "check", now, one)
        do(case, "archive", now, one, reason="Sent twice")
        one.refresh_from_db()

        assert (one.received_on, one.checked, one.archive_reason, one.archived_at) == (date(2026, 11, 20), True, "Sent twice", now)
        assert AuditEvent.objects.filter(case=case).last().data["done"] == "archived (Sent twice)"

    def test_a_form_that_was_opened_before_does_not_undo_it(self, case: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case, public=True)
        before = document.version
        do(case, "unpublish", now, document)
        with pytest.raises(DomainError, match="changed this while"):
            services.edit_document(document=document, version=before, visibility="public", by=UserFactory.create(), now=now)

        assert seen(document) == "private"


class TestItsPage:
    def post(self, officer: Client, application: Any, *documents: Any, follow: bool = True, **data: Any) -> str:
        address = reverse("documents:bulk", kwargs={"reference": application.reference})
        answer = officer.post(address, {"document": [getattr(one, "public_id", one) for one in documents], **data}, follow=follow)
        return answer.content.decode()

    def test_says_what_is_left_out_and_why_before_anything_is_done(self, application: Any, officer: Client) -> None:
        plan = DocumentFactory.create(case=application.case, name="plan.pdf")
        bank = DocumentFactory.create(case=application.case, name="bank.pdf", tags=["bankStatement"])
        html = self.post(officer, application, plan, bank, "rubbish", action="publish")

        assert "Make 1 document public" in html and "Left out: 1" in html and "bank account" in html
        assert seen(plan) == "private"

        html = self.post(officer, application, plan, bank, action="publish", confirmed="yes")
        assert "1 document made public." in html
        assert (seen(plan), seen(bank)) == ("public", "private")

    def test_suggests_the_numbers_that_the_names_tell(self, application: Any, officer: Client) -> None:
        plan = DocumentFactory.create(case=application.case, name="A-101_rev_b ground floor.pdf")
        assert 'value="A-101 rev B"' in self.post(officer, application, plan, action="number")

        self.post(officer, application, plan, action="number", confirmed="yes", **{f"number_{plan.public_id}": "A-101 rev B"})
        plan.refresh_from_db()
        assert plan.number == "A-101 rev B"

    def test_a_doubled_number_is_refused_beside_its_field(self, application: Any, officer: Client) -> None:
        plan, _ = DocumentFactory.create(case=application.case), DocumentFactory.create(case=application.case, number="A-7")
        html = self.post(officer, application, plan, action="number", confirmed="yes", **{f"number_{plan.public_id}": "A-7"})

        assert "A-7 is the number of" in html and "govuk-error-message" in html

    def test_rarer_actions_come_from_the_drop_down(self, application: Any, officer: Client) -> None:
        plan = DocumentFactory.create(case=application.case)
        assert "Archive 1 document" in self.post(officer, application, plan, action="other", other="archive")
        assert "Say why" in self.post(officer, application, plan, action="archive", confirmed="yes")
        assert "1 document archived." in self.post(officer, application, plan, action="archive", confirmed="yes", reason="Sent twice")

    @pytest.mark.parametrize("data", [{"drawings": ["sitePlan.existing"]}, {"drop_tags": "on", "evidence": ["photographs.existing"]}])
    def test_tags(self, application: Any, officer: Client, data: dict[str, Any]) -> None:
        plan = DocumentFactory.create(case=application.case, tags=["locationPlan"])
        assert "1 document tagged." in self.post(officer, application, plan, action="tag", confirmed="yes", **data)
        plan.refresh_from_db()
        assert plan.tags == (["photographs.existing"] if "drop_tags" in data else ["locationPlan", "sitePlan.existing"])

    def test_no_tag_chosen(self, application: Any, officer: Client) -> None:
        plan = DocumentFactory.create(case=application.case)
        assert "Choose at least one tag" in self.post(officer, application, plan, action="tag", confirmed="yes")

    def test_none_of_them_can_be(self, application: Any, officer: Client) -> None:
        bank = DocumentFactory.create(case=application.case, tags=["bankStatement"])
        assert "None of the documents that you ticked" in self.post(officer, application, bank, action="publish")

    def test_nothing_ticked(self, application: Any, officer: Client) -> None:
        assert "Tick the documents first." in self.post(officer, application, action="publish")

    def test_an_unknown_action_is_not_found(self, application: Any, officer: Client) -> None:
        address = reverse("documents:bulk", kwargs={"reference": application.reference})
        assert officer.post(address, {"action": "burn"}).status_code == 404

    def test_readers_may_not(self, application: Any, authority: Any, officer_client: Any) -> None:
        plan = DocumentFactory.create(case=application.case)
        self.post(officer_client(authority, ["land_charges"])[0], application, plan, action="publish", confirmed="yes")
        assert seen(plan) == "private"

    def test_weighing_costs_as_much_for_sixty_as_for_two(
        self, application: Any, officer: Client, django_assert_max_num_queries: Any
    ) -> None:
        few = DocumentFactory.create_batch(2, case=application.case)
        self.post(officer, application, *few, action="publish")
        with django_assert_max_num_queries(30) as asked:
            self.post(officer, application, *few, action="publish")
        many = [*few, *DocumentFactory.create_batch(28, case=application.case)]
        with django_assert_max_num_queries(len(asked.captured_queries)):
            self.post(officer, application, *many, action="publish")
