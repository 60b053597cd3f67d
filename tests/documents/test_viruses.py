"""A real ClamAV stands behind each door, and a virus gets through none, whatever it is wrapped in."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from applications.services import make_access_link
from documents import taking_in
from documents.kinds import office_program
from documents.models import Document
from intake.models import FetchedFile
from tests.documents.mails import a_docx, an_eml
from tests.factories import portal
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf
from tests.factories.validation import ValidationRequestFactory
from tests.fakes.clamd import TEST_STRING, Clamd


def a_photograph() -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "JPEG", comment=TEST_STRING)
    return output.getvalue()


WRAPPED = {
    "plan.pdf": a_pdf() + b"\n% " + TEST_STRING,
    "front.jpg": a_photograph(),
    "letter.docx": a_docx(**{"docProps__app.xml": TEST_STRING}),
    "message.eml": an_eml(("plan.pdf", a_pdf() + b"\n% " + TEST_STRING)),
}
VIRUSES = [SimpleUploadedFile(name, content) for name, content in WRAPPED.items() if office_program() or not name.endswith(".docx")]


@pytest.fixture(scope="module")
def daemon() -> Iterator[Clamd]:
    with Clamd() as clamd:
        yield clamd


@pytest.fixture(autouse=True)
def scanner(daemon: Clamd, settings: Any) -> None:
    settings.CLAMAV_SOCKET = daemon.socket


@pytest.fixture(params=["at once", "later"])
def when(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether the file is small, and checked while its sender waits, or left for a worker."""
    if request.param == "later":
        monkeypatch.setattr("documents.checks.HEAVY", 10)
    return str(request.param)


def nothing_came_of(name: str, when: str, words: str) -> None:
    """Refused with words; where it was kept to be checked, a worker refuses it, and nobody was ever given it."""
    document = Document.objects.filter(name=name).first()
    assert (document is None) == (when == "at once"), name
    if document is None:
        assert "has a virus" in words
        return
    assert not document.current.is_served
    taking_in.take_in(document.authority_id, document.current.pk)
    document.refresh_from_db()
    assert (document.versions.get().scan, document.visibility) == ("refused", "private")
    assert "has a virus" in document.archive_reason


@pytest.mark.parametrize("file", VIRUSES, ids=lambda file: file.name)
def test_the_officers_form(file: SimpleUploadedFile, when: str, authority: Any, officer_client: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority)
    file.seek(0)
    answer = officer_client(authority)[0].post(f"/cases/{application.reference}/documents/add/one/", {"files": file})

    nothing_came_of(file.name, when, answer.json().get("words", ""))


@pytest.mark.parametrize("file", VIRUSES, ids=lambda file: file.name)
def test_the_applicants_answer(file: SimpleUploadedFile, when: str, authority: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, status="invalidated")
    wanted = ValidationRequestFactory.create(case=application.case, sent=True)
    party = application.case.parties.get(role="applicant")
    _, token = make_access_link(case=application.case, party=party, purpose="applicant", now=timezone.now())
    applicant = Client(HTTP_HOST=authority.public_host)
    applicant.post(f"/my/{token}/", {"action": "open"})
    file.seek(0)
    answer = applicant.post(f"/my/requests/{wanted.public_id}/files/", {"files": file})

    nothing_came_of(file.name, when, answer.json().get("words", ""))


def test_a_package_of_the_planning_portal(authority: Any, officer_client: Any, django_capture_on_commit_callbacks: Any) -> None:
    """Of its files those with a virus are refused; the case is made all the same, and says what is missing."""
    said = portal.form(1)
    bad = said["documentList"][-1]["fileName"]
    files = [(name, content + b"\n% " + TEST_STRING if name == bad else content) for name, content in portal.papers(said)]
    package = portal.zipped([("Application.json", json.dumps(said).encode()), *files])
    with django_capture_on_commit_callbacks(execute=True):
        officer_client(authority, ["validation"])[0].post("/submissions/upload-package/", {"package": SimpleUploadedFile("p.zip", package)})

    refused = FetchedFile.objects.get(state="refused")
    assert (refused.name, "has a virus" in refused.error) == (bad, True)
    assert {document.current.scan for document in Document.objects.all()} == {"clean"}
    assert Document.objects.count() == len(files) - 1
