"""A disk that is full in the middle: what was begun is not taken for whole, the officer reads why, and it is made once there is room."""

import errno
from collections import namedtuple
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from documents import jobs, office, storage, taking_in
from documents.kinds import DOCX, office_program
from documents.models import DocumentVersion
from documents.rendering.sandbox import WORDS
from tests.documents.mails import a_docx, an_eml
from tests.factories.applications import CaseFactory
from tests.factories.documents import DocumentFactory, DocumentVersionFactory, a_pdf, a_picture


@contextmanager
def a_full_disk() -> Iterator[list[str]]:
    """Every file is cut off after ten bytes; the names of those that were begun."""
    begun: list[str] = []

    def save(name: str, content: Any) -> str:
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(10))
        begun.append(name)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default_storage, "save", save)
        yield begun


def kept_file(authority: Any, content: bytes, kind: str) -> DocumentVersion:
    document = DocumentFactory.create(case=CaseFactory.create(authority=authority))
    document.versions.all().delete()
    version: DocumentVersion = DocumentVersionFactory.create(document=document, content=content, content_type=kind)
    return version


@pytest.mark.parametrize(
    ("content", "kind", "made"),
    [
        (a_pdf(), "application/pdf", "thumbnail"),
        (a_picture("JPEG"), "image/jpeg", storage.PUBLIC),
        (an_eml(), "message/rfc822", storage.SHOWN),
    ],
    ids=["first page", "picture for the public", "email"],
)
def test_what_is_made_of_a_file(content: bytes, kind: str, made: str, authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    version = kept_file(authority, content, kind)
    with a_full_disk() as begun:
        taking_in.take_in(authority.pk, version.pk)
    version.refresh_from_db()

    assert (version.preview_error, version.previews_at) == (WORDS["disk"], None)
    assert begun and not any(default_storage.exists(name) for name in begun)
    folder = Path(default_storage.path(version.key)).parent
    assert [file.name for file in folder.iterdir()] == ["original"]

    monkeypatch.setattr(jobs.take_in, "delay", taking_in.take_in)
    DocumentVersion.objects.filter(pk=version.pk).update(created_at="2026-01-01T00:00Z")
    jobs.sweep_previews()
    version.refresh_from_db()
    assert version.preview_error == "" and version.previews_at is not None
    assert {made, "original"} <= {file.name for file in folder.iterdir()}


def test_the_check_itself_waits_for_room(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    version = kept_file(authority, a_pdf(), "application/pdf")
    version.scan = "pending"
    version.save()

    def no_room(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("documents.inspecting.tempfile.NamedTemporaryFile", no_room)
    taking_in.take_in(authority.pk, version.pk)
    version.refresh_from_db()
    assert (version.scan, version.preview_error) == ("pending", "")


@pytest.mark.skipif(not office_program(), reason="LibreOffice is not installed")
def test_an_office_file_that_libreoffice_had_no_room_for(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice says nothing: it makes no PDF."""
    monkeypatch.setattr(office, "_run", lambda *_: None)
    monkeypatch.setattr(office, "disk_usage", lambda _: namedtuple("Usage", "free")(1_000))
    version = kept_file(authority, a_docx(), DOCX)
    taking_in.take_in(authority.pk, version.pk)
    version.refresh_from_db()
    assert version.preview_error == WORDS["disk"]


def test_a_worker_that_is_killed_while_it_writes_leaves_nothing_that_is_trusted(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a picture appears once the whole of it is written."""
    version = kept_file(authority, a_pdf(), "application/pdf")
    real = default_storage.save

    def save(name: str, content: Any) -> str:
        assert name != storage.rendition_key(version, "p1-page")
        return real(name, content)

    monkeypatch.setattr(default_storage, "save", save)
    storage.put_rendition(version, "p1-page", b"whole")
    with storage.open_rendition(version, "p1-page") as file:
        assert file.read() == b"whole"
