"""All papers of a case as one ZIP file, made while it leaves."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import File
from django.test import Client
from django.urls import reverse

from core.tenancy import acting_for
from documents import storage, zipping
from documents.models import Document
from documents.selectors import documents_of
from tests.factories.accounts import LocalAuthorityFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory, a_pdf


@pytest.fixture
def application(authority: Any) -> Any:
    return PlanningApplicationFactory.create(authority=authority, published=True)


@pytest.fixture
def reader(authority: Any, officer_client: Any) -> Client:
    client: Client = officer_client(authority, ["land_charges"])[0]
    return client


def opened(answer: Any) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


def index_of(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))


def address(name: str, application: Any) -> str:
    return reverse(f"documents:{name}", kwargs={"reference": application.reference})


class TestForOfficers:
    def test_has_every_document_in_use_and_an_index(self, application: Any, reader: Client) -> None:
        content = a_pdf(words="the very file")
        plan = DocumentFactory.create(case=application.case, file=content, name="plan.pdf", number="A-1", description="=cmd()")
        DocumentFactory.create(case=application.case, name="old.pdf", archived=True)
        answer = reader.get(address("zip", application))
        archive = opened(answer)

        assert answer["Content-Disposition"] == f'attachment; filename="{application.reference.replace("/", "-")}.zip"'
        assert answer["Cache-Control"] == "private, no-store"
        assert archive.namelist() == ["plan.pdf", "index.csv"] and archive.read("plan.pdf") == content
        line = index_of(archive)[0]
        assert (line["Number"], line["Note"], line["What it is"]) == ("A-1", "'=cmd()", "Site plan - proposed")
        assert line["SHA-256"] == plan.current.sha256

    def test_or_those_that_are_ticked(self, authority: Any, application: Any, officer_client: Any) -> None:
        one, _ = DocumentFactory.create(case=application.case, name="one.pdf"), DocumentFactory.create(case=application.case)
        officer = officer_client(authority, ["case_officer"])[0]

        ticked = {"action": "download", "document": [one.public_id]}
        assert opened(officer.post(address("bulk", application), ticked)).namelist() == ["one.pdf", "index.csv"]
        assert opened(officer.get(address("zip", application), {"document": [one.public_id, "rubbish"]})).namelist() == [
            "one.pdf",
            "index.csv",
        ]

    def test_names_are_safe_and_differ(self, application: Any, reader: Client) -> None:
        given = [
            "plan.pdf",
            "PLAN.pdf",
            "../../etc/passwd.pdf",
            "CON.pdf",
            "index.csv",
            "a\u202efdp.exe.pdf",
            "x" * 251 + ".pdf",
            "plan (2).pdf",
        ]
        for name in given:
            DocumentFactory.create(case=application.case, name=name)
        names = opened(reader.get(address("zip", application))).namelist()

        assert len({name.casefold() for name in names}) == len(given) + 1
        assert not [name for name in names if "/" in name or "\\" in name or ".." in name.split(".pdf")[0][:2] or "\u202e" in name]
        assert "CON.pdf" not in names and all(len(name) <= 255 for name in names)

    def test_a_file_that_the_store_lost_is_named_and_the_rest_is_there(self, application: Any, reader: Client) -> None:
        lost = DocumentFactory.create(case=application.case, name="lost.pdf")
        DocumentFactory.create(case=application.case, name="there.pdf")
        storage.default_storage.delete(lost.current.key)
        archive = opened(reader.get(address("zip", application)))

        assert archive.namelist() == ["there.pdf", "index.csv"]
        assert {line["Name"]: line["In this file"] for line in index_of(archive)} == {
            "lost.pdf": "No: the store has lost it",
            "there.pdf": "Yes",
        }

    def test_a_case_without_documents_or_of_another_council_is_not_found(self, application: Any, reader: Client) -> None:
        assert reader.get(address("zip", application)).status_code == 404
        other = LocalAuthorityFactory.create()
        with acting_for(other):
            theirs = PlanningApplicationFactory.create(authority=other)
            DocumentFactory.create(case=theirs.case)
        assert reader.get(address("zip", theirs)).status_code == 404

    def test_takes_no_more_memory_for_a_large_file(self, application: Any, monkeypatch: Any) -> None:
        document = DocumentFactory.create(case=application.case, name="large.pdf")
        monkeypatch.setattr(storage, "open_rendition", lambda version, rendition: File(Endless(64 * 1024 * 1024), name="large"))
        documents = list(documents_of(application.case))
        tracemalloc.start()
        sent = sum(len(piece) for piece in zipping.zip_pieces(documents))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert sent > 64 * 1024 * 1024 > most * 8 and document.pk


class Endless(io.RawIOBase):
    """A file of noughts of this many bytes, without them."""

    def __init__(self, size: int) -> None:
        self.size, self.at = size, 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = self.size + offset if whence == 2 else offset
        return self.at

    def tell(self) -> int:
        return self.at

    def read(self, size: int = -1) -> bytes:
        size = min(size, self.size - self.at)
        self.at += size
        return bytes(size)


class TestForThePublic:
    @pytest.fixture
    def public(self, authority: Any) -> Iterator[Client]:
        yield Client(headers={"host": authority.public_host})

    def public_address(self, application: Any) -> str:
        return f"/applications/{application.reference}/documents/zip/"

    def test_has_what_is_published_only(self, application: Any, public: Client) -> None:
        DocumentFactory.create(case=application.case, name="public.pdf", public=True)
        DocumentFactory.create(case=application.case, name="private.pdf")
        DocumentFactory.create(case=application.case, name="consultees.pdf", visibility="consultees")
        DocumentFactory.create(case=application.case, name="archived.pdf", public=True, archived=True)
        private = Document.objects.get(name="private.pdf").public_id

        archive = opened(public.get(self.public_address(application)))
        assert archive.namelist() == ["public.pdf", "index.csv"]
        assert "private.pdf" not in archive.read("index.csv").decode()
        assert public.get(self.public_address(application), {"some": "yes", "document": [private]}).status_code == 404

    def test_or_those_that_are_ticked_on_the_page(self, application: Any, public: Client) -> None:
        ticked = [DocumentFactory.create(case=application.case, name=f"{n}.pdf", public=True) for n in "abc"][:2]
        DocumentFactory.create(case=application.case, name="private.pdf")
        page = public.get(f"/applications/{application.reference}/").content.decode()
        assert [page.count(f'value="{one.public_id}"') for one in ticked] == [1, 1]

        ids = [one.public_id for one in ticked] + [Document.objects.get(name="private.pdf").public_id, "rubbish"]
        archive = opened(public.get(self.public_address(application), {"some": "yes", "document": ids}))
        assert sorted(archive.namelist()) == ["a.pdf", "b.pdf", "index.csv"]

    def test_nothing_ticked_is_said_on_the_page(self, application: Any, public: Client) -> None:
        DocumentFactory.create(case=application.case, public=True)
        answer = public.get(self.public_address(application), {"some": "yes"}, follow=True)
        assert answer.redirect_chain[0][0].endswith("/?tick=none#documents")
        assert "Tick the documents that you want to save first" in answer.content.decode()

    def test_its_list_says_nothing_that_was_written_to_the_council(self, application: Any, public: Client) -> None:
        DocumentFactory.create(case=application.case, public=True, description="Mrs Brook of no. 7 is ill")
        archive = opened(public.get(self.public_address(application)))
        assert "Brook" not in archive.read("index.csv").decode()
        assert set(index_of(archive)[0]) == {"File", "Name", "Number", "What it is", "Received", "Bytes", "SHA-256", "In this file"}

    def test_is_not_there_for_a_case_that_is_not_public(self, authority: Any, public: Client) -> None:
        application = PlanningApplicationFactory.create(authority=authority)
        DocumentFactory.create(case=application.case, public=True)

        assert public.get(self.public_address(application)).status_code == 404
