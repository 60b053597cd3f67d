"""What goes wrong with the machine is nobody's file's fault: nothing is refused or lost for it, and it is tried again."""

import subprocess
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from documents import inspecting, jobs, taking_in
from documents.checks import NotNow, check_file
from documents.models import Document, DocumentVersion
from tests.documents.hostile import HOSTILE
from tests.documents.mails import a_docx
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, a_pdf

SCRIPT = next(file for file in HOSTILE if file.name == "script on opening.pdf")
OWN_BUG = b"Traceback (most recent call last):\nModuleNotFoundError: No module named 'pikepdf'"


def waiting_file(authority: Any, content: bytes = b"", kind: str = "application/pdf") -> DocumentVersion:
    """A file that was kept and is to be checked by a worker."""
    document = DocumentFactory.create(case=PlanningApplicationFactory.create(authority=authority).case, name="plan.pdf")
    document.versions.all().delete()
    version: DocumentVersion = DocumentVersionFactory.create(document=document, content=content or a_pdf(), content_type=kind)
    version.scan = DocumentVersion.Scan.PENDING
    version.save()
    return version


def died(code: int, complaint: bytes = b"", said: bytes = b"") -> Any:
    return lambda *_, **__: SimpleNamespace(returncode=code, stdout=said, stderr=complaint)


def too_slow(*_: Any, **__: Any) -> None:
    raise subprocess.TimeoutExpired("inspector", 60)


PASSING = {
    "the clock ran out on a busy machine": too_slow,
    "killed for want of memory": died(-9),
    "told to stop with its worker": died(-15),
    "a fault of our own": died(1, OWN_BUG),
    "an answer cut off": died(0, said=b'{"pages": '),
}
PROVEN = {
    "all its time used": (died(-24), "unpacks to more than is safe"),
    "all its memory used": (died(1, b"MemoryError"), "unpacks to more than is safe"),
    "no memory in C": (died(-6, b"terminate called after throwing 'std::bad_alloc'"), "unpacks to more than is safe"),
    "brought down by the file": (died(-11), "is damaged"),
}


@pytest.mark.django_db
class TestInspector:
    @pytest.mark.parametrize("run", PASSING.values(), ids=PASSING.keys())
    def test_a_file_it_could_say_nothing_of_waits_and_stays(
        self, run: Any, authority: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
    ) -> None:
        version = waiting_file(authority)
        with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
            patch.setattr(inspecting.subprocess, "run", run)
            taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()
        assert (version.scan, version.preview_error, default_storage.exists(version.key)) == ("pending", "", True)
        assert version.document.archived_at is None

        taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()
        assert version.is_served and version.previews_at is not None

    @pytest.mark.parametrize(("run", "words"), PROVEN.values(), ids=PROVEN.keys())
    def test_what_the_file_did_itself_is_held_against_it(
        self, run: Any, words: str, authority: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = waiting_file(authority)
        monkeypatch.setattr(inspecting.subprocess, "run", run)
        taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()
        assert version.scan == "refused"
        assert words in version.preview_error

    @pytest.mark.parametrize("run", PASSING.values(), ids=PASSING.keys())
    def test_somebody_who_waits_for_the_page_is_not_refused_either(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inspecting.subprocess, "run", run)
        assert check_file(a_pdf(), "plan.pdf", max_mb=30).scan == "pending"
        with pytest.raises(NotNow, match="Try again in a few minutes"):
            check_file(a_docx(), "letter.docx", max_mb=30)

    @pytest.mark.parametrize("run", PASSING.values(), ids=PASSING.keys())
    def test_nor_a_picture_that_is_made_for_the_public(self, run: Any, authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.factories.documents import a_picture

        version = waiting_file(authority, a_picture("JPEG"), "image/jpeg")
        version.scan = DocumentVersion.Scan.CLEAN
        version.save()
        monkeypatch.setattr(inspecting.subprocess, "run", run)
        taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()
        assert (version.preview_error, version.previews_at) == ("", None)


@pytest.mark.django_db
class TestRefusedFile:
    """It is never served; its bytes stay for a month, for whoever has to look into a wrong refusal."""

    def test_its_bytes_go_after_a_month(self, authority: Any, django_capture_on_commit_callbacks: Any) -> None:
        version = waiting_file(authority, SCRIPT.content)
        with django_capture_on_commit_callbacks(execute=True):
            taking_in.take_in(authority.pk, version.pk)
        version.refresh_from_db()
        assert (version.scan, version.is_served, default_storage.exists(version.key)) == ("refused", False, True)
        jobs.sweep_previews()
        assert default_storage.exists(version.key)

        DocumentVersion.objects.filter(pk=version.pk).update(delete_file_at=timezone.now() - timedelta(seconds=1))
        jobs.sweep_previews()
        version.refresh_from_db()
        assert (default_storage.exists(version.key), version.delete_file_at) == (False, None)

    def test_of_two_checks_at_once_the_first_counts(self, authority: Any) -> None:
        """Else a file could be refused and clean at once, or its sender be told twice."""
        version = waiting_file(authority, SCRIPT.content)
        late = DocumentVersion.objects.select_related("document__case").get(pk=version.pk)
        taking_in.take_in(authority.pk, version.pk)
        lines = version.document.case.events.count()
        taking_in._passed(late, 1, "clean")
        version.refresh_from_db()
        assert version.scan == "refused"

        late.scan = "pending"
        taking_in._let_go(late, "It is damaged.", timezone.now())
        version.refresh_from_db()
        assert "script" in version.preview_error
        assert version.document.case.events.count() == lines

    def test_one_that_passed_is_not_refused_by_a_slower_check(self, authority: Any) -> None:
        version = waiting_file(authority)
        late = DocumentVersion.objects.select_related("document__case").get(pk=version.pk)
        taking_in.take_in(authority.pk, version.pk)
        taking_in._let_go(late, "It is damaged.", timezone.now())
        version.refresh_from_db()
        assert version.is_served
        assert Document.objects.get().archived_at is None
