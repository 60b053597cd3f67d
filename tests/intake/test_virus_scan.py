"""A real ClamAV looks at what comes in: a virus is refused at each door, and nothing gets in unchecked while it is away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.models import PlanningApplication
from audit.actors import ApiClientActor
from documents import scanning, taking_in
from documents.models import Document
from intake import jobs, services, tasks
from intake.models import FetchedFile
from tests.factories import odp
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf
from tests.fakes.clamd import MOST_KILOBYTES, TEST_STRING, Clamd

VIRUS = f"{odp.FILES}/bad/virus/plan.pdf"
GOOD = f"{odp.FILES}/1/plan.pdf"


@pytest.fixture(scope="module")
def daemon():
    with Clamd() as clamd:
        yield clamd


@pytest.fixture
def scanner(daemon, settings):
    settings.CLAMAV_SOCKET = daemon.socket


@pytest.fixture
def no_scanner_there(settings, tmp_path):
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody.sock")


@pytest.fixture
def fetch(southwark, planx, file_host):
    """Open a case whose submission names these files, and fetch them."""

    def make(*urls):
        now = timezone.now()
        body = odp.body(files=[{"name": url, "type": []} for url in urls])
        kept = services.receive(authority=southwark, client=planx, source="planx", body=body, headers={}, now=now)
        case = services.understand(submission=kept, by=ApiClientActor(planx), now=now).submission.case
        for file in FetchedFile.objects.filter(case=case):
            tasks.fetch_file(southwark.pk, file.pk)
        return case

    return make


@pytest.fixture
def upload(sign_in, southwark):
    """An officer adds a file to a case: the answer."""
    application = PlanningApplicationFactory(authority=southwark)
    browser = sign_in(southwark, ["case_officer"])

    def send(content):
        file = SimpleUploadedFile("plan.pdf", content, "application/pdf")
        return browser.post(f"/cases/{application.reference}/documents/add/", {"files": file, "received_on": "2026-11-02"})

    return send


def note(case):
    return PlanningApplication.objects.get(pk=case.pk).attention


@pytest.mark.usefixtures("scanner")
class TestWithAScanner:
    def test_a_virus_is_refused_at_the_fetch_and_the_rest_arrives(self, fetch):
        case = fetch(VIRUS, GOOD)

        bad, good = FetchedFile.objects.filter(case=case)
        assert (bad.state, good.state) == ("refused", "fetched")
        assert "has a virus" in bad.error
        assert "has a virus" in note(case)
        assert [document.current.scan for document in Document.objects.filter(case=case)] == ["clean"]

    def test_a_virus_is_refused_at_an_officers_upload(self, upload):
        answer = upload(a_pdf() + b"\n% " + TEST_STRING)

        assert answer.status_code == 422
        assert "has a virus" in answer.content.decode()
        assert not Document.objects.exists()

    def test_a_clean_file_is_taken_at_an_officers_upload(self, upload):
        assert upload(a_pdf()).status_code == 302
        assert Document.objects.get().current.scan == "clean"

    @pytest.mark.parametrize("kilobytes", [MOST_KILOBYTES + 1, 5 * MOST_KILOBYTES])
    def test_what_is_longer_than_the_scanner_looks_at_is_not_kept(self, upload, kilobytes):
        answer = upload(a_pdf() + b"\n%" + b"x" * kilobytes * 1024)

        assert "is too large for our virus scanner" in answer.content.decode()
        assert not Document.objects.exists()


@pytest.mark.usefixtures("no_scanner_there")
class TestWhileTheScannerIsAway:
    def test_a_file_waits_and_says_so_and_is_not_even_fetched(self, fetch, file_host):
        case = fetch(GOOD)

        file = FetchedFile.objects.get(case=case)
        assert (file.state, file.attempts) == ("waiting", 0)
        assert "has not arrived yet: the virus scanner does not answer" in note(case)
        assert not Document.objects.exists()
        assert file_host.asked == []

    def test_it_waits_as_long_as_it_must_and_arrives_when_the_scanner_is_back(self, fetch, daemon, settings, southwark):
        case = fetch(GOOD)
        for _ in range(12):
            FetchedFile.objects.update(next_attempt_at=timezone.now())
            assert jobs.sweep_files() == 1
        assert FetchedFile.objects.get(case=case).state == "waiting"

        settings.CLAMAV_SOCKET = daemon.socket
        FetchedFile.objects.update(next_attempt_at=timezone.now())
        jobs.sweep_files()

        assert FetchedFile.objects.get(case=case).state == "fetched"
        assert note(case) == ""

    def test_one_that_goes_away_in_the_middle_lets_nothing_in(self, fetch, monkeypatch):
        monkeypatch.setattr(scanning, "answers", lambda: True)

        case = fetch(GOOD)

        file = FetchedFile.objects.get(case=case)
        assert (file.state, file.attempts) == ("waiting", 0)
        assert "the virus scanner does not answer" in note(case)
        assert not Document.objects.exists()

    def test_an_officers_file_is_kept_for_nobody_until_it_is_checked(self, upload, daemon, settings):
        assert upload(a_pdf()).status_code == 302
        version = Document.objects.get().current
        assert (version.scan, version.is_served) == ("pending", False)
        taking_in.take_in(version.authority_id, version.pk)
        version.refresh_from_db()
        assert version.scan == "pending"

        settings.CLAMAV_SOCKET = daemon.socket
        taking_in.take_in(version.authority_id, version.pk)
        version.refresh_from_db()
        assert (version.scan, version.is_served) == ("clean", True)


def test_where_no_scanner_is_configured_a_file_says_that_it_was_not_scanned(fetch):
    fetch(GOOD)

    assert Document.objects.get().current.scan == "not_scanned"
