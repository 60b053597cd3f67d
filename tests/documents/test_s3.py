"""The same documents in an S3-compatible store: nothing is streamed, the address works for a minute."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import services, storage, taking_in
from documents.models import Document, DocumentVersion
from documents.redaction.tasks import make_copy
from documents.rendering.sandbox import WORDS
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import RedactionFactory, a_pdf


@pytest.mark.slow
@pytest.mark.usefixtures("s3")
def test_a_file_is_stored_and_served_by_a_signed_address(authority: Any, officer_client: Any, now: Any) -> None:
    case = PlanningApplicationFactory.create(authority=authority).case
    content = a_pdf(words="in the cloud")
    document = services.add_document(case=case, content=content, name="Plan.pdf", source="officer", by=UserFactory.create(), now=now)
    assert type(default_storage._wrapped).__name__ == "S3Storage"
    assert storage.read(document.current) == content

    client, _ = officer_client(authority)
    answer = client.get(reverse("documents:file", args=[document.public_id]))
    parts = urlsplit(answer["Location"])
    signed = parse_qs(parts.query)

    assert answer.status_code == 302
    assert parts.path == f"/bops/papers/{document.current.key}"
    assert signed["response-content-type"] == ["application/pdf"]
    assert signed["response-content-disposition"] == ['inline; filename="Plan.pdf"']
    assert signed["X-Amz-Expires"] == ["60"]
    assert re.fullmatch(r"[0-9a-f]{64}", signed["X-Amz-Signature"][0])


@pytest.mark.slow
@pytest.mark.usefixtures("s3")
def test_a_file_goes_when_its_transaction_fails(authority: Any, now: Any) -> None:
    from django.db import transaction

    case = PlanningApplicationFactory.create(authority=authority).case
    keys: list[str] = []
    with pytest.raises(RuntimeError), transaction.atomic():
        made = services.add_document(case=case, content=a_pdf(), name="a.pdf", source="officer", by=UserFactory.create(), now=now)
        keys.append(made.current.key)
        raise RuntimeError

    assert not default_storage.exists(keys[0])


@pytest.fixture
def store_away(s3: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and nothing answers at the store's address any more."""

    def leave() -> None:
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        options = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
        settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}

    return leave


@pytest.mark.slow
class TestStoreThatDoesNotAnswer:
    """It is told in words, and what waits for it is tried again."""

    def test_an_upload(self, authority: Any, officer_client: Any, store_away: Any) -> None:
        application = PlanningApplicationFactory.create(authority=authority)
        client = officer_client(authority)[0]
        store_away()
        upload = SimpleUploadedFile("plan.pdf", a_pdf())
        answer = client.post(reverse("documents:upload", kwargs={"reference": application.reference}), {"files": upload})
        assert (answer.status_code, Document.objects.count()) == (422, 0)
        assert "the store of files does not answer" in answer.json()["words"]

    def test_a_check_and_a_picture(self, authority: Any, now: Any, store_away: Any) -> None:
        case = PlanningApplicationFactory.create(authority=authority).case
        add = {"case": case, "source": "officer", "by": UserFactory.create(), "now": now}
        pending, checked = (services.add_document(content=a_pdf(), name=name, **add).current for name in ("a.pdf", "b.pdf"))
        DocumentVersion.objects.filter(pk=pending.pk).update(scan="pending")
        store_away()
        for version in (pending, checked):
            taking_in.take_in(authority.pk, version.pk)
            version.refresh_from_db()
        assert (pending.scan, pending.preview_error) == ("pending", "")
        assert (checked.is_served, checked.preview_error) == (True, WORDS["store"])

    def test_a_redacted_copy(self, authority: Any, now: Any, store_away: Any) -> None:
        case = PlanningApplicationFactory.create(authority=authority).case
        officer = UserFactory.create()
        file = services.add_document(case=case, content=a_pdf(), name="a.pdf", source="officer", by=officer, now=now).current
        redaction = RedactionFactory.create(file=file, state="making", asked_at=now, saved_by=officer)
        store_away()
        make_copy(authority.pk, redaction.pk)
        redaction.refresh_from_db()
        assert (redaction.state, redaction.fault) == ("drawing", WORDS["store"])
