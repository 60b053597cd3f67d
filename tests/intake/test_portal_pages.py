"""A package of the Planning Portal uploaded by hand, and what the inbox shows of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Case
from audit.models import AuditEvent
from intake.models import Submission
from tests.factories import portal

PAGE = "/submissions/upload-package/"


@pytest.fixture
def upload(southwark, sign_in, monkeypatch, django_capture_on_commit_callbacks):
    """upload(bytes): what the page answers to an officer who registers."""
    monkeypatch.setattr("documents.services.adding.enqueue_on_commit", lambda *_: None)
    browser = sign_in(southwark, ["validation"])

    def send(content, name="PP-10099001.zip"):
        with django_capture_on_commit_callbacks(execute=True):
            return browser.post(PAGE, {"package": SimpleUploadedFile(name, content)})

    send.browser = browser
    return send


def text(answer):
    return answer.content.decode()


def test_an_uploaded_package_becomes_a_case(upload):
    answer = upload(portal.package(1))

    case = Case.objects.get()
    assert answer.status_code == 302
    assert case.reference in answer["location"]
    assert case.alternative_reference == "PP-10099001"
    assert case.documents.count() == 6
    kept = Submission.objects.get()
    assert (kept.source, kept.source_id, kept.state, kept.client) == ("planning_portal", "10099001", "completed", None)
    assert AuditEvent.objects.filter(type="package_uploaded").count() == 1


def test_the_same_package_twice_makes_no_second_case(upload):
    upload(portal.package(1))

    answer = upload(portal.package(1))

    assert answer.status_code == 302
    assert (Case.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_later_version_by_hand_goes_to_the_same_case(upload):
    upload(portal.package(1, "xml"))

    upload(portal.package(1, "xml", said=portal.form(1, version=2, applicationData__applicant__telNationalNumber="01632 960999")))

    assert Case.objects.count() == 1
    assert Submission.objects.get(revision=2).differences.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 not a package", "not a whole zip file"),
        (portal.zipped([("plan.pdf", b"x")]), "neither Application.json nor Application.xml"),
        (portal.zipped([("../x.pdf", b"x")]), "is a trick"),
        (portal.package(1, documentList=[], applicationHeader={}), "The form in it has no number."),
        (portal.package(99, documentList=[]), "Scenario 99 of the Planning Portal"),
        (b"", "empty"),
    ],
)
def test_what_is_no_package_is_said_beside_the_file(upload, content, words):
    answer = upload(content)

    assert answer.status_code == 200
    assert words in text(answer)
    assert Case.objects.count() == 0


def test_who_may_not_register_may_not_upload(southwark, sign_in):
    assert sign_in(southwark, ["land_charges"]).get(PAGE).status_code == 403


def test_the_inbox_shows_what_a_package_holds_and_gives_it_back(upload, southwark, sign_in):
    content = portal.package(1)
    upload(content)
    kept = Submission.objects.get()
    administrator = sign_in(southwark, ["administrator"])

    page = text(administrator.get(f"/submissions/{kept.public_id}/"))
    saved = administrator.get(f"/submissions/{kept.public_id}/packages/1")

    assert "What it holds: 7 files" in page
    assert "Application.json" in page
    assert b"".join(saved.streaming_content) == content
    assert saved["content-disposition"] == 'attachment; filename="PP-10099001.zip"'
    assert administrator.get(f"/submissions/{kept.public_id}/packages/2").status_code == 404


def test_everything_of_the_form_is_on_the_page_of_the_case(upload):
    upload(portal.package(1))

    page = text(upload.browser.get(f"/cases/{Case.objects.get().reference}/submitted/"))

    for words in ("Proposal near watercourse", "Plank and Daughter", "PRE/26/0007", "Ines Halloran", "01632 960001", "Sluice House"):
        assert words in page
