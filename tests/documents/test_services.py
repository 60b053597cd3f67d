"""Documents of a case: added, changed, published, replaced, redacted, archived; nothing lost, everything on record."""

import gc
import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from audit.actors import System
from audit.models import AuditEvent
from core.errors import DomainError, StaleRecord
from documents import services, storage, taking_in
from documents.checks import FileRefused
from documents.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf, a_picture

EDIT = {"name": "Site plan.pdf", "tags": ["sitePlan.proposed"], "number": "", "received_on": date(2026, 11, 3)}


@pytest.fixture
def case(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority).case


@pytest.fixture
def officer() -> Any:
    return UserFactory.create(name="Imogen Achebe")


def history(case: Any) -> list[str]:
    return list(AuditEvent.objects.filter(case=case).order_by("pk").values_list("type", flat=True))


def add(case: Any, by: Any, now: Any, content: Any = None, **changes: Any) -> Document:
    fields = {"name": "Plan A.pdf", "source": "officer", "tags": ["sitePlan.proposed"]} | changes
    return services.add_document(case=case, content=content or a_pdf(2), by=by, now=now, **fields)


class TestAdding:
    def test_keeps_the_file_its_hash_and_who_sent_it(self, case: Any, officer: Any, now: Any) -> None:
        content = a_pdf(2, "Ground floor")
        document = add(case, officer, now, content, number="A-1", description="As amended", received_on=date(2026, 11, 20))
        version = document.current

        assert version is not None
        assert (document.name, document.number, document.tags, document.received_on) == (
            "Plan A.pdf",
            "A-1",
            ["sitePlan.proposed"],
            date(2026, 11, 20),
        )
        assert (document.visibility, document.created_by_name, document.published_at) == ("private", "Imogen Achebe", None)
        assert (version.sha256, version.size, version.pages) == (hashlib.sha256(content).hexdigest(), len(content), 2)
        assert version.key == f"{case.authority_id}/{document.public_id}/{version.public_id}/original"
        assert storage.read(version) == content
        assert history(case) == ["document_added"]

    def test_counts_as_received_on_the_london_day(self, case: Any, officer: Any, now: Any) -> None:
        assert add(case, officer, now).received_on == date(2026, 11, 24)

    def test_a_refused_file_leaves_nothing_behind(self, case: Any, officer: Any, now: Any) -> None:
        with pytest.raises(FileRefused, match="is not a PDF, PNG or JPEG"):
            add(case, officer, now, b"<html>hello</html>")

        assert not Document.objects.exists()
        assert history(case) == []

    def test_of_several_files_the_good_ones_are_kept_and_the_others_named(self, case: Any, officer: Any, now: Any) -> None:
        files = [services.NewFile(a_pdf(), "one.pdf"), services.NewFile(b"MZ...", "two.pdf"), services.NewFile(a_picture(), "three.png")]
        added = services.add_documents(case=case, files=files, source="applicant", by=System("Test"), now=now)

        assert [document.name for document in added.documents] == ["one.pdf", "three.png"]
        assert [name for name, _ in added.refused] == ["two.pdf"]
        assert history(case) == ["document_added", "document_added"]

    def test_a_file_that_the_case_already_has_is_kept_and_said_to_be_a_repeat(self, case: Any, officer: Any, now: Any) -> None:
        DocumentFactory.create(case=case, name="First.pdf", file=a_pdf(words="same"))
        DocumentFactory.create(case=PlanningApplicationFactory.create(authority=case.authority).case, file=a_pdf(words="other"))
        files = [services.NewFile(a_pdf(words="same"), "Again.pdf"), services.NewFile(a_pdf(words="other"), "New.pdf")]
        added = services.add_documents(case=case, files=files, source="officer", by=officer, now=now)

        assert len(added.documents) == 2
        assert added.repeated == [("Again.pdf", "First.pdf")]

    def test_applicants_have_the_smaller_limit(self, case: Any, officer: Any, now: Any) -> None:
        case.authority.settings = {"applicant_upload_mb": 0}
        with pytest.raises(FileRefused, match="largest file we can take is 0 MB"):
            add(case, officer, now, source="applicant")

        assert add(case, officer, now, source="officer").pk

    def test_nobody_cannot_add(self, case: Any, now: Any) -> None:
        with pytest.raises(TypeError):
            add(case, None, now)


class TestStorage:
    def test_a_file_stays_when_its_transaction_commits(
        self, case: Any, officer: Any, now: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True) as at_commit:
            document = add(case, officer, now)
        del at_commit[:]
        gc.collect()

        assert storage.read(Document.objects.get(pk=document.pk).current)

    def test_a_file_goes_when_the_transaction_around_it_fails(self, case: Any, officer: Any, now: Any) -> None:
        keys = []
        with pytest.raises(RuntimeError), transaction.atomic():
            keys.append(add(case, officer, now).current.key)
            assert default_storage.exists(keys[0])
            raise RuntimeError

        assert not default_storage.exists(keys[0])
        assert not Document.objects.exists()

    def test_a_key_is_never_written_twice(self, authority: Any) -> None:
        from django.core.files.base import ContentFile

        storage.put("1/2/3/original", ContentFile(b"first"))
        with pytest.raises(FileExistsError):
            storage.put("1/2/3/original", ContentFile(b"second"))

        with default_storage.open("1/2/3/original") as kept:
            assert kept.read() == b"first"
        default_storage.delete("1/2/3/original")


class TestMadeByBops:
    def test_a_notice_is_kept_with_its_hash(self, case: Any, now: Any) -> None:
        content = a_pdf(3)
        document = services.store_made_pdf(
            case=case,
            content=content,
            name="Decision notice.pdf",
            tags=["internal.decisionNotice"],
            visibility="public",
            by=System(),
            now=now,
        )

        assert (document.source, document.visibility, document.published_at, document.current.pages) == ("made", "public", now, 3)
        assert document.current.sha256 == hashlib.sha256(content).hexdigest()
        assert history(case) == ["document_made"]

    def test_it_is_never_replaced_renamed_or_redacted(self, case: Any, officer: Any, now: Any) -> None:
        document = services.store_made_pdf(case=case, content=a_pdf(), name="Letter.pdf", by=System(), now=now)
        for verb in [
            lambda: services.replace_document(document=document, content=a_pdf(), name="b.pdf", by=officer, now=now),
            lambda: services.add_redacted_copy(document=document, content=a_pdf(), name="b.pdf", by=officer, now=now, publish=True),
            lambda: services.edit_document(document=document, name="Other.pdf", by=officer, now=now),
        ]:
            with pytest.raises(DomainError, match="BOPS made this document"):
                verb()

        assert Document.objects.get().name == "Letter.pdf"


class TestEditing:
    def test_records_what_was_changed(self, case: Any, officer: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case, name="a.pdf")
        services.edit_document(document=document, version=1, by=officer, now=now, tags=["locationPlan"], number="A-2", name="a.pdf")
        document.refresh_from_db()
        event = AuditEvent.objects.get(case=case)

        assert (document.tags, document.number, document.version) == (["locationPlan"], "A-2", 2)
        assert event.data["changes"] == "tags, drawing number"
        assert event.user == officer

    def test_two_officers_do_not_overwrite_each_other(self, case: Any, officer: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case)
        services.edit_document(document=document, version=1, by=officer, now=now, number="A-1")

        with pytest.raises(StaleRecord):
            services.edit_document(document=document, version=1, by=officer, now=now, number="B-1")
        document.refresh_from_db()
        assert document.number == "A-1"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"received_on": date(2026, 11, 25)}, "received_on"),
            ({"in_decision_notice": True}, "number"),
            ({"checked": False}, "check_note"),
            ({"tags": ["picnicPlan"]}, "tags"),
            ({"visibility": "everybody"}, "visibility"),
        ],
    )
    def test_refuses_what_cannot_be(self, case: Any, officer: Any, now: Any, changes: dict[str, Any], field: str) -> None:
        document = DocumentFactory.create(case=case)
        with pytest.raises(DomainError) as refusal:
            services.edit_document(document=document, by=officer, now=now, **changes)

        assert refusal.value.field == field
        assert history(case) == []

    def test_the_file_itself_cannot_be_edited(self, case: Any, officer: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case)
        with pytest.raises(TypeError, match="source"):
            services.edit_document(document=document, by=officer, now=now, source="officer")


class TestWhoSeesIt:
    def test_published_and_taken_back(self, case: Any, officer: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case)
        services.publish(document=document, by=officer, now=now)
        document.refresh_from_db()
        assert (document.visibility, document.published_at, document.published_by) == ("public", now, officer)

        services.unpublish(document=document, by=officer, now=now)
        document.refresh_from_db()
        assert (document.visibility, document.published_at, document.published_by) == ("private", None, None)
        assert history(case) == ["document_published", "document_unpublished"]

    def test_the_original_of_a_redacted_copy_stays_private(self, case: Any, officer: Any, now: Any) -> None:
        original = DocumentFactory.create(case=case, public=True, name="a.pdf")
        copy = services.add_redacted_copy(
            document=original, content=a_pdf(words="x"), name="a redacted.pdf", by=officer, now=now, publish=True
        )
        original.refresh_from_db()

        assert (original.visibility, copy.visibility, copy.redaction_of, copy.tags) == ("private", "public", original, original.tags)
        with pytest.raises(DomainError, match="redacted copy"):
            services.publish(document=original, by=officer, now=now)


class TestReplacingAndArchiving:
    def test_the_new_one_takes_over_tags_and_number_but_not_publicity(self, case: Any, officer: Any, now: Any) -> None:
        old = DocumentFactory.create(case=case, public=True, number="A-1", name="old.pdf")
        new = services.replace_document(document=old, content=a_pdf(words="new"), name="new.pdf", source="applicant", by=officer, now=now)
        old.refresh_from_db()

        assert (new.replaces, new.tags, new.number, new.visibility, new.source) == (old, old.tags, "A-1", "private", "applicant")
        assert (old.archived_at, old.archive_reason) == (now, "Replaced by new.pdf")
        assert history(case) == ["document_added", "document_archived", "document_replaced"]

    def test_archived_for_a_reason_and_brought_back_private(self, case: Any, officer: Any, now: Any) -> None:
        document = DocumentFactory.create(case=case, public=True)
        with pytest.raises(DomainError, match="Say why"):
            services.archive_document(document=document, reason=" ", by=officer, now=now)
        services.archive_document(document=document, reason="Not ours", by=officer, now=now)
        with pytest.raises(DomainError, match="is archived"):
            services.publish(document=document, by=officer, now=now)
        services.restore_document(document=document, by=officer, now=now)
        document.refresh_from_db()

        assert (document.archived_at, document.visibility) == (None, "private")
        assert history(case) == ["document_archived", "document_restored"]

    def test_what_stands_at_the_top_of_the_case_follows_its_name(self, case: Any, officer: Any, now: Any) -> None:
        """Told of by the old name, taken away by the new one."""
        document, application = DocumentFactory.create(case=case, name="scan0001.pdf"), case.application
        taking_in.tell_officer(case, "The file other.pdf is missing.")
        taking_in.tell_officer(case, taking_in.waiting_line(document))
        services.edit_document(document=document, name="Site plan.pdf", by=officer, now=now)
        document.refresh_from_db()
        application.refresh_from_db()

        assert taking_in.waiting_line(document) in application.attention and "scan0001" not in application.attention
        taking_in.tell_officer(case, forget=taking_in.waiting_line(document))
        application.refresh_from_db()
        assert application.attention == "The file other.pdf is missing."

    def test_a_refused_file_is_not_brought_back(self, case: Any, officer: Any, now: Any, officer_client: Any) -> None:
        """It has nothing to be shown, so it cannot be public either."""
        document = DocumentFactory.create(case=case)
        services.archive_document(document=document, reason="It holds a virus", by=officer, now=now)
        document.versions.update(scan="refused")
        client, _ = officer_client(case.authority, ["case_officer"])
        page = client.get(f"/cases/{case.application.reference}/documents/{document.public_id}/").content.decode()

        assert "/restore/" not in page and "Ask for the file again" in page
        with pytest.raises(DomainError, match="was not kept"):
            services.restore_document(document=Document.objects.get(pk=document.pk), by=officer, now=now)
        document.refresh_from_db()
        assert document.archived_at == now

    def test_the_decision_notice_stays(self, case: Any, officer: Any, now: Any) -> None:
        notice = DocumentFactory.create(case=case, made=True, public=True, tags=["internal.decisionNotice"])
        with pytest.raises(DomainError, match="stays with the case"):
            services.archive_document(document=notice, reason="Tidying up", by=officer, now=now)
