"""Files that wait because the virus scanner is away: tried without end, and somebody is told, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from applications.models import PlanningApplication
from documents import jobs, taking_in
from documents.models import DocumentVersion
from documents.rendering.sandbox import WORDS
from documents.selectors import versions_without_previews
from notifications.models import Message
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import DocumentFactory


@pytest.fixture(autouse=True)
def no_scanner(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CLAMAV_SOCKET = "127.0.0.1:9"
    monkeypatch.setattr(jobs.take_in, "delay", taking_in.take_in)


def waiting_file(application: Any, name: str = "plan.pdf", **age: int) -> DocumentVersion:
    version = DocumentFactory.create(case=application.case, name=name).current
    DocumentVersion.objects.filter(pk=version.pk).update(scan="pending", created_at=timezone.now() - timedelta(**age))
    return version


def note(application: Any) -> str:
    return PlanningApplication.objects.get(pk=application.pk).attention


def test_after_a_day_the_case_officer_is_told_once(authority: Any) -> None:
    officer = UserFactory.create()
    application = PlanningApplicationFactory.create(authority=authority, officer=officer)
    waiting_file(application, "old.pdf", hours=25)
    waiting_file(application, "older.pdf", days=30)
    waiting_file(application, "new.pdf", hours=2)
    for _ in range(3):
        jobs.sweep_previews()

    message = Message.objects.get()
    assert (message.to, message.template) == (officer.email, "documents.check_waits")
    assert "- old.pdf\n- older.pdf" in message.body and "new.pdf" not in message.body
    assert note(application).count("could not be checked for more than a day") == 2
    assert "new.pdf" not in note(application)


def test_without_a_case_officer_the_administrators_are_told(authority: Any) -> None:
    administrator = MembershipFactory.create(authority=authority, roles=["administrator"]).user
    MembershipFactory.create(authority=authority, roles=["administrator"], ended_at=timezone.now())
    MembershipFactory.create(authority=authority, roles=["case_officer"])
    waiting_file(PlanningApplicationFactory.create(authority=authority, officer=None), days=2)
    jobs.sweep_previews()

    assert Message.objects.get().to == administrator.email


def test_when_the_scanner_is_back_the_file_is_there_and_the_note_gone(authority: Any, settings: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, officer=UserFactory.create())
    version = waiting_file(application, days=400)
    jobs.sweep_previews()
    assert "plan.pdf" in note(application)

    settings.CLAMAV_SOCKET = ""
    taking_in.take_in(authority.pk, version.pk)
    version.refresh_from_db()
    assert (version.is_served, version.told_at, note(application)) == (True, None, "")


def test_a_file_that_the_store_has_lost_meanwhile_is_told_as_that_and_not_tried_again(authority: Any, settings: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, officer=UserFactory.create())
    version = waiting_file(application, days=2)
    jobs.sweep_previews()
    default_storage.delete(version.key)
    settings.CLAMAV_SOCKET = ""
    taking_in.take_in(authority.pk, version.pk)
    version.refresh_from_db()

    assert (version.scan, version.preview_error) == ("pending", WORDS["missing"])
    assert note(application) == "The file plan.pdf is missing from the store. Tell the administrators."
    assert versions_without_previews(authority, until=timezone.now()) == []


def test_the_words_blame_no_scanner_that_answers(authority: Any, settings: Any, monkeypatch: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority, officer=UserFactory.create())
    waiting_file(application, days=2)
    settings.CLAMAV_SOCKET = ""
    monkeypatch.setattr(jobs.take_in, "delay", lambda *_: None)
    jobs.sweep_previews()
    assert "scanner" not in note(application) and "plan.pdf" in note(application)


def test_the_service_page_leads_to_what_waits(authority: Any, officer_client: Any) -> None:
    application = PlanningApplicationFactory.create(authority=authority)
    waiting_file(application, "big plan.pdf", days=2)
    administrator = officer_client(authority, ["administrator"])[0]
    assert 'href="/documents/waiting/"' in administrator.get("/service/").content.decode()
    page = administrator.get("/documents/waiting/").content.decode()
    assert "Does not answer" in page and "big plan.pdf" in page and application.reference in page
    assert officer_client(authority, ["case_officer"])[0].get("/documents/waiting/").status_code == 403
