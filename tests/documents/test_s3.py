"""The same documents in an S3-compatible store: nothing is streamed, the address works for a minute."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from documents import services, storage
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf


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
