"""Two at once: what a worker does beside an officer or another worker, and what is locked for how long."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import services, storage, taking_in
from documents.models import Document, Redaction
from documents.redaction import tasks as redaction_tasks
from documents.services import adding
from tests.documents.mails import an_eml
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, RedactionFactory, a_pdf

pytestmark = pytest.mark.django_db
APPLICATION, DOCUMENT, REDACTION = "applications_planningapplication", "documents_document", "documents_redaction"


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], Any] = lambda: None) -> Iterator[list[str]]:
    """What is done in the block: each table whose rows are locked, in order, and "check" where a file is looked into. `meanwhile` is done
    while that goes on."""
    order: list[str] = []
    real = adding.check_file

    def check(*args: Any, **more: Any) -> Any:
        note()
        order.append("check")
        meanwhile()
        return real(*args, **more)

    def note() -> None:
        order.extend(
            re.findall(r'FROM "(\w+)"', one["sql"])[0] for one in queries.captured_queries[seen[0] :] if "FOR UPDATE" in one["sql"]
        )
        seen[0] = len(queries.captured_queries)

    seen = [0]
    monkeypatch.setattr(adding, "check_file", check)
    with CaptureQueriesContext(connection) as queries:
        yield order
        note()


def first_seen(order: list[str]) -> list[str]:
    return list(dict.fromkeys(order))


@pytest.fixture
def case(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority).case


class TestEmail:
    @pytest.fixture
    def email(self, case: Any) -> Any:
        document = DocumentFactory.create(case=case, name="plans.eml")
        document.versions.all().delete()
        content = an_eml(("plan.pdf", a_pdf()), ("other.pdf", a_pdf(2)))
        return DocumentVersionFactory.create(document=document, content=content, content_type="message/rfc822")

    def test_two_workers_keep_each_attachment_once(self, email: Any) -> None:
        taking_in._take_apart(email)
        taking_in._take_apart(email)  # it began before the first one came to its end
        assert sorted(email.document.attachments.values_list("name", flat=True)) == ["other.pdf", "plan.pdf"]

    def test_nothing_is_locked_while_attachments_are_checked_and_the_application_first(
        self, email: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with watched(monkeypatch) as order:
            taking_in._take_apart(email)
        assert order[:2] == ["check", "check"]
        assert first_seen(order)[1:3] == [APPLICATION, DOCUMENT]

    def test_what_takes_long_is_left_to_a_task_of_its_own(self, email: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Else the task would be stopped for its length, and begin again for ever."""
        monkeypatch.setattr(taking_in, "ATTACHMENTS_SECONDS", -1)
        taking_in._take_apart(email)
        assert {one.current.scan for one in email.document.attachments.all()} == {"pending"}
        assert taking_in.default_storage.exists(storage.rendition_key(email, storage.SHOWN))


class TestRedactedCopy:
    @pytest.fixture
    def redaction(self, case: Any, now: Any) -> Any:
        document = DocumentFactory.create(case=case, name="form.pdf", public=True)
        return RedactionFactory.create(file=document.current, state=Redaction.State.MAKING, asked_at=now)

    def keep(self, redaction: Any) -> Document:
        row = Redaction.objects.select_related("file__document__case", "saved_by").get(pk=redaction.pk)
        redaction_tasks._keep(row, a_pdf(), [])
        redaction.refresh_from_db()
        copy: Document = redaction.copy
        return copy

    def test_that_of_a_public_paper_is_public(self, redaction: Any) -> None:
        assert self.keep(redaction).visibility == "public"

    def test_that_of_a_paper_that_was_taken_off_meanwhile_is_not(self, redaction: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        def taken_off() -> None:
            services.unpublish(document=Document.objects.get(pk=redaction.file.document_id), by=UserFactory.create(), now=now)

        with watched(monkeypatch, taken_off):
            copy = self.keep(redaction)
        assert copy.visibility == "private"

    def test_locks_go_from_the_application_to_the_boxes_after_the_check(self, redaction: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        with watched(monkeypatch) as order:
            self.keep(redaction)
        assert first_seen(order) == ["check", APPLICATION, DOCUMENT, REDACTION]


class TestChecksBeforeLocks:
    def test_a_file_in_place_of_another(self, case: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        old = DocumentFactory.create(case=case)
        with watched(monkeypatch) as order:
            services.replace_document(document=old, content=a_pdf(2), name="new.pdf", by=UserFactory.create(), now=now)
        assert first_seen(order) == ["check", APPLICATION, DOCUMENT]

    def test_a_redacted_copy_that_was_uploaded(self, case: Any, now: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        old = DocumentFactory.create(case=case)
        with watched(monkeypatch) as order:
            services.add_redacted_copy(document=old, content=a_pdf(2), name="copy.pdf", by=UserFactory.create(), now=now, publish=False)
        assert first_seen(order) == ["check", APPLICATION, DOCUMENT]

    def test_a_form_with_many_slow_files_takes_five_seconds_and_a_worker_does_the_rest(
        self, case: Any, now: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = iter(range(0, 100, 2))  # two seconds a file
        monkeypatch.setattr(adding, "monotonic", lambda: next(clock))
        files = [services.NewFile(a_pdf(words=f"plan {number}"), f"{number}.pdf") for number in range(4)]
        files.append(services.NewFile(b"MZ no plan", "run.pdf"))
        added = services.add_documents(case=case, files=files, source="applicant", by=UserFactory.create(), now=now)
        assert [document.current.scan for document in added.documents] == ["not_scanned", "not_scanned", "pending", "pending"]
        assert [name for name, _ in added.refused] == ["run.pdf"]
