"""Who sees a document: its kind's default, a person's choice, what a decision notice binds, and the public pages at once."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from consultation.services import make_public
from core.errors import DomainError
from documents import selectors, services
from documents.models import Document, DocumentVersion
from documents.tags import all_tags, default_of, kept_back_because
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, valid=True)


@pytest.fixture
def case(application: Any) -> Any:
    return application.case


@pytest.fixture
def by(authority: Any) -> Any:
    return UserFactory.create()


def seen(document: Document) -> str:
    document.refresh_from_db()
    return document.visibility


class TestDefaults:
    @pytest.mark.parametrize(
        ("tags", "default"),
        [
            (["sitePlan.proposed"], "public"),
            (["designAndAccessStatement", "noiseAssessment"], "public"),
            (["photographs.existing"], "public"),
            (["constructionInvoice"], "private"),
            (["internal.neighbourLetters"], "private"),
            (["somethingNew"], "private"),
            ([], "private"),
            (["sitePlan.proposed", "bankStatement"], "kept_back"),
        ],
    )
    def test_a_document_follows_the_strictest_of_its_kinds(self, tags: list[str], default: str) -> None:
        assert default_of(tags) == default

    def test_private_things_are_kept_back_each_with_a_reason(self) -> None:
        kept = {code for code, tag in all_tags().items() if tag.default == "kept_back"}

        assert kept >= {
            "bankStatement",
            "tenancyAgreement",
            "disabilityExemptionEvidence",
            "viabilityAppraisal",
            "internal.applicationForm",
        }
        assert all(kept_back_because([code]) for code in kept)

    def test_plans_and_reports_become_public_with_their_case_and_the_rest_is_named(self, application: Any, by: Any, now: Any) -> None:
        case = application.case
        plan, chosen = DocumentFactory.create(case=case, name="plan.pdf"), DocumentFactory.create(case=case, name="chosen.pdf")
        services.publish(document=chosen, by=by, now=now)
        services.unpublish(document=chosen, by=by, now=now)
        held = {
            "bank.pdf": DocumentFactory.create(case=case, name="bank.pdf", tags=["bankStatement"]),
            "untagged.pdf": DocumentFactory.create(case=case, name="untagged.pdf", tags=[]),
            "unfit.pdf": DocumentFactory.create(case=case, name="unfit.pdf", checked=False, check_note="No scale"),
            "original.pdf": DocumentFactory.create(case=case, name="original.pdf"),
            "comment.pdf": DocumentFactory.create(case=case, name="comment.pdf", source="comment"),
        }
        DocumentFactory.create(case=case, redaction_of=held["original.pdf"], public=True)
        told = {document.name: why for document, why in selectors.waiting_to_be_public(case)["staying_private"]}
        make_public(application=application, by=by, now=now)

        assert seen(plan) == "public" and plan.published_by == by and not plan.visibility_chosen
        assert {seen(document) for document in [chosen, *held.values()]} == {"private"}
        assert told.keys() == {"chosen.pdf", *held}
        assert told["chosen.pdf"] == "An officer chose who sees it"
        event = AuditEvent.objects.get(case=case, type="documents_published_with_case")
        assert (event.data["names"], event.data["count"], event.user) == ("plan.pdf", 1, by)

    def test_what_comes_later_waits_for_an_officer(self, authority: Any, by: Any, now: Any) -> None:
        case = PlanningApplicationFactory.create(authority=authority, published=True).case
        for source in ("applicant", "submitted", "officer"):
            made = services.add_document(
                case=case, content=a_pdf(words=source), name=f"{source}.pdf", source=source, tags=["sitePlan.proposed"], by=by, now=now
            )
            assert made.visibility == "private"


class TestKeptBack:
    def test_only_a_person_with_a_reason_makes_one_public(self, case: Any, by: Any, now: Any) -> None:
        bank = DocumentFactory.create(case=case, tags=["bankStatement"], name="bank.pdf")
        with pytest.raises(DomainError, match="say why") as refusal:
            services.publish(document=bank, by=by, now=now)
        assert refusal.value.field == "reason" and seen(bank) == "private"

        services.publish(document=bank, by=by, now=now, reason="The applicant asked for it")
        event = AuditEvent.objects.get(case=case)
        assert (seen(bank), bank.disclosure_reason) == ("public", "The applicant asked for it")
        assert (event.type, event.data["reason"], event.user) == ("document_disclosed", "The applicant asked for it", by)

        services.unpublish(document=bank, by=by, now=now)
        assert (seen(bank), bank.disclosure_reason) == ("private", "")

    def test_a_public_document_does_not_become_one_unseen(self, case: Any, by: Any, now: Any) -> None:
        plan = DocumentFactory.create(case=case, public=True)
        with pytest.raises(DomainError, match="Make it private, or say why"):
            services.edit_document(document=plan, tags=["bankStatement"], by=by, now=now)
        services.edit_document(document=plan, tags=["bankStatement"], reason="Names blacked out", by=by, now=now)

        assert seen(plan) == "public" and plan.disclosure_reason == "Names blacked out"

    def test_the_whole_form_becomes_the_public_form_when_it_is_redacted(self, case: Any, by: Any, now: Any) -> None:
        form = DocumentFactory.create(case=case, tags=["internal.applicationForm"])
        copy = services.add_redacted_copy(document=form, content=a_pdf(words="x"), name="form redacted.pdf", by=by, now=now, publish=True)

        assert (copy.tags, seen(copy), seen(form)) == (["applicationForm"], "public", "private")

    def test_the_page_asks_for_the_reason(self, authority: Any, case: Any, officer_client: Any) -> None:
        officer = officer_client(authority, ["case_officer"])[0]
        bank = DocumentFactory.create(case=case, tags=["bankStatement"], received_on="2026-11-02")
        address = reverse("documents:document", kwargs={"reference": case.reference, "public_id": bank.public_id})
        data = {"version": 1, "name": bank.name, "evidence": ["bankStatement"], "received_on": "2026-11-02", "visibility": "public"}
        refused = officer.post(address, data)
        assert refused.status_code == 422 and "say why" in refused.content.decode()

        officer.post(address, {**data, "reason": "Part of the evidence"})
        assert seen(bank) == "public"
        assert "Part of the evidence" in officer.get(address).content.decode()


class TestARedactedOne:
    """An original of which a copy was made stays private whatever becomes of the copy, until a person says why not."""

    @pytest.fixture
    def original(self, case: Any) -> Document:
        return DocumentFactory.create(case=case, tags=["sitePlan.proposed"])

    @pytest.fixture
    def copy(self, original: Document, by: Any, now: Any) -> Document:
        return services.add_redacted_copy(document=original, content=a_pdf(), name="Redacted.pdf", by=by, now=now, publish=False)

    def test_stays_private_when_its_copy_is_archived(self, application: Any, original: Document, copy: Document, by: Any, now: Any) -> None:
        services.archive_document(document=copy, reason="The boxes lie wrong", by=by, now=now)
        make_public(application=application, by=by, now=now)

        assert seen(original) == "private"
        with pytest.raises(DomainError, match="say why"):
            services.publish(document=original, by=by, now=now)

    def test_stays_private_when_its_copy_is_replaced(self, application: Any, original: Document, copy: Document, by: Any, now: Any) -> None:
        new = services.replace_document(document=copy, content=a_pdf(pages=2), name="Redacted again.pdf", by=by, now=now)
        make_public(application=application, by=by, now=now)

        assert seen(original) == "private"
        assert new.redaction_of == original


class TestTheDecision:
    @pytest.fixture
    def listed(self, case: Any) -> Document:
        DocumentFactory.create(case=case, made=True, public=True, tags=["internal.decisionNotice"], name="notice.pdf")
        return DocumentFactory.create(case=case, public=True, in_decision_notice=True, number="A-1", name="plan.pdf")

    @pytest.mark.parametrize("name", ["notice.pdf", "plan.pdf"])
    def test_is_taken_off_the_public_pages_by_a_team_leader_with_a_reason_only(
        self, case: Any, by: Any, now: Any, listed: Document, name: str
    ) -> None:
        document = Document.objects.get(name=name)
        for given in [{}, {"reason": "I would like to"}, {"may_withhold": True}]:
            with pytest.raises(DomainError):
                services.unpublish(document=document, by=by, now=now, **given)
        services.unpublish(document=document, by=by, now=now, may_withhold=True, reason="A court ordered it")

        assert seen(document) == "private"
        assert AuditEvent.objects.get(case=case).type == "document_withheld"

    def test_on_the_page_a_case_officer_may_not_and_a_team_leader_may(
        self, authority: Any, case: Any, listed: Document, officer_client: Any
    ) -> None:
        address = reverse("documents:document", kwargs={"reference": case.reference, "public_id": listed.public_id})
        data = {
            "version": 1,
            "name": "plan.pdf",
            "number": "A-1",
            "drawings": listed.tags,
            "in_decision_notice": "on",
            "received_on": "2026-11-03",
            "visibility": "private",
            "reason": "A court ordered it",
        }
        refused = officer_client(authority, ["case_officer"])[0].post(address, data)
        assert refused.status_code == 422 and "Only a team leader" in refused.content.decode()
        assert seen(listed) == "public"

        assert officer_client(authority, ["team_leader"])[0].post(address, data).status_code == 302
        assert seen(listed) == "private"

    def test_nor_is_it_archived_replaced_renumbered_or_taken_from_the_list(self, by: Any, now: Any, listed: Document) -> None:
        for verb in [
            lambda: services.archive_document(document=listed, reason="Tidying", by=by, now=now),
            lambda: services.replace_document(document=listed, content=a_pdf(words="n"), name="n.pdf", by=by, now=now),
            lambda: services.edit_document(document=listed, number="A-2", by=by, now=now),
            lambda: services.edit_document(document=listed, in_decision_notice=False, by=by, now=now),
        ]:
            with pytest.raises(DomainError, match="decision notice"):
                verb()

        assert seen(listed) == "public" and listed.archived_at is None and listed.number == "A-1"

    def test_private_data_in_it_is_redacted_at_once(self, by: Any, now: Any, listed: Document) -> None:
        copy = services.add_redacted_copy(document=listed, content=a_pdf(words="x"), name="plan redacted.pdf", by=by, now=now, publish=True)

        assert (seen(listed), listed.in_decision_notice) == ("private", False)
        assert (seen(copy), copy.in_decision_notice, copy.number) == ("public", True, "A-1")


class TestThePublicPages:
    def test_a_document_is_gone_with_the_next_request(self, authority: Any, by: Any, now: Any) -> None:
        case = PlanningApplicationFactory.create(authority=authority, published=True).case
        document = DocumentFactory.create(case=case, public=True, name="gone.pdf")
        public = Client(headers={"host": authority.public_host})
        address = f"/applications/{case.reference}/documents/{document.public_id}/"
        answer = public.get(address)
        assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-cache"
        answer.getvalue()
        services.unpublish(document=document, by=by, now=now)

        for gone in (address, f"{address}view/", f"{address}thumbnail/", f"{address}page/"):
            assert public.get(gone).status_code == 404
        assert "gone.pdf" not in public.get(f"/applications/{case.reference}/").content.decode()
        assert public.get(f"/applications/{case.reference}/documents/zip/").status_code == 404


class TestStoredFiles:
    @pytest.mark.parametrize("change", [{"key": "1/other"}, {"sha256": "0" * 64}, {"size": 1}, {"content_type": "image/png"}])
    def test_never_change(self, case: Any, change: dict[str, Any]) -> None:
        version = DocumentFactory.create(case=case).current
        with pytest.raises(DatabaseError, match="A stored file never changes"), transaction.atomic():
            DocumentVersion.objects.filter(pk=version.pk).update(**change)
        DocumentVersion.objects.filter(pk=version.pk).update(pages=7, key=version.key)

        assert connection.is_usable()


class TestWhatTakesTheirPlace:
    """A file in place of another is not public with the case when a person kept the other from the public."""

    def test_a_file_for_one_that_was_taken_off_waits_for_a_person(self, case: Any, by: Any, now: Any) -> None:
        plan = DocumentFactory.create(case=case, tags=["floorPlan.proposed"])
        services.publish(document=plan, by=by, now=now)
        services.unpublish(document=plan, by=by, now=now, reason="It shows a signature")
        plan.refresh_from_db()
        new = services.replace_document(document=plan, content=a_pdf(2), name="better.pdf", by=by, now=now)
        assert services.publish_by_default(case=case, by=by, now=now) == []
        assert seen(new) == "private"

    def test_so_does_a_file_for_one_that_was_redacted(self, case: Any, by: Any, now: Any) -> None:
        form = DocumentFactory.create(case=case, tags=["floorPlan.proposed"])
        copy = services.add_redacted_copy(document=form, content=a_pdf(), name="copy.pdf", by=by, now=now, publish=True)
        form.refresh_from_db()
        new = services.replace_document(document=form, content=a_pdf(2), name="new.pdf", by=by, now=now)
        assert services.publish_by_default(case=case, by=by, now=now) == []
        assert (seen(new), seen(copy)) == ("private", "public")

    def test_a_copy_that_was_to_stay_private_stays_private(self, case: Any, by: Any, now: Any) -> None:
        form = DocumentFactory.create(case=case, tags=["floorPlan.proposed"])
        copy = services.add_redacted_copy(document=form, content=a_pdf(), name="copy.pdf", by=by, now=now, publish=False)
        assert services.publish_by_default(case=case, by=by, now=now) == []
        assert seen(copy) == "private"

    def test_a_public_file_that_becomes_something_private_is_taken_off(self, case: Any, by: Any, now: Any) -> None:
        statement = DocumentFactory.create(case=case, tags=["bankStatement"])
        plan = DocumentFactory.create(case=case, tags=["floorPlan.proposed"], public=True)
        services.put_in_place_of(document=statement, new=plan, by=by, now=now)
        assert (seen(plan), plan.tags) == ("private", ["bankStatement"])


def test_the_public_search_says_nothing_of_a_case_that_is_not_public(application: Any) -> None:
    address = reverse("documents:public_search", urlconf="bops.urls_public", kwargs={"reference": application.reference})
    assert Client(HTTP_HOST=application.case.authority.public_host).get(address, {"words": "wall"}).status_code == 404
