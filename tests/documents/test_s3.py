"""The same documents in an S3-compatible store: nothing is streamed, the address works for a minute."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from moto.server import ThreadedMotoServer

from documents import services, storage
from tests.factories.accounts import UserFactory
from tests.factories.applications import PlanningApplicationFactory
from tests.factories.documents import a_pdf


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-west-2"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(
        Bucket="bops", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"}
    )
    yield address
    server.stop()


@pytest.fixture
def s3(s3_server: str, settings: Any) -> None:
    options = {
        "access_key": "test",
        "secret_key": "test",
        "bucket_name": "bops",
        "endpoint_url": s3_server,
        "region_name": "eu-west-2",
        "addressing_style": "path",
        "file_overwrite": False,
        "querystring_auth": True,
        "querystring_expire": 60,
        "default_acl": None,
    }
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}


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
    assert parts.path == f"/bops/{document.current.key}"
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
